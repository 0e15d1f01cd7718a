#include "trace/run_history.h"

#include <algorithm>

namespace interleave {
namespace {

// Between a run's end and the next one's beginning.
constexpr std::int64_t kGap = RunHistory::kRun / 20;

std::int64_t placeIn(std::int64_t timeNs, std::int64_t endNs) {
  const auto length = static_cast<double>(RunHistory::kRun - kGap);
  return static_cast<std::int64_t>(static_cast<double>(timeNs) / static_cast<double>(endNs) * length);
}

}  // namespace

RunHistory::RunHistory(const RunSettings& settings)
    : settings_(settings),
      lines_(accountsOf(settings.program.mode), BalanceLine(settings.program.start)),
      lowest_(settings.program.start),
      highest_(settings.program.start) {}

bool RunHistory::continues(const RunSettings& settings) const { return settings == settings_; }

void RunHistory::add(const Report& report) {
  begin();
  for (std::size_t account = 0; account < lines_.size(); ++account) {
    if (report.timeline.balance(account).writes() <= kMaxWrites) addWrites(report, account);
    else addColumns(report, account);
  }
  finish(report.run.ending());
}

void RunHistory::add(std::optional<Money> ending) {
  begin();
  // With two accounts only their sum is known.
  if (ending && lines_.size() == 1) write(0, (kRun - kGap) / 2, *ending);
  finish(ending);
}

void RunHistory::begin() {
  writing_ = 0;
  for (std::size_t account = 0; account < lines_.size(); ++account) write(account, 0, settings_.program.start);
}

void RunHistory::addWrites(const Report& report, std::size_t account) {
  const std::int64_t end = std::max<std::int64_t>(1, report.timeline.endNs());
  for (std::size_t i = 0; i < report.run.trace.events.size(); ++i) {
    const Event& event = report.run.trace.events[i];
    if (!writesBalance(event.kind) || event.objects.first() != account) continue;
    write(account, placeIn(event.timeNs, end), event.value);
  }
}

void RunHistory::addColumns(const Report& report, std::size_t account) {
  const std::int64_t end = std::max<std::int64_t>(1, report.timeline.endNs());
  const Columns columns{0, end + 1, std::min(kColumns, end + 1)};
  std::vector<BalanceRange> ranges(static_cast<std::size_t>(columns.count));
  report.timeline.balance(account).condense(columns, ranges);
  for (std::int64_t i = 0; i < columns.count; ++i) {
    const BalanceRange& range = ranges[static_cast<std::size_t>(i)];
    if (range.writes == 0) continue;
    const std::int64_t at = placeIn(std::min(columns.begin(i), end), end);
    for (const Money value : {range.lowest, range.highest, range.last}) write(account, at, value);
  }
}

void RunHistory::write(std::size_t account, std::int64_t at, Money value) {
  lines_[account].write(static_cast<std::int64_t>(end_) * kRun + at, value);
  lowest_ = std::min(lowest_, value);
  highest_ = std::max(highest_, value);
  ++writing_;
}

void RunHistory::finish(std::optional<Money> ending) {
  runs_.push_back({ending, writing_});
  writes_ += writing_;
  ++end_;
  while (runs_.size() > 1 && (runs_.size() > limits::kMaxHistoryRuns || writes_ > limits::kMaxHistoryWrites)) {
    writes_ -= runs_.front().writes;
    runs_.pop_front();
  }
  for (BalanceLine& line : lines_) line.forget(static_cast<std::int64_t>(first()) * kRun);
}

}  // namespace interleave
