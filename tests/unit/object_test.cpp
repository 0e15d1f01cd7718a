#include "model/object.h"

#include "support.h"

namespace interleave {
namespace {

std::vector<std::size_t> objectsOf(ObjectSpan span) {
  std::vector<std::size_t> objects;
  for (const std::size_t object : span) objects.push_back(object);
  return objects;
}

TEST(ObjectSpanTest, IsOneObjectOrSeveralSideBySide) {
  EXPECT_EQ(objectsOf({}), std::vector<std::size_t>{0});
  EXPECT_EQ(objectsOf(7), std::vector<std::size_t>{7});
  EXPECT_EQ(objectsOf(ObjectSpan::of(2, 3)), (std::vector<std::size_t>{2, 3, 4}));
  EXPECT_EQ(ObjectSpan::of(5, 1), ObjectSpan(5));
  EXPECT_NE(ObjectSpan::of(5, 2), ObjectSpan(5));
}

TEST(ObjectSpanTest, HasRoomForAllObjects) {
  for (std::size_t first = 0; first < ObjectSpan::kMostObjects; ++first) {
    for (std::size_t count = 1; count <= std::min(ObjectSpan::kLongest, ObjectSpan::kMostObjects - first); ++count) {
      const ObjectSpan span = ObjectSpan::of(static_cast<ObjectId>(first), count);
      ASSERT_EQ(span.first(), first);
      ASSERT_EQ(span.size(), count);
      for (std::size_t object = 0; object < ObjectSpan::kMostObjects; ++object) {
        ASSERT_EQ(span.contains(object), object >= first && object < first + count);
      }
    }
  }
}

}  // namespace
}  // namespace interleave
