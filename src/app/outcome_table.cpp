#include "app/outcome_table.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "explore/decimal.h"
#include "text/format.h"
#include "trace/refused.h"
#include "trace/verdict.h"

namespace interleave {
namespace {

constexpr Money kRanges = 100;

// One ending, from either side.
struct Merged {
  FinalState end;
  const ExploredEnding* explored;    // null: no known schedule ends here
  const RunTally::Ending* counted;   // null: no run has ended here

  std::uint64_t runs() const { return counted != nullptr ? counted->runs : 0; }
  std::string_view example() const {
    if (explored != nullptr) return explored->example;
    return counted != nullptr ? std::string_view(counted->example) : std::string_view();
  }
};

// Both lists are sorted: one pass through the two.
template <class Visit>
void forEachEnding(const Exploration* exploration, const RunTally& tally, Visit visit) {
  static const std::vector<ExploredEnding> kNone;
  const std::vector<ExploredEnding>& can = exploration != nullptr ? exploration->endings : kNone;
  auto explored = can.begin();
  auto counted = tally.endings.begin();
  while (explored != can.end() || counted != tally.endings.end()) {
    const bool onlyExplored =
        counted == tally.endings.end() || (explored != can.end() && explored->finalState() < counted->first);
    if (onlyExplored) {
      visit(Merged{explored->finalState(), &*explored, nullptr});
      ++explored;
      continue;
    }
    const bool both = explored != can.end() && explored->finalState() == counted->first;
    visit(Merged{counted->first, both ? &*explored : nullptr, &counted->second});
    if (both) ++explored;
    ++counted;
  }
}

OutcomeRow rowOf(const Merged& ending) {
  OutcomeRow row;
  row.least = row.most = ending.end.balance;
  row.runs = ending.runs();
  row.example = ending.example();
  row.schedules = "0";
  if (ending.explored != nullptr) {
    row.schedules = ending.explored->schedules;
    row.share = ending.explored->share;
  }
  return row;
}

std::string refusedIn(const Merged& ending, const Refusals& refusals) {
  return ending.end.due ? refusals.inWords(*ending.end.due) : std::string();
}

// The smallest of 1, 2, 5, 10, 20, 50 ... that takes no more than about kRanges ranges.
Money widthFor(Money least, Money most) {
  Money width = 1;
  for (int i = 0; (most - least) / width > kRanges; ++i) width = i % 3 == 1 ? width / 2 * 5 : width * 2;
  return width;
}

// Rounds down, also below zero.
Money rangeOf(Money balance, Money width) { return balance / width - (balance % width < 0 ? 1 : 0); }

// Puts endings, which come sorted, into ranges; each range is a row, and so is the expected ending.
class Grouping {
 public:
  Grouping(Money width, const RunTally& tally, const Refusals& refusals, OutcomeTable& table)
      : width_(width), tally_(tally), refusals_(refusals), table_(table) {}

  void add(const Merged& ending, Verdict grade) {
    const bool alone = ending.end.balance == tally_.expected;
    const Money range = rangeOf(ending.end.balance, width_);
    if (alone || lastAlone_ || !range_ || range != *range_) {
      range_ = range;
      lastAlone_ = alone;
      OutcomeRow row = rowOf(ending);
      row.grade = grade;
      if (alone) {
        row.refused = refusedIn(ending, refusals_);
      } else {
        row.kind = OutcomeRow::Kind::range;
        row.least = range * width_;
        row.most = row.least + width_ - 1;
      }
      trim(row, ending.end.balance);
      table_.rows.push_back(row);
      counts_.emplace_back();
    } else {
      OutcomeRow& row = table_.rows.back();
      row.share += ending.explored != nullptr ? ending.explored->share : 0;
      row.runs += ending.runs();
      if (row.example.empty()) row.example = ending.example();
      if (grade == Verdict::wrong) row.grade = grade;
    }
    if (ending.explored != nullptr) counts_.back().push_back(ending.explored->schedules);
  }

  // The rows point to the sums, which do not move from now on.
  void finish() {
    for (const auto& counts : counts_) table_.sums.push_back(sumOf(counts));
    for (std::size_t i = 0; i < table_.rows.size(); ++i) table_.rows[i].schedules = table_.sums[i];
  }

 private:
  // No range contains the expected ending.
  void trim(OutcomeRow& row, Money balance) const {
    const auto expected = tally_.expected;
    if (!expected || row.kind != OutcomeRow::Kind::range) return;
    if (balance < *expected) row.most = std::min(row.most, *expected - 1);
    if (balance > *expected) row.least = std::max(row.least, *expected + 1);
  }

  Money width_;
  const RunTally& tally_;
  const Refusals& refusals_;
  OutcomeTable& table_;
  std::optional<Money> range_;
  bool lastAlone_ = false;
  std::vector<std::vector<std::string_view>> counts_;  // of each row
};

void addDeadlock(const Exploration* exploration, const RunTally& tally, OutcomeTable& table) {
  const bool can = exploration != nullptr && exploration->deadlock.schedules != "0";
  if (!can && tally.deadlocks == 0) return;
  OutcomeRow row;
  row.kind = OutcomeRow::Kind::deadlock;
  row.grade = Verdict::deadlock;
  row.runs = tally.deadlocks;
  row.schedules = "0";
  row.example = tally.deadlockExample;
  if (can) {
    row.schedules = exploration->deadlock.schedules;
    row.share = exploration->deadlock.share;
    row.example = exploration->deadlock.example;
  }
  table.rows.push_back(row);
}

}  // namespace

OutcomeTable outcomeTable(const Exploration* exploration, const RunTally& tally, std::size_t most) {
  OutcomeTable table;
  const AccountProgram& program = tally.settings.program;
  const Refusals refusals(program);
  std::optional<Money> first;
  Money last = 0;
  forEachEnding(exploration, tally, [&](const Merged& ending) {
    if (!first) first = ending.end.balance;
    last = ending.end.balance;
    ++table.endings;
  });
  table.grouped = table.endings > most;
  const auto gradeOf = [&](const Merged& ending) { return verdictOf(program, ending.end, tally.expected); };
  if (table.grouped) {
    Grouping grouping(widthFor(*first, last), tally, refusals, table);
    forEachEnding(exploration, tally, [&](const Merged& ending) { grouping.add(ending, gradeOf(ending)); });
    grouping.finish();
  } else {
    table.rows.reserve(table.endings + 1);
    forEachEnding(exploration, tally, [&](const Merged& ending) {
      OutcomeRow& row = table.rows.emplace_back(rowOf(ending));
      row.refused = refusedIn(ending, refusals);
      row.grade = gradeOf(ending);
    });
  }
  addDeadlock(exploration, tally, table);
  // Ranges and few rows keep their places; among many, those that have happened would be hard to find.
  if (!table.grouped && table.rows.size() > OutcomeTable::kFewRows) {
    const auto happened = [](const OutcomeRow& row) { return row.runs > 0; };
    std::vector<OutcomeRow> rows;
    rows.reserve(table.rows.size());
    std::ranges::copy_if(table.rows, std::back_inserter(rows), happened);
    std::ranges::copy_if(table.rows, std::back_inserter(rows), std::not_fn(happened));
    table.rows = std::move(rows);
  }
  return table;
}

std::string outcomeName(const OutcomeRow& row) {
  switch (row.kind) {
    case OutcomeRow::Kind::deadlock: return "deadlock";
    case OutcomeRow::Kind::range: return formatNumber(row.least) + " to " + formatNumber(row.most);
    case OutcomeRow::Kind::ending: break;
  }
  return formatNumber(row.least) + (row.refused.empty() ? "" : ", " + row.refused);
}

}  // namespace interleave
