// The lanes of a schedule's picture: what each thread does and waits for, who holds each lock, the values of each variable.
//
// A state is told by the number of steps that have been taken: a schedule of n steps has the states 0 to n.
// Pure functions of plain values, for any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "walk/program_schedule.h"

namespace interleave::walk {

// States, from `from` to before `to`.
struct States {
  std::size_t from = 0;
  std::size_t to = 0;

  bool operator==(const States&) const = default;
};

struct ThreadLane {
  struct Wait {
    States states;
    std::string what;  // the object, by name; empty: another thread, or a variable

    bool operator==(const Wait&) const = default;
  };

  char letter = 'm';
  std::string title;
  States alive;  // from its start to its end
  std::vector<std::size_t> steps;
  std::vector<Wait> waits;  // in order; none overlaps another
};

struct ObjectLane {
  struct Hold {
    States states;
    std::string holders;  // letters, each once
    std::string waiters;

    bool operator==(const Hold&) const = default;
  };

  std::string name;
  std::string type;  // "lock", "Condition", …; empty: not known
  std::vector<Hold> holds;  // where someone holds it or waits for it
  std::vector<std::size_t> marks;  // steps that are neither an acquire nor a release: notify, set, put, …
};

struct ValueLane {
  struct Value {
    States states;
    std::string text;  // as repr prints it; empty: not bound
    std::int64_t number = 0;  // where the lane has numbers

    bool operator==(const Value&) const = default;
  };

  std::string name;
  bool numbers = false;
  std::int64_t least = 0, most = 0;
  std::vector<Value> values;  // all states, in order; neighbours differ
};

struct Lanes {
  std::vector<ThreadLane> threads;  // by letter, main last; main only where it takes a step
  std::vector<ObjectLane> objects;  // locks and whatever else is held or waited for, then the others that steps are about
  std::vector<ValueLane> values;
};

Lanes lanesOf(const std::vector<Track>& tracks, const std::vector<Step>& steps, const std::vector<Lock>& locks,
              const std::vector<History>& histories);

// The first of a lane's parts (with `states`) that reaches beyond a state; the number of parts where none does.
template <class Part>
std::size_t firstBeyond(const std::vector<Part>& parts, std::size_t state) {
  std::size_t low = 0;
  for (std::size_t high = parts.size(); low < high;) {
    const std::size_t middle = (low + high) / 2;
    if (parts[middle].states.to > state) high = middle;
    else low = middle + 1;
  }
  return low;
}

}  // namespace interleave::walk
