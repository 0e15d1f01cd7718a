#include "render/history_scene.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>
#include <tuple>

#include "slow_timeline.h"
#include "support.h"

namespace interleave {
namespace {

constexpr std::uint32_t kLine = 0xFF112233;
constexpr std::uint32_t kLoss = 0xFF445566;
constexpr SceneStyle kStyle{1, kLine, kLoss, [](std::size_t task) { return static_cast<std::uint32_t>(task); }};
// Equal up to the rounding of another order of operations.
constexpr float kAbout = 0.01f;

// Of a trace, and made of it.
struct Made {
  Made(const Settings& of, std::vector<Event> all)
      : settings(of), events(std::move(all)), trace(test::traceOf(events)), timeline(of.program), lost(lostUpdates(trace)) {
    timeline.append(trace.events);
  }
  void make(const SceneView& of) {
    view = of;
    SceneMaker().make(timeline, trace, lost, view, kStyle, scene);
    columns.fromNs = static_cast<std::int64_t>(std::floor(view.fromNs));
    columns.toNs = static_cast<std::int64_t>(std::ceil(view.toNs));
    columns.count = static_cast<std::int64_t>(scene.lanes.columns);
  }
  std::int64_t endNs() const { return timeline.endNs(); }
  float x(std::int64_t ns) const { return static_cast<float>(view.x(static_cast<double>(ns))); }
  bool inSight(const Event& event) const { return event.timeNs >= columns.fromNs && event.timeNs < columns.toNs; }
  std::int64_t columnOf(std::int64_t ns) const {
    std::int64_t column = 0;
    while (columns.begin(column + 1) <= ns) ++column;
    return column;
  }

  Settings settings;
  std::vector<Event> events;
  Trace trace;  // of them
  Timeline timeline;
  std::vector<LostUpdate> lost;
  SceneView view;
  Columns columns;  // what the view has to be divided into
  HistoryScene scene;
};

SceneView randomView(test::Random& random, std::int64_t end) {
  SceneView view;
  const auto until = static_cast<double>(end);
  view.fromNs = static_cast<double>(test::between(random, 0, end * 16)) / 16;
  const std::int64_t most = test::oneIn(random, 2) ? 200 : end + 10;
  view.toNs = view.fromNs + 4 + static_cast<double>(test::between(random, 0, most * 16)) / 16;
  if (test::oneIn(random, 4)) std::tie(view.fromNs, view.toNs) = std::pair(0.0, until * 1.06 + 4);
  view.untilNs = until + static_cast<double>(test::oneIn(random, 2) ? test::between(random, 0, 100) : 0);
  view.width = static_cast<float>(test::between(random, 1, 60));
  view.top = 1'000;
  return view;
}

void forRandomScenes(std::uint64_t seed, const test::Shape& shape, int rounds, auto check) {
  test::Random random(seed);
  for (int round = 0; round < rounds; ++round) {
    const Settings settings = test::randomSettings(random, shape);
    std::vector<Event> events = test::randomTrace(random, settings);
    if (events.empty()) continue;
    Made made(settings, std::move(events));
    for (int view = 0; view < 4; ++view) {
      made.make(randomView(random, made.endNs()));
      SCOPED_TRACE("round " + std::to_string(round) + " view " + std::to_string(view));
      check(made);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

// ---- Lanes --------------------------------------------------------------------------------------

void expectPart(std::uint8_t texel, std::int64_t ns, std::int64_t length) {
  ASSERT_EQ(texel > 0, ns > 0) << ns << " of " << length << " ns";
  if (texel != 1)
    ASSERT_NEAR(texel, 255.0 * static_cast<double>(ns) / static_cast<double>(length), 0.51) << ns << " of " << length;
  else ASSERT_LT(255.0 * static_cast<double>(ns) / static_cast<double>(length), 1.51);
}

TEST(HistorySceneTest, ATexelIsThePartOfItsColumnThatBruteForceFinds) {
  forRandomScenes(71, {.transactions = 4, .times = 5, .workers = 4}, 25, [](const Made& made) {
    const LaneColumns& lanes = made.scene.lanes;
    const auto pixels = static_cast<std::int64_t>(made.view.width);
    ASSERT_EQ(made.columns.count, std::clamp<std::int64_t>(made.columns.toNs - made.columns.fromNs, 1, pixels));
    ASSERT_EQ(lanes.lanes, made.settings.program.transactions.size());
    const test::SlowLanes slow(made.settings, made.events);
    for (std::size_t task = 0; task < lanes.lanes; ++task) {
      for (std::int64_t i = 0; i < made.columns.count; ++i) {
        const std::int64_t begin = made.columns.begin(i);
        const std::int64_t length = made.columns.begin(i + 1) - begin;
        const Coverage all = slow.coverage(task, begin, begin + length);
        const auto at = task * lanes.columns + static_cast<std::size_t>(i);
        const DoingTexel& doing = lanes.doing[at];
        const HoldingTexel& holding = lanes.holding[at];
        expectPart(doing.running, all.of(Doing::running), length);
        expectPart(doing.waiting, all.of(Doing::waiting), length);
        expectPart(doing.sleeping, all.of(Doing::sleeping), length);
        expectPart(doing.stale, all.of(Doing::stale), length);
        expectPart(holding.first, all.holding[0], length);
        expectPart(holding.second, all.holding[1], length);
        expectPart(holding.contended, all.contended, length);
        if (testing::Test::HasFatalFailure()) return;
      }
    }
    ASSERT_NEAR(made.scene.columnsFrom, made.x(made.columns.fromNs), kAbout);
    const float right = made.scene.columnsFrom + made.scene.columnWidth * static_cast<float>(made.columns.count);
    ASSERT_NEAR(right, made.x(made.columns.toNs), kAbout);
  });
}

// ---- The balance --------------------------------------------------------------------------------

bool isRise(const Box& box) { return box.color == kLine && box.left > 0; }
bool isLevel(const Box& box) { return box.color == kLine && box.left == 0; }

TEST(HistorySceneTest, EachColumnWithAWriteHasABoxOfExactlyItsValues) {
  forRandomScenes(72, {.transactions = 5, .times = 20, .workers = 5}, 60, [](const Made& made) {
    std::vector<Box> found;
    std::ranges::copy_if(made.scene.balance, std::back_inserter(found), isRise);
    auto box = found.begin();
    for (std::size_t account = 0; account < made.timeline.accounts(); ++account) {
      for (std::int64_t i = 0; i < made.columns.count; ++i) {
        const auto range = test::slowRange(made.settings, made.events, account, made.columns.begin(i), made.columns.begin(i + 1));
        if (range.writes == 0) continue;
        ASSERT_NE(box, found.end());
        ASSERT_EQ(box->value0, static_cast<float>(range.lowest - made.scene.base)) << "account " << account << " column " << i;
        ASSERT_EQ(box->value1, static_cast<float>(range.highest - made.scene.base));
        ASSERT_EQ(box->time0, box->time1);
        ASSERT_NEAR(box->time0, made.x(made.columns.begin(i)), kAbout);
        ++box;
      }
    }
    ASSERT_EQ(box, found.end());
  });
}

TEST(HistorySceneTest, BetweenWritesTheLineIsAtTheBalance) {
  forRandomScenes(73, {.transactions = 5, .times = 20, .workers = 5}, 60, [](const Made& made) {
    const float end = made.scene.end;
    for (std::size_t account = 0; account < made.timeline.accounts(); ++account) {
      const auto style = static_cast<float>(account == 0 ? BoxStyle::solid : BoxStyle::dashed);
      const auto balanceAt = [&](std::int64_t from, std::int64_t to) {
        return test::slowRange(made.settings, made.events, account, from, to);
      };
      for (std::int64_t i = 0; i < made.columns.count; ++i) {
        const auto range = balanceAt(made.columns.begin(i), made.columns.begin(i + 1));
        const float middle = (made.x(made.columns.begin(i)) + made.x(made.columns.begin(i + 1))) / 2;
        // Beside a rise, a level that would be invisible is left out.
        if (range.writes > 0 || middle > end - 2) continue;
        const bool drawn = std::ranges::any_of(made.scene.balance, [&](const Box& box) {
          const float value = static_cast<float>(range.last - made.scene.base);
          const bool here = box.time0 - box.left - 1 <= middle && middle <= box.time1 + box.right + 1;
          return here && (isLevel(box) ? box.style == style && box.value0 == value
                                       : isRise(box) && box.value0 <= value && value <= box.value1);
        });
        ASSERT_TRUE(drawn) << "account " << account << " column " << i;
      }
    }
    for (const Box& box : made.scene.balance) {
      if (!isLevel(box)) continue;
      ASSERT_LE(box.time0, box.time1);
      ASSERT_LE(box.time1, end + kAbout);
      ASSERT_EQ(box.value0, box.value1);
      const auto at = static_cast<std::int64_t>(
          std::floor(made.view.fromNs + static_cast<double>(box.time0 + box.time1) / 2 / made.view.perNs()));
      std::set<float> values;
      for (std::size_t account = 0; account < made.timeline.accounts(); ++account) {
        for (const std::int64_t ns : {at, at + 1}) {
          values.insert(
              static_cast<float>(test::slowRange(made.settings, made.events, account, ns, ns + 1).first - made.scene.base));
          values.insert(
              static_cast<float>(test::slowRange(made.settings, made.events, account, ns, ns + 1).last - made.scene.base));
        }
      }
      if (box.time1 - box.time0 > 2) ASSERT_TRUE(values.contains(box.value0)) << box.time0 << " to " << box.time1;
    }
  });
}

// ---- Events -------------------------------------------------------------------------------------

std::optional<MarkShape> shapeOf(EventKind kind) {
  switch (kind) {
    case EventKind::read: return MarkShape::ring;
    case EventKind::write:
    case EventKind::added:
    case EventKind::swapped: return MarkShape::disc;
    case EventKind::retry:
    case EventKind::thrown: return MarkShape::cross;
    case EventKind::refused:
    case EventKind::gaveUp: return MarkShape::bar;
    default: return std::nullopt;
  }
}

// Every event in sight that has a mark has one in its lane, and one at its value if it is an access.
void expectMarks(const Made& made) {
  std::vector<Event> marked;
  std::vector<Event> accesses;
  for (const Event& event : made.trace.events) {
    if (!made.inSight(event) || !shapeOf(event.kind)) continue;
    marked.push_back(event);
    if (readsBalance(event.kind) || writesBalance(event.kind)) accesses.push_back(event);
  }
  ASSERT_EQ(made.scene.laneMarks.size(), marked.size());
  ASSERT_EQ(made.scene.balanceMarks.size(), accesses.size());
  for (std::size_t i = 0; i < marked.size(); ++i) {
    const Mark& mark = made.scene.laneMarks[i];
    ASSERT_EQ(mark.time, made.x(marked[i].timeNs));
    ASSERT_EQ(mark.value, static_cast<float>(marked[i].task) + 0.5f);
    ASSERT_EQ(mark.shape, static_cast<float>(*shapeOf(marked[i].kind)));
    ASSERT_EQ(mark.color, kStyle.thread(marked[i].task));
    ASSERT_GT(mark.radius, 0);
  }
  for (std::size_t i = 0; i < accesses.size(); ++i) {
    const Mark& mark = made.scene.balanceMarks[i];
    ASSERT_EQ(mark.time, made.x(accesses[i].timeNs));
    ASSERT_EQ(mark.value, static_cast<float>(accesses[i].value - made.scene.base));
  }
}

void expectEventsInSight(const Made& made) {
  std::vector<std::size_t> seen;
  for (std::size_t i = 0; i < made.trace.events.size(); ++i) {
    if (made.inSight(made.trace.events[i])) seen.push_back(i);
  }
  ASSERT_EQ(made.scene.endEvent - made.scene.firstEvent, seen.size());
  if (!seen.empty()) ASSERT_EQ(made.scene.firstEvent, seen.front());
  std::vector<std::size_t> lost;
  for (std::size_t i = 0; i < made.lost.size(); ++i) {
    if (made.inSight(made.trace.events[made.lost[i].write])) lost.push_back(i);
  }
  ASSERT_EQ(made.scene.endLost - made.scene.firstLost, lost.size());
  if (!lost.empty()) ASSERT_EQ(made.scene.firstLost, lost.front());
}

TEST(HistorySceneTest, EveryEventInSightHasItsMark) {
  forRandomScenes(74, {.transactions = 5, .times = 20, .workers = 5}, 100, [](const Made& made) {
    expectEventsInSight(made);
    expectMarks(made);
  });
}

// One tick in each column in which the write of a lost update is, where there are too many for arrows.
void expectTicks(const Made& made) {
  std::set<std::int64_t> wanted;
  if (made.scene.endLost - made.scene.firstLost > kMaxLostArrows) {
    for (const LostUpdate& each : made.lost) {
      const Event& event = made.trace.events[each.write];
      if (made.inSight(event)) wanted.insert(made.columnOf(event.timeNs));
    }
  }
  std::vector<Box> ticks;
  std::ranges::copy_if(made.scene.balance, std::back_inserter(ticks), [](const Box& box) { return box.color == kLoss; });
  ASSERT_EQ(ticks.size(), wanted.size());
  auto tick = ticks.begin();
  for (const std::int64_t column : wanted) {
    ASSERT_NEAR(tick->time0, made.x(made.columns.begin(column)), kAbout) << "column " << column;
    ASSERT_EQ(tick->value0, static_cast<float>(made.view.top - static_cast<double>(made.scene.base)));
    ASSERT_GE(tick->right, 1);
    ++tick;
  }
}

Settings withoutALock(std::int64_t times) { return test::programOf({{"a", 5, times}, {"b", -3, times}, {"c", 2, times}}); }

TEST(HistorySceneTest, ATickIsInEachColumnWithALostUpdate) {
  test::Random random(75);
  bool some = false;
  for (int round = 0; round < 30; ++round) {
    const Settings settings = withoutALock(test::between(random, 5, 60));
    Made made(settings, test::randomTrace(random, settings));
    for (int view = 0; view < 20; ++view) {
      made.make(randomView(random, made.endNs()));
      expectTicks(made);
      ASSERT_FALSE(HasFatalFailure()) << "round " << round << " view " << view;
      some = some || made.scene.endLost - made.scene.firstLost > kMaxLostArrows;
    }
  }
  EXPECT_TRUE(some);
}

TEST(HistorySceneTest, WhereAnEventIsInEveryNanosecondTheTicksAreInTheirColumns) {
  test::Random random(79);
  const Settings settings = withoutALock(40);
  std::vector<Event> events = test::randomTrace(random, settings);
  for (std::size_t i = 0; i < events.size(); ++i) events[i].timeNs = static_cast<std::int64_t>(i);
  Made made(settings, std::move(events));
  for (int view = 0; view < 200; ++view) {
    SceneView whole{0, static_cast<double>(made.endNs() + 1), static_cast<double>(made.endNs()), 1, 0};
    whole.width = static_cast<float>(test::between(random, 2, made.endNs()));
    made.make(whole);
    ASSERT_GT(made.scene.endLost, kMaxLostArrows);
    expectTicks(made);
    ASSERT_FALSE(HasFatalFailure()) << "view " << view;
  }
}

TEST(HistorySceneTest, SomeThousandEventsAreDistinctAndMoreAreNot) {
  test::Random random(76);
  const Settings settings = withoutALock(1'000);
  Made made(settings, test::randomTrace(random, settings));
  const auto timeOf = [&](std::size_t event) { return static_cast<double>(made.trace.events[event].timeNs); };
  for (const std::size_t events : {std::size_t{200}, std::size_t{1'500}, kMaxMarks - 100, kMaxMarks + 500}) {
    made.make({timeOf(1'000), timeOf(1'000 + events), timeOf(made.trace.events.size() - 1), 100, 0});
    if (events <= kMaxMarks) expectMarks(made);
    else EXPECT_TRUE(made.scene.laneMarks.empty() && made.scene.balanceMarks.empty());
    expectEventsInSight(made);
    expectTicks(made);
  }
}

TEST(HistorySceneTest, ACrowdedPictureHasFewerColumns) {
  test::Random random(77);
  const Settings settings = withoutALock(15'000);
  Made made(settings, test::randomTrace(random, settings));
  ASSERT_GT(made.trace.events.size(), kCrowdedEvents);
  const auto end = static_cast<double>(made.endNs());
  made.make({0, end + 1, end, 4'000, 0});
  EXPECT_EQ(made.columns.count, kCrowdedColumns / 3);
  EXPECT_NEAR(made.scene.columnWidth * static_cast<float>(made.columns.count), 4'000, 1);
  expectEventsInSight(made);
  expectTicks(made);
  made.make({0, end / 2, end, 4'000, 0});
  EXPECT_EQ(made.columns.count, 4'000);
}

TEST(HistorySceneTest, ATimeOfAHundredDaysIsDividedUpAsAnyOther) {
  constexpr std::int64_t kLong = std::int64_t{1} << 53;
  const Settings settings = test::lesson();
  const Trace recorded = test::resultOf(settings, "ABAB").trace;
  std::vector<Event> events(recorded.events.begin(), recorded.events.end());
  events.back().timeNs = kLong;
  Made made(settings, std::move(events));
  made.make({0, static_cast<double>(kLong) * 1.06, static_cast<double>(kLong), 3'000, 0});
  ASSERT_EQ(made.columns.count, 3'000);
  for (std::int64_t i = 0; i < made.columns.count; ++i) ASSERT_LT(made.columns.begin(i), made.columns.begin(i + 1)) << i;
  expectEventsInSight(made);
  expectMarks(made);
  // From its write on B runs, and ends with the last event.
  const LaneColumns& lanes = made.scene.lanes;
  const DoingTexel* ofB = lanes.doing.data() + lanes.columns;
  EXPECT_EQ(ofB[1'500].running, 255);
  EXPECT_EQ(ofB[2'950].running, 0);
}

TEST(HistorySceneTest, TheSameMakerMakesTheSamePictureAgain) {
  test::Random random(78);
  const Settings settings = withoutALock(50);
  Made first(settings, test::randomTrace(random, settings));
  Made second(settings, first.events);
  SceneMaker maker;
  for (int round = 0; round < test::rounds(50); ++round) {
    first.make(randomView(random, first.endNs()));
    maker.make(second.timeline, second.trace, second.lost, first.view, kStyle, second.scene);
    ASSERT_EQ(first.scene.balance.size(), second.scene.balance.size());
    ASSERT_EQ(first.scene.laneMarks.size(), second.scene.laneMarks.size());
    ASSERT_EQ(first.scene.lanes.columns, second.scene.lanes.columns);
    ASSERT_EQ(std::memcmp(first.scene.lanes.doing.data(), second.scene.lanes.doing.data(),
                          first.scene.lanes.doing.size() * sizeof(DoingTexel)),
              0);
  }
}

}  // namespace
}  // namespace interleave
