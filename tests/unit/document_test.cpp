#include "app/document.h"

#include "support.h"
#include "support/fake_platform.h"

namespace interleave {
namespace {

using test::FakePlatform;

class DocumentTest : public testing::Test {
 protected:
  void advanceTo(double seconds) {
    time.seconds = seconds;
    publisher.advance();
  }
  // Another number of workers.
  void edit(int workers) {
    Settings settings = document.settings();
    settings.program.workers = workers;
    document.set(settings);
  }

  FrameTime time;
  FakePlatform platform;
  Publisher publisher{time};
  Notices notices{[] {}};
  Document document{platform, publisher, notices};
};

using Values = std::vector<Json>;

TEST_F(DocumentTest, ALinkThatIsLoadedBecomesTheAddressInItsShortestForm) {
  document.load("#v=1&workers=2&lock=scoped");
  EXPECT_EQ(document.link(), "#v=1&lock=scoped");
  EXPECT_EQ(platform.of(request::kReplaceLink), Values({"#v=1&lock=scoped"}));
  EXPECT_EQ(platform.of(topic::kSettings), Values({"#v=1&lock=scoped"}));
  advanceTo(9);
  EXPECT_EQ(platform.of(topic::kSettings).size(), 1U);
}

TEST_F(DocumentTest, TheAddressFollowsEditsAfterAPause) {
  edit(3);
  time.seconds = 0.25;
  edit(4);
  advanceTo(0.5);
  EXPECT_EQ(platform.of(request::kReplaceLink), Values());
  advanceTo(0.5625);
  EXPECT_EQ(platform.of(request::kReplaceLink), Values({"#v=1&workers=4"}));
  EXPECT_EQ(platform.of(topic::kSettings), Values({"#v=1&workers=4"}));
}

TEST_F(DocumentTest, ALinkThatIsLoadedTakesThePlaceOfAnEditThatWaits) {
  edit(3);
  document.load("#v=1&workers=5");
  advanceTo(9);
  EXPECT_EQ(platform.of(request::kReplaceLink), Values({"#v=1&workers=5"}));
}

TEST_F(DocumentTest, AFaultyLinkStaysInTheAddressUntilSomethingIsEdited) {
  document.load("#v=1&workers=99");
  ASSERT_EQ(document.problems().size(), 1U);
  EXPECT_EQ(notices.lines(), std::vector<std::string>{"Link: " + document.problems().front().message()});
  EXPECT_EQ(platform.of(request::kReplaceLink), Values());
  EXPECT_EQ(platform.of(topic::kSettings), Values({"#v=1"})) << "what holds instead";
  advanceTo(9);
  EXPECT_EQ(platform.of(request::kReplaceLink), Values());
  edit(3);
  advanceTo(10);
  EXPECT_EQ(platform.of(request::kReplaceLink), Values({"#v=1&workers=3"}));
  EXPECT_TRUE(document.problems().empty());
  EXPECT_TRUE(notices.lines().empty());
}

TEST_F(DocumentTest, TheProblemsAreThoseOfTheNewestLink) {
  document.load("#v=1&workers=99");
  document.load("#v=1");
  EXPECT_TRUE(document.problems().empty());
  EXPECT_TRUE(notices.lines().empty());
}

TEST_F(DocumentTest, FlushesAtOnce) {
  edit(3);
  document.flush();
  EXPECT_EQ(platform.of(request::kReplaceLink), Values({"#v=1&workers=3"}));
  advanceTo(9);
  EXPECT_EQ(platform.of(request::kReplaceLink).size(), 1U);
}

TEST_F(DocumentTest, OnlyAnotherScheduleChangesTheLink) {
  document.load("#v=1&schedule=ABAB&at=2");
  document.setSchedule("ABAB", 2);
  EXPECT_FALSE(publisher.waits(Matter::link));
  document.setSchedule("ABAB", std::nullopt);
  EXPECT_TRUE(publisher.waits(Matter::link));
  document.flush();
  EXPECT_EQ(document.link(), "#v=1&schedule=ABAB");
}

TEST_F(DocumentTest, StaysEmbeddedUntilALinkSaysOtherwise) {
  EXPECT_FALSE(document.embedded());
  document.load("#v=1&embed=1");
  document.load("#v=1&workers=5");
  EXPECT_TRUE(document.embedded());
  document.load("#v=1&embed=0");
  EXPECT_FALSE(document.embedded());
  EXPECT_EQ(document.link(), "#v=1");
}

TEST_F(DocumentTest, StaysEmbeddedInAFrameWhateverIsLoaded) {
  platform.known["inFrame"] = "yes";
  document.load("#v=1&embed=1");
  document.load("#v=1&embed=0");
  EXPECT_TRUE(document.embedded());
}

TEST_F(DocumentTest, ClosingTheLessonTakesItOutOfTheLink) {
  document.load("#v=1&lesson=2");
  document.closeLesson();
  document.flush();
  EXPECT_EQ(document.settings().view.lesson, 0);
  EXPECT_EQ(platform.of(request::kReplaceLink).back(), document.link());
}

}  // namespace
}  // namespace interleave
