// What the page explores by itself: where it does so, and what becomes of the memory.
#include "app/outcomes.h"

#include "background/messages.h"
#include "link/link.h"
#include "run/doorbell.h"
#include "support.h"

namespace interleave {
namespace {

// A copy of the program that answers when it is told to.
class Copy final : public Background {
 public:
  struct Log {
    int copies = 0;  // that are there
    ExploreQuestion question;
    Replies replies;
  };
  explicit Copy(Log& log) : log_(log) { ++log_.copies; }
  ~Copy() override { --log_.copies; }
  void begin(BackgroundTask, const std::string& question, Replies replies) override {
    log_.question = decodeExploreQuestion(question);
    log_.replies = std::move(replies);
  }
  void cancel() override {}

 private:
  Log& log_;
};

class OutcomesTest : public testing::Test {
 protected:
  void SetUp() override {
    outcomes.emplace([this] { news.ring(); }, [] {}, true, [this] { return std::make_unique<Copy>(log); });
  }
  void follow(const std::string& link) {
    outcomes->follow(decodeLink(link).settings);
    outcomes->advance(seconds += 1);
    outcomes->advance(seconds += 1);
  }
  // Until the page's own thread has come to an end.
  void awaitNear() {
    for (outcomes->collect(); !outcomes->exploration(); outcomes->collect()) news.wait();
  }
  // More states than kNearExploreBytes have room for.
  void followLarge() {
    follow("#v=1&workers=8&lock=ticket&tx=a:1x9,b:2x9,c:4x9,d:8x9,e:16x9,f:32x9,g:64x9,h:128x9");
    awaitNear();
  }
  Exploration answerOf(std::uint64_t states) const {
    Exploration answer =
        nothingExplored(log.question.program, false, "it has come to the bound of its memory; so much is missing");
    answer.states = states;
    answer.outOfMemory = true;
    return answer;
  }

  Copy::Log log;
  Doorbell news;
  double seconds = 0;
  std::optional<Outcomes> outcomes;
};

TEST_F(OutcomesTest, ASmallProgramIsExploredOnAThreadOfThePage) {
  follow("#v=1");
  awaitNear();
  EXPECT_EQ(outcomes->exploration()->schedules, "6");
  EXPECT_EQ(log.copies, 0);
}

TEST_F(OutcomesTest, WhatIsTooLargeForThePagesMemoryIsExploredInMemoryThatIsGivenBack) {
  followLarge();
  const std::uint64_t near = outcomes->exploration()->states;
  EXPECT_TRUE(outcomes->exploration()->outOfMemory);
  ASSERT_EQ(log.copies, 1);
  EXPECT_EQ(log.question.options.maxBytes, limits::kPageExploreBytes);
  for (int frame = 0; frame < 2; ++frame) outcomes->advance(seconds += 1);
  EXPECT_TRUE(outcomes->exploring()) << "what the thread has found is not all";
  log.replies.progress({near + 1, 0, 0});
  EXPECT_EQ(outcomes->progress().states.load(), near + 1);
  log.replies.answer(encodeExploration(answerOf(near + 7)));
  outcomes->collect();
  EXPECT_EQ(outcomes->exploration()->states, near + 7);
  EXPECT_FALSE(outcomes->exploring());
  EXPECT_EQ(log.copies, 0);
}

TEST_F(OutcomesTest, AnotherProgramEndsTheCopy) {
  followLarge();
  ASSERT_EQ(log.copies, 1);
  follow("#v=1");
  EXPECT_EQ(log.copies, 0);
  awaitNear();
  EXPECT_EQ(outcomes->exploration()->schedules, "6");
}

TEST_F(OutcomesTest, ACopyThatFailsLeavesWhatTheThreadHasFound) {
  followLarge();
  const std::uint64_t near = outcomes->exploration()->states;
  log.replies.failure("it could not be loaded");
  outcomes->collect();
  EXPECT_EQ(log.copies, 0);
  EXPECT_EQ(outcomes->exploration()->states, near);
  EXPECT_FALSE(outcomes->exploring());
  ASSERT_TRUE(outcomes->larger()) << "the user may ask for more";
  EXPECT_GT(outcomes->larger()->maxBytes, limits::kNearExploreBytes);
}

TEST_F(OutcomesTest, CancellingEndsTheCopyAndLeavesWhatTheThreadHasFound) {
  followLarge();
  const std::uint64_t near = outcomes->exploration()->states;
  outcomes->cancel();
  outcomes->collect();
  EXPECT_EQ(log.copies, 0);
  EXPECT_EQ(outcomes->exploration()->states, near);
}

TEST_F(OutcomesTest, WhatTheUserAsksForIsExploredOnThreads) {
  followLarge();
  log.replies.answer(encodeExploration(answerOf(outcomes->exploration()->states + 7)));
  outcomes->collect();
  EXPECT_EQ(outcomes->larger()->maxBytes, limits::kDefaultExploreBytes);
  outcomes->goOn();
  EXPECT_EQ(log.copies, 0);
  outcomes->cancel();
}

}  // namespace
}  // namespace interleave
