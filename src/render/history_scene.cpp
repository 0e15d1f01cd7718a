#include "render/history_scene.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>

namespace interleave {
namespace {

constexpr float kLaneTop = 0.18f;
constexpr float kLaneBottom = 0.82f;
constexpr float kLaneMiddle = 0.5f;

// More events get smaller marks, so that they do not cover what they mark.
constexpr std::size_t kFewEvents = 300;
constexpr std::size_t kManyEvents = 2'000;

// Values closer than one part in this many of their range are one mark within a column.
constexpr Money kRows = 400;

double secondsOf(const Event& event) { return static_cast<double>(event.timeNs) * 1e-9; }

std::uint32_t withAlpha(std::uint32_t color, std::uint32_t alpha) { return (color & 0x00FFFFFFu) | (alpha << 24); }

class SceneMaker {
 public:
  SceneMaker(const Settings& settings, const SceneStyle& style)
      : style_(style),
        accounts_(accountsOf(settings.mode)),
        recursive_(settings.lock == LockKind::recursive),
        tasks_(settings.transactions.size()) {
    scene_.lowest = scene_.highest = settings.start;
    for (std::size_t account = 0; account < accounts_; ++account) levels_[account].balance = settings.start;
  }

  HistoryScene make(const Trace& trace, double until, double columns) {
    measure(trace);
    until = std::max(until, scene_.endSeconds);
    secondsPerColumn_ = std::max(until, 1e-9) / columns;
    markRadius_ = trace.events.size() <= kFewEvents ? 6.0f : trace.events.size() <= kManyEvents ? 3.5f : 1.5f;
    for (const Event& event : trace.events) add(event);
    for (std::size_t task = 0; task < tasks_.size(); ++task) endState(task, until);
    for (std::size_t account = 0; account < accounts_; ++account) {
      for (std::size_t slot = 0; slot < holders_[account].size(); ++slot) endHolding(account, slot, until);
      flushRange(levels_[account]);
      addLevel(account, until);
    }
    return std::move(scene_);
  }

 private:
  enum class State { none, running, waiting, sleeping, stale };
  struct Task {
    State state = State::none;
    Which copyOf = Which::first;  // the account whose copy it holds
    double since = 0;
    // What was drawn last, to tell what would fall on the same pixels.
    std::int64_t boxColumn = -1;
    struct LastMark {
      std::int64_t column = -1;
      Money value = 0;
    };
    LastMark read;
    LastMark write;
  };

  // The line of one account's balance.
  struct Level {
    Money balance = 0;
    double since = 0;
    std::int64_t rangeColumn = -1;
    double rangeTime = 0;
    Money rangeLow = 0;
    Money rangeHigh = 0;
  };

  // Who holds an account's lock: one, or several in slots of their own.
  struct Holder {
    std::optional<std::size_t> task;
    double since = 0;
    int times = 0;  // it has acquired it
    std::int64_t column = -1;
  };

  void measure(const Trace& trace) {
    std::array<std::size_t, kMostAccounts> held{};
    for (const Event& event : trace.events) {
      scene_.endSeconds = std::max(scene_.endSeconds, secondsOf(event));
      for (std::size_t account = 0; account < accounts_; ++account) {
        if (!isAbout(event.account, account)) continue;
        if (event.kind == EventKind::acquired) mostHolders_ = std::max(mostHolders_, ++held[account]);
        if (event.kind == EventKind::released && held[account] > 0) --held[account];
      }
      if (!readsBalance(event.kind) && !writesBalance(event.kind)) continue;
      scene_.lowest = std::min(scene_.lowest, event.value);
      scene_.highest = std::max(scene_.highest, event.value);
    }
    // Its one holder acquires it again.
    if (recursive_) mostHolders_ = 1;
    moneyPerRow_ = (scene_.highest - scene_.lowest) / kRows;
  }

  std::int64_t columnOf(double seconds) const { return static_cast<std::int64_t>(seconds / secondsPerColumn_); }

  void add(const Event& event) {
    const double at = secondsOf(event);
    switch (event.kind) {
      case EventKind::updating: enter(event.task, State::running, at); break;
      case EventKind::ticket:
      case EventKind::waiting: enter(event.task, State::waiting, at); break;
      case EventKind::checked: enter(event.task, State::running, at); break;
      case EventKind::acquired:
        enter(event.task, State::running, at);
        hold(event, at);
        break;
      case EventKind::read:
        enter(event.task, State::sleeping, at);
        tasks_[event.task].copyOf = event.account;
        mark(event, MarkShape::ring);
        break;
      case EventKind::retry:
        enter(event.task, State::running, at);
        mark(event, MarkShape::cross);
        break;
      case EventKind::refused:
        enter(event.task, State::running, at);
        laneMark(event, MarkShape::bar);
        break;
      case EventKind::gaveUp:
        enter(event.task, State::none, at);
        laneMark(event, MarkShape::bar);
        break;
      case EventKind::thrown:
        enter(event.task, State::none, at);
        laneMark(event, MarkShape::cross);
        break;
      case EventKind::write:
      case EventKind::added:
      case EventKind::swapped:
        enter(event.task, State::running, at);
        write(event, at);
        break;
      case EventKind::released:
        // A reader's copy is printed, and nothing becomes of it.
        if (tasks_[event.task].state == State::sleeping || tasks_[event.task].state == State::stale) {
          enter(event.task, State::running, at);
        }
        letGo(event, at);
        break;
      case EventKind::finishing: enter(event.task, State::none, at); break;
    }
  }

  void hold(const Event& event, double at) {
    for (std::size_t account = 0; account < accounts_; ++account) {
      if (!isAbout(event.account, account)) continue;
      std::vector<Holder>& holders = holders_[account];
      auto slot = std::ranges::find(holders, std::optional<std::size_t>(event.task), &Holder::task);
      if (slot == holders.end()) slot = std::ranges::find_if(holders, [](const Holder& each) { return !each.task; });
      if (slot == holders.end()) slot = holders.insert(holders.end(), Holder{});
      if (!slot->task) slot->since = at;
      slot->task = event.task;
      ++slot->times;
    }
  }

  void letGo(const Event& event, double at) {
    for (std::size_t account = 0; account < accounts_; ++account) {
      std::vector<Holder>& holders = holders_[account];
      const auto slot = std::ranges::find(holders, std::optional<std::size_t>(event.task), &Holder::task);
      if (!isAbout(event.account, account) || slot == holders.end() || --slot->times > 0) continue;
      endHolding(account, static_cast<std::size_t>(slot - holders.begin()), at);
    }
  }

  void write(const Event& event, double at) {
    const auto account = static_cast<std::size_t>(event.account);
    Level& level = levels_[account];
    if (level.rangeColumn != columnOf(at)) {
      flushRange(level);
      addLevel(account, at);
      level.rangeColumn = columnOf(at);
      level.rangeTime = at;
      level.rangeLow = level.rangeHigh = level.balance;
      level.since = at;
    }
    level.balance = event.value;
    level.rangeLow = std::min(level.rangeLow, level.balance);
    level.rangeHigh = std::max(level.rangeHigh, level.balance);
    mark(event, MarkShape::disc);
    // Every copy that others hold is stale from now on.
    for (std::size_t task = 0; task < tasks_.size(); ++task) {
      if (tasks_[task].state == State::sleeping && tasks_[task].copyOf == event.account) enter(task, State::stale, at);
    }
  }

  // All values that the balance had within one column.
  void flushRange(const Level& level) {
    if (level.rangeColumn < 0) return;
    const float time = static_cast<float>(level.rangeTime);
    const float half = 0.75f * style_.pixel;
    scene_.balance.boxes.push_back({time, static_cast<float>(level.rangeLow), time, static_cast<float>(level.rangeHigh),
                                    half, half, half, half, style_.line, 0});
  }

  // The balance has stayed the same until now. The second account's is a dashed line.
  void addLevel(std::size_t account, double until) {
    const Level& level = levels_[account];
    const float half = 0.75f * style_.pixel;
    const float balance = static_cast<float>(level.balance);
    const BoxStyle style = account == 0 ? BoxStyle::solid : BoxStyle::dashed;
    scene_.balance.boxes.push_back({static_cast<float>(level.since), balance, static_cast<float>(until), balance, 0, half,
                                    0, half, style_.line, static_cast<float>(style)});
  }

  void mark(const Event& event, MarkShape shape) {
    Task& task = tasks_[event.task];
    auto& last = shape == MarkShape::ring ? task.read : task.write;
    const std::int64_t column = columnOf(secondsOf(event));
    if (column == last.column && std::abs(event.value - last.value) <= moneyPerRow_) return;
    if (column != last.column) laneMark(event, shape);
    last = {column, event.value};
    scene_.balance.marks.push_back({static_cast<float>(secondsOf(event)), static_cast<float>(event.value),
                                    radius(shape), style_.thread(event.task), static_cast<float>(shape)});
  }

  // A thread often reads where it has just written: the ring fits into the disc.
  float radius(MarkShape shape) const { return (shape == MarkShape::ring ? 0.7f : 1.0f) * markRadius_ * style_.pixel; }

  void laneMark(const Event& event, MarkShape shape) {
    scene_.lanes.marks.push_back({static_cast<float>(secondsOf(event)),
                                  static_cast<float>(event.task) + kLaneMiddle, radius(shape),
                                  style_.thread(event.task), static_cast<float>(shape)});
  }

  void enter(std::size_t task, State state, double at) {
    endState(task, at);
    tasks_[task].state = state;
    tasks_[task].since = at;
  }

  void endState(std::size_t task, double until) {
    Task& each = tasks_[task];
    if (each.state == State::none) return;
    const bool subPixel = until - each.since < secondsPerColumn_;
    if (subPixel && columnOf(until) == each.boxColumn) return;
    each.boxColumn = columnOf(until);
    const std::uint32_t color = style_.thread(task);
    const bool patterned = style_.repeats(task) > 0;
    switch (each.state) {
      case State::none: break;
      case State::running: laneLine(task, each.since, until, BoxStyle::solid); break;
      case State::waiting: laneLine(task, each.since, until, BoxStyle::dashed); break;
      case State::sleeping:
        laneBox(task, each.since, until, withAlpha(color, 0x70), patterned ? BoxStyle::dotted : BoxStyle::solid);
        break;
      case State::stale: laneBox(task, each.since, until, withAlpha(color, 0xB0), BoxStyle::hatched); break;
    }
  }

  void laneLine(std::size_t task, double from, double until, BoxStyle style) {
    const float lane = static_cast<float>(task) + kLaneMiddle;
    const float half = style_.pixel;
    scene_.lanes.boxes.push_back({static_cast<float>(from), lane, static_cast<float>(until), lane, 0, half, 0, half,
                                  style_.thread(task), static_cast<float>(style)});
  }

  void laneBox(std::size_t task, double from, double until, std::uint32_t color, BoxStyle style) {
    const float lane = static_cast<float>(task);
    scene_.lanes.boxes.push_back({static_cast<float>(from), lane + kLaneTop, static_cast<float>(until),
                                  lane + kLaneBottom, 0, 0, 0, 0, color, static_cast<float>(style)});
  }

  // In the lane of the lock, below those of the tasks, and as a strip under the owner's.
  void endHolding(std::size_t account, std::size_t slot, double until) {
    Holder& holder = holders_[account][slot];
    if (!holder.task) return;
    const std::size_t task = *holder.task;
    const double from = holder.since;
    holder.task.reset();
    holder.times = 0;
    if (until - from < secondsPerColumn_ && columnOf(until) == holder.column) return;
    holder.column = columnOf(until);
    const float lane = static_cast<float>(tasks_.size() + account);
    const std::uint32_t color = style_.thread(task);
    const float share = 0.4f / static_cast<float>(mostHolders_);
    const float top = lane + 0.3f + share * static_cast<float>(slot);
    scene_.lanes.boxes.push_back({static_cast<float>(from), top, static_cast<float>(until), top + share, 0, 0, 0, 0, color, 0});
    const float under = static_cast<float>(task) + kLaneBottom;
    scene_.lanes.boxes.push_back({static_cast<float>(from), under, static_cast<float>(until), under, 0, 0, 0,
                                  3 * style_.pixel, color, 0});
  }

  const SceneStyle& style_;
  float markRadius_ = 0;
  double secondsPerColumn_ = 0;
  Money moneyPerRow_ = 0;
  HistoryScene scene_;
  const std::size_t accounts_;
  const bool recursive_;
  std::vector<Task> tasks_;
  std::array<Level, kMostAccounts> levels_;
  std::array<std::vector<Holder>, kMostAccounts> holders_;
  std::size_t mostHolders_ = 1;  // of a lock at one time
};

}  // namespace

HistoryScene makeScene(const Trace& trace, const Settings& settings, double untilSeconds, double columns,
                       const SceneStyle& style) {
  return SceneMaker(settings, style).make(trace, untilSeconds, columns);
}

}  // namespace interleave
