#include "render/scene_svg.h"

#include <cctype>
#include <regex>

#include "support.h"

namespace interleave {
namespace {

// ---- A small reader of XML ----------------------------------------------------------------------

// What is wrong with a document of elements, attributes in quotes, text and the predefined entities (W3C, "XML 1.0",
// productions 1 and 39 to 44); empty: it is well-formed.
std::string whatIsWrong(const std::string& xml) {
  static const std::regex kText(R"([^<>&\x01-\x08\x0b\x0c\x0e-\x1f]*(&(amp|lt|gt|quot);[^<>&]*)*)");
  static const std::regex kTag(R"(<(/?)([a-zA-Z]+)((\s+[a-zA-Z:-]+="[^"<>&]*(&(amp|lt|gt|quot);[^"<>&]*)*")*)\s*(/?)>)");
  std::vector<std::string> open;
  std::size_t elements = 0;
  for (std::size_t at = 0; at < xml.size();) {
    const std::size_t tag = std::min(xml.find('<', at), xml.size());
    const std::string text = xml.substr(at, tag - at);
    if (!std::regex_match(text, kText)) return "text: " + text;
    if (open.empty() && text.find_first_not_of(" \n") != std::string::npos) return "text outside: " + text;
    if (tag == xml.size()) break;
    const std::size_t end = xml.find('>', tag);
    if (end == std::string::npos) return "no end of a tag";
    const std::string found = xml.substr(tag, end + 1 - tag);
    std::smatch parts;
    if (!std::regex_match(found, parts, kTag)) return "tag: " + found;
    if (open.empty() && elements > 0) return "two roots";
    ++elements;
    if (parts[1].length() > 0) {
      if (open.empty() || open.back() != parts[2]) return "not open: " + found;
      open.pop_back();
    } else if (parts[7].length() == 0) {
      open.push_back(parts[2]);
    }
    at = end + 1;
  }
  return open.empty() ? "" : "still open: " + open.back();
}

std::size_t count(const std::string& text, std::string_view what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

TEST(SceneSvgTest, TheReaderOfTheseTestsKnowsWhatIsWrong) {
  EXPECT_EQ(whatIsWrong("<svg a=\"1\"><g>&lt;x&amp;</g><b/></svg>\n"), "");
  for (const char* wrong :
       {"<a>", "<a></b>", "<a>&</a>", "<a b=1/>", "<a b=\"<\"/>", "<a/><b/>", "<a/>x", "<a", "<a>&nbsp;</a>", "<a>1 > 0</a>"}) {
    EXPECT_NE(whatIsWrong(wrong), "") << wrong;
  }
}

// ---- Pictures -----------------------------------------------------------------------------------

std::uint32_t threadColor(std::size_t task) { return 0xFF000000 | static_cast<std::uint32_t>(task + 1) * 0x010203; }

struct Picture {
  HistoryScene scene;
  SvgFrame frame;
};

Picture pictureOf(const Settings& settings, const Trace& trace, float width) {
  Timeline timeline(settings.program);
  timeline.append(trace.events);
  Picture picture;
  const auto end = static_cast<double>(timeline.endNs());
  const SceneStyle style{1, 0xFF101010, 0xFF202020, threadColor};
  SceneMaker().make(timeline, trace, lostUpdates(trace), {0, end * 1.06 + 4, end, width, 100}, style, picture.scene);
  SvgFrame& frame = picture.frame;
  frame.width = width + 120;
  frame.height = 300;
  frame.left = 100;
  frame.lanesTop = 40;
  frame.laneHeight = 20;
  frame.tasks = settings.program.transactions.size();
  frame.locks = acquires(settings.program.lock) ? accountsOf(settings.program.mode) : 0;
  frame.mostHolders = timeline.mostHolders();
  frame.balanceBase = 250;
  frame.perUnit = 0.5f;
  for (std::size_t task = 0; task < frame.tasks; ++task) frame.threads.push_back(threadColor(task));
  frame.ticks = {100, 150.25f};
  frame.title = "One & two < three > \"zero\".";
  frame.words = {{1, 2, "<script>&\"é\"", SvgWords::Anchor::end, 0xFF332211}};
  return picture;
}

TEST(SceneSvgTest, IsWellFormedWhateverHappened) {
  test::Random random(41);
  for (int round = 0; round < test::rounds(60); ++round) {
    const Settings settings = test::randomSettings(random, {.transactions = 5, .times = 10, .workers = 5});
    const Picture picture = pictureOf(settings, test::traceOf(test::randomTrace(random, settings)),
                                      static_cast<float>(test::between(random, 1, 300)));
    const std::string svg = sceneSvg(picture.scene, picture.frame);
    ASSERT_EQ(whatIsWrong(svg), "");
    EXPECT_EQ(count(svg, "nan") + count(svg, "inf"), 0U);
    EXPECT_EQ(count(svg, "width=\"-"), 0U);
    EXPECT_EQ(count(svg, "<circle"),
              static_cast<std::size_t>(std::ranges::count_if(picture.scene.laneMarks,
                                                             [](const Mark& mark) {
                                                               return mark.shape == static_cast<float>(MarkShape::disc) ||
                                                                      mark.shape == static_cast<float>(MarkShape::ring);
                                                             }) +
                                       std::ranges::count_if(picture.scene.balanceMarks, [](const Mark& mark) {
                                         return mark.shape != static_cast<float>(MarkShape::cross);
                                       })));
    EXPECT_EQ(svg, sceneSvg(picture.scene, picture.frame)) << "the same again";
  }
}

TEST(SceneSvgTest, WordsAreWordsAndNoMarkup) {
  const Settings settings = test::lesson();
  const Picture picture = pictureOf(settings, test::resultOf(settings, "ABAB").trace, 200);
  const std::string svg = sceneSvg(picture.scene, picture.frame);
  EXPECT_EQ(count(svg, "<title>One &amp; two &lt; three &gt; &quot;zero&quot;.</title>"), 1U);
  EXPECT_EQ(count(svg, R"(<text x="1" y="2" text-anchor="end" fill="#112233">&lt;script&gt;&amp;&quot;é&quot;</text>)"), 1U);
  EXPECT_EQ(count(svg, R"(<svg xmlns="http://www.w3.org/2000/svg" width="320" height="300" viewBox="0 0 320 300")"), 1U);
}

TEST(SceneSvgTest, WithoutEventsThereIsStillAPicture) {
  const Picture picture = pictureOf(test::lesson(), {}, 200);
  const std::string svg = sceneSvg(picture.scene, picture.frame);
  EXPECT_EQ(whatIsWrong(svg), "");
  EXPECT_EQ(count(svg, "<circle"), 0U);
}

}  // namespace
}  // namespace interleave
