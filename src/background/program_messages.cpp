// Programs that users wrote: requests and answers as bytes.
#include <array>

#include "background/bytes.h"
#include "background/messages.h"

namespace interleave {
namespace {

// Names of what a thread waits for are constants of the program.
std::string_view waitsOf(const std::string& name) {
  for (int each = 0; each <= static_cast<int>(program::Waits::worker); ++each) {
    const std::string_view known = program::nameOf(static_cast<program::Waits>(each));
    if (known == name) return known;
  }
  throw std::runtime_error("the message has an unknown wait");
}

}  // namespace

template <>
struct Fields<lang::Span> {
  static void each(auto& span, auto&& use) { use(span.line), use(span.column), use(span.endLine), use(span.endColumn); }
};
template <>
struct Fields<lang::Fault> {
  static void each(auto& fault, auto&& use) { use(fault.span), use(fault.what); }
};
template <>
struct Fields<program::EndingError> {
  static void each(auto& error, auto&& use) { use(error.text), use(error.lost); }
};
template <>
struct Fields<program::DeadlockedThread> {
  static void each(auto& one, auto&& use) {
    use(one.thread);
    std::string waits(one.waits);
    use(waits);
    if constexpr (!std::is_const_v<std::remove_reference_t<decltype(one)>>) one.waits = waitsOf(waits);
    use(one.object), use(one.held), use(one.line);
  }
};
template <>
struct Fields<program::Ending> {
  static void each(auto& ending, auto&& use) {
    use(ending.values), use(ending.errors), use(ending.deadlock), use(ending.printed);
  }
};
template <>
struct Fields<ProgramEnding> {
  static void each(auto& one, auto&& use) {
    use(one.ending), use(one.grade), use(one.schedules), use(one.example), use(one.simplest), use(one.preemptions);
  }
};
template <>
struct Fields<Endless> {
  static void each(auto& endless, auto&& use) {
    use(endless.schedule), use(endless.cycle), use(endless.steps), use(endless.never), use(endless.fair);
  }
};
template <>
struct Fields<StepLevel> {
  static void each(auto& level, auto&& use) { use(level.states), use(level.ends), use(level.ways), use(level.exponent); }
};
template <>
struct Fields<GraphLevels> {
  static void each(auto& found, auto&& use) { use(found.levels), use(found.complete); }
};
template <>
struct Fields<ProgramExploration> {
  static void each(auto& found, auto&& use) {
    use(found.complete), use(found.cancelled), use(found.outOfMemory), use(found.outOfStates), use(found.bound);
    use(found.schedules);
    use(found.deadlocks), use(found.expected), use(found.endings), use(found.endingsOmitted), use(found.endless);
    use(found.threads), use(found.states), use(found.likeAsOne), use(found.levels), use(found.stateBytes);
  }
};
template <>
struct Fields<ExplorationWords> {
  static void each(auto& words, auto&& use) { use(words.endings), use(words.forever); }
};
template <>
struct Fields<BadEnding> {
  static void each(auto& bad, auto&& use) { use(bad.ending), use(bad.grade), use(bad.schedule), use(bad.words); }
};
template <>
struct Fields<BadEndingSearch> {
  static void each(auto& search, auto&& use) {
    use(search.complete), use(search.bound), use(search.classes), use(search.steps), use(search.blocked), use(search.wakeups);
    use(search.leftOut), use(search.expected), use(search.bad);
  }
};

template <>
struct Fields<QuestionAnswer> {
  static void each(auto& answer, auto&& use) {
    use(answer.complete), use(answer.cancelled), use(answer.outOfMemory), use(answer.bound), use(answer.schedule);
    use(answer.preemptions), use(answer.schedules), use(answer.states), use(answer.asked), use(answer.matching),
        use(answer.failure);
  }
};
template <>
struct Fields<Question> {
  static void each(auto& question, auto&& use) { use(question.expression), use(question.atEnd); }
};
template <>
struct Fields<ProgramText> {
  static void each(auto& program, auto&& use) { use(program.source), use(program.output), use(program.question); }
};

std::string encodeProgramQuestion(const ProgramQuestion& question) {
  ByteWriter writer;
  writer.put(question.program);
  writer.put(question.options);
  return writer.take();
}

ProgramQuestion decodeProgramQuestion(const std::string& bytes) {
  ByteReader reader(bytes);
  ProgramQuestion question;
  reader.get(question.program);
  reader.get(question.options);
  return question;
}

std::string encodeExploredProgram(const ExploredProgram& explored) {
  ByteWriter writer;
  writer.put(explored.faults);
  writer.put(explored.exploration);
  writer.put(explored.words);
  writer.put(explored.questionFaults);
  writer.put(explored.answer);
  writer.put(explored.search);
  return writer.take();
}

ExploredProgram decodeExploredProgram(const std::string& bytes, const ProgramText& program) {
  ByteReader reader(bytes);
  ExploredProgram explored{program, {}, {}, {}};
  reader.get(explored.faults);
  reader.get(explored.exploration);
  reader.get(explored.words);
  reader.get(explored.questionFaults);
  reader.get(explored.answer);
  reader.get(explored.search);
  return explored;
}

std::string encodeSearchedProgram(const SearchedProgram& searched) {
  ByteWriter writer;
  writer.put(searched.search);
  return writer.take();
}

SearchedProgram decodeSearchedProgram(const std::string& bytes, const ProgramText& program) {
  ByteReader reader(bytes);
  SearchedProgram searched{program, {}};
  reader.get(searched.search);
  return searched;
}

}  // namespace interleave
