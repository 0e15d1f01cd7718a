// The application without its looks: settings, runs, results, and what the user can command.
//
// One App is made in main and passed down. Panels read it and call its commands; it never draws.
// Main thread only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/outcomes.h"
#include "app/program_explorer.h"
#include "app/scheduler.h"
#include "app/trace_files.h"
#include "compare/lock_comparer.h"
#include "lesson/lesson_guide.h"
#include "link/link.h"
#include "platform/platform.h"
#include "run/runner.h"
#include "trace/run_history.h"

namespace interleave {

// Something to do with the lock that is looked at by itself. web/index.html has these numbers.
enum class LockAction : std::uint8_t { make, makeRecursive, acquire, release, acquireOnOther, releaseOnOther };

enum class ThemeChoice : std::uint8_t { system, light, dark };

class App {
 public:
  // How long the notice stands that a link was copied.
  static constexpr double kCopiedNoticeSeconds = 2.0;
  // A run that is over sooner is shown when it has ended: a picture for one frame only flickers.
  static constexpr double kNoticedAfter = 0.15;
  // A run that is stopped is over at once, unless a thread of it is gone without a word.
  static constexpr double kStopPatience = 3.0;

  explicit App(Platform& platform);

  // ---- Settings
  const Settings& settings() const { return settings_; }
  // Takes edited settings (within their limits) for the next run, and into the link. Another schedule of
  // the same program is followed; of another program the schedule keeps what is possible (Scheduler).
  void edit(Settings settings);
  // A link with a schedule shows it.
  void load(std::string_view link);
  // As a user does who follows it: runs it, too, where it has no schedule.
  void open(std::string_view link);
  std::string link() const { return encodeLink(settings_); }
  const std::vector<LinkProblem>& linkProblems() const { return linkProblems_; }
  // The page is shown inside another one, compact; it stays so whatever is loaded.
  bool embedded() const { return settings_.view.embed; }
  void copyLink();
  // As HTML that embeds it, or as a link in Markdown.
  void copyIframe();
  void copyMarkdown();
  // Opens exactly what is shown as a page of its own.
  void openInFull();
  void copied(bool done);
  // Something was copied a moment ago.
  bool justCopied() const { return copiedAt_ && now_ - *copiedAt_ < kCopiedNoticeSeconds; }

  // ---- Runs
  // Why there are none, and what to do; both empty: there are. Then run() takes a random schedule, and what else asks
  // for threads is refused.
  struct ThreadsOff {
    std::string why;     // the rest of a sentence that begins with "because"
    std::string remedy;  // a sentence of its own
  };
  const ThreadsOff& threadsOff() const { return threadsOff_; }
  bool realThreads() const { return threadsOff_.why.empty(); }
  // "Real threads are off here, because ..."
  std::string threadsOffSentence() const;
  void run();
  // Forces the schedule that is shown, up to its cursor, onto the real threads.
  void runForced();
  // Runs the program so often, 1 to kMaxManyRuns times, with its delay or without any.
  void runMany(std::uint64_t runs, bool noDelay);
  void stop();
  void setLooping(bool looping);
  bool looping() const { return looping_; }
  bool running() const { return runner_.phase() != Runner::Phase::idle; }
  const Runner& runner() const { return runner_; }
  // The many runs that are asked for or going on.
  struct ManyRuns {
    std::uint64_t asked = 0;
    std::uint64_t done = 0;
  };
  std::optional<ManyRuns> manyRuns() const;

  // ---- The schedule
  // Its actions make the page show it.
  Scheduler& scheduler() { return scheduler_; }
  const Scheduler& scheduler() const { return scheduler_; }
  // The page shows the schedule at its cursor, and not the newest run: from an action of the scheduler
  // until the next run is asked for.
  bool showsWalk() const { return showsWalk_; }
  void showWalk();
  void showRun();
  // Makes the recorded order of the newest run the schedule.
  void followRun();
  // Why that is not possible; empty: it is.
  std::string whyNotFollowRun() const;

  // ---- The lesson
  const LessonGuide& lesson() const { return lesson_; }
  // 0: closes it. Loads the step's link.
  void openLesson(int step);
  void restartLesson();
  const LockInspector& lockInspector() const { return inspector_; }
  void useLock(LockAction action);
  std::string lessonJson() const { return lesson_.json(inspector_); }

  // ---- What locks cost
  const LockComparer& comparer() const { return comparer_; }
  // With 1, 2, 4 and 8 threads. A run that is asked for meanwhile cancels it: each would disturb the other.
  void compareLocks();
  void cancelComparison();
  // Why what was measured is not all; empty: it is, or is still being measured.
  const std::string& comparisonNote() const { return comparisonNote_; }

  // ---- Run after run
  // Of the program of the newest runs; null before the first. Runs of another program begin a new one.
  const RunHistory* history() const { return history_ ? &*history_ : nullptr; }
  // Counts up with every run.
  std::uint64_t historyVersion() const { return historyVersion_; }

  // ---- What can happen, and what did
  Outcomes& outcomes() { return outcomes_; }
  const Outcomes& outcomes() const { return outcomes_; }

  // ---- Time
  // Something moves without the user, and every frame shows it: a run, or a link that is about to be
  // written.
  bool busy() const;
  // Something will have changed in so many seconds; none: nothing by itself.
  std::optional<double> changesWithin() const;

  // ---- Files
  const TraceFiles& files() const { return files_; }
  // What is shown, as a file: the user's (0), or a program's answer.
  void exportRun(FileFormat format, unsigned number = 0);
  unsigned exportForProgram(FileFormat format);
  unsigned refuseForProgram(std::string_view why);
  void chooseFile();
  // A saved trace follows in pieces, and is shown once it has been read.
  unsigned beginImport(bool forProgram);
  bool importPiece(std::string& piece) { return files_.give(piece); }
  void endImport() { files_.endOfFile(); }
  void cancelFiles();
  // A picture that is to be made by whoever draws.
  struct PictureWanted {
    FileFormat format;
    unsigned number;
  };
  std::optional<PictureWanted> takePictureWanted() { return std::exchange(pictureWanted_, std::nullopt); }
  void savePicture(const PictureWanted& wanted, const FieldArea& area, const std::string& svg);

  // ---- Commands of programs on the page. Each returns a number that comes back with the answer.
  unsigned runForProgram();
  // An empty link: the present settings. Any other is loaded.
  unsigned replayForProgram(std::string_view link);
  // Without a delay: that of the settings.
  unsigned runManyForProgram(std::uint64_t runs, std::optional<std::chrono::milliseconds> delay);
  // Each number of threads 1 to kMaxWorkers, each lock for so long.
  unsigned compareForProgram(std::vector<int> threads, std::chrono::milliseconds time);
  // An empty link: the present settings. None is loaded. At most `endings` are listed.
  unsigned exploreForProgram(std::string_view link, const ExploreOptions& options, std::size_t endings);
  void cancelExploration() { programExplorer_.cancel(); }

  // ---- What is shown
  // The newest result; null before the first.
  const Report* result() const { return result_.get(); }
  // The schedule at its cursor, or the newest result; null before the first.
  const Report* shownReport() const { return showsWalk_ ? &scheduler_.report() : result_.get(); }
  // shownReport() is what there is to tell: no later run has been going on for long enough to be
  // noticed. A looping program tells each result until the next.
  bool showsResult() const { return showsWalk_ || (result_ && (looping_ || !(following() || goingOn()))); }
  // What to draw: the schedule, the run that is going on, or else the newest result.
  const Trace& shownTrace() const;
  const RunSettings& shownSettings() const;
  const Timeline& shownTimeline() const;
  bool live() const { return following() && !showsWalk_; }
  // Of the run that is going on: null while nothing of it is shown, or another thing is.
  const LiveTrace* liveTrace() const { return live() ? &*liveTrace_ : nullptr; }
  // Counts up whenever shownTrace() has become another.
  std::uint64_t traceVersion() const { return traceVersion_; }

  // ---- The cursor, which everything that is shown follows
  // Index of the event of shownTrace() at which it stands; none: at the end. Of a schedule that is the
  // scheduler's own.
  std::optional<std::size_t> cursor() const;
  // What all is about at the cursor.
  Standing shownStanding() const;
  // In a schedule: to the step that it is, or belongs to.
  void seekEvent(std::size_t event);
  // To the next event, or the one before: 1, -1. From the end the one before is the last one.
  void stepEvent(int by);
  // To the next write that loses an update, or the one before.
  void stepLost(int by);
  // Counts up whenever cursor() has become another.
  std::uint64_t cursorVersion() const { return cursorVersion_; }

  // Call once a frame, before drawing.
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
  void publishTheme();
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

  // What the runner is asked to do.
  struct Job {
    enum class Kind : std::uint8_t { run, forced, many };
    Kind kind = Kind::run;
    Settings settings;               // of a plain run: taken when it begins
    std::uint64_t runs = 0;
    std::optional<unsigned> number;  // of the program that asked for it
  };

  void follow();
  void walked();
  void takeSchedule();
  void leaveWalk();
  void tellWalk();
  void announceWalk();
  void changeLink();
  void warm();
  bool goingOn() const { return running() && !goesOn(Job::Kind::many) && begunAt_ && now_ - *begunAt_ >= kNoticedAfter; }
  bool following() const { return liveTrace_ && !liveTrace_->trace().events.empty(); }
  bool goesOn(Job::Kind kind) const { return going_ && going_->kind == kind; }
  void ask(Job job);
  void begin(Job job);
  bool startJob(const Job& job);
  std::optional<Settings> programOf(std::string_view link, unsigned number);
  void answer(std::optional<unsigned> number, const std::string& json);
  void refuse(std::optional<unsigned> number, std::string_view why);
  void refuseFile(unsigned number, std::string_view why);
  void finish(std::shared_ptr<const Report> result);
  void finishMany(std::shared_ptr<const RunTally> tally);
  void finishExploration(const ProgramExplorer::Answer& answer);
  void tellOutcomes();
  void tellLesson(bool news);
  void collectLock();
  void collectComparison();
  void showLive();
  void expectStop();
  void watchStop();
  void dropCursor();
  RunHistory& historyOf(const RunSettings& settings);
  void tellCursor();
  void collectImport();
  void adopt(const TraceImport::Read& read);
  std::string linkOfShown() const;
  Settings settingsOfShown() const;
  void tellResult();
  void tellEvents();
  void flushLink();
  void updateNotices();

  void showRace();
  bool refusedWithoutThreads(std::optional<unsigned> number);

  Platform& platform_;
  const ThreadsOff threadsOff_;
  bool threadsOffTold_ = false;              // and put away
  Settings settings_;
  std::vector<LinkProblem> linkProblems_;
  bool linkChanged_ = false;
  double linkChangedAt_ = 0;
  std::optional<double> copiedAt_;

  bool looping_ = false;
  std::optional<Job> asked_;                 // waits for the runner
  std::optional<Job> going_;                 // is what the runner does
  std::uint64_t manyDone_ = 0;               // of the many runs going on
  unsigned numbers_ = 0;                     // given out to programs
  std::shared_ptr<const Report> result_;
  std::optional<RunHistory> history_;
  std::uint64_t historyVersion_ = 0;
  std::optional<LiveTrace> liveTrace_;       // of the run that is going on, once that is running
  std::optional<std::size_t> cursor_;        // of the newest result
  std::uint64_t cursorVersion_ = 0;
  std::optional<double> begunAt_;            // by the clock of frames
  bool stopping_ = false;                    // of the run that is going on; since when:
  std::optional<double> stoppingSince_;
  bool stopUnanswered_ = false;
  bool stopUnansweredTold_ = false;  // and put away
  bool showsWalk_ = false;
  bool walkUntold_ = false;
  double walkToldAt_ = -1;                   // by the clock of frames
  std::uint64_t traceVersion_ = 0;
  double announcedAt_ = 0;
  std::shared_ptr<const Report> unannounced_;
  std::uint64_t outcomesTold_ = 0;           // their version
  double outcomesToldAt_ = 0;

  std::optional<unsigned> comparing_;        // the program that waits for the comparison
  std::string comparisonNote_;

  std::string threadError_;
  std::string complaint_;
  std::string noticeOfSchedule_;             // the scheduler's that was told last
  bool copyRefused_ = false;
  std::vector<std::string> notices_;
  ThemeChoice themeChoice_ = ThemeChoice::system;
  std::optional<Typed> typed_;
  double now_ = 0;

  Scheduler scheduler_;
  LessonGuide lesson_;
  TraceFiles files_;
  std::optional<PictureWanted> pictureWanted_;
  std::optional<TraceFiles::Opened> opened_; // waits for the end of a run

  // Last: their threads call the platform until they are gone.
  LockInspector inspector_;
  LockComparer comparer_;
  Outcomes outcomes_;
  ProgramExplorer programExplorer_;
  Runner runner_;
};

}  // namespace interleave
