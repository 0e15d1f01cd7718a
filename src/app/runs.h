// What runs on the real threads: one job, one that waits for its turn, and runs in a loop.
//
//   state    | ask(job)                  | stop()                    | advance(), collect()
//   idle     | going                     | -                         | looping: going
//   going    | stopping, the job waits   | stopping                  | idle, once the job has ended
//   stopping | the job waits             | -                         | idle, once the job has ended
//
// A job that waits begins as soon as nothing runs. A later one takes its place, but not one of the user's that of a
// program's. stop() refuses it. Main thread only; nothing here waits.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "app/frame_time.h"
#include "model/settings.h"
#include "platform/platform.h"
#include "run/runner.h"

namespace interleave {

class Runs {
 public:
  // A run that is over sooner is shown when it has ended: a picture for one frame only flickers.
  static constexpr double kNoticedAfter = 0.15;
  // A run that is stopped is over at once, unless a thread of it is gone without a word.
  static constexpr double kStopPatience = 3.0;

  struct Job {
    enum class Kind : std::uint8_t { run, forced, many };
    Kind kind = Kind::run;
    Settings settings = {};              // of a plain run: taken when it begins
    std::uint64_t runs = 0;
    std::optional<unsigned> number = {}; // of the program that asked for it
    bool byItself = false;               // a plain run that a link begins: it keeps at most kMaxEventsByItself
  };

  // What becomes of jobs.
  class Events {
   public:
    virtual ~Events() = default;
    // What a plain run is to run.
    virtual Settings settingsToRun() const = 0;
    virtual void onBegun(const Job& job) = 0;
    // Many runs: where they have ended so far.
    virtual void onTally(const RunTally& soFar) = 0;
    virtual void onEnded(const Job& job, std::shared_ptr<const Report> report) = 0;
    virtual void onManyEnded(const Job& job, std::shared_ptr<const RunTally> tally) = 0;
    // It will not be run, or not to its end.
    virtual void onRefused(const Job& job, std::string_view why) = 0;
    // It was run, and came to no result.
    virtual void onFailed(const Job& job, std::string_view why) = 0;
    // liveTrace() has become another.
    virtual void onFollowed() = 0;
    // There cannot be as many threads as the settings ask for.
    virtual void onNoThread(const std::string& why) = 0;
    // The run does not end although it was stopped; false: it does after all.
    virtual void onUnanswered(bool unanswered) = 0;
  };

  Runs(Platform& platform, const FrameTime& time, Events& events);

  // False, and nothing changes, where the user asks and a program's job waits.
  bool ask(Job job);
  void stop();
  void setLooping(bool looping);
  // Ends what runs, if it is the user's many runs.
  void stopManyOfUser();
  // Makes threads for the workers of a plain run ahead.
  void warm();
  // A thread could not be started.
  void threadFailed(std::string_view why);

  // Call once a frame, after the time has gone on and results have been collected.
  void advance();
  // Takes the results that have arrived; also when nothing is drawn.
  void collect();
  // Begins what waits, if nothing runs.
  void beginNext();

  bool running() const { return runner_.phase() != Runner::Phase::idle; }
  bool looping() const { return looping_; }
  // Running, and no many runs.
  bool runningOne() const { return running() && !goesOn(Job::Kind::many); }
  // A run goes on for long enough to be noticed.
  bool noticed() const;
  // Of the run that is going on; null while there is nothing of it to show.
  const LiveTrace* liveTrace() const { return liveTrace_ && !liveTrace_->trace().events.empty() ? &*liveTrace_ : nullptr; }
  // The job that is going on; null: nothing runs.
  const Job* going() const { return going_ ? &*going_ : nullptr; }
  // The many runs that are asked for or going on.
  struct ManyRuns {
    std::uint64_t asked = 0;
    std::uint64_t done = 0;
  };
  std::optional<ManyRuns> manyRuns() const;
  const Runner& runner() const { return runner_; }

 private:
  bool goesOn(Job::Kind kind) const { return going_ && going_->kind == kind; }
  void begin(Job job);
  bool start(const Job& job);
  Job end();
  void expectStop();
  void watchStop();
  void follow();
  void refuseNext(std::string_view why);

  Platform& platform_;
  const FrameTime& time_;
  Events& events_;
  bool looping_ = false;
  std::optional<Job> next_;             // waits for the runner
  std::optional<Job> going_;            // there unless the runner is idle
  std::uint64_t manyDone_ = 0;          // of the many runs going on
  std::optional<LiveTrace> liveTrace_;  // of the run that is going on, once that is running
  std::optional<double> begunAt_;
  bool stopping_ = false;               // the run that is going on
  std::optional<double> stoppingSince_;
  bool unanswered_ = false;

  // Last: its threads call the platform until they are gone.
  Runner runner_;
};

}  // namespace interleave
