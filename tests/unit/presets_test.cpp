#include "link/presets.h"

#include <set>

#include "link/link.h"
#include "support.h"

namespace interleave {
namespace {

using test::endingsOf;

Settings settingsOf(std::string_view name) {
  for (const Preset& preset : presets()) {
    if (preset.name == name) return decodeLink(preset.link).settings;
  }
  ADD_FAILURE() << "there is no preset " << name;
  return {};
}

TEST(PresetsTest, EachIsACanonicalLinkOfItsOwn) {
  std::set<std::string_view> names;
  std::set<std::string_view> links;
  for (const Preset& preset : presets()) {
    const DecodedLink decoded = decodeLink(preset.link);
    EXPECT_TRUE(decoded.problems.empty()) << preset.name;
    EXPECT_EQ(encodeLink(decoded.settings), preset.link) << preset.name;
    EXPECT_FALSE(preset.description.empty()) << preset.name;
    names.insert(preset.name);
    links.insert(preset.link);
  }
  EXPECT_EQ(names.size(), presets().size());
  EXPECT_EQ(links.size(), presets().size());
}

// Each preset does what its description says.

TEST(PresetsTest, TheFirstIsTheLesson) { EXPECT_EQ(decodeLink(presets().front().link).settings, Settings{}); }

TEST(PresetsTest, TheLockAlwaysEndsAtNothing) {
  const auto endings = endingsOf(settingsOf("The lock"));
  EXPECT_EQ(endings.balances, (std::map<Money, std::uint64_t>{{0, endings.schedules}}));
}

TEST(PresetsTest, AnExceptionByHandCanDeadlock) { EXPECT_GT(endingsOf(settingsOf("By hand, with an exception")).deadlocks, 0U); }

TEST(PresetsTest, OneWorkerHasOneSchedule) { EXPECT_EQ(endingsOf(settingsOf("One worker")).schedules, 1U); }

TEST(PresetsTest, BothWithdrawalsCanFindEnoughMoney) {
  const Settings settings = settingsOf("Overdraft");
  EXPECT_EQ(test::resultOf(settings, "ABAB").refusals, 0U);
  EXPECT_EQ(test::resultOf(settings, "AAB").refusals, 1U);
}

TEST(PresetsTest, AllButOneOfEightAreLostWhereAllReadFirst) {
  const RunResult result = test::resultOf(settingsOf("Eight workers"), "ABCDEFGHABCDEFGH");
  EXPECT_EQ(result.lost.size(), 7U);
  EXPECT_EQ(result.balance, 128);
}

TEST(PresetsTest, TransfersDeadlockUnlessBothLocksAreTakenAtOnce) {
  EXPECT_GT(endingsOf(settingsOf("Transfers that deadlock")).deadlocks, 0U);
  EXPECT_EQ(endingsOf(settingsOf("Transfers with both locks")).deadlocks, 0U);
}

TEST(PresetsTest, BrokenLocksAndTooManyPermitsLoseUpdates) {
  for (const char* name : {"Semaphore of two", "Check, then lock"}) {
    EXPECT_GT(endingsOf(settingsOf(name)).balances.size(), 1U) << name;
  }
}

TEST(PresetsTest, ReadersChangeNothing) {
  const Settings settings = settingsOf("Readers and writers");
  EXPECT_TRUE(readsOnly(settings.program, 1));
  EXPECT_EQ(serialEnding(settings.program), 0);
}

}  // namespace
}  // namespace interleave
