#include "background/trace_export.h"

#include <thread>

#include "link/link.h"
#include "support.h"

namespace interleave {
namespace {

std::shared_ptr<const RunResult> longRun() {
  test::Random random(3);
  RunResult result;
  result.settings = test::programOf({{"a", 5, 2'000}, {"b", -3, 2'000}});
  result.balances = {result.settings.program.start};
  result.trace = test::traceOf(test::randomTrace(random, result.settings));
  return std::make_shared<const RunResult>(std::move(result));
}

std::string writtenAtOnce(const RunResult& run, TraceFormat format) {
  TraceWriter writer(run, encodeLink({run.settings, {}}), format);
  std::string text;
  while (!writer.done()) text += writer.next();
  return text;
}

// As in the page: the text is checked before it is taken.
std::string takeAll(TraceExport& file) {
  std::string text;
  for (bool written = false; !written; std::this_thread::yield()) {
    written = file.written();
    while (const auto piece = file.take()) text += *piece;
  }
  return text;
}

TEST(TraceExportTest, ThePiecesAreTheFile) {
  const auto run = longRun();
  for (const TraceFormat format : {TraceFormat::chrome, TraceFormat::csv}) {
    TraceExport file(run, encodeLink({run->settings, {}}), format, [] {});
    ASSERT_TRUE(file.able());
    const std::string text = takeAll(file);
    EXPECT_EQ(text.size(), writtenAtOnce(*run, format).size());
    EXPECT_EQ(text, writtenAtOnce(*run, format));
    EXPECT_EQ(file.progress(), 1.0);
  }
}

TEST(TraceExportTest, WaitsForItsPiecesToBeTakenAndReportsNews) {
  const auto run = longRun();
  std::atomic<int> news{0};
  TraceExport file(run, encodeLink({run->settings, {}}), TraceFormat::chrome, [&] { news.fetch_add(1); });
  while (news.load() < static_cast<int>(PieceQueue::kPieces)) std::this_thread::yield();
  // The queue is full, and there is more: until a piece is taken, it cannot reach the end.
  EXPECT_FALSE(file.written());
  EXPECT_LT(file.progress(), 1.0);
  EXPECT_EQ(takeAll(file), writtenAtOnce(*run, TraceFormat::chrome));
}

TEST(TraceExportTest, ACancelledExportKeepsNoThreadWaiting) {
  const auto run = longRun();
  for (int i = 0; i < 50; ++i) TraceExport(run, encodeLink({run->settings, {}}), TraceFormat::chrome, [] {});
}

TEST(TraceExportTest, ARunWithoutEventsIsAFileToo) {
  const auto run = std::make_shared<const RunResult>();
  TraceExport file(run, encodeLink({run->settings, {}}), TraceFormat::chrome, [] {});
  EXPECT_EQ(takeAll(file), writtenAtOnce(*run, TraceFormat::chrome));
}

TEST(TraceExportTest, WithoutAThreadTheTakerWrites) {
  const auto run = longRun();
  int news = 0;
  TraceExport file(run, encodeLink({run->settings, {}}), TraceFormat::chrome, [&] { ++news; }, TraceExport::By::caller);
  ASSERT_TRUE(file.able());
  EXPECT_FALSE(file.written());
  EXPECT_EQ(file.progress(), 0.0);
  EXPECT_EQ(takeAll(file), writtenAtOnce(*run, TraceFormat::chrome));
  EXPECT_EQ(file.progress(), 1.0);
  EXPECT_EQ(news, 0);
}

}  // namespace
}  // namespace interleave
