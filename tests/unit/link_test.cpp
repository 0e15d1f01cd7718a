#include "link/link.h"

#include <algorithm>

#include "link/program_code.h"
#include "support.h"
#include "text/utf8.h"

namespace interleave {
namespace {

using test::between;
using test::Drive;
using test::oneIn;
using test::Random;
using test::utf8;

// The settings of a link without problems.
Settings decoded(std::string_view link) {
  const DecodedLink result = decodeLink(link);
  for (const LinkProblem& problem : result.problems) ADD_FAILURE() << link << ": " << problem.message();
  return result.settings;
}

std::string messagesOf(std::string_view link) {
  std::string messages;
  for (const LinkProblem& problem : decodeLink(link).problems) {
    messages += (messages.empty() ? "" : "\n") + problem.message();
  }
  return messages;
}

// `part` is refused: one problem, which names the key, what was given and what is allowed; its key
// alone stays at the default.
void expectRefused(const std::string& part, const std::string& allowed) {
  SCOPED_TRACE(part);
  const std::string key = part.substr(0, part.find('='));
  const std::string given = part.substr(part.find('=') + 1);
  // A key on either side, to check that the rest counts.
  const std::string before = key == "start" ? "workers=3" : "start=7";
  const std::string after = key == "delay" ? "workers=5" : "delay=9";
  const DecodedLink result = decodeLink("#v=1&" + before + "&" + part + "&" + after);
  EXPECT_EQ(result.settings, decoded("#v=1&" + before + "&" + after));
  ASSERT_EQ(result.problems.size(), 1U);
  const LinkProblem& problem = result.problems.front();
  EXPECT_EQ(problem.kind, LinkProblem::Kind::value);
  EXPECT_EQ(problem.key, key);
  EXPECT_EQ(problem.given, given);
  EXPECT_EQ(problem.allowed, allowed);
  EXPECT_EQ(problem.message(), key + ": \"" + given + "\" is not allowed; allowed is " + allowed + ". The default is used.");
}

std::vector<Transaction> transactionsOf(std::string_view value) {
  return decoded("tx=" + std::string(value)).program.transactions;
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

// ---- Encoding -----------------------------------------------------------------------------------

TEST(LinkTest, TheDefaultsAreTheShortestLink) { EXPECT_EQ(encodeLink(Settings{}), "#v=1"); }

TEST(LinkTest, EverythingIsEncodedInOneOrder) {
  Settings settings;
  settings.program.start = -5;
  settings.program.transactions = {{"rent", -700}, {"tip", 3, 20, true}, {"a b", 0, 1, true}};
  settings.program.workers = 16;
  settings.run.delay = std::chrono::milliseconds(0);
  settings.program.lock = LockKind::scoped;
  settings.program.overdraft = Overdraft::refuse;
  settings.view.schedule = "AAAA";
  settings.view.at = 2;
  EXPECT_EQ(encodeLink(settings),
            "#v=1&start=-5&tx=rent:-700,tip:3x20,a%20b:0&workers=16&delay=0&lock=scoped&overdraft=refuse&fail=BC"
            "&schedule=AAAA&at=2");
}

TEST(LinkTest, DefaultsAreLeftOut) {
  Settings settings;
  settings.program.transactions[1].throws = true;
  EXPECT_EQ(encodeLink(settings), "#v=1&fail=B") << "the list itself is the default";
  settings = {};
  settings.view.schedule = "AB";
  settings.view.at = 2;
  EXPECT_EQ(encodeLink(settings), "#v=1&schedule=AB") << "all steps are the default";
  settings = {};
  settings.program.transactions[0].times = 2;
  EXPECT_EQ(encodeLink(settings), "#v=1&tx=deposit:50x2,withdrawal:-150");
  settings = {};
  settings.program.transactions.pop_back();
  EXPECT_EQ(encodeLink(settings), "#v=1&tx=deposit:50");
  settings = {};
  settings.program.transactions.push_back({"deposit", 50});
  EXPECT_EQ(encodeLink(settings), "#v=1&tx=deposit:50,withdrawal:-150,deposit:50");
}

TEST(LinkTest, WhatSaysTheSameIsEncodedTheSame) {
  for (const char* link : {"", "#", "v=1", "#v=1", "#v=+1", "&&", "#start=100", "#start=+100", "#start=0100", "#workers=2&v=1",
                           "#lock=none", "#tx=deposit:50,withdrawal:-150", "#schedule=", "#at=0", "#overdraft=allow",
                           "#tx=d%65posit:+50x01,withdrawal:-150", "#tx=deposit%3A50%2Cwithdrawal%3A-150", "#delay=1%3000"}) {
    EXPECT_EQ(encodeLink(decoded(link)), "#v=1") << link;
  }
  EXPECT_EQ(encodeLink(decoded("#fail=BAB")), "#v=1&fail=AB");
  EXPECT_EQ(encodeLink(decoded("#delay=5&start=1&v=1")), "#v=1&start=1&delay=5");
}

TEST(LinkTest, EverythingButUnreservedIsEscapedInLabels) {
  Settings settings;
  settings.program.transactions = {
      {"a:b,c&d=e#f%g h", 1}, {"x", 2}, {"\xC3\xA9\xF0\x9F\x92\xB0", 3}, {"A-z_0.9~", 4}, {"+/?", 5}};
  const std::string link = encodeLink(settings);
  EXPECT_EQ(link, "#v=1&tx=a%3Ab%2Cc%26d%3De%23f%25g%20h:1,x:2,%C3%A9%F0%9F%92%B0:3,A-z_0.9~:4,%2B%2F%3F:5");
  EXPECT_EQ(decoded(link), settings);
}

// ---- Decoding -----------------------------------------------------------------------------------

TEST(LinkTest, NothingGivenIsTheDefaults) {
  EXPECT_EQ(decoded(""), Settings{});
  EXPECT_EQ(decoded("#"), Settings{});
  EXPECT_EQ(decoded("https://example.org/"), Settings{});
  EXPECT_EQ(decodeLink("workers=9&tx=a://b:50").settings.program.workers, 9) << "a label that looks like the start of a URL";
  EXPECT_EQ(decoded("https://example.org/?workers=9"), Settings{}) << "a whole URL without a hash";
}

TEST(LinkTest, TakesTheHashOfAWholeUrl) {
  EXPECT_EQ(decoded("https://example.org/page?start=9#v=1&workers=3").program.workers, 3);
  EXPECT_EQ(decoded("https://example.org/page?start=9#v=1&workers=3").program.start, 100);
  EXPECT_EQ(decoded("#workers=3").program.workers, 3);
  EXPECT_EQ(decoded("workers=3").program.workers, 3);
}

TEST(LinkTest, ReadsEveryKey) {
  const Settings settings = decoded(
      "#v=1&start=-5&tx=rent:-700,tip:3x20,a%20b:0&workers=3&delay=0&lock=manual&overdraft=refuse&fail=C&schedule=AAA&at=0");
  EXPECT_EQ(settings.program.start, -5);
  const std::vector<Transaction> transactions = {{"rent", -700}, {"tip", 3, 20}, {"a b", 0, 1, true}};
  EXPECT_EQ(settings.program.transactions, transactions);
  EXPECT_EQ(settings.program.workers, 3);
  EXPECT_EQ(settings.run.delay.count(), 0);
  EXPECT_EQ(settings.program.lock, LockKind::manual);
  EXPECT_EQ(settings.program.overdraft, Overdraft::refuse);
  EXPECT_EQ(settings.view.schedule, "AAA");
  EXPECT_EQ(settings.view.at, 0U);
}

TEST(LinkTest, TheOrderOfTheKeysDoesNotMatter) {
  const Settings settings = decoded("#at=2&schedule=CABABBB&fail=C&overdraft=refuse&workers=3&tx=a:1,b:2x2,c:3&v=1");
  EXPECT_EQ(settings, decoded("#v=1&tx=a:1,b:2x2,c:3&workers=3&overdraft=refuse&fail=C&schedule=CABABBB&at=2"));
  EXPECT_EQ(settings.view.schedule, "CABABBB");
  EXPECT_EQ(settings.view.at, 2U);
}

TEST(LinkTest, StartHasLimits) {
  const std::string allowed = "a whole number from -1000000000 to 1000000000";
  EXPECT_EQ(decoded("start=1000000000").program.start, 1'000'000'000);
  EXPECT_EQ(decoded("start=-1000000000").program.start, -1'000'000'000);
  for (const char* bad : {"1000000001", "-1000000001", "", " 1", "1 ", "1.5", "1e3", "0x10", "abc", "--1", "+-1", "++1", "+", "-",
                          "9223372036854775808", "99999999999999999999999999"}) {
    expectRefused("start=" + std::string(bad), allowed);
  }
}

TEST(LinkTest, WorkersHaveLimits) {
  EXPECT_EQ(decoded("workers=1").program.workers, 1);
  EXPECT_EQ(decoded("workers=16").program.workers, 16);
  for (const char* bad : {"0", "17", "-1", "", "two"}) {
    expectRefused("workers=" + std::string(bad), "a whole number from 1 to 16");
  }
}

TEST(LinkTest, DelayHasLimits) {
  EXPECT_EQ(decoded("delay=0").run.delay.count(), 0);
  EXPECT_EQ(decoded("delay=10000").run.delay.count(), 10'000);
  for (const char* bad : {"-1", "10001", "", "1s"}) {
    expectRefused("delay=" + std::string(bad), "a whole number from 0 to 10000 (milliseconds)");
  }
}

TEST(LinkTest, LockIsOneOfTheNames) {
  EXPECT_EQ(decoded("lock=none").program.lock, LockKind::none);
  EXPECT_EQ(decoded("lock=manual").program.lock, LockKind::manual);
  EXPECT_EQ(decoded("lock=scoped").program.lock, LockKind::scoped);
  for (const char* bad : {"", "Scoped", "mutex", "none,manual"}) {
    expectRefused("lock=" + std::string(bad), "one of " + lockNames());
  }
}

TEST(LinkTest, OverdraftIsOneOfTheNames) {
  EXPECT_EQ(decoded("overdraft=allow").program.overdraft, Overdraft::allow);
  EXPECT_EQ(decoded("overdraft=refuse").program.overdraft, Overdraft::refuse);
  for (const char* bad : {"", "refused", "ALLOW"}) expectRefused("overdraft=" + std::string(bad), "one of allow, refuse");
}

TEST(LinkTest, WhatOnlySomeLocksHaveHasLimits) {
  EXPECT_EQ(decoded("timeout=0").run.timeout.count(), 0);
  EXPECT_EQ(decoded("timeout=10000").run.timeout.count(), 10'000);
  for (const char* bad : {"", "-1", "10001", "1.5"}) {
    expectRefused("timeout=" + std::string(bad), "a whole number from 0 to 10000 (milliseconds)");
  }
  EXPECT_EQ(decoded("permits=16").program.permits, 16);
  for (const char* bad : {"", "0", "17"}) expectRefused("permits=" + std::string(bad), "a whole number from 1 to 16");
  EXPECT_EQ(decoded("order=address").program.order, LockOrder::address);
  expectRefused("order=name", "one of given, address");
}

TEST(LinkTest, ATransferNeedsALockThatCanBeHeldWithAnother) {
  EXPECT_EQ(decoded("mode=transfer").program.mode, Mode::transfer);
  EXPECT_EQ(decoded("mode=transfer&lock=scoped").program.mode, Mode::transfer);
  expectRefused("mode=both", "one of account, transfer");
  EXPECT_EQ(messagesOf("lock=spin&mode=transfer"),
            "mode: \"transfer\" is not allowed; allowed is account; transfer is possible with the locks none, manual, "
            "scoped only. The default is used.");
  EXPECT_EQ(messagesOf("start=1&mode=transfer&tx=a:1000000000x1000000,b:1000000000x1000000,c:1000000000x1000000,"
                       "d:1000000000x1000000,e:1000000000x1000000"),
            "mode: \"transfer\" is not allowed; allowed is account; for a transfer the total of both accounts has to stay "
            "within 2^53 whatever is lost. The default is used.");
}

TEST(LinkTest, TheLessonHasTenSteps) {
  EXPECT_EQ(decoded("lesson=10").view.lesson, 10);
  EXPECT_EQ(decoded("").view.lesson, 0);
  for (const char* bad : {"", "0", "11"}) expectRefused("lesson=" + std::string(bad), "a whole number from 1 to 10");
}

constexpr const char* kAllowedTransactions =
    "1 to 26 of label:amount or label:amountxTIMES, separated by commas; label 1 to 24 characters without control "
    "characters, amount a whole number from -1000000000 to 1000000000, TIMES a whole number from 1 to 1000000";

TEST(LinkTest, AmountsAndTimesHaveLimits) {
  EXPECT_EQ(transactionsOf("a:1000000000")[0].amount, 1'000'000'000);
  EXPECT_EQ(transactionsOf("a:-1000000000")[0].amount, -1'000'000'000);
  EXPECT_EQ(transactionsOf("a:0")[0].amount, 0);
  EXPECT_EQ(transactionsOf("a:1x1")[0].times, 1);
  EXPECT_EQ(transactionsOf("a:1x1000000")[0].times, 1'000'000);
  for (const char* bad : {"a:1000000001", "a:-1000000001", "a:", "a", "a:x2", "a:1x", "a:1x0", "a:1x-1", "a:1x1000001", "a:1x2x3",
                          "a:1X2", "a:1.0", "a:b:", "", ",", "a:1,", ",a:1", "a:1,,b:2", "a: 1"}) {
    expectRefused("tx=" + std::string(bad), kAllowedTransactions);
  }
}

TEST(LinkTest, TheNumberOfTransactionsHasLimits) {
  const std::string most = "a:1" + repeated(",b:2", 25);
  EXPECT_EQ(transactionsOf(most).size(), 26U);
  EXPECT_EQ(transactionsOf("a:1").size(), 1U);
  const DecodedLink tooMany = decodeLink("tx=" + most + ",c:3");
  EXPECT_EQ(tooMany.settings, Settings{});
  ASSERT_EQ(tooMany.problems.size(), 1U);
  EXPECT_EQ(tooMany.problems[0].allowed, kAllowedTransactions);
}

TEST(LinkTest, LabelsHaveLimits) {
  EXPECT_EQ(transactionsOf(repeated("a", 24) + ":1")[0].label, repeated("a", 24));
  EXPECT_EQ(transactionsOf(repeated("%F0%9F%92%B0", 24) + ":1")[0].label, repeated("\xF0\x9F\x92\xB0", 24))
      << "characters, not bytes";
  EXPECT_EQ(transactionsOf(repeated("\xF0\x9F\x92\xB0", 24) + ":1")[0].label, repeated("\xF0\x9F\x92\xB0", 24))
      << "a browser may show a link unescaped";
  expectRefused("tx=" + repeated("a", 25) + ":1", kAllowedTransactions);
  expectRefused("tx=:1", kAllowedTransactions);
  EXPECT_EQ(decodeLink("tx=" + repeated("%C3%A9", 25) + ":1").problems.size(), 1U);
}

TEST(LinkTest, LabelsMayHoldEverySeparatorEscaped) {
  EXPECT_EQ(transactionsOf("%3A%2C%26%3D%23%25x%20:1x2")[0], (Transaction{":,&=#%x ", 1, 2}));
  EXPECT_EQ(transactionsOf("x:1")[0], (Transaction{"x", 1}));
  EXPECT_EQ(transactionsOf("3x4:5x6")[0], (Transaction{"3x4", 5, 6}));
  EXPECT_EQ(transactionsOf("a=b:1")[0].label, "a=b") << "the first = ends the key";
  const DecodedLink escapedComma = decodeLink("tx=ok:1,deposit:50%2Cwithdrawal:-150");
  ASSERT_EQ(escapedComma.problems.size(), 1U) << "not a transaction with a comma in its label";
  EXPECT_EQ(escapedComma.problems[0].given, "deposit:50%2Cwithdrawal:-150") << "the entry that is wrong";
  EXPECT_EQ(transactionsOf("a+b:1")[0].label, "a+b") << "a plus is no space in a hash";
}

TEST(LinkTest, LabelsMustBeUtf8WithoutControls) {
  for (const char* bad : {"%FF:1", "%C3:1", "%C3(:1", "%C0%80:1", "%ED%A0%80:1", "%00:1", "%0A:1", "a%7F:1", "%C2%85:1"}) {
    expectRefused("tx=" + std::string(bad), kAllowedTransactions);
  }
}

TEST(LinkTest, BadEscapesAreRefused) {
  for (const char* bad : {"%:1", "%4:1", "%4G:1", "%G4:1", "a%:1", "%%41:1", "%u0041:1"}) {
    expectRefused("tx=" + std::string(bad), kAllowedTransactions);
  }
  for (const char* bad : {"%", "1%", "1%3", "%3", "%zz"}) {
    expectRefused("workers=" + std::string(bad), "percent-encoded text");
  }
  EXPECT_EQ(transactionsOf("%6a%6A:1")[0].label, "jj") << "both cases of hexadecimal digits";
  EXPECT_EQ(decoded("workers=%31%36").program.workers, 16);
}

TEST(LinkTest, AListThatWasEscapedAsAWholeIsStillAList) { EXPECT_EQ(decoded("tx=a%3A1x2%2Cb%3A-3"), decoded("tx=a:1x2,b:-3")); }

TEST(LinkTest, TotalsThatMightNotFitAreRefused) {
  const std::string allowed = "amounts and TIMES whose total stays within 2^53 whatever is lost";
  EXPECT_EQ(transactionsOf(repeated("a:1000000000x1000000,", 8) + "a:1000000000x1000000").size(), 9U);
  const std::string tooMuch = repeated("a:1000000000x1000000,", 9) + "a:1000000000x1000000";
  const DecodedLink result = decodeLink("tx=" + tooMuch);
  EXPECT_EQ(result.settings, Settings{});
  ASSERT_EQ(result.problems.size(), 1U);
  EXPECT_EQ(result.problems[0].allowed, allowed);
  EXPECT_EQ(decodeLink("tx=" + repeated("a:-1000000000x1000000,b:1000000000x1000000,", 5) + "c:1").problems.size(), 1U)
      << "signs do not cancel out";
}

TEST(LinkTest, FailIsLettersOfTheTransactions) {
  EXPECT_TRUE(decoded("fail=A").program.transactions[0].throws);
  EXPECT_FALSE(decoded("fail=A").program.transactions[1].throws);
  EXPECT_TRUE(decoded("fail=BA").program.transactions[0].throws);
  EXPECT_TRUE(decoded("tx=a:1,b:2,c:3&fail=C").program.transactions[2].throws);
  for (const char* bad : {"C", "a", "", "A,B", "AC", "@", "["}) {
    expectRefused("fail=" + std::string(bad), "letters of the transactions, A to B");
  }
}

TEST(LinkTest, FailDependsOnTheListThatIsUsed) {
  const DecodedLink result = decodeLink("tx=a:1,b:2,c:bad&fail=C");
  ASSERT_EQ(result.problems.size(), 2U);
  EXPECT_EQ(result.problems[0].key, "tx");
  EXPECT_EQ(result.problems[1].key, "fail");
  EXPECT_EQ(result.problems[1].allowed, "letters of the transactions, A to B");
  EXPECT_EQ(result.settings, Settings{});
}

TEST(LinkTest, ScheduleIsThePrefixOfAPossibleOne) {
  EXPECT_EQ(decoded("schedule=ABAB").view.schedule, "ABAB");
  EXPECT_EQ(decoded("schedule=ABBA").view.schedule, "ABBA");
  EXPECT_EQ(decoded("schedule=A").view.schedule, "A");
  expectRefused("schedule=ABABA", "the start of a possible schedule, and step 5, A, is not possible");
  expectRefused("schedule=AAA", "the start of a possible schedule, and step 3, A, is not possible");
  expectRefused("schedule=C", "the start of a possible schedule, and step 1, C, is not possible");
  expectRefused("schedule=a", "the start of a possible schedule, and step 1, a, is not possible");
  expectRefused("schedule=A B", "the start of a possible schedule, and step 2,  , is not possible");
  // Whether it is possible depends on every other key.
  EXPECT_EQ(messagesOf("schedule=AB&lock=scoped"),
            "schedule: \"AB\" is not allowed; allowed is the start of a possible schedule, and step 2, B, is not "
            "possible. The default is used.");
  EXPECT_EQ(decoded("schedule=AAAAB&lock=scoped").view.schedule, "AAAAB");
  EXPECT_EQ(decodeLink("schedule=B&workers=1").problems.size(), 1U);
  EXPECT_EQ(decodeLink("schedule=AA&fail=A").problems.size(), 1U);
  EXPECT_EQ(decodeLink("schedule=BB&overdraft=refuse").problems.size(), 1U) << "the withdrawal is refused: one step";
  EXPECT_EQ(decoded("schedule=BAA&overdraft=refuse").view.schedule, "BAA");
}

TEST(LinkTest, ScheduleHasAtMostSoManyLetters) {
  const std::string most(4096, 'A');
  EXPECT_EQ(decoded("tx=a:1x1000000&schedule=" + most).view.schedule.size(), 4096U);
  const DecodedLink tooLong = decodeLink("tx=a:1x1000000&schedule=" + most + "A");
  EXPECT_EQ(tooLong.settings.view.schedule, "");
  ASSERT_EQ(tooLong.problems.size(), 1U);
  EXPECT_EQ(tooLong.problems[0].allowed, "at most 4096 letters");
  EXPECT_EQ(tooLong.problems[0].given, std::string(60, 'A') + "...") << "messages stay readable";
}

TEST(LinkTest, AtIsWithinTheSchedule) {
  EXPECT_EQ(decoded("schedule=ABAB&at=0").view.at, 0U);
  EXPECT_EQ(decoded("schedule=ABAB&at=3").view.at, 3U);
  EXPECT_EQ(decoded("schedule=ABAB&at=4").view.at, std::nullopt) << "all";
  EXPECT_EQ(decoded("at=0").view.at, std::nullopt);
  for (const char* bad : {"1", "-1", "", "x"}) {
    expectRefused("at=" + std::string(bad), "a whole number from 0 to 0, the length of the schedule");
  }
  const DecodedLink result = decodeLink("schedule=ABAB&at=5");
  EXPECT_EQ(result.settings, decoded("schedule=ABAB"));
  ASSERT_EQ(result.problems.size(), 1U);
  EXPECT_EQ(result.problems[0].allowed, "a whole number from 0 to 4, the length of the schedule");
}

TEST(LinkTest, AKeyGivenTwiceIsNotUsed) {
  const DecodedLink result = decodeLink("workers=3&start=5&workers=3&workers=4");
  EXPECT_EQ(result.settings, decoded("start=5"));
  ASSERT_EQ(result.problems.size(), 1U);
  EXPECT_EQ(result.problems[0].kind, LinkProblem::Kind::repeated);
  EXPECT_EQ(result.problems[0].key, "workers");
  EXPECT_EQ(result.problems[0].message(), "workers is given 3 values; allowed is one value. The default is used.");
  EXPECT_EQ(decodeLink("v=1&v=1&workers=3").settings.program.workers, 3);
  EXPECT_EQ(decodeLink("v=1&v=1&workers=3").problems.size(), 1U);
  for (const char* key : {"start", "tx", "delay", "lock", "overdraft", "fail", "schedule", "at"}) {
    const std::string twice = std::string(key) + "=1&" + key + "=2";
    EXPECT_EQ(decodeLink(twice).settings, Settings{});
    ASSERT_EQ(decodeLink(twice).problems.size(), 1U);
    EXPECT_EQ(decodeLink(twice).problems[0].kind, LinkProblem::Kind::repeated);
  }
}

TEST(LinkTest, AnUnknownKeyIsIgnored) {
  const DecodedLink result = decodeLink("speed=9&workers=3&Workers=4");
  EXPECT_EQ(result.settings, decoded("workers=3"));
  ASSERT_EQ(result.problems.size(), 2U);
  EXPECT_EQ(result.problems[0].kind, LinkProblem::Kind::unknownKey);
  EXPECT_EQ(result.problems[0].key, "speed");
  EXPECT_EQ(result.problems[0].given, "9");
  EXPECT_EQ(result.problems[0].message(),
            "speed is an unknown key and is ignored; known are v, start, tx, workers, delay, lock, timeout, permits, overdraft, "
            "fail, mode, order, "
            "schedule, at, lesson, embed, and code, output of programs.");
  EXPECT_EQ(result.problems[1].key, "Workers");
  EXPECT_EQ(decodeLink("speed=1&speed=2").problems.size(), 1U) << "reported once";
  EXPECT_EQ(decodeLink("workers").problems.size(), 1U) << "a known key with an empty value";
  EXPECT_EQ(decodeLink("workers").problems[0].kind, LinkProblem::Kind::value);
}

TEST(LinkTest, NothingOfAnUnknownVersionIsUsed) {
  for (const char* version : {"2", "0", "", "one", "1.0", "-1", "999999999999999999999"}) {
    const DecodedLink result = decodeLink("workers=3&v=" + std::string(version) + "&delay=9&speed=1");
    EXPECT_EQ(result.settings, Settings{}) << version;
    ASSERT_EQ(result.problems.size(), 1U) << version;
    EXPECT_EQ(result.problems[0].kind, LinkProblem::Kind::link);
    EXPECT_EQ(result.problems[0].message(),
              "The link has version v=" + std::string(version) + "; allowed is v=1. The defaults are used.");
  }
  EXPECT_EQ(decodeLink("v=1&v=2&workers=3").settings, Settings{}) << "one of the two is unknown";
}

TEST(LinkTest, AnOversizedLinkIsNotRead) {
  const auto padded = [](std::size_t bytes) {
    const std::string link = "workers=3&x=";
    return link + std::string(bytes - link.size(), 'y');
  };
  EXPECT_EQ(decodeLink(padded(32'768)).settings.program.workers, 3);
  EXPECT_EQ(decodeLink("#" + padded(32'768)).settings.program.workers, 3) << "the # does not count";
  const DecodedLink result = decodeLink(padded(32'769));
  EXPECT_EQ(result.settings, Settings{});
  ASSERT_EQ(result.problems.size(), 1U);
  EXPECT_EQ(result.problems[0].message(),
            "The link has 32769 bytes, 1 too many; allowed is at most 32768. The defaults are used.");
}

TEST(LinkTest, ProblemsAreReadableWhateverWasGiven) {
  const DecodedLink controls = decodeLink("start=%0A\n\x1B[31m\xFF");
  ASSERT_EQ(controls.problems.size(), 1U);
  EXPECT_EQ(controls.problems[0].given, "%0A??[31m?");
  // The cut is after 60 bytes, in the middle of the thirtieth accent.
  const DecodedLink cut = decodeLink("start=1" + repeated("\xC3\xA9", 40));
  ASSERT_EQ(cut.problems.size(), 1U);
  EXPECT_EQ(cut.problems[0].given, "1" + repeated("\xC3\xA9", 29) + "...");
}

// ---- Programs -----------------------------------------------------------------------------------

const std::string kPrint = "print(1)\n";
const std::string kPrintCode = "KyjKzCvRMNTkAgA";

// The program of a link without problems.
ProgramSettings programOf(std::string_view link) {
  const DecodedContent decoded = decodeContent(link);
  for (const LinkProblem& problem : decoded.problems) ADD_FAILURE() << link << ": " << problem.message();
  const auto* const program = std::get_if<ProgramSettings>(&decoded.content);
  if (program == nullptr) ADD_FAILURE() << link << " has no program";
  return program == nullptr ? ProgramSettings{} : *program;
}

std::vector<std::string> problemsOf(std::string_view link) {
  std::vector<std::string> messages;
  for (const LinkProblem& problem : decodeContent(link).problems) messages.push_back(problem.message());
  return messages;
}

TEST(LinkTest, AProgramIsEncodedInOneOrder) {
  ProgramSettings program;
  program.source = kPrint;
  EXPECT_EQ(encodeLink(program), "#v=1&code=" + kPrintCode);
  program.output = true;
  program.sleeps = false;
  program.view = {"ABmZ", 3, 4, true};
  const std::string link = "#v=1&code=" + kPrintCode + "&delay=0&output=1&schedule=ABmZ&at=3&lesson=4&embed=1";
  EXPECT_EQ(encodeLink(program), link);
  EXPECT_EQ(programOf(link), program);
  EXPECT_EQ(programOf("https://example.org/" + link), program);
  EXPECT_TRUE(decodeContent(link).setsEmbed);
  program.view.at = 4;
  EXPECT_EQ(encodeLink(program), "#v=1&code=" + kPrintCode + "&delay=0&output=1&schedule=ABmZ&lesson=4&embed=1");
}

TEST(LinkTest, AnyEncodersOutputIsTaken) {
  EXPECT_EQ(programOf("code=" + kPrintCode).source, kPrint);
  EXPECT_EQ(programOf("code=AQkA9v9wcmludCgxKQo").source, kPrint) << "a stored block";
  EXPECT_EQ(programOf("code=AwA").source, "");
  EXPECT_EQ(programOf("code=%4byjKzCvRMNTkAgA").source, kPrint) << "percent-encoded";
}

TEST(LinkTest, ProgramsComeBackByteForByte) {
  Random random(7);
  for (int i = 0; i < test::rounds(300); ++i) {
    ProgramSettings program;
    const auto length = static_cast<std::size_t>(oneIn(random, 20) ? 16'384 : between(random, 0, 3'000));
    const bool compressible = oneIn(random, 2);
    while (program.source.size() < length) program.source += static_cast<char>(between(random, 0, compressible ? 3 : 255));
    program.output = oneIn(random, 2);
    if (oneIn(random, 10)) program.view.schedule = std::string(4'096, 'm');
    const std::string link = encodeLink(program);
    EXPECT_LE(link.size(), limits::kMaxLinkBytes);
    EXPECT_EQ(programOf(link), program);
    EXPECT_EQ(encodeLink(programOf(link)), link);
  }
  const std::string windows = "\xEF\xBB\xBFx = 1\r\nprint(x)\r\n";
  EXPECT_EQ(programOf(encodeLink(ProgramSettings{windows, false, true, {}})).source, windows);
}

TEST(LinkTest, AProgramThatCannotBeUnpackedIsNotUsedAtAll) {
  const auto expectBad = [](const std::string& code, const std::string& fault) {
    SCOPED_TRACE(code.substr(0, 80));
    const DecodedContent decoded = decodeContent("code=" + code + "&delay=3&lock=scoped");
    EXPECT_EQ(std::get<Settings>(decoded.content), Settings{});
    ASSERT_EQ(decoded.problems.size(), 1U);
    EXPECT_EQ(decoded.problems[0].kind, LinkProblem::Kind::code);
    EXPECT_EQ(
        decoded.problems[0].message(),
        "code: \"" + (code.size() > 60 ? code.substr(0, 60) + "..." : code) + "\" cannot be unpacked: " + fault +
            "; allowed is a program of at most 16,384 bytes as raw DEFLATE in base64url without padding. Nothing of the link is "
            "used.");
  };
  const auto character = [](const char* number) {
    return "its character " + std::string(number) + " is not of base64url (A to Z, a to z, 0 to 9, - and _, no padding)";
  };
  const std::string early = "it ends too early: a part of the link is missing";
  expectBad("", early);
  expectBad("KyjKzCvRMNTkAg==", character("15"));
  expectBad("Kyj+zCv", character("4"));
  expectBad("Kyj zCv", character("4"));
  expectBad("K", "its base64url ends in the middle of a byte");
  expectBad("KyjKzCvRMNTkAgB", "its base64url ends in the middle of a byte");
  expectBad("%4", "its percent-encoding is broken");
  expectBad("eJwDAAAAAAE", "it is no DEFLATE");  // with zlib's header
  expectBad("____", "it is no DEFLATE");
  expectBad("AwAAAA", "there is more behind the end of its DEFLATE: 2 bytes");
  for (std::size_t length = 2; length + 1 < kPrintCode.size(); ++length) {
    const auto problems = decodeContent("code=" + kPrintCode.substr(0, length)).problems;
    ASSERT_EQ(problems.size(), 1U) << length;
    EXPECT_EQ(problems[0].kind, LinkProblem::Kind::code) << length;
  }
}

TEST(LinkTest, ABombStopsAtTheLimit) {
  EXPECT_EQ(programOf("code=" + packed(std::string(16'384, 'x'))).source, std::string(16'384, 'x'));
  for (const std::size_t length : {16'385U, 20'000'000U}) {
    const std::string code = packed(std::string(length, '\0'));
    ASSERT_LT(code.size(), 30'000U);
    const auto problems = decodeContent("code=" + code).problems;
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_NE(problems[0].message().find("cannot be unpacked: it unpacks to more; allowed is a program of at most 16,384 bytes"),
              std::string::npos);
  }
}

TEST(LinkTest, KeysOfTheAccountMayNotBeGivenWithAProgram) {
  for (const char* key : {"tx", "start", "workers", "lock", "overdraft", "fail", "mode", "order", "permits", "timeout"}) {
    for (const std::string& link : {"code=" + kPrintCode + "&" + key + "=2", std::string(key) + "=2&code=" + kPrintCode}) {
      EXPECT_EQ(problemsOf(link),
                std::vector<std::string>{std::string(key) + " is given with code; allowed is delay, "
                                                            "output, schedule, at, lesson, embed. It is ignored."});
      EXPECT_EQ(std::get<ProgramSettings>(decodeContent(link).content).source, kPrint);
    }
  }
  EXPECT_EQ(problemsOf("output=1"),
            std::vector<std::string>{"output is given without code; allowed is a link with code. It is ignored."});
}

TEST(LinkTest, KeysOfAProgramHaveTheirLimits) {
  const struct {
    const char* part;
    const char* allowed;
  } cases[] = {
      {"delay=1", "0, which leaves all sleeps out"},
      {"output=2", "a whole number from 0 to 1"},
      {"schedule=Aa", "at most 4096 letters A to Z and m"},
      {"schedule=A%20", "at most 4096 letters A to Z and m"},
      {"at=1", "a whole number from 0 to 0, the length of the schedule"},
      {"lesson=0", "a whole number from 1 to 10"},
      {"embed=2", "a whole number from 0 to 1"},
  };
  for (const auto& each : cases) {
    const DecodedContent decoded = decodeContent("code=" + kPrintCode + "&" + each.part);
    EXPECT_EQ(std::get<ProgramSettings>(decoded.content), (ProgramSettings{kPrint, false, true, {}})) << each.part;
    ASSERT_EQ(decoded.problems.size(), 1U) << each.part;
    EXPECT_EQ(decoded.problems[0].kind, LinkProblem::Kind::value);
    EXPECT_EQ(decoded.problems[0].allowed, each.allowed);
  }
  EXPECT_EQ(problemsOf("code=" + kPrintCode + "&schedule=" + std::string(4'097, 'A')).size(), 1U);
  EXPECT_EQ(programOf("code=" + kPrintCode + "&output=0&embed=0"), (ProgramSettings{kPrint, false, true, {}}));
  const std::string twice = "code=" + kPrintCode + "&code=" + kPrintCode;
  EXPECT_EQ(problemsOf(twice),
            std::vector<std::string>{"code: given 2 times; allowed is one program. Nothing of the link is used."});
}

TEST(LinkTest, WhatKnowsTheAccountAloneRefusesAProgram) {
  const DecodedLink decoded = decodeLink("code=" + kPrintCode + "&embed=1");
  EXPECT_EQ(decoded.settings, Settings{});
  ASSERT_EQ(decoded.problems.size(), 1U);
  EXPECT_EQ(decoded.problems[0].message(),
            "The link holds a program (code), which only the command opens; allowed is the account. The defaults are used.");
  std::string problem;
  EXPECT_EQ(settingsOfLink("code=" + kPrintCode, problem), std::nullopt);
  EXPECT_EQ(problem, decoded.problems[0].message());
}

// ---- Properties ---------------------------------------------------------------------------------

std::string randomLabel(Random& random) {
  std::string label;
  const std::int64_t length = between(random, 1, limits::kMaxLabelCharacters);
  while (countCharacters(label) != static_cast<std::size_t>(length)) {
    static constexpr std::string_view kAwkward = ":,&=#%x +;/?\"'\\0A";
    std::string character;
    switch (between(random, 0, 3)) {
      case 0: character = kAwkward[static_cast<std::size_t>(between(random, 0, kAwkward.size() - 1))]; break;
      case 1: character = utf8(static_cast<char32_t>(between(random, 0x20, 0x7E))); break;
      case 2: character = utf8(static_cast<char32_t>(between(random, 0xA0, 0xFFFF))); break;
      default: character = utf8(static_cast<char32_t>(between(random, 0x10000, 0x10FFFF))); break;
    }
    if (countCharacters(character)) label += character;  // else a surrogate
  }
  return label;
}

Settings randomLinkSettings(Random& random) {
  Settings settings = test::randomSettings(random, {.transactions = 26, .times = 3, .workers = 16});
  if (oneIn(random, 2)) settings.program.start = between(random, -limits::kMaxAmount, limits::kMaxAmount);
  settings.run.delay = std::chrono::milliseconds(between(random, 0, limits::kMaxDelayMs));
  if (oneIn(random, 4)) settings.run.delay = Settings{}.run.delay;
  for (Transaction& transaction : settings.program.transactions) {
    transaction.label = randomLabel(random);
    if (oneIn(random, 3)) transaction.amount = between(random, -limits::kMaxAmount, limits::kMaxAmount);
    if (oneIn(random, 8)) transaction.times = between(random, 1, limits::kMaxTimes);
  }
  while (!totalsFit(settings.program.start, settings.program.transactions, settings.program.mode))
    settings.program.transactions.pop_back();
  if (oneIn(random, 4)) settings.view.lesson = static_cast<int>(between(random, 1, limits::kLessonSteps));
  if (oneIn(random, 4)) settings.run.timeout = Settings{}.run.timeout;
  if (settings.program.transactions.empty() || oneIn(random, 8)) settings.program.transactions = Settings{}.program.transactions;
  if (oneIn(random, 2)) {
    Drive drive(settings);
    for (std::int64_t i = between(random, 1, 40); i > 0 && drive.stepRandomly(random); --i) {
    }
    settings.view.schedule = drive.schedule();
    if (oneIn(random, 2))
      settings.view.at =
          static_cast<std::size_t>(between(random, 0, static_cast<std::int64_t>(settings.view.schedule.size()) - 1));
  }
  return settings;
}

TEST(LinkTest, DecodingGivesBackWhatWasEncoded) {
  Random random(4);
  for (int i = 0; i < test::rounds(10'000); ++i) {
    const Settings settings = randomLinkSettings(random);
    const std::string link = encodeLink(settings);
    const DecodedLink result = decodeLink(link);
    ASSERT_TRUE(result.problems.empty()) << link << '\n' << result.problems[0].message();
    ASSERT_EQ(result.settings, settings) << link;
    ASSERT_EQ(encodeLink(result.settings), link);
    // What a browser may put into an address without escapes.
    ASSERT_TRUE(std::ranges::all_of(link, [](unsigned char c) { return c > 0x20 && c < 0x7F; })) << link;
  }
}

std::string randomGarbage(Random& random) {
  static const std::vector<std::string> kPieces = {"v=1",
                                                   "v=",
                                                   "v=2",
                                                   "start=",
                                                   "tx=",
                                                   "workers=",
                                                   "delay=",
                                                   "lock=",
                                                   "overdraft=",
                                                   "fail=",
                                                   "schedule=",
                                                   "at=",
                                                   "&",
                                                   "&",
                                                   "&",
                                                   "=",
                                                   ":",
                                                   ",",
                                                   "x",
                                                   "#",
                                                   "%",
                                                   "%4",
                                                   "%41",
                                                   "%C3%A9",
                                                   "%FF",
                                                   "%00",
                                                   "-",
                                                   "+",
                                                   "0",
                                                   "1",
                                                   "7",
                                                   "16",
                                                   "100",
                                                   "-150",
                                                   "1000000000",
                                                   "1000000",
                                                   "99999999999999999999",
                                                   "deposit:50",
                                                   "withdrawal:-150",
                                                   "a:1x3",
                                                   "none",
                                                   "manual",
                                                   "scoped",
                                                   "allow",
                                                   "refuse",
                                                   "A",
                                                   "B",
                                                   "AB",
                                                   "ABAB",
                                                   "C",
                                                   "Z",
                                                   "\xC3\xA9",
                                                   "\xF0\x9F\x92\xB0",
                                                   "\xFF",
                                                   "://",
                                                   "\n"};
  std::string garbage;
  if (oneIn(random, 2)) {
    for (std::int64_t i = between(random, 0, 24); i > 0; --i) garbage += kPieces[random() % kPieces.size()];
    if (oneIn(random, 40)) garbage += std::string(static_cast<std::size_t>(between(random, 0, 40'000)), '%');
  } else {
    garbage = encodeLink(randomLinkSettings(random));
  }
  for (std::int64_t i = between(random, 0, 6); i > 0 && !garbage.empty(); --i) {
    const std::size_t at = random() % garbage.size();
    switch (between(random, 0, 3)) {
      case 0: garbage[at] = static_cast<char>(random()); break;
      case 1: garbage.erase(at, 1); break;
      case 2: garbage.insert(at, kPieces[random() % kPieces.size()]); break;
      default: garbage += garbage.substr(at, 20); break;
    }
  }
  return garbage;
}

TEST(LinkTest, WhateverIsDecodedIsAllowedAndStaysTheSame) {
  Random random(5);
  int withProblems = 0;
  int withoutDefaults = 0;
  for (int i = 0; i < test::rounds(20'000); ++i) {
    const std::string garbage = randomGarbage(random);
    const DecodedLink first = decodeLink(garbage);
    const std::string link = encodeLink(first.settings);
    const DecodedLink second = decodeLink(link);
    ASSERT_TRUE(second.problems.empty()) << testing::PrintToString(garbage) << '\n' << second.problems[0].message();
    ASSERT_EQ(second.settings, first.settings) << testing::PrintToString(garbage);
    ASSERT_EQ(encodeLink(second.settings), link);
    for (const LinkProblem& problem : first.problems) {
      ASSERT_TRUE(countCharacters(problem.message())) << testing::PrintToString(problem.message());
    }
    withProblems += first.problems.empty() ? 0 : 1;
    withoutDefaults += first.settings == Settings{} ? 0 : 1;
  }
  EXPECT_GT(withProblems, test::rounds(5'000));
  EXPECT_GT(withoutDefaults, test::rounds(5'000));
}

}  // namespace
}  // namespace interleave
