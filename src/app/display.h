// What the page shows: the newest run, the run that is going on, or the schedule at its cursor; and the cursor in it,
// which everything that is shown follows.
//
//   shows    | showSchedule() | showRun(), leaveSchedule() | a run goes on for long enough
//   run      | schedule       | -                          | live
//   live     | schedule       | -                          | -; run, once that has ended
//   schedule | -              | run, or live               | -
//
// All of it is of the program that is set. A run of another one, which has ended or still goes on, is not shown until its
// program is set again.
//
// Main thread only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "app/document.h"
#include "app/publisher.h"
#include "app/runs.h"
#include "app/scheduler.h"
#include "platform/platform.h"
#include "trace/report.h"

namespace interleave {

class Display {
 public:
  // Results of a loop of runs, in words: a screen reader cannot follow 60 a second.
  static constexpr double kResultEvery = 2.0;
  // Nor every step of a key that is held; the first one is published at once.
  static constexpr double kScheduleEvery = 0.2;

  // All are there for as long as this.
  Display(Platform& platform, Publisher& publisher, const Document& document, Scheduler& scheduler, const Runs& runs);

  // ---- Which of them
  // The schedule at its cursor, and not the newest run.
  bool showsSchedule() const { return showsSchedule_; }
  void showSchedule();
  void showRun();
  void leaveSchedule();
  // The schedule that is shown has changed.
  void scheduleChanged();
  // Another program may have been set.
  void programChanged();
  // The run that is going on has gone on.
  void runFollowed();
  // A run that has ended takes the place of the newest one. The page gets its words soon (`inLoop`), or at once.
  void setResult(std::shared_ptr<const Report> result, bool inLoop);
  // A run of a file, in its place.
  void openResult(std::shared_ptr<const Report> result);

  // Everything that is shown, to a page that had something else.
  void publishAll();

  // ---- What that is
  // The newest result; null before the first, and where that is of another program.
  const Report* result() const { return outdated_ ? nullptr : result_.get(); }
  // The JSON of the newest result, whichever program it is of; made once. Precondition: there is one.
  const std::string& resultJson();
  // The schedule at its cursor, or the newest result; null where there is none.
  const Report* report() const { return showsSchedule_ ? &scheduler_.report() : result(); }
  // The same, to be kept: a copy, where it is the schedule's, which changes with the next step.
  std::shared_ptr<const RunResult> keptReport() const;
  // report() is what there is to show: no later run has been going on for long enough to be noticed. Of runs in a loop,
  // each result stands until the next.
  bool showsReport() const;
  // What to draw: the schedule, the run that is going on, or else the newest result.
  const Trace& trace() const;
  const RunSettings& settings() const;
  const Timeline& timeline() const;
  bool live() const { return liveTrace() != nullptr; }
  // Of the run that is going on: null while nothing of it is shown, or another thing is.
  const LiveTrace* liveTrace() const { return showsSchedule_ || runsAnother() ? nullptr : runs_.liveTrace(); }
  // The run that is going on is of another program than the one that is set.
  bool runsAnother() const;
  // Counts up whenever trace() has become another.
  std::uint64_t version() const { return version_; }

  // ---- The cursor
  // Index of the event of trace() at which it stands; none: at the end. Of a schedule that is the scheduler's own.
  std::optional<std::size_t> cursor() const;
  // What all is about at the cursor.
  ThreadStates states() const;
  // In a schedule: to the step that it is, or belongs to.
  void seek(std::size_t event);
  // To the next event, or the one before: 1, -1. From the end the one before is the last one.
  void step(int by);
  // To the next write that loses an update, or the one before.
  void stepLost(int by);
  // Counts up whenever cursor() has become another.
  std::uint64_t cursorVersion() const { return cursorVersion_; }

  // ---- As a link
  // Why the order of the newest run cannot be followed as a schedule; empty: it can.
  std::string whyNotFollowRun() const;
  // Its order. Precondition: whyNotFollowRun() is empty.
  std::string orderOfRun() const;
  // What is shown, the order of its steps included, as a whole page.
  Settings wholePage() const;
  // For a file: of a run its program alone; of a schedule the schedule, too.
  std::string linkForFile() const;

 private:
  bool isOfAnother(const RunSettings& settings) const { return settings.program != document_.settings().program; }
  void takeResult(std::shared_ptr<const Report> result);
  void stepSchedule(int by);
  void stepScheduleLost(int by);
  void dropCursor();
  void publishResult();
  void publishSchedule();
  void publishCursor();
  void publishEvents();

  Platform& platform_;
  Publisher& publisher_;
  const Document& document_;
  Scheduler& scheduler_;
  const Runs& runs_;
  bool showsSchedule_ = false;
  std::shared_ptr<const Report> result_;
  bool outdated_ = false;              // there is a result, of another program than the one that is set
  Timeline before_;                    // of the program that is set, before it has run
  std::string resultJson_;             // empty: not made yet
  std::optional<std::size_t> cursor_;  // of the newest result
  std::uint64_t cursorVersion_ = 0;
  std::uint64_t version_ = 0;
};

}  // namespace interleave
