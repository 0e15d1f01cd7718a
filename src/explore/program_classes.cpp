#include "explore/program_classes.h"

#include <algorithm>
#include <utility>

#include "explore/classes_json.h"
#include "explore/ending_json.h"
#include "explore/program_run.h"
#include "explore/serial_walk.h"
#include "text/format.h"
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
                              ExploreProgress& progress) {
  progress.states.store(0);
  const program::Machine start(program, output);
  program::StateEncoder encoder(start);
  std::string path;
  BadEndingSearch found;
  found.expected = endOfSerialWalk(start, encoder, path, progress.cancel);
  if (found.expected && !isSound(*found.expected)) found.expected.reset();
  ProgramRun run(std::move(program), output);
  std::vector<program::Ending> others;  // that were looked at, and are not known to be bad
  bool unjudged = false;
  const auto atEnd = [&] {
    progress.states.fetch_add(1);
    if (progress.onLook) progress.onLook();
    program::Machine end = run.machine();
    program::Ending ending = program::endingOf(end);
    const auto keep = [&](Grade grade) {
      found.bad = {std::move(ending), grade, run.schedule(), {}};
      return false;
    };
    if (!ending.deadlock.empty()) return keep(Grade::deadlock);
    if (!ending.errors.empty()) return keep(Grade::error);
    if (!found.expected || ending == *found.expected || std::ranges::find(others, ending) != others.end()) return true;
    const std::optional<bool> uninterrupted = endsSoUninterrupted(start, encoder, ending, progress.cancel);
    if (uninterrupted == false) return keep(Grade::wrong);
    unjudged = unjudged || !uninterrupted;
    others.push_back(std::move(ending));
    return true;
  };
  static_cast<ClassCounts&>(found) = ClassSearch(run, options, atEnd, progress.cancel).search();
  found.leftOut = run.isLeftOut();
  if (unjudged && found.complete && !found.bad) {
    found.complete = false;
    found.bound = "of an ending it is not known whether it takes a preemption";
  }
  return found;
}

// ---- Behind an exploration -------------------------------------------------------------------------------

bool isWorthSearching(const ProgramExploration& exploration) {
  return (exploration.outOfStates || exploration.outOfMemory) && worstOf(exploration) == nullptr;
}

PartialOrderOptions searchBounds(const ExploreOptions& options) {
  constexpr std::uint64_t kBytesOfWakeup = 64;  // also while the list of them grows
  PartialOrderOptions bounds;
  bounds.maxTime = options.maxTime;
  bounds.maxWakeups = static_cast<std::size_t>(std::min<std::uint64_t>(bounds.maxWakeups, options.maxBytes / kBytesOfWakeup));
  return bounds;
}

std::optional<BadEndingSearch> searchOn(std::shared_ptr<const program::Program> program, bool output,
                                        const ProgramExploration& exploration, ExploreOptions options,
                                        std::chrono::steady_clock::time_point begun, ExploreProgress& progress) {
  const auto spent = std::chrono::steady_clock::now() - begun;
  if (!isWorthSearching(exploration) || spent >= options.maxTime) return std::nullopt;
  options.maxTime -= std::chrono::duration_cast<std::chrono::milliseconds>(spent);
  BadEndingSearch found = findBadEnding(std::move(program), output, searchBounds(options), progress);
  return found.leftOut && !found.bad ? std::nullopt : std::optional(std::move(found));
}

std::string inWords(const BadEndingSearch& search) {
  const std::string gone = "Then classes of schedules were gone through";
  if (search.bad) {
    const Grade grade = search.bad->grade;
    return gone + " up to the " + ordinalOf(static_cast<std::size_t>(search.classes - 1)) + ": it ends " +
           (grade == Grade::wrong   ? "wrong."
            : grade == Grade::error ? "with an error."
                                    : "in a deadlock.");
  }
  const std::string why = search.complete ? "." : " (" + search.bound + ").";
  if (search.classes == 0) return gone + ": none came to its end" + why;
  const std::string badly = search.expected ? "badly" : "with an error or in a deadlock";
  if (search.classes == 1)
    return gone + (search.complete ? ", the only one" : ", the first") + ": it does not end " + badly + why;
  return gone + ", " + (search.complete ? "all " : "the first ") + formatNumber(search.classes) + " of them: none ends " + badly +
         why;
}

void addFound(const BadEndingSearch& search, ProgramExploration& exploration, ExplorationWords& words) {
  if (!search.bad ||
      std::ranges::find(exploration.endings, search.bad->ending, &ProgramEnding::ending) != exploration.endings.end())
    return;
  ProgramEnding found{.ending = search.bad->ending,
                      .grade = search.bad->grade,
                      .schedules = {},
                      .example = search.bad->schedule,
                      .simplest = search.bad->schedule,
                      .anySchedule = true};
  const auto place = std::ranges::upper_bound(exploration.endings, found, comesBefore) - exploration.endings.begin();
  words.endings.resize(exploration.endings.size());
  words.endings.insert(words.endings.begin() + place, search.bad->words);
  exploration.endings.insert(exploration.endings.begin() + place, std::move(found));
}

std::string toJson(const BadEndingSearch& search, bool output) {
  Json json = {{"bad", badJson(search, output)}, {"expected", nullptr}, {"classes", classesJson(search)}};
  if (search.expected) {
    json["expected"] = {{"values", valuesJson(*search.expected)}};
    if (output) json["expected"]["output"] = search.expected->printed;
  }
  return json.dump();
}

}  // namespace interleave
