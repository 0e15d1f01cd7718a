// Where the reader is in the lesson, and what has been answered.
//
// For one thread at a time. Progress is a short text that the device keeps: "1:" and the numbers of the
// steps that are answered, separated by commas. Any other text is ignored.
#pragma once

#include <bitset>
#include <string>
#include <string_view>

#include "lesson/lesson.h"
#include "model/limits.h"

namespace interleave {

class LessonGuide {
 public:
  // `realThreads`: the page can run programs; otherwise schedules take the place of runs.
  explicit LessonGuide(std::string_view stored, bool realThreads = true);

  // The step that is shown, from 1; 0: none. Opening another step forgets what has been seen.
  void open(int step);
  int step() const { return step_; }
  // Precondition: step() > 0.
  const LessonStep& current() const { return lessonSteps()[static_cast<std::size_t>(step_) - 1]; }
  // A step is shown whose reader takes the steps of a schedule.
  bool stepped() const { return step_ > 0 && current().schedule; }

  // The step's; the lesson's summary once its last step has been answered since it was opened.
  std::string_view text() const;
  bool ended() const { return step_ == limits::kLessonSteps && current().answered(facts_); }
  std::string_view question() const;

  bool answered(int step) const { return answered_.test(static_cast<std::size_t>(step) - 1); }
  std::size_t answers() const { return answered_.count(); }
  // The first step that is not answered; the first of all where every step is.
  int next() const;
  // About the present step, after an answer or an attempt that is none; otherwise empty.
  std::string remark() const;

  // What the reader has done. True if it answers the step or changes the remark.
  bool see(const RunResult& result);
  bool see(const RunTally& tally);
  bool see(const Exploration& exploration);
  bool see(const LockInspector::Seen& seen);

  void forget();
  std::string stored() const;
  // For the page in words: {"step", "steps", "done", "next"}, and where a step is shown "title", "text",
  // "question", "answered" and "remark", too; "lock": {"state", "log"} of the lock by itself.
  std::string json(const LockInspector& lock) const;

 private:
  template <class Seen>
  bool judge(const Seen& seen);

  LessonFacts nothingSeen() const;

  int step_ = 0;
  bool realThreads_;
  LessonFacts facts_ = nothingSeen();
  std::bitset<limits::kLessonSteps> answered_;
};

}  // namespace interleave
