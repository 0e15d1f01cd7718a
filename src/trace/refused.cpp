#include "trace/refused.h"

#include <algorithm>

#include "model/task_letter.h"
#include "text/format.h"

namespace interleave {
namespace {

// Sets of refusals that are tried at most.
constexpr std::int64_t kMostSets = 4'096;

// What is due where nothing is refused.
Money allOf(AccountProgram program) {
  program.overdraft = Overdraft::allow;
  return serialEnding(program).value_or(program.start);
}

}  // namespace

Refusals::Refusals(const AccountProgram& program) : program_(program) {
  // A transfer leaves the same sum, whether it is made or not.
  if (!hasDue(program) || program.mode == Mode::transfer) return;
  Set sets = 1;
  for (std::size_t task = 0; task < program.transactions.size(); ++task) {
    if (!mayRefuse(program, task)) continue;
    tasks_.push_back(task);
    sets *= program.transactions[task].times + 1;
    if (sets > kMostSets) return;
  }
  const Money all = allOf(program);
  for (Set set = 0; set < sets; ++set) {
    Money leaves = all;
    forEachTask(set, [&](std::size_t task, std::int64_t times) { leaves -= times * program.transactions[task].amount; });
    leaves_.emplace_back(leaves, set);
  }
  std::ranges::sort(leaves_);
}

// Visits each task that may refuse, with how many of its updates are refused.
template <class Visit>
void Refusals::forEachTask(Set set, Visit visit) const {
  for (const std::size_t task : tasks_) {
    const std::int64_t base = program_.transactions[task].times + 1;
    visit(task, set % base);
    set /= base;
  }
}

std::string Refusals::inWords(Money due) const {
  const auto sets = std::ranges::equal_range(leaves_, due, {}, &std::pair<Money, Set>::first);
  if (sets.size() != 1) return formatNumber(due) + " due";
  std::string words;
  forEachTask(sets.front().second, [&](std::size_t task, std::int64_t times) {
    if (times == 0) return;
    words += (words.empty() ? "" : ", ") + letterText(task);
    if (program_.transactions[task].times > 1) words += " " + formatCount(static_cast<std::uint64_t>(times), "time");
  });
  return words.empty() ? "all paid" : words + " refused";
}

}  // namespace interleave
