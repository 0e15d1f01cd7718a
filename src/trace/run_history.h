// The balance over run after run of one program, in a ring: the oldest runs are dropped, and counted.
//
// Every run has the same length, kRun, on the time axis, so that runs of milliseconds and of seconds can be side by
// side. Of a run with many writes, the range of its balance in kColumns columns is kept.
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

  // Whether runs with these settings continue this history.
  bool continues(const RunSettings& settings) const;
  const RunSettings& settings() const { return settings_; }

  void add(const Report& report);
  // Adds a run of which only the ending is known; none: it had no ending.
  void add(std::optional<Money> ending);

  // Runs first() to end() - 1 are kept, numbered from 0. Those before first() were dropped.
  std::uint64_t first() const { return end_ - runs_.size(); }
  std::uint64_t end() const { return end_; }
  // The ending, the sum of all accounts; none: a deadlock, or stopped.
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
