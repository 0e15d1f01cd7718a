#include "code/listing.h"

#include <regex>

#include "link/link.h"
#include "support.h"

namespace interleave {
namespace {

using test::lesson;

constexpr std::array kLanguages = {Language::cpp, Language::python};

bool holds(const Listing& listing, std::string_view text) { return listing.text().find(text) != std::string::npos; }

// Every way of protecting the balance: each lock, and transfers under those that can be held together.
std::vector<Settings> everyWay() {
  std::vector<Settings> ways;
  for (const LockInfo& lock : allLocks()) {
    Settings settings = lesson(lock.kind);
    if (lock.kind == LockKind::shared) settings.program.transactions.push_back({"statement", 0});
    ways.push_back(settings);
    for (const LockOrder order : {LockOrder::given, LockOrder::address}) {
      settings.program.mode = Mode::transfer;
      settings.program.order = order;
      if (canTransfer(lock.kind)) ways.push_back(settings);
    }
  }
  return ways;
}

TEST(ListingTest, TheLessonInPython) {
  Settings settings;
  settings.program.lock = LockKind::scoped;
  EXPECT_EQ(listingOf(settings, Language::python).text(),
            R"(import threading
import time
from concurrent.futures import ThreadPoolExecutor

class Account:
    def __init__(self):
        self.balance = 100
        self.lock = threading.Lock()

    def update(self, transaction, amount):
        print(f"{transaction} thread updating...")
        with self.lock:
            copy = self.balance
            copy += amount
            time.sleep(1)
            self.balance = copy
        print(f"{transaction} thread finishing...")

account = Account()
print(f"starting with balance of {account.balance}")
with ThreadPoolExecutor(max_workers=2) as executor:
    executor.submit(account.update, "deposit", 50)
    executor.submit(account.update, "withdrawal", -150)
print(f"ending balance of {account.balance}")
)");
}

TEST(ListingTest, TheLessonInCpp) {
  Settings settings;
  settings.program.lock = LockKind::scoped;
  EXPECT_EQ(listingOf(settings, Language::cpp).text(),
            R"(#include <chrono>
#include <cstdio>
#include <mutex>
#include <string>
#include <thread>

using namespace std::chrono_literals;

class Account {
 public:
  void update(const std::string& transaction, long long amount) {
    std::puts((transaction + " thread updating...").c_str());
    {
      std::scoped_lock guard(lock_);
      long long copy = balance_;
      copy += amount;
      std::this_thread::sleep_for(1000ms);
      balance_ = copy;
    }
    std::puts((transaction + " thread finishing...").c_str());
  }

  long long balance() const { return balance_; }

 private:
  long long balance_ = 100;
  std::mutex lock_;
};

int main() {
  Account account;
  std::printf("starting with balance of %lld\n", account.balance());
  {
    std::jthread a([&] { account.update("deposit", 50); });
    std::jthread b([&] { account.update("withdrawal", -150); });
  }  // waits for all of them
  std::printf("ending balance of %lld\n", account.balance());
}
)");
}

TEST(ListingTest, ByHandAndInTheContextManagerDifferByOneBlock) {
  Settings settings = lesson(LockKind::manual);
  EXPECT_TRUE(holds(listingOf(settings, Language::cpp), "lock_.lock();"));
  EXPECT_TRUE(holds(listingOf(settings, Language::cpp), "lock_.unlock();"));
  EXPECT_TRUE(holds(listingOf(settings, Language::python), "lock.release()"));
  settings.program.lock = LockKind::scoped;
  EXPECT_TRUE(holds(listingOf(settings, Language::cpp), "std::scoped_lock guard(lock_);"));
  EXPECT_FALSE(holds(listingOf(settings, Language::cpp), "unlock"));
}

TEST(ListingTest, TheUpdateBeginsWithItsHead) {
  for (const Settings& settings : everyWay()) {
    for (const Language language : kLanguages) {
      const Listing listing = listingOf(settings, language);
      const std::string& head = listing.lines[listing.update].text;
      EXPECT_TRUE(std::regex_search(head, std::regex("(def|void) (update|transfer)\\("))) << head;
    }
  }
}

TEST(ListingTest, HasOnlyWhatTheSettingsNeed) {
  for (const Language language : kLanguages) {
    const Listing listing = listingOf(lesson(), language);
    for (const char* unneeded : {"fail", "enough", "repeat", "mutex", "Lock", "tasks"})
      EXPECT_FALSE(holds(listing, unneeded)) << unneeded;
    EXPECT_LE(listing.lines.size(), 45U);
  }
}

TEST(ListingTest, LabelsAreLiterals) {
  Settings settings = lesson();
  settings.program.transactions[0].label = R"(a"\??/é)";
  EXPECT_TRUE(holds(listingOf(settings, Language::cpp), R"("a\"\\\?\?/é")"));
  EXPECT_TRUE(holds(listingOf(settings, Language::python), R"("a\"\\??/é")"));
}

TEST(ListingTest, ControlsOfTheDirectionOfWritingAreEscapes) {
  Settings settings;
  settings.program.transactions[0].label =
      test::utf8(U'\u202E') + "a" + test::utf8(U'\u2069') + test::utf8(U'\u061C') + "\xD7\x90";
  for (const Language language : {Language::cpp, Language::python}) {
    EXPECT_NE(listingOf(settings, language).text().find("\"\\u202Ea\\u2069\\u061C\xD7\x90\""), std::string::npos);
  }
}

TEST(ListingTest, TokensCoverEachLineInOrder) {
  for (const Settings& settings : everyWay()) {
    for (const Language language : kLanguages) {
      for (const CodeLine& line : listingOf(settings, language).lines) {
        std::size_t at = 0;
        for (const Token& token : line.tokens) {
          ASSERT_EQ(token.begin, at) << line.text;
          ASSERT_GT(token.end, token.begin) << line.text;
          at = token.end;
        }
        ASSERT_EQ(at, line.text.size()) << line.text;
      }
    }
  }
}

TEST(ListingTest, WordsStringsNumbersAndCommentsAreRecognized) {
  Settings settings = lesson();
  settings.program.transactions[0].label = "return // 1";
  const Listing listing = listingOf(settings, Language::cpp);
  const auto kindsOf = [&](std::string_view part) {
    for (const CodeLine& line : listing.lines) {
      const std::size_t found = line.text.find(part);
      if (found == std::string::npos) continue;
      for (const Token& token : line.tokens) {
        if (token.begin <= found && found < token.end) return token.kind;
      }
    }
    return TokenKind::plain;
  };
  EXPECT_EQ(kindsOf("return // 1"), TokenKind::string);
  EXPECT_EQ(kindsOf("void update"), TokenKind::keyword);
  EXPECT_EQ(kindsOf("// Atomic"), TokenKind::comment);
  EXPECT_EQ(kindsOf("100;"), TokenKind::number);
  EXPECT_EQ(kindsOf("update("), TokenKind::plain);
}

// The kinds of a line's characters: `k`eyword, `s`tring, `n`umber, `c`omment, or the plain character itself.
std::string kindsOf(const CodeLine& line) {
  std::string kinds = line.text;
  for (const Token& token : line.tokens) {
    if (token.kind == TokenKind::plain) continue;
    const char letter = ".ksnc"[static_cast<std::size_t>(token.kind)];
    std::fill(kinds.begin() + static_cast<std::ptrdiff_t>(token.begin), kinds.begin() + static_cast<std::ptrdiff_t>(token.end),
              letter);
  }
  return kinds;
}

TEST(ListingTest, ATextOfAnyKindHasItsStringsCommentsAndWords) {
  const Listing listing = listingOf(
      "s = '''a # 1\n"
      "b 'c' \"\"\"\n"
      "\n"
      "''' + \"x#y\" # d'e\n"
      "n = 12#f\n"
      "u = 'open\n"
      "if x is not 'it\\'s': pass");
  std::vector<std::string> kinds;
  for (const CodeLine& line : listing.lines) kinds.push_back(kindsOf(line));
  EXPECT_EQ(kinds, (std::vector<std::string>{"s = ssssssss", "sssssssss", "", "sss + sssss ccccc", "n = nncc", "u = sssss",
                                             "kk x kk kkk sssssss: kkkk"}));
  EXPECT_EQ(listing.text(), listingOf(listing.text()).text());
  EXPECT_TRUE(listingOf("").lines.empty());
}

TEST(ListingTest, EveryKeywordIsRecognized) {
  const std::array<std::vector<std::string_view>, 2> words = {
      {{"break", "return", "while"}, {"break", "finally", "return", "while"}}};
  for (const Settings& settings : everyWay()) {
    for (const Language language : kLanguages) {
      for (const CodeLine& line : listingOf(settings, language).lines) {
        for (const Token& token : line.tokens) {
          if (token.kind != TokenKind::plain) continue;
          const std::string plain = line.text.substr(token.begin, token.end - token.begin);
          for (const std::string_view word : words[static_cast<std::size_t>(language)]) {
            EXPECT_FALSE(std::regex_search(plain, std::regex("\\b" + std::string(word) + "\\b"))) << line.text;
          }
        }
      }
    }
  }
}

// ---- Where a thread stands ----------------------------------------------------------------------

std::string lineAt(const Settings& settings, std::string_view schedule, std::size_t task, Language language, bool steps) {
  const Listing listing = listingOf(settings, language);
  const ThreadStates states = threadStatesAfter(settings.program, test::resultOf(settings, schedule).trace.events);
  const auto line = lineOf(listing, settings, task, states.tasks[task], steps);
  if (!line) return "";
  const std::string& text = listing.lines[*line].text;
  return text.substr(text.find_first_not_of(' '));
}

TEST(ListingTest, AThreadStandsAtItsNextStepOrSleepsBeforeIt) {
  const Settings settings = lesson(LockKind::manual);
  const auto at = [&](std::string_view schedule, bool steps) { return lineAt(settings, schedule, 0, Language::python, steps); };
  EXPECT_EQ(at("", true), "self.lock.acquire()");
  EXPECT_EQ(at("A", true), "copy = self.balance");
  EXPECT_EQ(at("AA", true), "self.balance = copy");
  EXPECT_EQ(at("AA", false), "time.sleep(0)");
  EXPECT_EQ(at("AAA", true), "self.lock.release()");
  EXPECT_EQ(at("AAAA", true), "");
}

TEST(ListingTest, AStaleCopyLeadsBackToTheRead) {
  EXPECT_EQ(lineAt(lesson(LockKind::cas), "ABA", 1, Language::cpp, true),
            "if (balance_.compare_exchange_strong(seen, copy)) break;");
  EXPECT_EQ(lineAt(lesson(LockKind::cas), "ABAB", 1, Language::cpp, true), "long long seen = balance_;");
}

TEST(ListingTest, AnExceptionLeadsToTheRelease) {
  Settings settings = lesson(LockKind::scoped);
  settings.program.transactions[0].throws = true;
  EXPECT_EQ(lineAt(settings, "AA", 0, Language::python, true), "with self.lock:");
  settings.program.lock = LockKind::manual;
  EXPECT_EQ(lineAt(settings, "AA", 0, Language::python, true), "");
}

// The text that a line with a step must contain, under every lock.
struct SaidAtStep {
  Step step;
  std::array<const char*, 2> languages;  // patterns, in the order of kLanguages
};
const SaidAtStep kSaid[] = {
    {Step::acquire,
     {R"(_lock guard\(|lock_?\.lock\(\);|permits_\.acquire\(\)|while \(held_\.test_and_set|serving_ != mine|locked_ = true;)",
      R"(with .*(lock|permits):|lock\.acquire|acquire_shared|while not self\.held\.acquire|serving == mine|locked = True)"}},
    {Step::read, {R"((copy|seen) = (pay.*\.)?balance)", R"((copy|seen) = ((pay.*|self)\.)?balance)"}},
    {Step::write, {R"(balance_?( = |\.store\()copy)", R"(balance = copy)"}},
    {Step::release,
     {R"(^ *\}$|lock_?\.unlock\(\)|void unlock\(\) \{ |permits_\.release\(\)|locked_ = false)",
      R"(with .*(lock|permits):|\.release\(\)|release_shared\(\)|self\.serving \+= 1|locked = False)"}},
    {Step::check, {R"(while \(locked_\))", R"(while self\.locked:)"}},
    {Step::ticket, {R"(mine = next_\+\+)", R"(mine = self\.next)"}},
    {Step::add, {R"(balance_\.fetch_add\(amount\))", R"(self\.fetch_add\(amount\))"}},
    {Step::swap,
     {R"(if \((balance_\.compare_exchange_strong\(seen, copy|commit\(copy, seen)\)\) break;)",
      R"(if self\.(compare_and_swap\(seen, copy|commit\(copy, seen)\):)"}},
};

bool saysItsStep(const std::string& line, Step step, Language language) {
  const auto said = std::ranges::find(kSaid, step, &SaidAtStep::step);
  return std::regex_search(line, std::regex(said->languages[static_cast<std::size_t>(language)]));
}

// In a transfer the payer's balance is read and written first, and then the payee's.
bool saysItsAccount(const std::string& line, const std::vector<Action>& actions, std::size_t at) {
  const Step step = actions[at].step;
  if (step != Step::read && step != Step::write) return true;
  const bool first = std::ranges::none_of(std::span(actions).first(at), [&](const Action& each) { return each.step == step; });
  return line.find(first ? "payer.balance" : "payee.balance") != std::string::npos;
}

// An update sleeps with a copy in hand: before it writes or swaps; one that only reads, before it releases.
bool sleepsBefore(const std::vector<Action>& actions, std::size_t at) {
  const Step step = actions[at].step;
  return step == Step::write || step == Step::swap || (step == Step::release && actions[at - 1].step == Step::read);
}

TEST(ListingTest, EveryStepOfEveryLockStandsAtItsLine) {
  test::Random random(41);
  for (const Settings& settings : everyWay()) {
    for (const Language language : kLanguages) {
      const Listing listing = listingOf(settings, language);
      for (int i = 0; i < 20; ++i) {
        test::Drive drive(settings);
        do {
          const ThreadStates states = threadStatesAfter(settings.program, drive.events());
          for (std::size_t task = 0; task < settings.program.transactions.size(); ++task) {
            const Program::Task& each = drive.program().tasks()[task];
            if (each.ended || !drive.program().inFlight(task)) continue;
            ASSERT_EQ(states.tasks[task].at, each.at) << encodeLink(settings) << " " << drive.schedule();
            for (const bool steps : {true, false}) {
              const auto line = lineOf(listing, settings, task, states.tasks[task], steps);
              ASSERT_TRUE(line) << encodeLink(settings) << " " << drive.schedule() << " " << taskLetter(task);
              const std::string& text = listing.lines[*line].text;
              const std::vector<Action> actions = updateSteps(settings.program, task).actions;
              const bool sleeps = !steps && std::regex_search(text, std::regex(R"(\bsleep(_for)?\()"));
              ASSERT_EQ(sleeps, !steps && sleepsBefore(actions, each.at)) << encodeLink(settings) << " " << text;
              if (sleeps) continue;
              ASSERT_TRUE(saysItsStep(text, each.next, language))
                  << encodeLink(settings) << " " << drive.schedule() << " " << text;
              ASSERT_TRUE(settings.program.mode != Mode::transfer || saysItsAccount(text, actions, each.at)) << text;
            }
          }
        } while (drive.stepRandomly(random));
      }
    }
  }
}

TEST(ListingTest, TheUpdateEndsWithItsFunction) {
  for (const LockInfo& lock : allLocks()) {
    for (const Language language : {Language::python, Language::cpp}) {
      SCOPED_TRACE(lock.name);
      const Listing listing = listingOf(lesson(lock.kind), language);
      const std::size_t end = listing.updateEnd();
      ASSERT_LT(end, listing.lines.size());
      std::string all;
      for (std::size_t i = listing.update; i < end; ++i) all += listing.lines[i].text + "\n";
      EXPECT_NE(all.find("finishing"), std::string::npos) << all;
      EXPECT_EQ(all.find("main"), std::string::npos) << all;
      EXPECT_FALSE(listing.lines[end - 1].text.empty());
      EXPECT_EQ(std::ranges::count(all, '{'), std::ranges::count(all, '}')) << all;
    }
  }
}

}  // namespace
}  // namespace interleave
