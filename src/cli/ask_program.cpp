// `explore --ask`.
#include <iostream>

#include "cli/command.h"
#include "cli/exploring.h"
#include "cli/program_text.h"
#include "cli/program_walk.h"
#include "cli/terminal.h"
#include "cli/text_table.h"
#include "explore/program_question.h"
#include "lang/faults_json.h"
#include "program/load.h"

namespace interleave {
namespace {

constexpr std::string_view kName = "--ask";

std::string textOf(const QuestionAnswer& answer, const Question& question, const std::shared_ptr<const program::Program>& program,
                   std::string_view source, bool output) {
  const std::size_t columns = columnsOfOutput();
  std::string text = shown(question.expression) + (question.atEnd ? ", at the end\n" : ", at any moment\n");
  text += wrapped(sentenceOf(answer), 0, columns);
  if (!answer.schedule) return text;
  Walker walker(program, source, output);
  for (const char letter : *answer.schedule) walker.take(letter);
  return text + '\n' + textOf(std::move(walker).finish(), {}, columns);
}

}  // namespace

int askProgram(const Arguments& arguments, const Source& source, std::string_view text, bool output) {
  const Question question{std::string(*arguments.ask), arguments.atEnd};
  const program::LoadedQuestion loaded = program::load(text, question.expression);
  if (!loaded.program) {
    if (arguments.json) std::cout << lang::faultsJson(loaded.questionFaults, question.expression) << '\n';
    else std::cerr << faultsText(loaded.questionFaults, question.expression, kName);
    return kBadInput;
  }
  ExploreProgress progress;
  const CancelOnInterrupt cancelOnInterrupt(progress);
  const QuestionAnswer answer = answerQuestion(loaded.program, output, question.atEnd, optionsOf(arguments), progress);
  if (arguments.json) std::cout << toJson(answer, question) << '\n';
  else std::cout << textOf(answer, question, loaded.program, text, output);
  if (source.flawed) return kBadInput;
  return answer.complete || answer.schedule ? kDone : kCutShort;
}

}  // namespace interleave
