// The application without its looks: settings, runs, results, and what the user can command.
//
// One App is made in main and passed down. Panels read it and call its commands; it never draws.
// Main thread only.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "link/link.h"
#include "platform/platform.h"
#include "run/runner.h"
#include "trace/explanation.h"

namespace interleave {

enum class ThemeChoice : std::uint8_t { system, light, dark };

class App {
 public:
  // How long the notice stands that a link was copied.
  static constexpr double kCopiedNoticeSeconds = 2.0;
  // A run that is over sooner is shown when it has ended: a picture for one frame only flickers.
  static constexpr double kNoticedAfter = 0.15;

  explicit App(Platform& platform);

  // ---- Settings
  const Settings& settings() const { return settings_; }
  // Takes edited settings (within their limits) for the next run, and into the link.
  void edit(Settings settings);
  void load(std::string_view link);
  std::string link() const { return encodeLink(settings_); }
  const std::vector<LinkProblem>& linkProblems() const { return linkProblems_; }
  void copyLink();
  void copied(bool done);
  // Something was copied a moment ago.
  bool justCopied() const { return copiedAt_ && now_ - *copiedAt_ < kCopiedNoticeSeconds; }

  // ---- Runs
  void run();
  void stop();
  void setLooping(bool looping);
  bool looping() const { return looping_; }
  bool running() const { return runner_.phase() != Runner::Phase::idle; }
  // Something will change without the user: a run, or a link that is about to be written.
  bool busy() const { return running() || looping_ || linkChanged_ || unannounced_ || justCopied(); }
  const Runner& runner() const { return runner_; }
  // Begins a run for a program on the page; its number comes back with the result.
  unsigned runForProgram();

  // The newest result; null before the first.
  const Report* result() const { return result_.get(); }
  // The newest result is what there is to tell: no later run has been going on for long enough to be
  // noticed. A looping program tells each result until the next.
  bool showsResult() const { return result_ && (looping_ || !(live_ || goingOn())); }
  // What to draw: the run that is going on, or else the newest result.
  const Trace& shownTrace() const;
  const Settings& shownSettings() const;
  bool live() const { return live_; }
  // How long the run that is going on has been.
  double liveSeconds() const { return begunAt_ ? now_ - *begunAt_ : 0; }
  // Counts up whenever shownTrace() has become another.
  std::uint64_t traceVersion() const { return traceVersion_; }

  // How often real runs of the present settings ended where; a deadlock has no balance. Only so many
  // different endings are kept apart (kMaxTalliedEndings); `others` counts the runs that ended elsewhere.
  struct Ending {
    std::uint64_t runs = 0;
    Verdict verdict = Verdict::expected;  // the worst
  };
  struct Tally {
    std::map<Money, Ending> endings;
    std::uint64_t deadlocks = 0;
    std::uint64_t others = 0;
    std::uint64_t runs = 0;
  };
  const Tally& tally() const { return tally_; }

  // ---- Time: call once a frame, before drawing.
  void advance(double seconds);
  // Takes what has arrived from other threads; also when nothing is drawn.
  void collect();

  // ---- Trouble
  void reportThreadError(std::string_view message);
  // The newest thing that was typed and is not allowed, in words; empty: it has been put right.
  void complain(std::string words);
  // What is wrong and what to do, a line each, until the user puts it away or it is put right.
  const std::vector<std::string>& notices() const { return notices_; }
  void dismissNotices();

  // ---- Looks
  void cycleTheme();
  bool dark() const;
  Platform& platform() { return platform_; }

  // A text that the user typed into a field outside the canvas.
  void putText(unsigned field, std::string_view text) { typed_ = Typed{field, std::string(text)}; }
  std::optional<std::string> takeText(unsigned field);

 private:
  struct Typed {
    unsigned field;
    std::string text;
  };

  void warm();
  bool goingOn() const { return running() && liveSeconds() >= kNoticedAfter; }
  void begin();
  void refuseProgram(const char* why);
  void finish(std::shared_ptr<const Report> result);
  void count(const Report& result);
  void showLive();
  void flushLink();
  void updateNotices();

  Platform& platform_;
  Settings settings_;
  std::vector<LinkProblem> linkProblems_;
  bool linkChanged_ = false;
  double linkChangedAt_ = 0;
  std::optional<double> copiedAt_;

  bool runAsked_ = false;
  bool looping_ = false;
  unsigned programRuns_ = 0;                 // numbers given out
  std::optional<unsigned> programAsked_;     // waits for its run to begin
  std::optional<unsigned> programRunning_;   // belongs to the run going on
  Settings running_;                         // of the run going on
  std::shared_ptr<const Report> result_;
  Trace liveTrace_;
  std::optional<double> begunAt_;            // by the clock of frames
  std::uint64_t liveEvents_ = 0;
  bool live_ = false;
  std::uint64_t traceVersion_ = 0;
  Tally tally_;
  double announcedAt_ = 0;
  std::shared_ptr<const Report> unannounced_;

  std::string threadError_;
  std::string complaint_;
  bool copyRefused_ = false;
  std::vector<std::string> notices_;
  ThemeChoice themeChoice_ = ThemeChoice::system;
  std::optional<Typed> typed_;
  double now_ = 0;

  // Last: its threads call the platform until it is gone.
  Runner runner_;
};

}  // namespace interleave
