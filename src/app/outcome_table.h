// Possible endings beside actual ones: one row for each ending of a program.
//
// Rows come from the exploration, from the real runs, or from both. A run with an ending
// of no schedule gets a row, too: it would be a bug, and must be visible.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "explore/exploration.h"
#include "run/run_tally.h"
#include "trace/verdict.h"

namespace interleave {

struct OutcomeRow {
  enum class Kind : std::uint8_t { ending, range, deadlock };
  Kind kind = Kind::ending;
  Money least = 0;             // the ending; of a range, its ends
  Money most = 0;
  std::string refused;         // which withdrawals were refused, in words, where that tells endings of one balance apart
  std::string_view schedules;  // how many, in decimal; "0" where none is known
  double share = 0;            // of all schedules
  std::string_view example;    // the alphabetically first one; of a range, of its least ending; or of a run
  std::uint64_t runs = 0;
  Verdict grade = Verdict::wrong;  // of a range: of its least ending, or wrong where any is
};

struct OutcomeTable {
  // Sorted by ending, then by what was due, the deadlock last; of more than kFewRows that are no ranges, what did
  // happen comes first.
  std::vector<OutcomeRow> rows;
  std::size_t endings = 0;  // that there are, and that ranges may hide
  bool grouped = false;     // there are too many: rows are ranges

  static constexpr std::size_t kFewRows = 8;

  // What the rows of ranges point to: a table is moved, and not copied.
  std::vector<std::string> sums;
  OutcomeTable() = default;
  OutcomeTable(OutcomeTable&&) = default;
  OutcomeTable& operator=(OutcomeTable&&) = default;
};

// The table points into what it is given, and lives no longer. Without an exploration (null) it has
// what did happen alone. More than `most` endings are grouped into about a hundred ranges of equal
// width; endings with the expected balance stay rows of their own. Pure; O(endings).
OutcomeTable outcomeTable(const Exploration* exploration, const RunTally& tally, std::size_t most = limits::kMaxShownEndings);

// "-50", "20, B refused", "-1,000 to -901", "deadlock".
std::string outcomeName(const OutcomeRow& row);

}  // namespace interleave
