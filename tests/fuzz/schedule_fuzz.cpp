// A program, any text as its schedule, and what a reader does with it: three lines, "LINK\nSCHEDULE\nACTIONS".
//
// As much of the schedule as is possible replays to itself and is what a link takes; nothing that is done in a ScheduleCursor
// leaves the possible schedules, and undo and redo restore.
//
//   action            | letter
//   step(task)        | A to Z
//   seek(n)           | 0 to 9: n ninths of the schedule
//   undo(), redo()    | u, r
//   toNextLoss()      | n
//   random(seed)      | x: the number of the action is the seed
//   follow(s, n)      | f: the given schedule, to its middle; g: all but the last of the present one

#include <string>

#include "explore/replay.h"
#include "explore/schedule_cursor.h"
#include "fuzz.h"
#include "link/link.h"
#include "trace/happens_before.h"
#include "trace/report.h"

namespace interleave::fuzz {
namespace {

constexpr std::size_t kMaxActions = 40;

void checkSchedule(const AccountProgram& program, std::string_view schedule) {
  const std::size_t possible = possiblePrefix(program, schedule);
  require(possible <= schedule.size(), "no more is possible than there is");
  const std::string_view start = schedule.substr(0, possible);
  require(possiblePrefix(program, start) == possible, "what is possible is possible by itself");

  Replay replay(program);
  for (const char letter : start) replay.step(taskOf(letter));
  require(replay.schedule() == start, "what is possible replays to itself");
  if (possible < schedule.size()) {
    const char next = schedule[possible];
    require(next < 'A' || !replay.program().canStep(taskOf(next)), "what is not possible is no step");
  }
  const RunResult result = replay.result();
  require(scheduleOf(result.trace, possible) == start && stepsOf(result.trace) == possible, "a trace has its schedule");
  require(mayLoseUpdates(program) || result.lost.empty(), "what can lose nothing loses nothing");
  toJson(makeReport(result));

  Settings settings{{program, {}}, {}};
  settings.view.schedule = start;
  const bool fits = possible <= limits::kMaxScheduleSteps;
  const DecodedLink decoded = decodeLink(encodeLink(settings));
  require(decoded.problems.empty() == fits, "a link takes what is possible and not too long");
  require(!fits || decoded.settings == settings, "a link carries a schedule");
}

struct Stand {
  std::string schedule;
  std::size_t at = 0;

  bool operator==(const Stand&) const = default;
};
Stand standOf(const ScheduleCursor& cursor) { return {cursor.schedule(), cursor.at()}; }

void requireSound(const ScheduleCursor& cursor) {
  const std::string& schedule = cursor.schedule();
  require(cursor.at() <= schedule.size() && schedule.size() <= limits::kMaxScheduleSteps, "the cursor is in the schedule");
  require(schedule.starts_with(cursor.here().schedule()), "the cursor stands on the schedule");
  require(possiblePrefix(cursor.program(), schedule) == schedule.size(), "the schedule is possible");
}

bool isCursors(char action) { return (action >= '0' && action <= '9') || action == 'n'; }

bool act(ScheduleCursor& cursor, char action, std::uint64_t number, std::string_view given) {
  if (action >= 'A' && action <= 'Z') return cursor.step(taskOf(action));
  if (action >= '0' && action <= '9') return cursor.seek(cursor.schedule().size() * static_cast<std::size_t>(action - '0') / 9);
  switch (action) {
    case 'n': return cursor.toNextLoss();
    case 'x': return cursor.random(number);
    case 'f': return cursor.follow(given, given.size() / 2);
    case 'g': {
      const std::string most = cursor.schedule().substr(0, cursor.schedule().size() - (cursor.schedule().empty() ? 0 : 1));
      return cursor.follow(most, most.size());
    }
    default: return false;
  }
}

void take(ScheduleCursor& cursor, char action, std::uint64_t number, std::string_view given) {
  const Stand before = standOf(cursor);
  if (action == 'u' || action == 'r') {
    const bool done = action == 'u' ? cursor.undo() : cursor.redo();
    requireSound(cursor);
    if (done) require(action == 'u' ? cursor.canRedo() : cursor.canUndo(), "what was taken back can be done again");
    return;
  }
  const bool done = act(cursor, action, number, given);
  requireSound(cursor);
  const Stand after = standOf(cursor);
  if (!done) require(after == before, "what is not possible changes nothing");
  if (isCursors(action)) require(after.schedule == before.schedule, "moving the cursor changes no schedule");
  // Following the same schedule only moves the cursor.
  if (!done || isCursors(action) || (after.schedule == before.schedule && (action == 'f' || action == 'g'))) return;
  require(cursor.undo() && standOf(cursor) == before, "undo restores");
  require(cursor.redo() && standOf(cursor) == after, "redo restores");
}

void checkCursor(Settings settings, std::string_view schedule, std::string_view actions) {
  const std::size_t possible = possiblePrefix(settings.program, schedule.substr(0, limits::kMaxScheduleSteps));
  settings.view.schedule = schedule.substr(0, possible);
  settings.view.at.reset();
  ScheduleCursor cursor(settings);
  requireSound(cursor);
  std::uint64_t number = 0;
  for (const char action : actions.substr(0, kMaxActions)) take(cursor, action, number++, schedule);

  Replay fresh(cursor.program());
  for (const char letter : cursor.here().schedule()) fresh.step(taskOf(letter));
  require(fresh.events() == cursor.here().events(), "the way to the cursor does not matter");
  while (cursor.redo()) {
  }
  const std::string newest = cursor.schedule();
  std::size_t undone = 0;
  while (cursor.undo()) ++undone;
  require(cursor.schedule() == settings.view.schedule, "all undone, the schedule is the first one");
  for (; undone > 0; --undone) require(cursor.redo(), "what was undone can be done again");
  require(cursor.schedule() == newest, "all done again, the schedule is the newest one");
}

void check(std::string_view text) {
  const Settings settings = decodeLink(takeLine(text)).settings;
  const std::string_view schedule = takeLine(text);
  checkSchedule(settings.program, schedule);
  checkCursor(settings, schedule, takeLine(text));
}

}  // namespace
}  // namespace interleave::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  interleave::fuzz::check(interleave::fuzz::textOf(data, size));
  return 0;
}
