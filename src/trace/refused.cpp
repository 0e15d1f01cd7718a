#include "trace/refused.h"

#include <optional>
#include <vector>

#include "model/task_letter.h"
#include "text/format.h"

namespace interleave {
namespace {

// Sets of refusals that are tried at most.
constexpr std::int64_t kMostSets = 4'096;

using Refusals = std::vector<std::int64_t>;  // of each task

std::vector<std::size_t> refusable(const AccountProgram& program) {
  std::vector<std::size_t> tasks;
  for (std::size_t task = 0; task < program.transactions.size(); ++task) {
    if (checksOverdraft(program, task) && !program.transactions[task].throws) tasks.push_back(task);
  }
  return tasks;
}

// What is due where nothing is refused.
Money allOf(AccountProgram program) {
  program.overdraft = Overdraft::allow;
  return serialEnding(program).value_or(program.start);
}

// The only refusals that leave so much.
std::optional<Refusals> refusalsOf(const AccountProgram& program, Money due) {
  const std::vector<std::size_t> tasks = refusable(program);
  std::int64_t sets = 1;
  for (const std::size_t task : tasks) {
    sets *= program.transactions[task].times + 1;
    if (sets > kMostSets) return std::nullopt;
  }
  const Money all = allOf(program);
  std::optional<Refusals> found;
  for (std::int64_t set = 0; set < sets; ++set) {
    Refusals refusals(program.transactions.size(), 0);
    std::int64_t left = set;
    Money leaves = all;
    for (const std::size_t task : tasks) {
      const Transaction& transaction = program.transactions[task];
      refusals[task] = left % (transaction.times + 1);
      left /= transaction.times + 1;
      leaves -= refusals[task] * transaction.amount;
    }
    if (leaves != due) continue;
    if (found) return std::nullopt;
    found = std::move(refusals);
  }
  return found;
}

}  // namespace

std::string refusedInWords(const AccountProgram& program, Money due) {
  // A transfer leaves the same sum, whether it is made or not.
  const auto refusals = program.mode == Mode::transfer ? std::nullopt : refusalsOf(program, due);
  if (!refusals) return formatNumber(due) + " due";
  std::string words;
  for (std::size_t task = 0; task < refusals->size(); ++task) {
    const std::int64_t times = (*refusals)[task];
    if (times == 0) continue;
    words += (words.empty() ? "" : ", ") + letterText(task);
    if (program.transactions[task].times > 1) words += " " + formatCount(static_cast<std::uint64_t>(times), "time");
  }
  return words.empty() ? "all paid" : words + " refused";
}

}  // namespace interleave
