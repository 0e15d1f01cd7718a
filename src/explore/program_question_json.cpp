#include "explore/decimal.h"
#include "explore/program_question.h"
#include "text/format.h"
#include "text/json.h"
#include "text/utf8.h"

namespace interleave {
namespace {

// Of either end of a longer schedule.
constexpr std::size_t kLettersInSentence = 30;

std::string foundSentence(const QuestionAnswer& answer) {
  const auto preemptions = static_cast<std::uint64_t>(answer.preemptions);
  const std::string& schedule = *answer.schedule;
  if (schedule.empty()) return "Yes, before the first step.";
  return "Yes, after " + shortenedInside(schedule, kLettersInSentence) + ": the simplest such schedule" +
         (answer.complete ? "" : " of those explored so far") + ", with " +
         (preemptions == 0 ? "no preemption" : formatCount(preemptions, "preemption")) + ".";
}

}  // namespace

std::string toJson(const QuestionAnswer& answer, const Question& question) {
  Json json = {{"complete", answer.complete}, {"where", question.expression}, {"atEnd", question.atEnd}};
  if (!answer.complete) json["bound"] = answer.bound;
  json["found"] = answer.matching > 0;
  if (answer.schedule) {
    json["schedule"] = *answer.schedule;
    json["preemptions"] = answer.preemptions;
  }
  if (!answer.schedules.empty()) json["schedules"] = answer.schedules;
  json["states"] = answer.states;
  json["asked"] = answer.asked;
  json["matching"] = answer.matching;
  if (!answer.failure.empty()) json["failure"] = answer.failure;
  return jsonText(json);
}

std::string sentenceOf(const QuestionAnswer& answer) {
  if (answer.schedule) return foundSentence(answer);
  if (answer.matching > 0) return "Yes, in some state; how to get there was not found: " + answer.bound + ".";
  if (!answer.complete) return "In none of the schedules explored so far: " + answer.bound + ".";
  if (answer.asked == 0) return "No: no schedule has an end.";
  std::string text = "No, in none of its schedules, some of which go on for ever.";
  if (answer.schedules == "1") text = "No, not in its only schedule.";
  else if (isDecimal(answer.schedules)) text = "No, in none of " + formatDecimal(answer.schedules) + " schedules.";
  return answer.failure.empty() ? text : text + " It comes to nothing in every state: " + answer.failure + ".";
}

}  // namespace interleave
