// Explorations of programs that users wrote, in the background: on a thread, and in the second copy of the program.
#include "background/program_explorer.h"

#include "background/messages.h"
#include "background/work.h"
#include "program/load.h"
#include "run/doorbell.h"
#include "support.h"
#include "text/json.h"
#include "words/words.h"

namespace interleave {
namespace {

const std::string kRace =
    "import threading\n"
    "counter = 0\n"
    "def add(n):\n"
    "    global counter\n"
    "    counter += n\n"
    "    print(n)\n"
    "threads = [threading.Thread(target=add, args=(n,)) for n in (5, 7)]\n"
    "for t in threads: t.start()\n"
    "for t in threads: t.join()\n";
const std::string kDeadlock =
    "import threading\n"
    "lock = threading.Lock()\n"
    "def take():\n"
    "    lock.acquire()\n"
    "    raise ValueError('kept')\n"
    "for i in range(2): threading.Thread(target=take).start()\n";
const std::string kForEver =
    "import threading\n"
    "turn = 0\n"
    "def play(other):\n"
    "    global turn\n"
    "    while True: turn = other\n"
    "for n in (1, 2): threading.Thread(target=play, args=(n,)).start()\n";

// The second copy of the program is this one; it works on request.
class NearCopy final : public Background {
 public:
  void begin(BackgroundTask task, const std::string& question, Replies replies) override {
    task_ = task;
    question_ = question;
    replies_ = std::move(replies);
  }
  void cancel() override { replies_ = {}; }
  void work() {
    const std::string answer = performTask(task_, question_, replies_.progress);
    std::exchange(replies_, {}).answer(answer);
  }
  void answer(const std::string& bytes) { std::exchange(replies_, {}).answer(bytes); }

 private:
  BackgroundTask task_ = BackgroundTask::explore;
  std::string question_;
  Replies replies_;
};

const ProgramText kAsked{kRace, false, Question{"counter == 1", true}};
const ProgramText kAskedInVain{kRace, false, Question{"counter > 2", false}};

std::shared_ptr<const ExploredProgram> awaited(ProgramExplorer& explorer, Doorbell& news) {
  for (;;) {
    if (auto result = explorer.take()) return result;
    news.wait();
  }
}

std::string jsonOf(const ExploredProgram& explored) { return ProgramExploring::json(explored, limits::kMaxShownEndings); }

// What the command prints.
std::string directly(const ProgramText& text) {
  if (text.question) {
    ExploreProgress progress;
    const auto program = program::load(text.source, text.question->expression).program;
    return toJson(answerQuestion(program, text.output, text.question->atEnd, {}, progress), *text.question);
  }
  const auto program = program::load(text.source).program;
  ExploreProgress progress;
  const ProgramExploration found = exploreProgram(program, text.output, {}, progress);
  return toJson(found, text.output, words::tellAll(program, text.source, text.output, found));
}

TEST(ProgramExplorerTest, FindsWhatTheCommandFinds) {
  Doorbell news;
  ProgramExplorer explorer([&news] { news.ring(); });
  for (const ProgramText& text : {ProgramText{kRace, false}, ProgramText{kRace, true}, ProgramText{kDeadlock, false},
                                  ProgramText{kForEver, false}, kAsked, kAskedInVain}) {
    explorer.start(text, {}, 1'000);
    const auto explored = awaited(explorer, news);
    EXPECT_TRUE(explored->faults.empty());
    EXPECT_EQ(explored->program, text);
    EXPECT_EQ(jsonOf(*explored), directly(text));
    EXPECT_EQ(explorer.takeJson(), directly(text));
  }
}

TEST(ProgramExplorerTest, AnotherCopyFindsTheSame) {
  auto copy = std::make_unique<NearCopy>();
  NearCopy& far = *copy;
  ProgramExplorer explorer([] {}, std::move(copy));
  for (const ProgramText& text : {ProgramText{kRace, false}, ProgramText{kRace, true}, ProgramText{kDeadlock, false},
                                  ProgramText{kForEver, false}, kAsked, kAskedInVain}) {
    explorer.start(text, {});
    EXPECT_EQ(explorer.take(), nullptr);
    far.work();
    const auto explored = explorer.take();
    ASSERT_NE(explored, nullptr);
    EXPECT_EQ(jsonOf(*explored), directly(text));
  }
}

TEST(ProgramExplorerTest, SearchesOnWhereThatIsAskedFor) {
  ExploreOptions options;
  options.maxStates = 4;
  Doorbell news;
  ProgramExplorer explorer([&news] { news.ring(); });
  explorer.start({kRace, false}, options, 10);
  EXPECT_FALSE(awaited(explorer, news)->search);
  EXPECT_FALSE(Json::parse(explorer.takeJson()).contains("search"));
  options.thenClasses = true;
  explorer.start({kRace, false}, options, 10);
  const auto explored = awaited(explorer, news);
  ASSERT_TRUE(explored->search && explored->search->bad);
  EXPECT_TRUE(explored->search->bad->words.starts_with("B (add(7)) overwrites `counter`")) << explored->search->bad->words;
  const std::string json = explorer.takeJson();
  EXPECT_EQ(Json::parse(json)["search"]["bad"]["grade"], "wrong");
  auto copy = std::make_unique<NearCopy>();
  NearCopy& far = *copy;
  ProgramExplorer other([] {}, std::move(copy));
  other.start({kRace, false}, options, 10);
  far.work();
  EXPECT_EQ(other.takeJson(), json);
}

TEST(ProgramExplorerTest, TheSearchByItselfFindsTheSame) {
  Doorbell news;
  ProgramSearcher searcher([&news] { news.ring(); });
  searcher.start({kDeadlock, false}, {}, 10);
  auto searched = searcher.take();
  for (; !searched; searched = searcher.take()) news.wait();
  ASSERT_TRUE(searched->search.bad);
  EXPECT_EQ(searched->search.bad->grade, Grade::deadlock);
  const std::string json = searcher.takeJson();
  auto copy = std::make_unique<NearCopy>();
  NearCopy& far = *copy;
  ProgramSearcher other([] {}, std::move(copy));
  other.start({kDeadlock, false}, {}, 10);
  far.work();
  EXPECT_EQ(other.takeJson(), json);
  other.start({kDeadlock, false}, {}, 10);
  other.cancel();
  EXPECT_EQ(other.take()->search.bound, "it was cancelled");
}

TEST(ProgramExplorerTest, AProgramWithFaultsIsToldSo) {
  const ProgramText text{"x = 1 / 2\ny = yield\n", false};
  Doorbell news;
  ProgramExplorer explorer([&news] { news.ring(); });
  explorer.start(text, {}, 10);
  const auto explored = awaited(explorer, news);
  EXPECT_EQ(explored->faults, program::load(text.source).faults);
  EXPECT_EQ(Json::parse(explorer.takeJson())["faults"].size(), explored->faults.size());
  auto copy = std::make_unique<NearCopy>();
  NearCopy& far = *copy;
  ProgramExplorer other([] {}, std::move(copy));
  other.start(text, {});
  far.work();
  EXPECT_EQ(other.take()->faults, explored->faults);
}

TEST(ProgramExplorerTest, AQuestionWithFaultsIsToldSo) {
  const ProgramText text{kRace, false, Question{"counte > 2", false}};
  auto copy = std::make_unique<NearCopy>();
  NearCopy& far = *copy;
  ProgramExplorer explorer([] {}, std::move(copy));
  explorer.start(text, {}, 10);
  far.work();
  EXPECT_EQ(Json::parse(explorer.takeJson())["faults"][0]["message"], "`counte` is defined nowhere; did you mean `counter`?");
  const auto explored = explorer.take();
  EXPECT_TRUE(explored->faults.empty());
  EXPECT_EQ(explored->questionFaults, program::load(text.source, text.question->expression).questionFaults);
}

TEST(ProgramExplorerTest, WhatIsCancelledOrFailsIsSaid) {
  auto copy = std::make_unique<NearCopy>();
  NearCopy& far = *copy;
  ProgramExplorer explorer([] {}, std::move(copy));
  explorer.start({kRace, false}, {});
  explorer.cancel();
  auto explored = explorer.take();
  ASSERT_NE(explored, nullptr);
  EXPECT_TRUE(explored->exploration.cancelled);
  EXPECT_EQ(Json::parse(jsonOf(*explored))["stopped"], true);
  explorer.start({kRace, false}, {});
  far.answer("no answer");
  explored = explorer.take();
  EXPECT_FALSE(explored->exploration.complete);
  EXPECT_EQ(explored->exploration.bound, "there is not enough memory for its result; nothing is listed");
}

TEST(ProgramExplorerTest, ListsAsManyEndingsAsAreWanted) {
  Doorbell news;
  ProgramExplorer explorer([&news] { news.ring(); });
  explorer.start({kRace, false}, {}, 2);
  awaited(explorer, news);
  const Json json = Json::parse(explorer.takeJson());
  EXPECT_EQ(json["endings"].size(), 2U);
  EXPECT_EQ(json["endingsOmitted"], 1);
}

}  // namespace
}  // namespace interleave
