// The values of an agent's calls: slots and operands, one call's behind the other's.
//
// Of a machine of parts a value may be missing (program/missing.h): it is asked for when it is read. For one thread at a time.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "program/missing.h"
#include "program/value.h"

namespace interleave::program {

class Stack {
 public:
  std::size_t size() const { return values_.size(); }
  bool empty() const { return values_.empty(); }

  // Good until the stack changes its size.
  Value& at(std::size_t index) {
    require(index);
    return values_[index];
  }
  Value at(std::size_t index) const {
    require(index);
    return values_[index];
  }
  // Writes without a look at what there was.
  void set(std::size_t index, Value value) { values_[index] = value; }
  void push(Value value) { values_.push_back(value); }
  void push(std::span<const Value> values) { values_.insert(values_.end(), values.begin(), values.end()); }
  void insert(std::size_t index, Value value) {
    // What is missing is asked for by its place.
    for (std::size_t i = index; i < size(); ++i) require(i);
    values_.insert(values_.begin() + static_cast<std::ptrdiff_t>(index), value);
  }
  // What is added is absent.
  void resize(std::size_t size) { values_.resize(size); }
  void clear() { values_.clear(); }
  // The values from an index on.
  std::vector<Value> from(std::size_t index) const {
    for (std::size_t i = index; i < size(); ++i) require(i);
    return {values_.begin() + static_cast<std::ptrdiff_t>(index), values_.end()};
  }

  // As they are now, whatever is missing.
  std::span<const Value> present() const { return values_; }
  std::span<Value> present() { return values_; }
  // What is missing is asked of the source from now on.
  void setSource(MissingParts* source, AgentId agent) {
    source_ = source;
    agent_ = agent;
  }

 private:
  void require(std::size_t index) const {
    if (values_[index].is(Tag::missing)) source_->readSlot(agent_, index);
  }

  std::vector<Value> values_;
  MissingParts* source_ = nullptr;
  AgentId agent_ = 0;
};

}  // namespace interleave::program
