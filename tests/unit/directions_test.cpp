#include "text/directions.h"

#include <array>

#include "support.h"

namespace interleave {
namespace {

using test::utf8;

// UAX #9, section 2.
constexpr std::array kControls = {U'\u061C', U'\u200E', U'\u200F', U'\u202A', U'\u202B', U'\u202C',
                                  U'\u202D', U'\u202E', U'\u2066', U'\u2067', U'\u2068', U'\u2069'};

TEST(DirectionsTest, EachControlIsAMark) {
  std::string text;
  for (const char32_t control : kControls) text += utf8(control);
  EXPECT_EQ(withDirectionsMarked(text), "[ALM][LRM][RLM][LRE][RLE][PDF][LRO][RLO][LRI][RLI][FSI][PDI]");
  EXPECT_EQ(withDirectionsMarked("a" + utf8(U'\u202E') + "b"), "a[RLO]b");
}

TEST(DirectionsTest, OtherTextStaysAsItIs) {
  for (char32_t each = 0x20; each < 0x3000; ++each) {
    if (std::ranges::find(kControls, each) != kControls.end()) continue;
    EXPECT_EQ(withDirectionsMarked(utf8(each)), utf8(each)) << std::hex << static_cast<std::uint32_t>(each);
  }
  EXPECT_EQ(withDirectionsMarked(""), "");
  EXPECT_EQ(withDirectionsMarked("\xE2\x80"), "\xE2\x80");
}

TEST(DirectionsTest, TheFirstLetterHasTheDirectionOfTheText) {
  EXPECT_TRUE(isRightToLeft("\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D"));
  EXPECT_TRUE(isRightToLeft("12: " + utf8(U'\u0645') + "abc"));
  EXPECT_FALSE(isRightToLeft("abc" + utf8(U'\u0645')));
  EXPECT_FALSE(isRightToLeft(utf8(U'\u65E5') + utf8(U'\u05D0')));
  EXPECT_FALSE(isRightToLeft("12 +"));
  EXPECT_FALSE(isRightToLeft(""));
}

}  // namespace
}  // namespace interleave
