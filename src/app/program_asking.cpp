#include "app/program_asking.h"

#include <utility>

namespace interleave {

void ProgramAsking::ask(const ProgramText& program, Question question) {
  question_ = std::move(question);
  wanted_ = fits_ = true;
  renew(program);
}

void ProgramAsking::renew(const ProgramText& program) {
  if (question_.expression.empty()) return outcomes_.clear();
  outcomes_.explore({program.source, program.output, question_});
}

void ProgramAsking::clear() {
  question_ = {};
  wanted_ = false;
  outcomes_.clear();
}

bool ProgramAsking::collect() {
  if (!outcomes_.hasBegun() || !outcomes_.collect()) return false;
  if (!fits_ && isFaulty()) clear();
  fits_ = true;
  return true;
}

const QuestionAnswer* ProgramAsking::answer() const {
  return current() != nullptr && current()->questionFaults.empty() && current()->faults.empty() ? &current()->answer : nullptr;
}

std::string ProgramAsking::sentence() const {
  if (outcomes_.unable()) return "It cannot be asked: there is no thread for it.";
  if (isFaulty()) {
    const lang::Fault& fault = current()->questionFaults.front();
    return "Column " + std::to_string(lang::columnOf(fault, question_.expression)) + ": " + fault.what +
           (fault.what.ends_with('?') ? "" : ".");
  }
  return answer() != nullptr ? sentenceOf(*answer()) : "";
}

std::optional<std::string> ProgramAsking::takeSchedule() {
  if (!wanted_ || answer() == nullptr) return std::nullopt;
  wanted_ = false;
  return answer()->schedule;
}

}  // namespace interleave
