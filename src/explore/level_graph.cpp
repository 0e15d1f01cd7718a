#include "explore/level_graph.h"

#include <algorithm>
#include <cstring>

namespace interleave {
namespace {

// Numbers of ways are brought down by this much before they leave the range of a double.
constexpr double kTooMany = 1e200;
constexpr int kTooManyLog10 = 200;

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

std::string LevelGraph::keyOf(const State& state) const {
  std::string key;
  key.reserve(state.positions.size() * sizeof(state.positions[0]) + state.values.size() * sizeof(state.values[0]));
  for (const auto position : state.positions) put(key, position);
  for (const auto word : state.values) put(key, word);
  return key;
}

void LevelGraph::read(const std::string& key, State& state) const {
  const char* bytes = key.data();
  for (auto& position : state.positions) take(bytes, position);
  for (auto& word : state.values) take(bytes, word);
}

LevelGraph::LevelGraph(const AccountProgram& program) : program_(program), values_(program, program_) {
  state_.positions.assign(program_.tasks(), 0);
  state_.values.resize(values_.words());
  values_.first(state_.values.data());
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
  for (const std::size_t task : steppers_) {
    values_.effects(task, state_.positions, effects_);
    for (const PackedValues::StepEffect& effect : effects_) {
      State next = state_;
      if (!PackedValues::Stepper(values_, effect, task).take(next.values.data())) continue;
      next.positions[task] = program_.after(task, state_.positions[task], effect.outcome);
      next_[keyOf(next)] += state.second;
    }
  }
}

void LevelGraph::closeLevel() {
  double ways = 0;
  for (const auto& [key, count] : current_) ways += count;
  levels_.push_back({current_.size(), ends_, ways, exponent_});
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
