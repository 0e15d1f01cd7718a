// The questions of programs on the page: each has a number, and one answer. Main thread only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/platform.h"

namespace interleave {

class Answers {
 public:
  explicit Answers(Platform& platform) : platform_(platform) {}

  // The number of a question, from 1.
  unsigned next() { return ++numbers_; }
  // None: the user asked, who sees the result.
  void give(std::optional<unsigned> number, const std::string& json);
  // Answers why there is no result.
  void refuse(std::optional<unsigned> number, std::string_view why);

 private:
  Platform& platform_;
  unsigned numbers_ = 0;
};

}  // namespace interleave
