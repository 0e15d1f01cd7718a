#include "plain_counters.h"

#include <array>
#include <cstddef>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace interleave {
namespace {

struct State {
  struct Task {
    std::int32_t taken = 0;  // steps
    std::int32_t copy = 0;   // 0 but between read and write
    bool operator==(const Task&) const = default;
  };
  std::int32_t balance = 0;
  bool locked = false;
  std::array<Task, kPlainTransactions> tasks{};
  bool operator==(const State&) const = default;
};

struct HashOfState {
  std::size_t operator()(const State& state) const {
    std::uint64_t hash = 0;
    const auto add = [&](std::int32_t value) {
      hash = (hash ^ static_cast<std::uint64_t>(value)) * 0x9e3779b97f4a7c15;
      hash ^= hash >> 32;
    };
    add(state.balance);
    for (const State::Task& task : state.tasks) {
      add(task.taken);
      add(task.copy);
    }
    return static_cast<std::size_t>(hash);
  }
};

class Machine {
 public:
  explicit Machine(const AccountProgram& program)
      : transactions_(program.transactions),
        workers_(program.workers),
        locks_(program.lock != LockKind::none),
        start_{static_cast<std::int32_t>(program.start)} {}

  const State& start() const { return start_; }

  // Calls `visit(task)` for each task that has a step.
  template <typename Visit>
  void forEachStep(const State& state, Visit visit) const {
    int inFlight = 0;
    for (std::size_t task = 0; task < transactions_.size() && inFlight < workers_; ++task) {
      const std::int32_t taken = state.tasks[task].taken;
      if (taken == transactions_[task].times * stepsOfAnUpdate()) continue;
      ++inFlight;
      if (!(locks_ && taken % 4 == 0 && state.locked)) visit(task);
    }
  }

  void step(State& state, std::size_t task) const {
    State::Task& mine = state.tasks[task];
    const std::int32_t step = mine.taken++ % stepsOfAnUpdate();
    if (locks_ && (step == 0 || step == 3)) {
      state.locked = step == 0;
    } else if (step == (locks_ ? 1 : 0)) {
      mine.copy = state.balance;
    } else {
      state.balance = std::exchange(mine.copy, 0) + static_cast<std::int32_t>(transactions_[task].amount);
    }
  }

 private:
  std::int32_t stepsOfAnUpdate() const { return locks_ ? 4 : 2; }

  const std::vector<Transaction>& transactions_;
  int workers_;
  bool locks_;
  State start_;
};

void enumerateFrom(const Machine& machine, State& state, PlainCount& count) {
  bool ended = true;
  machine.forEachStep(state, [&](std::size_t task) {
    ended = false;
    ++count.states;
    const auto [balance, locked, mine] = std::tuple(state.balance, state.locked, state.tasks[task]);
    machine.step(state, task);
    enumerateFrom(machine, state, count);
    state.balance = balance;
    state.locked = locked;
    state.tasks[task] = mine;
  });
  if (ended) ++count.endings[state.balance];
}

}  // namespace

PlainCount countByLevels(const AccountProgram& program) {
  const Machine machine(program);
  PlainCount count;
  std::unordered_map<State, std::uint64_t, HashOfState> level{{machine.start(), 1}};
  while (!level.empty()) {
    count.states += level.size();
    std::unordered_map<State, std::uint64_t, HashOfState> next;
    State after;
    for (const auto& [state, schedules] : level) {
      bool ended = true;
      machine.forEachStep(state, [&](std::size_t task) {
        ended = false;
        after = state;
        machine.step(after, task);
        next[after] += schedules;
      });
      if (ended) count.endings[state.balance] += schedules;
    }
    level = std::move(next);
  }
  return count;
}

PlainCount enumerate(const AccountProgram& program) {
  const Machine machine(program);
  PlainCount count;
  State state = machine.start();
  enumerateFrom(machine, state, count);
  return count;
}

}  // namespace interleave
