#include "walk/ending_words.h"

#include "words/phrases.h"

namespace interleave::walk {
namespace {

template <class Values>
std::string wordsOf(const Values& values) {
  std::string text;
  for (const auto& [name, value] : values) text += (text.empty() ? "" : ", ") + name + " = " + value;
  return text.empty() ? "no shared variable" : text;
}

}  // namespace

std::string valuesWords(const program::Ending& ending) { return wordsOf(ending.values); }

std::string valuesWords(const State& state) { return wordsOf(state.values); }

std::string valuesWords(const program::NamedValues& values) { return wordsOf(values); }

std::string errorWords(const program::EndingError& error) { return error.text + (error.lost ? " (nothing asked for it)" : ""); }

std::string troubleWords(const program::Ending& ending) {
  std::vector<std::string> waiting;
  for (const program::DeadlockedThread& one : ending.deadlock) waiting.push_back(words::letterText(program::agentOf(one.thread)));
  std::string text = words::listOf(waiting);
  if (!text.empty()) text += waiting.size() == 1 ? " waits for ever" : " wait for ever";
  for (const program::EndingError& error : ending.errors) text += (text.empty() ? "" : "; ") + errorWords(error);
  return text;
}

std::string endingWords(const program::Ending& ending) {
  const std::string trouble = troubleWords(ending);
  return valuesWords(ending) + (trouble.empty() ? "" : "; " + trouble);
}

std::string gradeSentence(const program::Ending& ending, Grade grade) {
  switch (grade) {
    case Grade::expected: return "As expected: " + valuesWords(ending) + ".";
    case Grade::anotherOrder: return "Another order of the threads: " + valuesWords(ending) + ".";
    case Grade::wrong: return "Not as expected: " + valuesWords(ending) + ".";
    case Grade::error: return "An exception: " + troubleWords(ending) + ".";
    case Grade::deadlock: break;
  }
  return "Deadlock: " + troubleWords(ending) + ".";
}

}  // namespace interleave::walk
