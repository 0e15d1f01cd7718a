// Writes the code of one function: instructions, labels, handlers, and how deep the operand stack is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "program/code.h"

namespace interleave::program {

class FunctionWriter {
 public:
  using Label = std::uint32_t;

  explicit FunctionWriter(Function function) : function_(std::move(function)) {}

  // What comes next stands there in the text.
  void standAt(const lang::Span& place) { place_ = place; }
  const lang::Span& place() const { return place_; }

  // `change`: by how much the instruction changes the depth of the operand stack.
  void write(Op op, int change, std::uint32_t a = 0, std::uint8_t b = 0, std::uint16_t c = 0);

  Label label() {
    labels_.push_back(0);
    return static_cast<Label>(labels_.size() - 1);
  }
  void jump(Op op, int change, Label to) {
    jumps_.push_back(here());
    write(op, change, to);
  }
  void set(Label label) { labels_[label] = here(); }

  std::uint32_t here() const { return static_cast<std::uint32_t>(function_.code.size()); }
  std::uint32_t depth() const { return depth_; }
  // Behind code that never goes on, and at the beginning of a handler.
  void setDepth(std::uint32_t depth) { depth_ = depth; }

  void handle(std::uint32_t from, std::uint32_t to, Label target, std::uint32_t depth) {
    if (from != to) handlers_.push_back({from, to, target, depth});
  }

  std::uint32_t slot(std::string name);
  Function& function() { return function_; }

  // Labels become places, and `live` is worked out.
  Function finished();

 private:
  void findLive();
  // Adds to the slots that are live before the instruction; whether that changes them.
  bool updateLive(std::vector<std::uint64_t>& bits, std::uint32_t words, std::uint32_t pc) const;

  Function function_;
  lang::Span place_;
  std::vector<std::uint32_t> labels_;
  std::vector<std::uint32_t> jumps_;    // instructions that have a label as their a
  std::vector<Handler> handlers_;
  std::uint32_t depth_ = 0;
};

}  // namespace interleave::program
