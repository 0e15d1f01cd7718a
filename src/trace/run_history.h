// The balance over run after run of one program: a ring, of which the oldest runs leave, and are counted.
//
// Every run takes up the same length on a time axis of its own, kRun, however long it took: so runs of milliseconds
// and of seconds can stand side by side. Where a run has many writes, what is kept of it is the range of its balance
// in kColumns columns.
//
// Not thread-safe. Adding a run costs O(its writes), and at most O(kMaxWrites).
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "model/run_settings.h"
#include "trace/balance_line.h"
#include "trace/report.h"

namespace interleave {

class RunHistory {
 public:
  static constexpr std::int64_t kRun = 1'000'000;
  static constexpr std::uint64_t kMaxWrites = 4'096;  // of one run that are kept one by one
  static constexpr std::int64_t kColumns = 512;

  explicit RunHistory(const RunSettings& settings);

  // Whether runs with these settings go on with this history.
  bool continues(const RunSettings& settings) const;
  const RunSettings& settings() const { return settings_; }

  void add(const Report& report);
  // Of a run only its ending is known; none: it came to no end.
  void add(std::optional<Money> ending);

  // Runs from first() on, to end(), are there; numbered from 0. Those before first() have left.
  std::uint64_t first() const { return end_ - runs_.size(); }
  std::uint64_t end() const { return end_; }
  // Together, of all accounts; none: a deadlock, or stopped.
  std::optional<Money> ending(std::uint64_t run) const { return runs_[static_cast<std::size_t>(run - first())].ending; }
  std::size_t accounts() const { return lines_.size(); }
  // Run n is from n * kRun to (n + 1) * kRun.
  const BalanceLine& line(std::size_t account) const { return lines_[account]; }
  // Of all balances that were ever there.
  Money lowest() const { return lowest_; }
  Money highest() const { return highest_; }

 private:
  struct Run {
    std::optional<Money> ending;
    std::uint64_t writes = 0;
  };

  void begin();
  void addWrites(const Report& report, std::size_t account);
  void addColumns(const Report& report, std::size_t account);
  void write(std::size_t account, std::int64_t at, Money value);
  void finish(std::optional<Money> ending);

  RunSettings settings_;
  std::vector<BalanceLine> lines_;
  std::deque<Run> runs_;
  std::uint64_t end_ = 0;
  std::uint64_t writes_ = 0;   // of all runs that are there
  std::uint64_t writing_ = 0;  // of the run that is being added
  Money lowest_;
  Money highest_;
};

}  // namespace interleave
