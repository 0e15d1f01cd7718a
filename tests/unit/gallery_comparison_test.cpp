#include "app/gallery_comparison.h"

#include "run/doorbell.h"
#include "support.h"

namespace interleave {
namespace {

class GalleryComparisonTest : public testing::Test {
 protected:
  void set(std::string_view name) {
    const ProgramSettings settings{std::string(gallery::named(name)->source()), false, true, {}};
    comparison.follow(&settings);
  }
  void await() {
    while (!comparison.collect()) news.wait();
  }

  Doorbell news;
  GalleryComparison comparison{[this] { news.ring(); }, {}};
};

TEST_F(GalleryComparisonTest, ExploresBothProgramsOfTheOneThatIsSet) {
  set("tickets-fixed");
  EXPECT_TRUE(comparison.open()->fixed);
  EXPECT_EQ(comparison.fault(), nullptr);
  EXPECT_EQ(comparison.fix(), nullptr);
  await();
  ASSERT_EQ(comparison.fault()->rows.size(), 2U);
  EXPECT_EQ(comparison.fault()->rows[1].words, "tickets -1");
  EXPECT_EQ(comparison.fault()->rows[1].grade, Grade::wrong);
  EXPECT_EQ(comparison.fix()->rows, (std::vector<EndingsInBrief::Row>{{Grade::expected, "tickets 0", 1}}));
}

TEST_F(GalleryComparisonTest, KeepsWhatItHasForTheOtherOfTheTwo) {
  set("tickets");
  await();
  set("tickets-fixed");
  EXPECT_TRUE(comparison.open()->fixed);
  EXPECT_EQ(comparison.fault()->rows.size(), 2U);
}

TEST_F(GalleryComparisonTest, LeavesOneThatIsReplacedBeforeItIsExplored) {
  set("tickets");
  set("livelock");
  await();
  EXPECT_TRUE(comparison.fault()->forever);
  EXPECT_FALSE(comparison.fix()->forever);
}

TEST_F(GalleryComparisonTest, HasNothingToDoWithOtherPrograms) {
  comparison.follow(nullptr);
  EXPECT_FALSE(comparison.open());
  const ProgramSettings own{"print(1)\n", false, true, {}};
  comparison.follow(&own);
  EXPECT_FALSE(comparison.open());
  EXPECT_FALSE(comparison.collect());
  EXPECT_FALSE(comparison.unable());
}

}  // namespace
}  // namespace interleave
