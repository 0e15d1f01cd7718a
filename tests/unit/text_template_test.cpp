#include "account/text_template.h"

#include "support.h"

namespace interleave::test {
namespace {

const TemplateNames kNames = {[](std::string_view name) { return name == "yes"; },
                              [](std::string_view name) { return name == "amount" ? "50" : "?"; },
                              [](std::string_view name) -> std::optional<TemplateBlock> {
                                if (name == "nothing") return TemplateBlock{};
                                if (name == "two") return TemplateBlock{"one = $amount\n?no left = out\ntwo = 2"};
                                if (name == "literal") return TemplateBlock{"$amount ?no  @read\n", true};
                                return std::nullopt;
                              }};

std::string expanded(std::string_view text) {
  std::string all;
  for (const TemplateLine& line : expandTemplate(text, 4, kNames)) all += line.text + "\n";
  return all;
}

TEST(TextTemplateTest, ValuesStandAnywhereInALine) {
  EXPECT_EQ(expanded("x = $amount + $amount)"), "x = 50 + 50)\n");
  EXPECT_EQ(expanded("    $amount"), "    50\n");
}

TEST(TextTemplateTest, ABlockHasTheIndentationOfItsName) {
  EXPECT_EQ(expanded("with lock:\n    $two\n"), "with lock:\n    one = 50\n    two = 2\n");
  EXPECT_EQ(expanded("  $literal"), "  $amount ?no  @read\n");
}

TEST(TextTemplateTest, AnEmptyBlockTakesTheBlankLineBehindIt) {
  EXPECT_EQ(expanded("one\n\n$nothing\n\ntwo"), "one\n\ntwo\n");
  EXPECT_EQ(expanded("$two\n\nthree"), "one = 50\ntwo = 2\n\nthree\n");
}

TEST(TextTemplateTest, ALineThatIsLeftOutLeavesItsBlockFurtherOut) {
  EXPECT_EQ(expanded("?yes if enough:  # why\n    write\nend"), "if enough:  # why\n    write\nend\n");
  EXPECT_EQ(expanded("?no if enough:  # why\n    write\n    while more:\n        $two\nend"),
            "write\nwhile more:\n    one = 50\n    two = 2\nend\n");
  EXPECT_EQ(expanded("    ?yes ?no if enough:\n    ?yes ?no     write\n    end"), "    end\n");
}

TEST(TextTemplateTest, MarksSayWhatALineDoes) {
  const auto lines =
      expandTemplate("with lock:  # both  @acquire1 @release\n    $amount  @write~\ndef f():  @update\nx  @read*", 4, kNames);
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0].text, "with lock:  # both");
  EXPECT_EQ(lines[0].places, (std::vector<Place>{{Step::acquire, 1, false, false}, {Step::release, 0, false, false}}));
  EXPECT_EQ(lines[1].places, (std::vector<Place>{{Step::write, 0, true, false}}));
  EXPECT_TRUE(lines[2].update && lines[2].places.empty());
  EXPECT_EQ(lines[3].places, (std::vector<Place>{{Step::read, 0, false, true}}));
}

}  // namespace
}  // namespace interleave::test
