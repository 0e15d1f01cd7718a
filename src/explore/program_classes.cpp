#include "explore/program_classes.h"

#include <algorithm>
#include <utility>

#include "explore/classes_json.h"
#include "explore/ending_json.h"
#include "explore/program_run.h"
#include "explore/serial_walk.h"
#include "text/json.h"

namespace interleave {
namespace {

bool isSound(const program::Ending& ending) { return ending.errors.empty() && ending.deadlock.empty(); }

}  // namespace

ProgramClasses exploreClasses(std::shared_ptr<const program::Program> program, bool output, const PartialOrderOptions& options,
                              std::size_t most, const std::atomic<bool>& cancel) {
  ProgramRun run(std::move(program), output);
  ProgramClasses found;
  const auto atEnd = [&] {
    if (found.representatives.size() == most) return true;
    const auto letterOf = [](std::size_t task) { return letterOfRank(static_cast<LetterRank>(task)); };
    found.representatives.push_back(canonicalSchedule(run, program::kMaxAgents, letterOf));
    return true;
  };
  static_cast<ClassCounts&>(found) = ClassSearch(run, options, atEnd, cancel).search();
  found.leftOut = run.isLeftOut();
  std::ranges::sort(found.representatives);
  return found;
}

BadEndingSearch findBadEnding(std::shared_ptr<const program::Program> program, bool output, const PartialOrderOptions& options,
                              const std::atomic<bool>& cancel) {
  const program::Machine start(program, output);
  program::StateEncoder encoder(start);
  std::string path;
  BadEndingSearch found;
  found.expected = endOfSerialWalk(start, encoder, path, cancel);
  if (found.expected && !isSound(*found.expected)) found.expected.reset();
  ProgramRun run(std::move(program), output);
  std::vector<program::Ending> good;  // that were looked at
  const auto atEnd = [&] {
    program::Machine end = run.machine();
    program::Ending ending = program::endingOf(end);
    const auto keep = [&](Grade grade) {
      found.bad = {std::move(ending), grade, run.schedule()};
      return false;
    };
    if (!ending.deadlock.empty()) return keep(Grade::deadlock);
    if (!ending.errors.empty()) return keep(Grade::error);
    if (!found.expected || ending == *found.expected || std::ranges::find(good, ending) != good.end()) return true;
    if (!endsSoUninterrupted(start, encoder, ending, cancel)) return keep(Grade::wrong);
    good.push_back(std::move(ending));
    return true;
  };
  static_cast<ClassCounts&>(found) = ClassSearch(run, options, atEnd, cancel).search();
  found.leftOut = run.isLeftOut();
  return found;
}

std::string toJson(const BadEndingSearch& search, bool output, const std::string& words) {
  Json json = {{"bad", nullptr}, {"expected", nullptr}, {"classes", classesJson(search)}};
  if (search.expected) {
    json["expected"] = {{"values", valuesJson(*search.expected)}};
    if (output) json["expected"]["output"] = search.expected->printed;
  }
  if (search.bad) {
    const program::Ending& ending = search.bad->ending;
    Json bad = {{"values", valuesJson(ending)}, {"errors", errorsJson(ending)}, {"grade", nameOf(search.bad->grade)}};
    if (!ending.deadlock.empty()) bad["deadlock"] = deadlockJson(ending);
    if (output) bad["output"] = ending.printed;
    bad["schedule"] = search.bad->schedule;
    if (!words.empty()) bad["words"] = words;
    json["bad"] = std::move(bad);
  }
  return json.dump();
}

}  // namespace interleave
