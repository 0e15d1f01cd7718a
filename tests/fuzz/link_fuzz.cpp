// A link of any bytes: it is decoded to settings within their limits, each problem says what it is, and what is encoded
// again means the same.

#include <algorithm>
#include <string>

#include "code/listing.h"
#include "fuzz.h"
#include "lang/source.h"
#include "link/link.h"
#include "link/settings_json.h"
#include "model/program.h"
#include "text/utf8.h"

namespace interleave::fuzz {
namespace {

bool within(std::int64_t value, std::int64_t least, std::int64_t most) { return least <= value && value <= most; }

void requireLimits(const Settings& settings) {
  require(within(settings.program.start, -limits::kMaxAmount, limits::kMaxAmount), "the starting balance is within its limits");
  require(within(std::ssize(settings.program.transactions), 1, limits::kMaxTransactions), "there are 1 to 26 transactions");
  for (const Transaction& each : settings.program.transactions) {
    const auto characters = countCharacters(each.label);
    require(characters && within(static_cast<std::int64_t>(*characters), 1, limits::kMaxLabelCharacters),
            "a label has 1 to 24 characters");
    require(within(each.amount, -limits::kMaxAmount, limits::kMaxAmount), "an amount is within its limits");
    require(within(each.times, 1, limits::kMaxTimes), "repetitions are within their limits");
  }
  require(totalsFit(settings.program.start, settings.program.transactions, settings.program.mode),
          "the total is within its limits");
  require(within(settings.program.workers, 1, limits::kMaxWorkers), "the workers are within their limits");
  require(within(settings.run.delay.count(), 0, limits::kMaxDelayMs), "the delay is within its limits");
  require(within(settings.run.timeout.count(), 0, limits::kMaxTimeoutMs), "the timeout is within its limits");
  require(within(settings.program.permits, 1, limits::kMaxPermits), "the permits are within their limits");
  require(settings.program.mode == Mode::account || canTransfer(settings.program.lock), "a transfer has a lock that it can have");
  require(settings.view.schedule.size() <= limits::kMaxScheduleSteps, "a schedule is within its limits");
  require(possiblePrefix(settings.program, settings.view.schedule) == settings.view.schedule.size(), "a schedule is possible");
  require(!settings.view.at || *settings.view.at < settings.view.schedule.size(), "`at` is within the schedule");
  require(within(settings.view.lesson, 0, limits::kLessonSteps), "the lesson's step is within its limits");
}

void checkProgram(const DecodedContent& decoded) {
  const auto* const program = std::get_if<ProgramSettings>(&decoded.content);
  if (program == nullptr) return;
  require(program->source.size() <= lang::kMaxSourceBytes, "a program is within its limits");
  require(program->view.schedule.size() <= limits::kMaxScheduleSteps, "a program's schedule is within its limits");
  require(!program->view.at || *program->view.at < program->view.schedule.size(), "`at` is within a program's schedule");
  const std::string canonical = encodeLink(*program);
  require(canonical.size() <= limits::kMaxLinkBytes, "a program's link is not too long");
  const DecodedContent again = decodeContent(canonical);
  require(again.problems.empty(), "a program's link has no problems");
  require(std::get<ProgramSettings>(again.content) == *program, "a program's link means the same");
  require(encodeLink(std::get<ProgramSettings>(again.content)) == canonical, "encoding of programs is canonical");
}

void check(std::string_view link) {
  const DecodedContent content = decodeContent(link);
  for (const LinkProblem& problem : content.problems) {
    require(problem.message().size() < 1'000 && countCharacters(problem.message()), "a message is short, and UTF-8");
  }
  checkProgram(content);
  const DecodedLink decoded = decodeLink(link);
  requireLimits(decoded.settings);
  for (const LinkProblem& problem : decoded.problems) {
    require(!problem.message().empty(), "a problem has a message");
    require(problem.message().size() < 1'000 && countCharacters(problem.message()), "a message is short, and UTF-8");
  }
  toJson(decoded.settings, decoded.problems);

  const std::string canonical = encodeLink(decoded.settings);
  require(canonical.size() <= limits::kMaxLinkBytes, "a link that was encoded is not too long");
  for (const std::string& same : {canonical, canonical.substr(1), "https://example.org/a/?b=c" + canonical}) {
    const DecodedLink again = decodeLink(same);
    require(again.problems.empty(), "a link that was encoded has no problems");
    require(again.settings == decoded.settings, "a link that was encoded means the same");
    require(encodeLink(again.settings) == canonical, "encoding is canonical");
  }
  for (const Language language : {Language::cpp, Language::python}) listingOf(decoded.settings, language);
}

}  // namespace
}  // namespace interleave::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  interleave::fuzz::check(interleave::fuzz::textOf(data, size));
  return 0;
}
