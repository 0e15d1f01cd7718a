// The program that the user types: when it is checked and explored, and what becomes of its schedule.
#include "app/user_program.h"

#include "background/messages.h"
#include "run/doorbell.h"
#include "support.h"

namespace interleave {
namespace {

// `amounts`: what each thread adds.
std::string adding(const std::string& amounts) {
  return "import threading\n"
         "counter = 0\n"
         "def add(n):\n"
         "    global counter\n"
         "    counter += n\n"
         "threads = [threading.Thread(target=add, args=(n,)) for n in (" +
         amounts +
         ")]\n"
         "for t in threads: t.start()\n"
         "for t in threads: t.join()\n";
}

// A copy of the program that answers when it is told to.
class Copy final : public Background {
 public:
  struct Log {
    int copies = 0;  // that are there
    std::vector<ProgramQuestion> questions;
    BackgroundTask task = BackgroundTask::explore;  // of the last
    Replies replies;
  };
  explicit Copy(Log& log) : log_(log) { ++log_.copies; }
  ~Copy() override { --log_.copies; }
  void begin(BackgroundTask task, const std::string& question, Replies replies) override {
    log_.task = task;
    log_.questions.push_back(decodeProgramQuestion(question));
    log_.replies = std::move(replies);
  }
  void cancel() override { log_.replies = {}; }

 private:
  Log& log_;
};

// Without threads, so that a test decides when an exploration ends.
class UserProgramTest : public testing::Test {
 protected:
  void SetUp() override {
    program.emplace([] {}, [this] { ++changes; }, false, [this] { return std::make_unique<Copy>(log); });
    program->advance(seconds);
  }
  void load(const std::string& source, const std::string& schedule = {}) {
    ProgramSettings settings{source, false, true, {}};
    settings.view.schedule = schedule;
    program->load(settings);
  }
  void pass(double by) { program->advance(seconds += by); }
  void type(const std::string& source) {
    program->type(source);
    pass(0);
  }
  void typeAndPause(const std::string& source) {
    type(source);
    pass(UserProgram::kPatience);
  }
  // The copy answers what was asked last. `states`: no more than those.
  void answer(std::uint64_t states = limits::kPageExploreStates) {
    ExploreProgress progress;
    ProgramQuestion question = log.questions.back();
    question.options.maxStates = states;
    const std::string answer = log.task == BackgroundTask::searchProgram
                                   ? encodeSearchedProgram(searchText(question.program, question.options, progress))
                                   : encodeExploredProgram(exploreText(question.program, question.options, progress));
    std::exchange(log.replies, {}).answer(answer);
    program->collect();
  }

  Copy::Log log;
  int changes = 0;
  double seconds = 10;
  std::optional<UserProgram> program;
};

TEST_F(UserProgramTest, AnswersAQuestionAndFollowsItsSchedule) {
  load(adding("1, 2"));
  answer();
  const int before = changes;
  program->ask({"counter == 1", false});
  EXPECT_GT(changes, before);
  EXPECT_EQ(log.questions.back().program.question, (Question{"counter == 1", false}));
  EXPECT_EQ(program->asking().sentence(), "");
  EXPECT_EQ(program->asking().answer(), nullptr);
  answer();
  EXPECT_EQ(program->schedule().schedule(), "AA");
  EXPECT_EQ(program->schedule().at(), 2U);
  EXPECT_EQ(program->asking().sentence(), "Yes, after AA: the simplest such schedule, with no preemption.");
  // What is known of all schedules stays.
  EXPECT_EQ(program->totals(), "6 schedules, 3 endings");

  program->ask({"counter == 1", true});
  answer();
  EXPECT_EQ(program->schedule().schedule(), "ABBA");
  program->ask({"counter > 3", false});
  answer();
  EXPECT_EQ(program->asking().sentence(), "No, in none of 6 schedules.");
  EXPECT_EQ(program->schedule().schedule(), "ABBA");
  program->ask({"", false});
  EXPECT_EQ(program->asking().sentence(), "");
}

TEST_F(UserProgramTest, KeepsItsQuestionWhileTheTextChanges) {
  load(adding("1, 2"));
  answer();
  program->ask({"counter == 1", false});
  answer();
  program->seek(1);
  typeAndPause(adding("3, 2"));
  EXPECT_EQ(log.questions.back().program.source, adding("3, 2"));
  answer();
  EXPECT_EQ(program->asking().sentence(), "No, in none of 6 schedules.");
  typeAndPause(adding("2, 1"));
  answer();
  EXPECT_EQ(program->asking().sentence(), "Yes, after BB: the simplest such schedule, with no preemption.");
  // It was not waited for.
  EXPECT_EQ(program->schedule().at(), 1U);
}

TEST_F(UserProgramTest, TellsTheFaultOfAQuestion) {
  load(adding("1, 2"));
  answer();
  program->ask({"counter = 1", false});
  answer();
  EXPECT_TRUE(program->asking().isFaulty());
  EXPECT_EQ(program->asking().sentence(), "Column 1: an assignment cannot be asked; compare with `==`.");
  // It stays while the text changes, and goes with a program that is loaded.
  typeAndPause(adding("3, 2"));
  answer();
  EXPECT_TRUE(program->asking().isFaulty());
  load(adding("4, 2"));
  answer();
  EXPECT_TRUE(program->asking().question().expression.empty());
}

TEST_F(UserProgramTest, IsAbsentUntilItIsSet) {
  EXPECT_FALSE(program->present());
  EXPECT_FALSE(program->playable());
  EXPECT_EQ(program->exploration(), nullptr);
  EXPECT_EQ(program->changesWithin(), std::nullopt);
  program->run();
  program->leave();
  EXPECT_EQ(changes, 0);
}

TEST_F(UserProgramTest, ALoadedOneIsCheckedAndExploredAtOnce) {
  load(adding("5, 7"), "ABAB");
  EXPECT_TRUE(program->present());
  EXPECT_TRUE(program->current());
  EXPECT_EQ(program->summary(), "2 threads, 1 variable");
  EXPECT_EQ(program->schedule().schedule(), "ABAB");
  EXPECT_FALSE(program->schedule().canUndo());
  ASSERT_EQ(log.questions.size(), 1U);
  EXPECT_EQ(program->exploration(), nullptr);
  EXPECT_EQ(program->grade(), std::nullopt) << "not known yet";
  EXPECT_EQ(program->sentence(), "The end: counter = 7.");
  answer();
  ASSERT_NE(program->exploration(), nullptr);
  EXPECT_EQ(program->totals(), "6 schedules, 3 endings");
  EXPECT_EQ(program->remarks(), "");
  EXPECT_EQ(program->grade(), Grade::wrong);
  EXPECT_TRUE(program->sentence().starts_with("Lost update: ")) << program->sentence();
  EXPECT_EQ(program->lineSteps(), std::vector<walk::LineSteps>({{5, {"reads counter", "writes counter"}}}));
}

TEST_F(UserProgramTest, WhatIsTypedIsCheckedAfterAPause) {
  load(adding("5, 7"));
  answer();
  type(adding("5, 7, 9"));
  EXPECT_FALSE(program->current());
  EXPECT_EQ(program->summary(), "2 threads, 1 variable") << "of the text before";
  EXPECT_NEAR(program->changesWithin().value(), UserProgram::kPatience, 1e-9);
  pass(UserProgram::kPatience / 2);
  type(adding("5, 7, 9, 1"));
  pass(UserProgram::kPatience * 0.75);
  EXPECT_FALSE(program->current()) << "another key was pressed";
  pass(UserProgram::kPatience / 2);
  EXPECT_TRUE(program->current());
  EXPECT_EQ(program->summary(), "4 threads, 1 variable");
  EXPECT_EQ(log.questions.size(), 2U) << "the text in between was never asked about";
}

TEST_F(UserProgramTest, WhatHasFaultsLeavesWhatWasGood) {
  load(adding("5, 7"), "ABAB");
  answer();
  typeAndPause("counter = (");
  EXPECT_FALSE(program->current());
  ASSERT_EQ(program->faults().size(), 1U);
  EXPECT_TRUE(program->playable());
  EXPECT_EQ(program->schedule().schedule(), "ABAB");
  EXPECT_EQ(program->totals(), "6 schedules, 3 endings");
  EXPECT_EQ(log.questions.size(), 1U);
  typeAndPause(adding("5, 7"));
  EXPECT_TRUE(program->current());
  EXPECT_TRUE(program->faults().empty());
  EXPECT_EQ(log.questions.size(), 1U) << "nothing has changed";
}

TEST_F(UserProgramTest, ALoadedOneWithFaultsHasNothingOfTheOneBefore) {
  load(adding("5, 7"));
  answer();
  load("counter = (", "AB");
  EXPECT_TRUE(program->present());
  EXPECT_FALSE(program->playable());
  EXPECT_EQ(program->exploration(), nullptr);
  EXPECT_EQ(program->summary(), "");
  typeAndPause(adding("1, 2"));
  EXPECT_EQ(program->schedule().schedule(), "AB") << "its schedule, as soon as there is a program for it";
}

TEST_F(UserProgramTest, KeepsWhatIsPossibleOfTheSchedule) {
  load(adding("5, 7, 9"), "CABABC");
  typeAndPause(adding("5, 7"));
  EXPECT_EQ(program->schedule().schedule(), "");
  EXPECT_EQ(
      program->notice(),
      "The schedule does not fit the program: step 1 of the schedule, C, is not possible: only A and B can step then. All of "
      "its 6 steps are put aside; edit the program back before the next step, and they return.");
  typeAndPause(adding("5, 7, 8"));
  EXPECT_EQ(program->schedule().schedule(), "CABABC");
  EXPECT_EQ(program->notice(), "");
  typeAndPause(adding("5, 7"));
  program->step('B');
  typeAndPause(adding("5, 7, 8"));
  EXPECT_EQ(program->schedule().schedule(), "B") << "an action makes another schedule the one that is wanted";
}

TEST_F(UserProgramTest, AnOlderExplorationIsGivenUp) {
  load(adding("5, 7"));
  typeAndPause(adding("1, 2, 3"));
  ASSERT_EQ(log.questions.size(), 2U);
  answer();
  EXPECT_EQ(program->totals(), "90 schedules, 6 endings");
}

TEST_F(UserProgramTest, AnExplorationIsShownOnceItTakesLong) {
  load(adding("5, 7"));
  answer();
  typeAndPause(adding("1, 2, 3"));
  EXPECT_NE(program->exploration(), nullptr) << "that of the text before stays for a moment";
  EXPECT_FALSE(program->exploring());
  pass(0);
  const std::uint64_t before = program->version();
  pass(ProgramOutcomes::kNoticedAfter * 1.5);
  EXPECT_TRUE(program->exploring());
  EXPECT_EQ(program->exploration(), nullptr);
  EXPECT_GT(program->version(), before);
  log.replies.progress({42, 0, 0});
  EXPECT_EQ(program->progress().states.load(), 42U);
  program->cancel();
  program->collect();
  EXPECT_FALSE(program->exploring());
  EXPECT_EQ(program->remarks(), "Not every schedule: it was cancelled; nothing is counted.");
}

TEST_F(UserProgramTest, WhereStatesAreTooManyClassesAreSearched) {
  load(adding("5, 7"), "ABAB");
  pass(0);
  pass(2);
  answer(4);
  EXPECT_EQ(program->remarks(), "Not every schedule: the bound of states was reached; the endings found by then are listed.");
  ASSERT_EQ(log.questions.size(), 2U);
  EXPECT_EQ(log.task, BackgroundTask::searchProgram);
  EXPECT_EQ(log.questions.back().options.maxTime, limits::kPageExploreTime - std::chrono::seconds(2)) << "the time that is left";
  EXPECT_TRUE(program->searching());
  log.replies.progress({17, 0, 0});
  EXPECT_EQ(program->progress().states.load(), 17U);
  EXPECT_EQ(program->grade(), std::nullopt);
  answer();
  EXPECT_FALSE(program->exploring());
  EXPECT_EQ(program->remarks(),
            "Not every schedule: the bound of states was reached; the endings found by then are listed. "
            "Then classes of schedules were gone through up to the second: it ends wrong.");
  EXPECT_EQ(program->totals(), "1 ending so far");
  const ProgramEnding& found = program->exploration()->endings.at(0);
  EXPECT_EQ(found.simplest, "ABAB");
  EXPECT_TRUE(found.anySchedule);
  EXPECT_EQ(program->grade(), Grade::wrong);
  // Another program begins with nothing of it.
  typeAndPause(adding("1, 2"));
  answer();
  EXPECT_EQ(program->remarks(), "");
}

TEST_F(UserProgramTest, ASearchOfClassesCanBeCancelled) {
  load(adding("5, 7"));
  pass(0);
  pass(1);
  answer(4);
  log.replies.progress({17, 0, 0});
  program->cancel();
  program->collect();
  EXPECT_FALSE(program->exploring());
  EXPECT_TRUE(program->remarks().ends_with("the first 17 of them: none ends with an error or in a deadlock (it was cancelled)."))
      << program->remarks();
  // An edit ends one, too.
  typeAndPause(adding("1, 2"));
  answer(4);
  EXPECT_EQ(log.task, BackgroundTask::searchProgram);
  typeAndPause(adding("1, 2, 3"));
  EXPECT_EQ(log.task, BackgroundTask::exploreProgram);
  answer();
  EXPECT_EQ(program->totals(), "90 schedules, 6 endings");
}

TEST_F(UserProgramTest, WhatClassesAreNotDefinedForIsNotSearched) {
  load("import threading\nready = threading.Condition()\n" + adding("5, 7"));
  answer(4);
  answer();
  EXPECT_EQ(program->remarks(), "Not every schedule: the bound of states was reached; the endings found by then are listed.");
}

TEST_F(UserProgramTest, RunTakesARandomScheduleFromTheBeginning) {
  load(adding("5, 7"), "A");
  program->run();
  EXPECT_EQ(program->schedule().schedule().size(), 4U);
  EXPECT_TRUE(program->schedule().atEnd());
  program->undo();
  EXPECT_EQ(program->schedule().schedule(), "A");
  program->redo();
  program->seek(0);
  EXPECT_EQ(program->sentence(), "No thread has taken a step yet.");
  program->seek(1);
  EXPECT_EQ(program->sentence().substr(0, 20), "After step 1 of 4: c");
  EXPECT_TRUE(program->stateWords().starts_with("Step 1 of 4: counter = 0. Main waits for the end of ")) << program->stateWords();
}

TEST_F(UserProgramTest, ShowsAFaultWhereOneIsSoonFound) {
  // By chance it is not found in one of 3^8 cases.
  load(adding("5, 7"));
  program->showFault();
  EXPECT_EQ(program->schedule().schedule().size(), 4U);
  EXPECT_FALSE(program->schedule().canUndo());
}

TEST_F(UserProgramTest, LeavingForgetsAll) {
  load(adding("5, 7"), "AB");
  program->leave();
  EXPECT_FALSE(program->present());
  EXPECT_FALSE(program->playable());
  EXPECT_EQ(program->source(), "");
  EXPECT_EQ(program->exploration(), nullptr);
  EXPECT_EQ(program->changesWithin(), std::nullopt);
}

TEST_F(UserProgramTest, PrintingCanBeAStep) {
  load(adding("5, 7") + "print(counter)\n");
  answer();
  program->setOutput(true);
  EXPECT_TRUE(log.questions.back().program.output);
  EXPECT_TRUE(program->current());
}

TEST(UserProgramThreads, IsExploredOnAThreadOfThePage) {
  Doorbell news;
  UserProgram program([&news] { news.ring(); }, [] {}, true, [] { return nullptr; });
  program.load({adding("5, 7"), false, true, {}});
  for (program.collect(); program.exploration() == nullptr; program.collect()) news.wait();
  EXPECT_EQ(program.totals(), "6 schedules, 3 endings");
}

// Its states have no room in the memory that a thread of the page may keep.
std::string large() {
  return "import threading\n"
         "counter = 0\n"
         "def add(n):\n"
         "    global counter\n"
         "    for i in range(9):\n"
         "        counter += n\n"
         "threads = [threading.Thread(target=add, args=(10 ** n,)) for n in range(5)]\n"
         "for t in threads: t.start()\n";
}

TEST(UserProgramThreads, WhatIsTooLargeForThePagesMemoryIsExploredByACopyEachTime) {
  Copy::Log log;
  Doorbell news;
  UserProgram program([&news] { news.ring(); }, [] {}, true, [&log] { return std::make_unique<Copy>(log); });
  double seconds = 0;
  const auto type = [&](const std::string& source) {
    program.type(source);
    program.advance(seconds += 1);
    program.advance(seconds += 1);
  };
  // Until the thread has come to an end.
  const auto await = [&] {
    for (program.collect(); log.copies == 0 && program.changesWithin(); program.collect()) news.wait();
  };
  program.load({large(), false, true, {}});
  await();
  EXPECT_TRUE(program.exploration()->outOfMemory);
  EXPECT_EQ(log.copies, 1);
  EXPECT_EQ(log.questions.back().options.maxBytes, limits::kPageExploreBytes);
  type(adding("5, 7"));
  EXPECT_EQ(log.copies, 0) << "another program ends the copy";
  // And back, before that one is explored.
  type(large());
  await();
  EXPECT_EQ(log.copies, 1);
}

}  // namespace
}  // namespace interleave
