#include "trace/names.h"

#include <algorithm>

namespace interleave {

std::string nameOf(const AccountProgram& program, std::size_t task) {
  const std::string& label = program.transactions[task].label;
  const auto namesakes = std::ranges::count(program.transactions, label, &Transaction::label);
  return namesakes > 1 ? "the " + label + " (" + taskLetter(task) + ")" : "the " + label;
}

std::string lockTitle(const AccountProgram& program, std::size_t account) {
  if (program.mode == Mode::account) return "Lock";
  return "Lock " + std::to_string(account + 1);
}

}  // namespace interleave
