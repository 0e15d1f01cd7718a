// Transactions are named by letters, A for the first; a schedule is one letter a step.
#pragma once

#include <cstddef>
#include <string>

#include "model/limits.h"

namespace interleave {

constexpr char taskLetter(std::size_t task) { return static_cast<char>('A' + task); }
inline std::string letterText(std::size_t task) { return std::string(1, taskLetter(task)); }

// The task that a letter names. Of any other character a number that no program has a task of, so that it can neither
// step nor be one of the tasks.
constexpr std::size_t taskOf(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<std::size_t>(letter - 'A') : limits::kMaxTransactions;
}
static_assert(limits::kMaxTransactions <= 26);

}  // namespace interleave
