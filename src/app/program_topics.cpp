#include "app/program_topics.h"

#include <algorithm>

#include "model/limits.h"
#include "text/format.h"
#include "text/json.h"
#include "text/lines.h"
#include "text/utf8.h"
#include "walk/ending_words.h"

namespace interleave {
namespace {

// The most rows of the table in words, which a screen reader's user has to get past.
constexpr std::size_t kRowsInWords = 500;

std::size_t columnIn(std::string_view source, int line, int byte) {
  return unitsBefore(lang::lineOf(source, static_cast<std::size_t>(line)), static_cast<std::size_t>(byte));
}

Json linesOf(const UserProgram& program) {
  Json lines = Json::array();
  for (const walk::LineSteps& each : program.lineSteps()) lines.push_back({{"line", each.line}, {"steps", each.steps}});
  return lines;
}

Json threadsOf(const UserProgram& program) {
  Json threads = Json::array();
  if (!program.playable()) return threads;
  for (const walk::ThreadState& each : program.schedule().state().threads) {
    threads.push_back({{"letter", std::string(1, each.letter)}, {"done", each.done}, {"next", each.line}, {"able", each.able}});
  }
  return threads;
}

// With what went wrong, as there is no column for it.
std::string nameOf(const ProgramEnding& one, bool output) {
  std::string text = walk::endingWords(one.ending);
  if (output && !one.ending.printed.empty()) {
    text += "; prints ";
    for (const char c : one.ending.printed.substr(0, one.ending.printed.size() - 1))
      text += c == '\n' ? " / " : std::string(1, c);
  }
  return text;
}

Json topicOf(const UserProgram& program) {
  return {{"source", program.source()},
          {"version", program.version()},
          {"faults", faultsForPage(program.faults(), program.source())},
          {"checked", program.checked()},
          {"lines", linesOf(program)},
          {"threads", threadsOf(program)},
          {"current", program.current()},
          {"summary", program.summary()}};
}

}  // namespace

Json faultsForPage(const lang::Faults& faults, std::string_view source) {
  Json list = Json::array();
  for (const lang::Fault& fault : faults) {
    list.push_back({{"line", fault.span.line},
                    {"column", columnIn(source, fault.span.line, fault.span.column)},
                    {"endLine", fault.span.endLine},
                    {"endColumn", columnIn(source, fault.span.endLine, fault.span.endColumn)},
                    {"what", fault.what}});
  }
  return list;
}

std::string programTopic(const UserProgram& program) { return jsonText(topicOf(program)); }

std::string programState(const UserProgram& program, const std::string& link) {
  Json json = topicOf(program);
  json["output"] = program.settings().output;
  json["asked"] = nullptr;
  if (const Question& asked = program.asking().question(); !asked.expression.empty())
    json["asked"] = {{"where", asked.expression}, {"atEnd", asked.atEnd}, {"answer", program.asking().sentence()}};
  json["link"] = link;
  if (!program.playable()) return jsonText(json);
  const walk::ProgramSchedule& schedule = program.schedule();
  json["schedule"] = schedule.schedule();
  json["at"] = schedule.at();
  json["able"] = schedule.able();
  json["sentence"] = program.sentence();
  json["grade"] = program.grade() ? Json(nameOf(*program.grade())) : Json(nullptr);
  json["ending"] = schedule.ending() ? Json(walk::endingWords(*schedule.ending())) : Json(nullptr);
  json["values"] = Json::object();
  for (const walk::Variable& each : schedule.state().values) json["values"][each.name] = each.value;
  return jsonText(json);
}

std::string programOutcomeTopic(const UserProgram& program) {
  if (!program.playable()) return "null";
  const walk::ProgramSchedule& schedule = program.schedule();
  Json json = {{"explanation", program.sentence()}, {"ending", nullptr}, {"expected", nullptr}, {"verdict", "–"}};
  if (schedule.atEnd() && schedule.ending()) json["ending"] = walk::endingWords(*schedule.ending());
  const ProgramExploration* const known = program.exploration();
  if (known != nullptr && known->expected) json["expected"] = walk::valuesWords(*known->expected);
  if (const auto grade = program.grade()) json["verdict"] = nameOf(*grade);
  std::vector<std::string_view> printed = linesOf(schedule.state().printed);
  const std::size_t omitted = printed.size() - std::min(printed.size(), limits::kMaxOutputLines);
  printed.resize(printed.size() - omitted);
  json["output"] = printed;
  json["outputOmitted"] = omitted;
  json["dropped"] = 0;
  return jsonText(json);
}

std::string programStepsTopic(const UserProgram& program) {
  if (!program.playable()) return "null";
  constexpr std::size_t kRows = limits::kMaxTableEvents;
  const auto& steps = program.schedule().steps();
  const std::size_t at = program.schedule().at();
  const std::size_t wanted = at > kRows / 2 ? at - kRows / 2 : 0;
  const std::size_t first = steps.size() > kRows ? std::min(wanted, steps.size() - kRows) : 0;
  Json rows = Json::array();
  for (std::size_t i = first; i < std::min(steps.size(), first + kRows); ++i) {
    const walk::Step& step = steps[i];
    rows.push_back({{"number", formatNumber(i + 1)},
                    {"time", step.line == 0 ? std::string("–") : "line " + std::to_string(step.line)},
                    {"thread", std::string(1, step.letter)},
                    {"what", step.words},
                    {"current", i + 1 == at}});
  }
  const Json json = {{"total", steps.size()}, {"first", first}, {"order", ""}, {"rows", std::move(rows)}};
  return jsonText(json);
}

namespace {

// "x < 0, at any moment? No, in none of 6 schedules."; empty: nothing is asked.
std::string askedWords(const ProgramAsking& asking) {
  if (asking.question().expression.empty()) return {};
  return asking.question().expression + (asking.question().atEnd ? ", at the end? " : ", at any moment? ") + asking.sentence();
}

}  // namespace

std::string programOutcomesTopic(const UserProgram& program) {
  Json rows = Json::array();
  const ProgramExploration* const known = program.exploration();
  const std::size_t count = known == nullptr ? 0 : known->endings.size();
  for (std::size_t i = 0; i < std::min(count, kRowsInWords); ++i) {
    const ProgramEnding& one = known->endings[i];
    const std::string& example = one.simplest.empty() ? one.example : one.simplest;
    rows.push_back({{"ending", nameOf(one, program.settings().output)},
                    {"schedules", one.schedules.empty() ? std::string("–") : formatDecimal(one.schedules)},
                    {"runs", "–"},
                    {"grade", nameOf(one.grade)},
                    {"example", shortenedInside(example, limits::kMaxScheduleSteps / 2)}});
  }
  const Json json = {{"totals", program.totals()},
                     {"remarks", program.remarks()},
                     {"asked", askedWords(program.asking())},
                     {"rows", std::move(rows)},
                     {"omitted", count - std::min(count, kRowsInWords)}};
  return jsonText(json);
}

}  // namespace interleave
