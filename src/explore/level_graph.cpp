#include "explore/level_graph.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace interleave {
namespace {

// Numbers of ways are brought down by this much before they leave the range of a double.
constexpr double kTooMany = 1e200;
constexpr double kTooManyLog10 = 200;

template <class T>
void put(std::string& key, const T& value) {
  key.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

template <class T>
void take(const char*& bytes, T& value) {
  std::memcpy(&value, bytes, sizeof(value));
  bytes += sizeof(value);
}

}  // namespace

// Its bytes, and of the copies only those that are in hand.
std::string LevelGraph::keyOf(const State& state) const {
  std::string key;
  key.reserve(state.positions.size() * (sizeof(state.positions[0]) + sizeof(Money)) + sizeof(Money));
  put(key, state.balance);
  for (const auto position : state.positions) put(key, position);
  for (std::size_t task = 0; task < state.copies.size(); ++task) {
    if (program_.holdsCopy(task, state.positions[task])) put(key, state.copies[task]);
  }
  return key;
}

void LevelGraph::read(const std::string& key, State& state) const {
  const char* bytes = key.data();
  take(bytes, state.balance);
  for (auto& position : state.positions) take(bytes, position);
  for (std::size_t task = 0; task < state.copies.size(); ++task) {
    if (program_.holdsCopy(task, state.positions[task])) take(bytes, state.copies[task]);
  }
}

LevelGraph::LevelGraph(const Settings& settings) : program_(settings) {
  state_.positions.assign(program_.tasks(), 0);
  state_.copies.assign(program_.tasks(), 0);
  state_.balance = settings.start;
  current_.emplace(keyOf(state_), 1.0);
  at_ = current_.cbegin();
}

bool LevelGraph::advance(std::size_t states) {
  for (; states > 0 && !done_; --states) {
    expand(*at_);
    if (++at_ == current_.cend()) closeLevel();
    // The level that is being found is not told before it is whole.
    else done_ = found_ + next_.size() > limits::kMaxLevelStates;
  }
  if (done_) current_ = next_ = {};
  return !done_;
}

void LevelGraph::expand(const States::value_type& state) {
  read(state.first, state_);
  program_.steppers(state_.positions, steppers_);
  if (steppers_.empty()) ++ends_;
  for (const std::size_t task : steppers_) next_[keyOf(after(task))] += state.second;
}

LevelGraph::State LevelGraph::after(std::size_t task) const {
  State next = state_;
  CompactProgram::Position& position = next.positions[task];
  const Step step = program_.stepAt(position);
  const bool refused = step == Step::read && program_.refuses(task, state_.balance);
  position = program_.after(task, position, refused);
  if (step == Step::read) next.copies[task] = state_.balance;
  if (step == Step::write) next.balance = next.copies[task] + program_.amount(task);
  return next;
}

void LevelGraph::closeLevel() {
  double ways = 0;
  for (const auto& [key, count] : current_) ways += count;
  levels_.push_back({current_.size(), ends_, std::log10(ways) + exponent_});
  ends_ = 0;
  found_ += next_.size();
  current_ = std::move(next_);
  next_ = {};
  if (ways > kTooMany) {
    for (auto& [key, count] : current_) count /= kTooMany;
    exponent_ += kTooManyLog10;
  }
  at_ = current_.cbegin();
  complete_ = current_.empty();
  done_ = complete_ || found_ > limits::kMaxLevelStates;
}

}  // namespace interleave
