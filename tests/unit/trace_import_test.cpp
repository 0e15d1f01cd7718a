#include "background/trace_import.h"

#include <nlohmann/json.hpp>
#include <thread>

#include "code/listing.h"
#include "link/link.h"
#include "support.h"
#include "trace/event_table.h"

namespace interleave {
namespace {

using Json = nlohmann::json;

// ---- The pipe -----------------------------------------------------------------------------------

void giveAll(auto& to, test::Random& random, const std::string& text, std::int64_t most) {
  for (std::size_t at = 0; at < text.size();) {
    std::string piece = text.substr(at, static_cast<std::size_t>(test::between(random, 0, most)));
    at += piece.size();
    while (!to.give(piece)) std::this_thread::yield();
  }
}

std::string allOf(PiecePipe& pipe) {
  std::string text;
  for (std::string_view piece = pipe.next(); !piece.empty(); piece = pipe.next()) text += piece;
  return text;
}

TEST(PiecePipeTest, CarriesPiecesOfAnySizeInOrder) {
  test::Random random(51);
  for (const std::int64_t most : {1, 7, 300, 100'000}) {
    std::string text;
    for (std::int64_t i = 0; i < 300 * std::min<std::int64_t>(most, 1'000); ++i)
      text += static_cast<char>(test::between(random, 0, 255));
    PiecePipe pipe;
    std::string found;
    std::thread reader([&] { found = allOf(pipe); });
    giveAll(pipe, random, text, most);
    pipe.close();
    reader.join();
    EXPECT_EQ(found, text) << "pieces of at most " << most;
  }
}

TEST(PiecePipeTest, APieceForWhichThereIsNoRoomIsKept) {
  PiecePipe pipe;
  std::string given;
  for (;;) {
    std::string piece = std::to_string(given.size()) + " ";
    const std::string before = piece;
    if (!pipe.give(piece)) {
      EXPECT_EQ(piece, before);
      break;
    }
    given += before;
    ASSERT_LT(given.size(), 1'000U);
  }
  pipe.close();
  EXPECT_EQ(allOf(pipe), given) << "what was given before the end is read";
}

TEST(PiecePipeTest, AClosedPipeIsAtItsEnd) {
  PiecePipe pipe;
  pipe.close();
  EXPECT_EQ(pipe.next(), "");
}

TEST(PiecePipeTest, ManyEmptyPiecesAreNoEnd) {
  PiecePipe pipe;
  std::thread giver([&] {
    for (int i = 0; i < 50'000; ++i) {
      std::string piece;
      while (!pipe.give(piece)) std::this_thread::yield();
    }
    std::string last = "x";
    while (!pipe.give(last)) std::this_thread::yield();
    pipe.close();
  });
  EXPECT_EQ(allOf(pipe), "x");
  giver.join();
}

// ---- Reading ------------------------------------------------------------------------------------

// An import that can be waited for.
class Import {
 public:
  // A refused import takes no further pieces, and no thread waits for that.
  bool give(std::string& piece) {
    if (import_.finished()) piece.clear();
    return import_.finished() || import_.give(piece);
  }
  void endOfFile() { import_.endOfFile(); }
  void cancel() { import_.cancel(); }
  std::uint64_t eventsSoFar() const { return import_.eventsSoFar(); }
  TraceImport::Read read() {
    while (!import_.finished()) news_->wait();
    return import_.take();
  }

 private:
  // The reading thread may ring when this is gone.
  std::shared_ptr<Doorbell> news_ = std::make_shared<Doorbell>();
  TraceImport import_{settingsOfLink, [news = news_] { news->ring(); }};
};

std::string fileOf(std::int64_t times) {
  test::Random random(52);
  test::Drive drive(test::programOf({{"a", 5, times}, {"b", -5, times}}));
  while (drive.stepRandomly(random)) {
  }
  return test::written(drive.result(), TraceFormat::chrome);
}

TEST(TraceImportTest, ReadsTheSameRunFromPiecesOfAnySize) {
  test::Random random(53);
  for (const std::int64_t most : {3, 500, 100'000}) {
    const Settings settings = test::randomSettings(random, {.transactions = 4, .times = 20, .workers = 4});
    test::Drive drive(settings);
    while (drive.stepRandomly(random)) {
    }
    const RunResult result = drive.result();
    Import import;
    giveAll(import, random, test::written(result, TraceFormat::chrome), most);
    import.endOfFile();
    const TraceImport::Read read = import.read();
    ASSERT_NE(read.report, nullptr) << read.problem;
    EXPECT_EQ(read.report->run.trace.events, result.trace.events);
    EXPECT_EQ(toJson(*read.report), toJson(makeReport(result)));
    EXPECT_EQ(import.eventsSoFar(), result.trace.events.size());
  }
}

TEST(TraceImportTest, AFileThatEndsEarlyIsNoTrace) {
  test::Random random(54);
  const std::string text = fileOf(20);
  for (int round = 0; round < 30; ++round) {
    Import import;
    giveAll(import, random, text.substr(0, static_cast<std::size_t>(test::between(random, 0, std::ssize(text) - 3))), 1'000);
    import.endOfFile();
    const TraceImport::Read read = import.read();
    EXPECT_EQ(read.report, nullptr);
    EXPECT_EQ(read.problem.substr(0, 38), "The file is no JSON that can be read: ");
  }
}

TEST(TraceImportTest, CanBeCancelledAtAnyTime) {
  test::Random random(55);
  const std::string text = fileOf(200);
  for (int round = 0; round < test::rounds(40); ++round) {
    Import import;
    const bool whole = test::oneIn(random, 3);
    giveAll(import, random, whole ? text : text.substr(0, static_cast<std::size_t>(test::between(random, 0, std::ssize(text)))),
            5'000);
    if (whole && test::oneIn(random, 2)) import.endOfFile();
    import.cancel();
    const TraceImport::Read read = import.read();
    // A problem that was found before the cancellation is reported; otherwise there is none.
    if (!read.report) EXPECT_TRUE(read.problem.empty() || read.problem.starts_with("The file is no JSON")) << read.problem;
  }
}

TEST(TraceImportTest, IsGivenUpByBeingForgotten) {
  test::Random random(56);
  const std::string text = fileOf(50);
  for (int round = 0; round < 20; ++round) {
    Import import;
    std::string piece = text.substr(0, static_cast<std::size_t>(test::between(random, 0, std::ssize(text))));
    import.give(piece);
  }
}

TEST(TraceImportTest, GarbageIsRefusedInWords) {
  test::Random random(57);
  for (int round = 0; round < test::rounds(50); ++round) {
    std::string garbage;
    const std::int64_t length = test::between(random, 0, 400);
    for (std::int64_t i = 0; i < length; ++i) garbage += static_cast<char>(test::between(random, 0, 255));
    Import import;
    giveAll(import, random, garbage, 50);
    import.endOfFile();
    const TraceImport::Read read = import.read();
    EXPECT_EQ(read.report, nullptr);
    EXPECT_NE(read.problem, "");
  }
}

// ---- Files of unknown origin -------------------------------------------------------------------------

// Everything that the page does with a trace.
void useAll(const Report& report, test::Random& random) {
  const auto cpp = listingOf(report.run.settings, Language::cpp);
  const auto python = listingOf(report.run.settings, Language::python);
  for (int i = 0; i < 10 && !report.run.trace.events.empty(); ++i) {
    const auto at = static_cast<std::size_t>(test::between(random, 0, std::ssize(report.run.trace.events) - 1));
    EXPECT_NE(eventTableJson(report, at), "");
    EXPECT_NE(eventSentence(report, at), "");
    const ThreadStates states = report.threadStates.after(report.run.settings.program, report.run.trace, at + 1);
    for (std::size_t task = 0; task < states.tasks.size(); ++task) {
      EXPECT_NE(describe(states.tasks[task], states, report.run.settings.program), "");
      for (const Listing* listing : {&cpp, &python}) {
        const auto line = lineOf(*listing, report.run.settings, task, states.tasks[task], false);
        if (line) EXPECT_LT(*line, listing->lines.size());
      }
    }
  }
  EXPECT_NE(test::written(report.run, TraceFormat::chrome), "");
  EXPECT_NE(test::written(report.run, TraceFormat::csv), "");
}

// Each is allowed by itself, and no program does them together.
void disturb(Json& event, test::Random& random, std::size_t tasks) {
  Json& arguments = event["args"];
  switch (test::between(random, 0, 4)) {
    case 0:
      arguments["event"] = eventName(static_cast<EventKind>(test::between(random, 0, 14)));
      arguments["account"] = 0;
      break;
    case 1: arguments["value"] = test::between(random, -limits::kMaxTotal, limits::kMaxTotal); break;
    case 2: event["tid"] = test::between(random, 1, static_cast<std::int64_t>(tasks)); break;
    case 3: arguments["link"] = std::to_string(random()); break;
    default: arguments["update"] = test::between(random, 0, limits::kMaxTimes - 1); break;
  }
}

TEST(TraceImportTest, EventsThatNoProgramHasAreRefusedAndNeverHarmful) {
  test::Random random(58);
  int refused = 0;
  for (int round = 0; round < test::rounds(300); ++round) {
    const Settings settings = test::randomSettings(random, {.transactions = 4, .times = 4, .workers = 4});
    test::Drive drive(settings);
    while (drive.stepRandomly(random)) {
    }
    Json file = Json::parse(test::written(drive.result(), TraceFormat::chrome));
    for (Json& event : file["traceEvents"]) {
      if (event["ph"] == "i" && test::oneIn(random, 3)) disturb(event, random, settings.program.transactions.size());
    }
    Import import;
    // The summary stands first, as in a file that was written here.
    giveAll(import, random,
            R"({"otherData":)" + file["otherData"].dump() + R"(,"traceEvents":)" + file["traceEvents"].dump() + "}", 4'000);
    import.endOfFile();
    const TraceImport::Read read = import.read();
    // Links and the numbers of updates are not judged.
    if (read.report) {
      useAll(*read.report, random);
    } else {
      ASSERT_TRUE(read.problem.starts_with("The trace contradicts itself: ")) << read.problem;
      ++refused;
    }
  }
  EXPECT_GT(refused, test::rounds(200));
}

}  // namespace
}  // namespace interleave
