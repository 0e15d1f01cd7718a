#include "app/looks.h"

#include "support.h"
#include "support/fake_platform.h"

namespace interleave {
namespace {

using test::FakePlatform;
using Values = std::vector<Json>;

TEST(LooksTest, EveryPressShowsTheOppositeOfWhatIsSeen) {
  FakePlatform platform;
  Looks looks(platform);
  EXPECT_FALSE(looks.dark());
  looks.cycle();
  EXPECT_TRUE(looks.dark());
  looks.cycle();
  EXPECT_FALSE(looks.dark());
  EXPECT_EQ(platform.of(topic::kDark), Values({false, true, false}));
  EXPECT_EQ(platform.of(request::kStorePreference),
            Values({{{"name", "theme"}, {"value", "dark"}}, {{"name", "theme"}, {"value", ""}}}))
      << "light is the system's own";
}

TEST(LooksTest, FollowTheSystemUnlessSomethingElseIsChosen) {
  FakePlatform platform;
  Looks looks(platform);
  platform.known["prefersDark"] = "yes";
  EXPECT_TRUE(looks.dark());
  platform.known["theme"] = "light";
  EXPECT_FALSE(Looks(platform).dark());
  platform.known["theme"] = "none that there is";
  EXPECT_TRUE(Looks(platform).dark());
}

}  // namespace
}  // namespace interleave
