// The application without its looks: it connects what is set, what runs, what is shown, and what the page gets, each a part
// of its own with a header of its own. Here are the commands that concern several parts.
//
// One App is made in main and passed down. Panels read its parts and call their commands; it never draws.
// Main thread only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "app/answers.h"
#include "app/code_editor.h"
#include "app/display.h"
#include "app/document.h"
#include "app/edits.h"
#include "app/files.h"
#include "app/frame_time.h"
#include "app/gallery_comparison.h"
#include "app/lesson.h"
#include "app/lock_costs.h"
#include "app/looks.h"
#include "app/notices.h"
#include "app/outcomes.h"
#include "app/program_calls.h"
#include "app/publisher.h"
#include "app/real_threads.h"
#include "app/results.h"
#include "app/runs.h"
#include "app/scheduler.h"
#include "app/sharing.h"
#include "app/user_program.h"

namespace interleave {

class App {
 public:
  explicit App(Platform& platform);

  // ---- The parts
  const RealThreads& realThreads() const { return realThreads_; }
  const Document& document() const { return document_; }
  const Edits& edits() const { return edits_; }
  const Runs& runs() const { return runs_; }
  // Its actions make the page show the schedule.
  Scheduler& scheduler() { return scheduler_; }
  const Scheduler& scheduler() const { return scheduler_; }
  Display& display() { return display_; }
  const Display& display() const { return display_; }
  Outcomes& outcomes() { return outcomes_; }
  const Outcomes& outcomes() const { return outcomes_; }
  const GalleryComparison& galleryComparison() const { return galleryComparison_; }
  const Results& results() const { return results_; }
  Lesson& lesson() { return lesson_; }
  const Lesson& lesson() const { return lesson_; }
  const LockCosts& lockCosts() const { return lockCosts_; }
  Files& files() { return files_; }
  Sharing& sharing() { return sharing_; }
  Looks& looks() { return looks_; }
  CodeEditor& codeEditor() { return codeEditor_; }
  Notices& notices() { return notices_; }
  ProgramCalls& programs() { return programs_; }
  // Its actions are those of a program that is set (document().program()).
  UserProgram& userProgram() { return userProgram_; }
  const UserProgram& userProgram() const { return userProgram_; }
  Platform& platform() { return platform_; }

  // ---- Settings
  // Takes edited settings (within their limits) for the next run, and into the link. Another schedule of
  // the same program is followed; of another program the schedule keeps what is possible (Scheduler).
  void edit(Settings settings);
  // A link with a schedule shows it.
  void load(std::string_view link) { load(decodeContent(link)); }
  void load(DecodedContent decoded);
  // As a user does who follows it: runs it, too, where it has no schedule.
  void open(std::string_view link);
  // The same from within the page: the browser's Back leads to what was set before.
  void visit(std::string_view link);
  // To the settings before the newest edit, program or step of the lesson; and forward again. Nothing where there is none.
  void undo();
  void redo();
  // The user typed into the code, which is a program of their own from then on. All that is typed until something else is set is one
  // edit, as the editor has its own way back.
  void typeProgram(std::string source);
  // Whether printing is a step of it.
  void setProgramOutput(bool output);
  // Back to the account.
  void leaveProgram();
  // Opens the step's link; without real threads, loads it. 0: closes the lesson.
  void openLesson(int step);
  void restartLesson();

  // ---- Runs. Without real threads, run() takes a random schedule, and the others are refused; so it is while a program of the user's
  // is set.
  static constexpr std::string_view kForAccount =
      "Runs on real threads are for the account; a program of your own is run by a random schedule, step by step.";
  void run();
  // Forces the schedule that is shown, up to its cursor, onto the real threads.
  void runForced();
  // Runs the program so often, 1 to kMaxManyRuns times, with its delay or without any.
  void runMany(std::uint64_t runs, bool noDelay);
  void ask(Runs::Job job);
  void stop();
  void setLooping(bool looping);
  // Makes the recorded order of the newest run the schedule.
  void followRun();

  // ---- What locks cost, with 1, 2, 4 and 8 threads. A run that is asked for meanwhile cancels it.
  void compareLocks();
  void compareFor(unsigned number, Comparison comparison);
  void cancelComparison() { lockCosts_.cancel(); }

  // ---- Notices
  // The newest thing that was typed and is not allowed, in words; empty: it has been put right.
  void complain(std::string words) { notices_.raise(Notices::Key::input, std::move(words)); }
  void dismissNotices();
  void reportThreadError(std::string_view message);

  // ---- Time
  // Call once a frame, before drawing.
  void advance(double seconds);
  // Takes what has arrived from other threads; also when nothing is drawn.
  void collect();
  // Something moves without the user, and every frame shows it: a run, or a link that is about to be
  // written.
  bool busy() const;
  // Something will have changed in so many seconds; none: nothing by itself.
  std::optional<double> changesWithin() const;

  // Opens the page's editor for the program that is set, and has the panels show it.
  void editProgram(CodePlace at = {});

  // A text that the user typed into a field outside the canvas.
  void putText(unsigned field, std::string_view text) { typed_ = Typed{field, std::string(text)}; }
  std::optional<std::string> takeText(unsigned field);

 private:
  struct Typed {
    unsigned field;
    std::string text;
  };

  void publishNotices();
  void scheduleActed();
  void takeSchedule();
  void programChanged();
  void beginEntry();
  void show(DecodedContent decoded);
  void showAccount();
  void leaveAccount();
  void showProgram();
  void programActed();
  void publishProgram();
  void publishProgramWords();
  void warm();
  void showRace();
  void collectOpened();
  bool refused(std::optional<unsigned> number);

  Platform& platform_;
  const RealThreads realThreads_;
  FrameTime time_;
  Publisher publisher_{time_};
  Notices notices_;
  Answers answers_;
  Document document_;
  Edits edits_{time_};
  Scheduler scheduler_;
  Looks looks_;
  CodeEditor codeEditor_{platform_};
  std::optional<Typed> typed_;
  bool loaded_ = false;  // a link
  bool typing_ = false;  // a program: what is typed belongs to the newest edit

  // From here on: their threads call the platform until they are gone.
  Lesson lesson_;
  LockCosts lockCosts_;
  Outcomes outcomes_;
  UserProgram userProgram_;
  GalleryComparison galleryComparison_;
  Results results_;
  Runs runs_;
  Display display_;
  Files files_;
  Sharing sharing_;
  ProgramCalls programs_;
};

}  // namespace interleave
