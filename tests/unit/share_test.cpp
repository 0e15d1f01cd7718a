#include "link/share.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "link/link.h"
#include "support.h"
#include "text/markup.h"

namespace interleave {
namespace {

constexpr std::string_view kPage = "https://example.org/a/";

TEST(ShareTest, ATitleNamesTheFirstTransactionsAndTheLock) {
  EXPECT_EQ(titleOf({}), "Interleave: deposit +50, withdrawal -150, no lock");
  Settings settings = test::programOf({{"a", 1, 3}, {"b", -2}, {"c", 0}, {"d", 4}, {"e", 5}}, LockKind::scoped);
  EXPECT_EQ(titleOf(settings), "Interleave: a +1 x 3, b -2, c +0, and 2 more, lock: Context manager");
}

TEST(ShareTest, AnIframeShowsTheSettingsCompact) {
  Settings settings;
  settings.view.schedule = "AB";
  EXPECT_EQ(iframeOf(kPage, settings),
            "<iframe src=\"https://example.org/a/#v=1&amp;schedule=AB&amp;embed=1\" "
            "title=\"Interleave: deposit +50, withdrawal -150, no lock\" width=\"720\" height=\"480\" "
            "style=\"border:0;max-width:100%\" loading=\"lazy\" allow=\"cross-origin-isolated; clipboard-write\"></iframe>");
}

TEST(ShareTest, TextBecomesNoMarkup) {
  EXPECT_EQ(forMarkup("<a href=\"b\">&amp; c'd \xC3\xA9"), "&lt;a href=&quot;b&quot;&gt;&amp;amp; c'd \xC3\xA9");
  EXPECT_EQ(forMarkup(""), "");
}

TEST(ShareTest, AWholePageIsNotEmbedded) {
  Settings settings = test::programOf({{"a", 1, 3}});
  const Settings plain = settings;
  settings.view.embed = true;
  EXPECT_EQ(markdownOf(kPage, settings), markdownOf(kPage, plain));
}

TEST(ShareTest, MarkdownLinksToThePageInFull) {
  Settings settings;
  settings.view.embed = true;
  EXPECT_EQ(markdownOf(kPage, settings), "[Interleave: deposit \\+50, withdrawal \\-150, no lock](<https://example.org/a/#v=1>)");
}

// Labels come from links of unknown origin: they stay text wherever they are pasted.
TEST(ShareTest, LabelsEndNoAttributeAndNoLink) {
  const Settings settings = test::programOf({{"\"><script>", 1}, {"](x) <b> `*_", 2}});
  const std::string html = iframeOf(kPage, settings);
  EXPECT_EQ(std::ranges::count(html, '<'), 2) << html;
  EXPECT_EQ(std::ranges::count(html, '>'), 2) << html;
  EXPECT_NE(html.find("title=\"Interleave: &quot;&gt;&lt;script&gt; +1"), std::string::npos) << html;
  const std::string markdown = markdownOf(kPage, settings);
  EXPECT_NE(markdown.find("\\]\\(x\\) \\<b\\> \\`\\*\\_ \\+2, no lock](<https"), std::string::npos) << markdown;
  const std::string target = markdown.substr(markdown.rfind("(<") + 2);
  EXPECT_EQ(target.find_first_of("<> \""), target.size() - 2) << target;
}

TEST(ShareTest, WhatIsPastedIsTheSameLink) {
  test::Random random(71);
  for (int round = 0; round < test::rounds(200); ++round) {
    Settings settings = test::randomSettings(random, {});
    settings.program.transactions[0].label = "a&b\"c<d>\xc3\xa4";
    const std::string markdown = markdownOf(kPage, settings);
    const DecodedLink decoded = decodeLink(markdown.substr(markdown.rfind("(<") + 2, markdown.size() - markdown.rfind("(<") - 4));
    EXPECT_TRUE(decoded.problems.empty());
    EXPECT_EQ(decoded.settings, settings);
  }
}

TEST(ShareTest, AProgramIsNamedByItsFirstComment) {
  ProgramSettings program{"# Two threads, one counter.\nx = 1\n", false, true, {}};
  EXPECT_EQ(titleOf(program), "Interleave: Two threads, one counter");
  const std::string link = encodeLink(program);
  EXPECT_EQ(markdownOf(kPage, program), "[Interleave: Two threads, one counter](<https://example.org/a/" + link + ">)");
  EXPECT_NE(iframeOf(kPage, program).find("&amp;embed=1\" title=\"Interleave: Two threads, one counter\""), std::string::npos);
  program.view.embed = true;
  EXPECT_EQ(linkOf(inFull(LinkContent(program))), link);
  program.source = "x = 1\n";
  EXPECT_EQ(titleOf(program), "Interleave: a program with threads");
}

}  // namespace
}  // namespace interleave
