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

namespace interleave {

enum class ThemeChoice : std::uint8_t { system, light, dark };

class App {
 public:
  // How long the notice stands that a link was copied.
  static constexpr double kCopiedNoticeSeconds = 2.0;

  explicit App(Platform& platform);

  // ---- Settings
  const Settings& settings() const { return settings_; }
  // Takes edited settings (within their limits) for the next run, and into the link.
  void edit(Settings settings);
  void load(std::string_view link);
  std::string link() const { return encodeLink(settings_); }
  const std::vector<LinkProblem>& linkProblems() const { return linkProblems_; }
  void dismissLinkProblems() { linkProblems_.clear(); }
  void copyLink();
  // The link was copied a moment ago.
  bool noticing() const { return copiedAt_ && now_ - *copiedAt_ < kCopiedNoticeSeconds; }

  // ---- Runs
  void run();
  void stop();
  void setLooping(bool looping);
  bool looping() const { return looping_; }
  bool running() const { return runner_.phase() != Runner::Phase::idle; }
  // Something will change without the user: a run, or a link that is about to be written.
  bool busy() const { return running() || looping_ || linkChanged_ || unannounced_ || noticing(); }
  const Runner& runner() const { return runner_; }
  // Begins a run for a program on the page; its number comes back with the result.
  unsigned runForProgram();

  // The newest result; null before the first.
  const RunResult* result() const { return result_.get(); }
  // What to draw: the run that is going on, or else the newest result.
  const Trace& shownTrace() const;
  const Settings& shownSettings() const;
  bool live() const { return live_; }
  // How long the run that is shown live has been going on.
  double liveSeconds() const { return now_ - begunAt_; }
  // Counts up whenever shownTrace() has become another.
  std::uint64_t traceVersion() const { return traceVersion_; }

  // How often real runs of the present settings ended where; a deadlock has no balance.
  struct Tally {
    std::map<Money, std::uint64_t> endings;
    std::uint64_t deadlocks = 0;
    std::uint64_t runs = 0;
  };
  const Tally& tally() const { return tally_; }

  // ---- Time: call once a frame, before drawing.
  void advance(double seconds);
  // Takes what has arrived from other threads; also when nothing is drawn.
  void collect();

  // ---- Trouble
  void reportThreadError(std::string_view message);
  const std::string& threadError() const { return threadError_; }
  void dismissThreadError() { threadError_.clear(); }

  // ---- Looks
  ThemeChoice themeChoice() const { return themeChoice_; }
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
  void begin();
  void finish(std::shared_ptr<const RunResult> result);
  void flushLink();

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
  std::shared_ptr<const RunResult> result_;
  Trace liveTrace_;
  double begunAt_ = 0;
  std::uint64_t liveEvents_ = 0;
  bool live_ = false;
  std::uint64_t traceVersion_ = 0;
  Tally tally_;
  double announcedAt_ = 0;
  std::shared_ptr<const RunResult> unannounced_;

  std::string threadError_;
  ThemeChoice themeChoice_ = ThemeChoice::system;
  std::optional<Typed> typed_;
  double now_ = 0;

  // Last: its threads call the platform until it is gone.
  Runner runner_;
};

}  // namespace interleave
