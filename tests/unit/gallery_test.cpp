// What the gallery's table says of its programs, on every schedule of each.
#include "gallery/gallery.h"

#include <algorithm>
#include <set>
#include <string>

#include "explore/program_exploration.h"
#include "link/link.h"
#include "link/presets.h"
#include "program/load.h"
#include "support.h"
#include "text/json.h"
#include "words/words.h"

namespace interleave::test {
namespace {

using gallery::Entry;
using gallery::Worst;

constexpr std::uint64_t kMostStates = 100'000;
constexpr int kMostLines = 30;

struct Explored {
  std::shared_ptr<const program::Program> program;
  ProgramExploration found;
};

Explored explored(std::string_view name, std::string_view source) {
  const program::Loaded loaded = program::load(source);
  if (!loaded.program) {
    ADD_FAILURE() << name << ": " << lang::messageOf(loaded.faults.front(), source);
    return {};
  }
  ExploreOptions options;
  options.threads = 1;
  options.maxStates = kMostStates;
  ExploreProgress progress;
  return {loaded.program, exploreProgram(loaded.program, false, options, progress)};
}

Grade worstGradeOf(const ProgramExploration& found) {
  return std::ranges::max(found.endings, {}, [](const ProgramEnding& one) { return one.grade; }).grade;
}

Grade gradeOf(Worst worst) {
  return worst == Worst::wrong ? Grade::wrong : worst == Worst::error ? Grade::error : Grade::deadlock;
}

// "lost update: A overwrites …" of each of the worst endings.
std::set<std::string> kindsOfWorst(const Explored& program, std::string_view source, Grade worst) {
  std::set<std::string> kinds;
  for (const ProgramEnding& one : program.found.endings) {
    if (one.grade != worst) continue;
    const auto told = words::tell(program.program, source, false, one.simplest, one.grade);
    kinds.insert(told ? std::string(told->kind) : "nothing");
  }
  return kinds;
}

TEST(Gallery, HasAFaultOfEachRowsKindAndGrade) {
  for (const Entry& each : gallery::entries()) {
    const Explored program = explored(each.name, each.fault);
    ASSERT_TRUE(program.program && program.found.complete) << each.name;
    if (each.worst == Worst::forever) {
      EXPECT_EQ(worstGradeOf(program.found), Grade::expected) << each.name;
      ASSERT_TRUE(program.found.endless) << each.name;
      EXPECT_TRUE(program.found.endless->fair) << each.name;
      const std::string forever = words::tellAll(program.program, each.fault, false, program.found).forever;
      EXPECT_NE(forever.find(std::string(": a ") + std::string(each.kind)), std::string::npos) << each.name << " " << forever;
      continue;
    }
    EXPECT_FALSE(program.found.endless) << each.name;
    EXPECT_EQ(nameOf(worstGradeOf(program.found)), nameOf(gradeOf(each.worst))) << each.name;
    EXPECT_EQ(kindsOfWorst(program, each.fault, gradeOf(each.worst)), std::set<std::string>{std::string(each.kind)}) << each.name;
  }
}

TEST(Gallery, HasNoFaultThatIsFixed) {
  for (const Entry& each : gallery::entries()) {
    const Explored program = explored(each.name, each.fix);
    ASSERT_TRUE(program.program && program.found.complete) << each.name;
    EXPECT_FALSE(program.found.endless) << each.name;
    EXPECT_TRUE(program.found.expected) << each.name;
    EXPECT_LE(worstGradeOf(program.found), Grade::anotherOrder) << each.name;
  }
}

TEST(Gallery, HasEveryTopicWithShortProgramsOfTheirOwn) {
  std::set<std::string_view> topics, names, titles, sources;
  std::string_view topic;
  for (const Entry& each : gallery::entries()) {
    if (each.topic != topic) EXPECT_TRUE(topics.insert(each.topic).second) << each.topic << " is in two places";
    topic = each.topic;
    EXPECT_TRUE(names.insert(each.name).second) << each.name;
    EXPECT_TRUE(titles.insert(each.title).second) << each.title;
    EXPECT_TRUE(each.sentence.ends_with('.')) << each.name;
    for (const std::string_view source : {each.fault, each.fix}) {
      EXPECT_TRUE(sources.insert(source).second) << each.name;
      EXPECT_LT(std::ranges::count(source, '\n'), kMostLines) << each.name;
      EXPECT_TRUE(source.ends_with('\n')) << each.name;
    }
  }
  EXPECT_GE(names.size(), 28U);
  EXPECT_GE(topics.size(), 15U);
}

TEST(Gallery, FindsAProgramByNameAndByText) {
  const Entry& counter = gallery::entries().front();
  EXPECT_EQ(gallery::named("counter"), (gallery::Found{&counter, false}));
  EXPECT_EQ(gallery::named("counter-fixed"), (gallery::Found{&counter, true}));
  EXPECT_EQ(gallery::named("-fixed"), std::nullopt);
  EXPECT_EQ(gallery::named("counter-fixed-fixed"), std::nullopt);
  EXPECT_EQ(gallery::withSource(counter.fix), (gallery::Found{&counter, true}));
  EXPECT_EQ(gallery::withSource(counter.fault)->other(), counter.fix);
  EXPECT_EQ(gallery::withSource(std::string(counter.fault) + "\n"), std::nullopt);
}

TEST(Gallery, IsJsonWithTheAccountFirst) {
  const Json all = Json::parse(gallery::toJson());
  ASSERT_EQ(all.size(), presets().size() + gallery::entries().size());
  EXPECT_EQ(all[0], (Json{{"topic", "The account"},
                          {"title", "The race"},
                          {"sentence", "Two threads, no lock: one of the updates is lost."},
                          {"link", "#v=1"}}));
  const auto sourceOf = [](const Json& link) {
    const DecodedContent decoded = decodeContent(link.get<std::string>());
    EXPECT_TRUE(decoded.problems.empty());
    return std::get<ProgramSettings>(decoded.content).source;
  };
  for (std::size_t i = 0; i < gallery::entries().size(); ++i) {
    const Entry& entry = gallery::entries()[i];
    const Json& one = all[presets().size() + i];
    EXPECT_EQ(one["topic"], entry.topic);
    EXPECT_EQ(one["name"], entry.name);
    EXPECT_EQ(one["title"], entry.title);
    EXPECT_EQ(one["kind"], entry.kind);
    EXPECT_EQ(one["sentence"], entry.sentence);
    EXPECT_EQ(sourceOf(one["link"]), entry.fault);
    EXPECT_EQ(sourceOf(one["fixed"]), entry.fix);
  }
}

}  // namespace
}  // namespace interleave::test
