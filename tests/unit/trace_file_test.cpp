#include <nlohmann/json.hpp>

#include "link/link.h"
#include "support.h"
#include "text/utf8.h"
#include "trace/report.h"
#include "trace/trace_reader.h"
#include "trace/trace_writer.h"

namespace interleave {

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kMany = 1'000'000;
const std::atomic<bool> kGoOn{false};

ReadTrace readBack(const std::string& text, std::uint64_t most = kMany) {
  TraceReader reader(settingsOfLink);
  return reader.read(TraceReader::allOf(text), most, kGoOn);
}

TEST(TraceFileTest, WhatWasWrittenIsReadAgain) {
  test::Random random(91);
  for (int round = 0; round < test::rounds(200); ++round) {
    Settings settings = test::randomSettings(random, {.transactions = 6, .times = 4, .workers = 4});
    settings.program.transactions[0].label = R"(a "q", \ é)";
    test::Drive drive(settings);
    while (drive.stepRandomly(random) && !test::oneIn(random, 60)) {
    }
    const RunResult result = drive.result();
    const ReadTrace read = readBack(test::written(result, TraceFormat::chrome));
    ASSERT_NE(read.result, nullptr) << read.problem;
    EXPECT_EQ(read.result->trace.events, result.trace.events);
    EXPECT_EQ(toJson(makeReport(*read.result)), toJson(makeReport(result)));
    EXPECT_EQ(read.result->lost, result.lost);
  }
}

TEST(TraceFileTest, RealRunsAreReadAgainToTheNanosecond) {
  test::TestRunner threads;
  const std::int64_t times = test::rounds(300);
  for (const LockInfo& lock : allLocks()) {
    Settings settings = test::lesson(lock.kind, 3);
    settings.program.transactions = {{"a", 5, times}, {"b", -5, times}, {"c", 1, times}};
    const auto result = threads.run(settings);
    const ReadTrace read = readBack(test::written(*result, TraceFormat::chrome));
    ASSERT_NE(read.result, nullptr) << read.problem;
    EXPECT_EQ(read.result->trace.events, result->trace.events) << lock.name;
    EXPECT_EQ(toJson(makeReport(*read.result)), toJson(makeReport(*result))) << lock.name;
  }
}

// A file with so many events in full; the others are rows.
std::string writtenWith(std::size_t traced, const RunResult& result) {
  TraceWriter writer(result, encodeLink({result.settings, {}}), TraceFormat::chrome, traced);
  std::string text;
  while (!writer.done()) text += writer.next();
  return text;
}

TEST(TraceFileTest, EventsAsRowsAreReadAgainAndAreAFifthAsLong) {
  test::TestRunner threads;
  for (const LockInfo& lock : allLocks()) {
    Settings settings = test::lesson(lock.kind, 3);
    settings.program.transactions = {{"a", 5, 150}, {"b", -5, 150}, {"c", 1, 150}};
    const auto result = threads.run(settings);
    const std::string whole = test::written(*result, TraceFormat::chrome);
    for (const std::size_t traced : {std::size_t{0}, std::size_t{1}, std::size_t{777}, result->trace.events.size() - 1}) {
      const std::string text = writtenWith(traced, *result);
      const ReadTrace read = readBack(text);
      ASSERT_NE(read.result, nullptr) << lock.name << ", " << traced << ": " << read.problem;
      EXPECT_EQ(read.result->trace.events, result->trace.events) << lock.name << ", " << traced;
      EXPECT_EQ(toJson(makeReport(*read.result)), toJson(makeReport(*result))) << lock.name << ", " << traced;
      if (traced == 0) EXPECT_LT(text.size(), whole.size() / 3) << lock.name;
    }
  }
}

// The events are 32 bytes each while they are recorded.
TEST(TraceFileTest, ReadingTakesAThirdOfTheMemoryOfTheRun) {
  Settings settings = test::lesson(LockKind::scoped, 2);
  settings.program.transactions = {{"a", 5, 5'000}, {"b", -5, 5'000}};
  test::TestRunner threads;
  const auto result = threads.run(settings);
  const std::string text = writtenWith(0, *result);
  const test::CountingMemory memory;
  const ReadTrace read = readBack(text);
  ASSERT_NE(read.result, nullptr) << read.problem;
  EXPECT_EQ(read.result->trace.events, result->trace.events);
  EXPECT_GE(read.result->trace.events.size(), 60'000U);
  EXPECT_LT(memory.now(), read.result->trace.events.size() * 12 + std::size_t{66'000});
}

TEST(TraceFileTest, OtherProgramsSeeTheFirstEventsAndNoFlowThatEndsLater) {
  const RunResult result = test::resultOf(test::lesson(), "ABAB");
  const Json file = Json::parse(writtenWith(5, result));
  std::string phases;
  for (const Json& event : file["traceEvents"]) phases += event["ph"].get<std::string>();
  EXPECT_EQ(std::ranges::count(phases, 'i'), 5);
  EXPECT_EQ(std::ranges::count(phases, 's') + std::ranges::count(phases, 'f'), 0);
  ASSERT_EQ(file["moreEvents"].size(), 1U);
  EXPECT_EQ(std::ranges::count(file["moreEvents"][0].get<std::string>(), ';'),
            static_cast<std::ptrdiff_t>(result.trace.events.size()) - 5);
}

TEST(TraceFileTest, SaysWhatIsWrongWithARow) {
  const std::string good = writtenWith(0, test::resultOf(test::lesson(), "ABAB"));
  const std::string first = "Au0,0,0,0,0;";
  const std::size_t at = good.find(first);
  ASSERT_NE(at, std::string::npos) << good;
  const struct {
    std::string row;
    std::string problem;
  } cases[] = {
      {"Cu0,0,0,0,0;", R"(event 0 of moreEvents, task: "Cu0,0,0,0,0" is not allowed; allowed is one of the letters AB)"},
      {"A!0,0,0,0,0;", R"(event 0 of moreEvents, event: "A!0,0,0,0,0" is not allowed; allowed is one of the letters )"},
      {"Au2,0,0,0,0;", "event 0 of moreEvents, worker: \"Au2,0,0,0,0\" is not allowed; allowed is a whole number from 0 to 1"},
      {"Au0,-1,0,0,0;", "event 0 of moreEvents, time: "},
      {"Au0,0,1000000,0,0;", "event 0 of moreEvents, update: "},
      {"Au0,0,0,9007199254740993,0;", "event 0 of moreEvents, value: "},
      {"Au0,0,0,0,1;", "event 0 of moreEvents, account: "},
      {"Au0,0,0,0,0,16,0;", "event 0 of moreEvents, worker of the link: "},
      {"Au0,0,0,0,0,0,0,0;", "event 0 of moreEvents, the end of the event: "},
      {"Au0,0,0;", "event 0 of moreEvents, value: "},
      {";", "event 0 of moreEvents, task: "},
      {"Au0,0,0,0,0;Au0,0,0,0,0;", "otherData.events: there are more events than 8"},
      {"", "otherData.events: there are 7 events, and not 8"},
      {R"(",1,")", "moreEvents: 1 is not allowed; allowed is a list of texts"},
  };
  for (const auto& each : cases) {
    const ReadTrace read = readBack(std::string(good).replace(at, first.size(), each.row));
    EXPECT_EQ(read.result, nullptr) << each.row;
    EXPECT_TRUE(read.problem.starts_with(each.problem)) << each.row << ": " << read.problem;
  }
}

TEST(TraceFileTest, ATrackIsCoveredByWhatItsThreadDoes) {
  const RunResult result = test::resultOf(test::lesson(LockKind::scoped), "AAAABBBB");
  const Json file = Json::parse(test::written(result, TraceFormat::chrome));
  std::vector<std::string> spans;
  for (const Json& event : file["traceEvents"]) {
    const std::string phase = event["ph"];
    if (phase == "X") spans.push_back(event["name"]);
    if (phase == "b" || phase == "e") spans.push_back(phase + " " + event["name"].get<std::string>());
  }
  EXPECT_EQ(spans, (std::vector<std::string>{"b A deposit", "copy 100", "e A deposit", "waits", "b B withdrawal", "copy 150",
                                             "e B withdrawal"}));
}

TEST(TraceFileTest, ALostUpdateIsAFlow) {
  const RunResult result = test::resultOf(test::lesson(), "ABAB");
  const Json file = Json::parse(test::written(result, TraceFormat::chrome));
  std::vector<int> tracks;
  for (const Json& event : file["traceEvents"]) {
    if (event["ph"] == "s" || event["ph"] == "f") tracks.push_back(event["tid"]);
  }
  EXPECT_EQ(tracks, (std::vector<int>{1, 2}));
}

TEST(TraceFileTest, PiecesAreSmallHoweverLongTheRecord) {
  test::TestRunner threads;
  Settings settings = test::lesson(LockKind::none, 2);
  settings.program.transactions = {{"a", 5, 20'000}, {"b", -5, 20'000}};
  const auto result = threads.run(settings);
  for (const TraceFormat format : {TraceFormat::chrome, TraceFormat::csv}) {
    TraceWriter writer(*result, "#v=1", format);
    std::size_t pieces = 0;
    for (; !writer.done(); ++pieces) ASSERT_LT(writer.next().size(), TraceWriter::kPiece + 4'096);
    EXPECT_GT(pieces, 40U);
  }
}

TEST(TraceFileTest, AsCsvEveryEventIsALine) {
  Settings settings = test::lesson();
  settings.program.transactions[0].label = R"(a "b", c)";
  const std::string text = test::written(test::resultOf(settings, "AB"), TraceFormat::csv);
  EXPECT_EQ(text,
            "time_ns,task,label,worker,update,account,event,value,link\r\n"
            "0,A,\"a \"\"b\"\", c\",0,0,0,updating,0,\r\n"
            "1,B,\"withdrawal\",1,0,0,updating,0,\r\n"
            "2,A,\"a \"\"b\"\", c\",0,0,0,read,100,\r\n"
            "3,B,\"withdrawal\",1,0,0,read,100,\r\n");
}

TEST(TraceFileTest, ALabelIsNoFormulaOfASpreadsheet) {
  for (const std::string label : {"=1+1", "+1", "-1", "@SUM(A1)"}) {
    Settings settings = test::lesson();
    settings.program.transactions[0].label = label;
    const std::string text = test::written(test::resultOf(settings, "A"), TraceFormat::csv);
    EXPECT_NE(text.find(",\"'" + label + "\","), std::string::npos) << text;
    EXPECT_EQ(text.find(",\"" + label), std::string::npos) << text;
  }
}

TEST(TraceFileTest, AnEmptySecondAccountIsStillAnAccount) {
  Settings settings = test::programOf({{"all", 100}}, LockKind::scoped);
  settings.program.mode = Mode::transfer;
  settings.program.transactions[0].amount = -100;
  const RunResult result = test::resultOf(settings, "AAAAAA");
  ASSERT_EQ(result.balances, (Balances{200, 0}));
  const ReadTrace read = readBack(test::written(result, TraceFormat::chrome));
  ASSERT_NE(read.result, nullptr) << read.problem;
  EXPECT_EQ(read.result->balances, result.balances);
}

TEST(TraceFileTest, SaysWhatIsWrongWithAFile) {
  const std::string good = test::written(test::resultOf(test::lesson(), "ABAB"), TraceFormat::chrome);
  const auto with = [&](const std::string& old, const std::string& now) {
    std::string text = good;
    const std::size_t at = text.find(old);
    EXPECT_NE(at, std::string::npos) << old;
    return at == std::string::npos ? text : text.replace(at, old.size(), now);
  };
  const struct {
    std::string text;
    std::string problem;
  } cases[] = {
      {"", "The file is no JSON that can be read: "},
      {good.substr(0, good.size() / 2), "The file is no JSON that can be read: "},
      {"[]", "The file is no trace: it is array, and not an object"},
      {"{}", "otherData is missing: this is no trace of Interleave"},
      {R"({"traceEvents":[{"ph":"i"}]})", "otherData must stand before traceEvents"},
      {with("\"interleave\":1", "\"interleave\":2"),
       "otherData.interleave: 2 is not allowed; allowed is a whole number from 1 to 1"},
      {with("\"link\":\"#v=1", "\"link\":\"#v=9"), "otherData.link: "},
      {with("\"link\":\"#v=1", "\"link\":[[1]],\"x\":\"#v=1"), "otherData.link: […] is not allowed; allowed is a link as text"},
      {with("\"end\":\"completed\"", "\"end\":\"never\""),
       "otherData.end: \"never\" is not allowed; allowed is one of completed, "},
      {with("\"owners\":[null,null]", "\"owners\":7"), "otherData.owners: 7 is not allowed; allowed is a list of two"},
      {with("\"owners\":[null,null]", "\"owners\":[0]"), "otherData.owners: […] is not allowed; allowed is a list of two"},
      {with("\"owners\":[null,null]", "\"owners\":[0,1]"),
       "otherData.owners: […] is not allowed; allowed is null as the second, where there is one account"},
      {with("\"balances\":[-50,0]", "\"balances\":[-50,7]"),
       "otherData.balances: […] is not allowed; allowed is 0 as the second, where there is one account"},
      {with("\"balances\":[-50,0]", "\"balances\":-50"), "otherData.balances: -50 is not allowed; allowed is a list of two"},
      {with("\"tid\":1,\"ts\"", "\"tid\":3,\"ts\""), "event 0.tid: 3 is not allowed; allowed is a whole number from 1 to 2"},
      {with("\"event\":\"read\"", "\"event\":\"look\""), "event 2.event: \"look\" is not allowed; allowed is one of updating, "},
      {with("\"worker\":0", "\"worker\":2"), "event 0.worker: 2 is not allowed; allowed is a whole number from 0 to 1"},
      {with("\"account\":0", "\"account\":1"), "event 0.account: 1 is not allowed; "},
      {with("\"ts\":0.001", "\"ts\":-0.001"),
       "event 1.ts: -0.001 is not allowed; allowed is a time in microseconds, not negative"},
      {with("\"value\":100", "\"value\":1e99"), "event 2.value: 1e+99 is not allowed; "},
      {with("\"value\":100", "\"value\":18446744073709551615"), "event 2.value: 18446744073709551615 is not allowed; "},
  };
  for (const auto& [text, problem] : cases) {
    const ReadTrace read = readBack(text);
    EXPECT_EQ(read.result, nullptr) << problem;
    EXPECT_EQ(read.problem.substr(0, problem.size()), problem);
  }
  EXPECT_NE(readBack(good, 3).problem.find("otherData.events: "), std::string::npos);
  ASSERT_NE(readBack(good).result, nullptr);
}

// The events would have been held to the limits of one, and the run to those of the other.
TEST(TraceFileTest, TheSummaryIsGivenOnce) {
  const Json file = Json::parse(test::written(test::resultOf(test::lesson(), "ABAB"), TraceFormat::chrome));
  Json other = file["otherData"];
  other["link"] = "#v=1&tx=only:1";
  const std::string text = R"({"otherData":)" + file["otherData"].dump() + R"(,"traceEvents":)" + file["traceEvents"].dump() +
                           R"(,"otherData":)" + other.dump() + "}";
  const ReadTrace read = readBack(text);
  EXPECT_EQ(read.result, nullptr);
  EXPECT_EQ(read.problem, "otherData is given more than once; allowed is once");
}

// Programs get it as JSON, which throws at anything else.
TEST(TraceFileTest, AProblemIsShortAndUtf8WhateverTheFileHas) {
  const std::string summary = R"({"otherData":{"interleave":1,"link":)";
  std::string accents;
  for (int i = 0; i < 1'000; ++i) accents += "é";
  for (const std::string& text :
       {std::string("{\"\xff"), "{\"" + accents + "\x01", "{\"a" + accents + "\xc3",
        R"({"otherData":{"interleave":")" + accents + "\"}}", R"({"otherData":{"interleave":"a)" + accents + "\"}}",
        summary + std::string(100'000, '[') + std::string(100'000, ']') + "}}"}) {
    const std::string problem = readBack(text).problem;
    EXPECT_TRUE(countCharacters(problem)) << problem;
    EXPECT_LT(problem.size(), 500U);
    EXPECT_NE(problem, "");
  }
}

TEST(TraceFileTest, ReadingCanBeCancelled) {
  TraceReader reader([](const std::string&, std::string&) { return Settings{}; });
  const std::string file = test::written(test::resultOf(test::lesson(), "ABAB"), TraceFormat::chrome);
  const std::atomic<bool> cancelled{true};
  const ReadTrace read = reader.read(TraceReader::allOf(file), kMany, cancelled);
  EXPECT_EQ(read.result, nullptr);
  EXPECT_EQ(read.problem, "");
}

}  // namespace
}  // namespace interleave
