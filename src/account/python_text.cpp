#include "account/python_text.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "account/code_needs.h"
#include "text/literal.h"

namespace interleave {
namespace {

constexpr std::string_view kProgram = R"($imports
import time
from concurrent.futures import ThreadPoolExecutor
?library from interleave import $library

$classes

class Account:
    def __init__(self$number):
        ?transfers self.number = number
        $account

    $methods

    $updateMethod

    $readerMethod

$shared

$transferFunction

$repeat

$repeatReading

?watch # watch: $watch
$accounts
print(f"starting with balance$balances")
with ThreadPoolExecutor(max_workers=$workers) as executor:
    $submits
$ending
print(f"ending balance$balances"))";

// Blocks that are the same under every lock, and when they are there.
struct Block {
  std::string_view name;
  bool (*needed)(const CodeNeeds&);
  std::string_view text;
};

constexpr bool always(const CodeNeeds&) { return true; }

constexpr auto kBlocks = std::to_array<Block>({
    {"update", always, R"(copy = self.balance  @read
$throw
copy += amount
?checks if amount >= 0 or copy >= 0:  # enough money
    $sleep  @write~
    self.balance = copy  @write)"},
    // From one account to the other.
    {"move", always, R"(copy = payer.balance  @read
$throw
copy -= amount
?checks if amount == 0 or copy >= 0:  # enough money
    $sleep  @write~
    payer.balance = copy  @write
    copy = payee.balance  @read1
    copy += amount
    $sleep  @write1~
    payee.balance = copy  @write1)"},
    {"sleep", always, "time.sleep($delay)"},
    {"throw", always, R"(?throws if fails:
?throws     raise RuntimeError(f"{transaction} failed"))"},
    {"inOrder", always, "?sorts one, other = sorted((payer, payee), key=lambda account: account.number)"},
    {"accounts", always, R"(?account account = Account()
?transfers first, second = Account(1), Account(2))"},
    {"readerMethod", [](const CodeNeeds& needs) { return needs.reads; }, R"(def print_balance(self, transaction$fails):
    print(f"{transaction} thread reading...")
    $reader
    print(f"{transaction} thread sees balance of {seen}"))"},
    {"transferFunction", [](const CodeNeeds& needs) { return needs.transfers; },
     R"(def transfer(transaction, payer, payee, amount$fails):  @update
    print(f"{transaction} thread updating...")
    $transfer
    print(f"{transaction} thread finishing..."))"},
});

constexpr std::string_view kUpdateMethod = R"(def update(self, transaction, amount$fails):  @update
    print(f"{transaction} thread updating...")
    $body
    print(f"{transaction} thread finishing..."))";

// What a dialect has for tasks of several updates: the language has no parameters of any number.
constexpr std::string_view kRepeatShown = R"(def repeat(times, function, *arguments):
    for _ in range(times):
        function(*arguments))";
constexpr std::string_view kRepeat = R"(def repeat(times, $parameters):
    for _ in range(times):
        ?account account.update($parameters)
        ?transfers transfer($parameters))";
constexpr std::string_view kRepeatReading = R"(def repeat_reading(times, transaction$fails):
    for _ in range(times):
        account.print_balance(transaction$fails))";

// In seconds: "1", "0.25". Written from whole numbers: formatting a double needs 100 kB of tables.
std::string seconds(std::chrono::milliseconds time) {
  const auto whole = time.count() / 1000;
  const auto rest = time.count() % 1000;
  if (rest == 0) return std::to_string(whole);
  std::string text = std::to_string(whole) + "." + std::to_string(1000 + rest).substr(1);
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

class Text {
 public:
  Text(const RunSettings& settings, PythonDialect dialect)
      : settings_(settings),
        needs_(settings.program),
        shown_(dialect == PythonDialect::shown),
        use_(shown_ ? lockInfo(settings.program.lock).python : lockInfo(settings.program.lock).program) {}

  std::vector<TemplateLine> lines() const {
    return expandTemplate(
        kProgram, 4,
        {[this](std::string_view name) { return holds(name); }, [this](std::string_view name) { return valueOf(name); },
         [this](std::string_view name) { return blockOf(name); }});
  }

 private:
  bool holds(std::string_view condition) const {
    const std::pair<std::string_view, bool> conditions[] = {
        {"library", !use_.library.empty()},
        {"watch", !shown_ && !use_.watch.empty()},
        {"checks", needs_.checks},
        {"throws", needs_.throws},
        {"account", !needs_.transfers},
        {"transfers", needs_.transfers},
        {"sorts", sorts()},
    };
    return std::ranges::find(conditions, condition, [](const auto& each) { return each.first; })->second;
  }

  std::string valueOf(std::string_view name) const {
    const std::string fails = needs_.throws ? ", fails" : "";
    const std::pair<std::string_view, std::string> values[] = {
        {"library", std::string(use_.library)},
        {"watch", std::string(use_.watch)},
        // The language has no parameters of any number.
        {"error", shown_ ? "*error" : "kind, error, trace"},
        {"number", needs_.transfers ? ", number" : ""},
        {"start", std::to_string(settings_.program.start)},
        {"permits", std::to_string(settings_.program.permits)},
        {"workers", std::to_string(settings_.program.workers)},
        {"delay", seconds(settings_.run.delay)},
        {"timeout", seconds(settings_.run.timeout)},
        {"fails", fails},
        {"parameters", (needs_.transfers ? "transaction, payer, payee, amount" : "transaction, amount") + fails},
        {"changed", needs_.throws ? "transaction, amount, fails" : "amount"},
        {"one", sorts() ? "one" : "payer"},
        {"other", sorts() ? "other" : "payee"},
        {"balances", needs_.transfers ? "s of {first.balance} and {second.balance}" : " of {" + std::string(use_.balance) + "}"},
    };
    return std::ranges::find(values, name, [](const auto& each) { return each.first; })->second;
  }

  std::optional<TemplateBlock> blockOf(std::string_view name) const {
    if (name == "submits") return TemplateBlock{submits(), true};
    const std::pair<std::string_view, std::string_view> ofLock[] = {
        {"imports", use_.imports},
        {"classes", use_.classes},
        {"account", use_.account},
        {"methods", updates() ? use_.methods : std::string_view{}},
        {"updateMethod", updates() ? kUpdateMethod : std::string_view{}},
        {"body", use_.update},
        {"reader", use_.reader},
        {"shared", needs_.transfers ? use_.shared : std::string_view{}},
        {"transfer", use_.transfer},
        {"ending", use_.ending},
        {"repeat", repeat()},
        {"repeatReading", !shown_ && needs_.repeatsReading ? kRepeatReading : std::string_view{}},
    };
    for (const auto& [given, text] : ofLock) {
      if (given == name) return TemplateBlock{std::string(text)};
    }
    for (const Block& each : kBlocks) {
      if (each.name == name) return TemplateBlock{each.needed(needs_) ? std::string(each.text) : ""};
    }
    return std::nullopt;
  }

  std::string_view repeat() const {
    if (shown_) return needs_.repeats ? kRepeatShown : std::string_view{};
    return needs_.repeatsWriting ? kRepeat : std::string_view{};
  }

  // A balance that no method changes would be constant, and reading it no step: the program always has the method.
  bool updates() const { return !needs_.transfers && (needs_.writes || !shown_); }

  // Python has no std::scoped_lock: threads acquire in the order of the accounts' numbers.
  bool sorts() const { return settings_.program.order == LockOrder::address; }

  std::string submits() const {
    std::string all;
    for (std::size_t task = 0; task < settings_.program.transactions.size(); ++task) {
      all += "executor.submit(" + functionOf(task) + ", " + argumentsOf(task) + ")\n";
    }
    return all;
  }

  // What a task runs, with how often it does so.
  std::string functionOf(std::size_t task) const {
    const bool reading = readsOnly(settings_.program, task);
    const std::string once = needs_.transfers ? "transfer" : reading ? "account.print_balance" : "account.update";
    const std::int64_t times = settings_.program.transactions[task].times;
    if (times == 1) return once;
    if (shown_) return "repeat, " + std::to_string(times) + ", " + once;
    return (reading ? "repeat_reading, " : "repeat, ") + std::to_string(times);
  }

  std::string argumentsOf(std::size_t task) const {
    const Transaction& each = settings_.program.transactions[task];
    std::string all = stringLiteral(each.label, "\"\\");
    if (needs_.transfers) {
      const bool forwards = routeOf(settings_.program, task).payer == kFirstAccount;
      all += (forwards ? ", first, second, " : ", second, first, ") + std::to_string(std::abs(each.amount));
    } else if (!readsOnly(settings_.program, task)) {
      all += ", " + std::to_string(each.amount);
    }
    if (needs_.throws) all += each.throws ? ", True" : ", False";
    return all;
  }

  const RunSettings& settings_;
  const CodeNeeds needs_;
  const bool shown_;
  const PythonUse& use_;
};

}  // namespace

std::vector<TemplateLine> pythonText(const RunSettings& settings, PythonDialect dialect) {
  return Text(settings, dialect).lines();
}

}  // namespace interleave
