// The program in C++.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "account/code_needs.h"
#include "account/text_template.h"
#include "code/writer.h"
#include "text/literal.h"

namespace interleave {
namespace {

constexpr std::size_t kIndent = 2;

constexpr std::string_view kProgram = R"($includes

using namespace std::chrono_literals;

$classes

$account

$transferFunction

int main() {
  ?account Account account;
  ?transfers Account accounts[2];
  std::printf("starting with$balances\n", $values);
  ?pool const std::vector<std::function<void()>> tasks = {
  ?pool   $tasks
  ?pool };
  ?pool std::atomic<std::size_t> next = 0;
  {
    ?pool std::vector<std::jthread> pool;
    ?pool for (int worker = 0; worker < $workers; ++worker) {
    ?pool   pool.emplace_back([&] {
    ?pool     for (std::size_t task = next++; task < tasks.size(); task = next++) tasks[task]();
    ?pool   });
    ?pool }
    ?threads $tasks
  }  // waits for all of them
  std::printf("ending$balances\n", $values);
})";

struct Block {
  std::string_view name;
  std::string_view text;
};

constexpr auto kBlocks = std::to_array<Block>({
    {"update", R"(long long copy = balance_$load;  @read
$throw
copy += amount;
?checks if (amount >= 0 || copy >= 0) {  // enough money
  $sleep  @write~
  ?racy balance_.store(copy, std::memory_order_relaxed);  @write
  ?exact balance_ = copy;  @write
?checks })"},
    // From one account to the other.
    {"move", R"(long long copy = payer.balance$load;  @read
$throw
copy -= amount;
?checks if (amount == 0 || copy >= 0) {  // enough money
  $sleep  @write~
  ?racy payer.balance.store(copy, std::memory_order_relaxed);  @write
  ?exact payer.balance = copy;  @write
  copy = payee.balance$load;  @read1
  copy += amount;
  $sleep  @write1~
  ?racy payee.balance.store(copy, std::memory_order_relaxed);  @write1
  ?exact payee.balance = copy;  @write1
?checks })"},
    {"throw", R"(?throws if (fails) throw std::runtime_error(transaction + " failed");)"},
    {"why", "?racy // Atomic, so that the race is no undefined behaviour. Reading and writing are still two steps."},
});

constexpr std::string_view kAccount = R"(class Account {
 public:
  $updateMethod

  $readerMethod

  long long balance() const { return balance_; }

 private:
  $methods

  $why
  $type balance_ = $start;
  $lock
};)";

constexpr std::string_view kAccounts = R"(struct Account {
  $why
  $type balance = $start;
  ?locked std::mutex lock;
};)";

constexpr std::string_view kUpdateMethod = R"(void update(const std::string& transaction, $parameters) {  @update
  std::puts((transaction + " thread updating...").c_str());
  $body
  std::puts((transaction + " thread finishing...").c_str());
})";

constexpr std::string_view kReaderMethod = R"(void print_balance(const std::string& transaction$fails) {
  std::puts((transaction + " thread reading...").c_str());
  long long seen = 0;
  {
    $reader
  }  @release*
  std::puts((transaction + " thread sees balance of " + std::to_string(seen)).c_str());
})";

constexpr std::string_view kTransferFunction =
    R"(void transfer(const std::string& transaction, Account& payer, Account& payee, $parameters) {  @update
  std::puts((transaction + " thread updating...").c_str());
  $transfer
  std::puts((transaction + " thread finishing...").c_str());
})";

// Two question marks in a row were the beginning of a trigraph before C++17.
std::string literal(std::string_view label) { return stringLiteral(label, "\"\\?"); }

std::string milliseconds(std::chrono::milliseconds time) { return std::to_string(time.count()) + "ms"; }

class CppCode {
 public:
  explicit CppCode(const RunSettings& settings)
      : settings_(settings),
        needs_(settings.program),
        use_(lockInfo(settings.program.lock).cpp),
        racy_(mayLose(settings.program)) {}

  std::vector<TemplateLine> lines() const {
    return expandTemplate(
        kProgram, kIndent,
        {[this](std::string_view name) { return holds(name); }, [this](std::string_view name) { return valueOf(name); },
         [this](std::string_view name) { return blockOf(name); }});
  }

 private:
  static bool mayLose(const AccountProgram& program) {
    const bool broken = lockInfo(program.lock).guarantee == Guarantee::none;
    return broken || (hasPermits(program.lock) && program.permits > 1);
  }

  bool holds(std::string_view condition) const {
    const std::pair<std::string_view, bool> conditions[] = {
        {"account", !needs_.transfers},
        {"transfers", needs_.transfers},
        {"checks", needs_.checks},
        {"throws", needs_.throws},
        {"pool", needs_.pool},
        {"threads", !needs_.pool},
        {"racy", racy_},
        {"exact", !racy_},
        {"sorts", sorts()},
        {"locked", !use_.lock.empty()},
    };
    return std::ranges::find(conditions, condition, [](const auto& each) { return each.first; })->second;
  }

  bool sorts() const { return settings_.program.order == LockOrder::address; }

  std::string valueOf(std::string_view name) const {
    const std::string fails = needs_.throws ? ", bool fails" : "";
    const std::string load = racy_ ? ".load()" : "";
    const std::pair<std::string_view, std::string> values[] = {
        {"start", std::to_string(settings_.program.start)},
        {"permits", std::to_string(settings_.program.permits)},
        {"mostPermits", std::to_string(limits::kMaxPermits)},
        {"workers", std::to_string(settings_.program.workers)},
        {"sleep", "std::this_thread::sleep_for(" + milliseconds(settings_.run.delay) + ");"},
        {"timeout", milliseconds(settings_.run.timeout)},
        {"type", racy_ ? "std::atomic<long long>" : std::string(use_.balance)},
        {"load", racy_ ? ".load(std::memory_order_relaxed)" : ""},
        {"fails", fails},
        {"parameters", "long long amount" + fails},
        {"changed", (needs_.throws ? "const std::string& transaction, long long amount" : "long long amount") + fails},
        {"arguments", needs_.throws ? "transaction, amount, fails" : "amount"},
        {"one", sorts() ? "one" : "payer"},
        {"other", sorts() ? "other" : "payee"},
        {"balances", needs_.transfers ? " balances of %lld and %lld" : " balance of %lld"},
        {"values", needs_.transfers ? "accounts[0].balance" + load + ", accounts[1].balance" + load : "account.balance()"},
    };
    return std::ranges::find(values, name, [](const auto& each) { return each.first; })->second;
  }

  std::optional<TemplateBlock> blockOf(std::string_view name) const {
    if (name == "includes") return TemplateBlock{includes(), true};
    if (name == "tasks") return TemplateBlock{tasks(), true};
    const std::string_view none;
    const std::pair<std::string_view, std::string_view> blocks[] = {
        {"classes", needs_.transfers ? none : use_.classes},
        {"account", needs_.transfers ? kAccounts : kAccount},
        {"transferFunction", needs_.transfers ? kTransferFunction : none},
        {"updateMethod", needs_.writes ? kUpdateMethod : none},
        {"readerMethod", needs_.reads ? kReaderMethod : none},
        {"methods", use_.methods},
        {"lock", use_.lock},
        {"body", use_.update},
        {"reader", use_.reader},
        {"transfer", use_.transfer},
    };
    for (const auto& [given, text] : blocks) {
      if (given == name) return TemplateBlock{std::string(text)};
    }
    const auto known = std::ranges::find(kBlocks, name, &Block::name);
    if (known == kBlocks.end()) return std::nullopt;
    return TemplateBlock{std::string(known->text)};
  }

  std::string includes() const {
    std::vector<std::string_view> headers = {"chrono", "cstdio", "string", "thread"};
    for (std::string_view rest = use_.headers; !rest.empty();) {
      headers.push_back(rest.substr(0, rest.find(' ')));
      rest.remove_prefix(std::min(rest.size(), headers.back().size() + 1));
    }
    if (racy_ || needs_.pool) headers.push_back("atomic");
    if (needs_.pool) headers.insert(headers.end(), {"functional", "vector"});
    if (needs_.throws) headers.push_back("stdexcept");
    std::ranges::sort(headers);
    headers.erase(std::ranges::unique(headers).begin(), headers.end());
    std::string all;
    for (const std::string_view header : headers) all += "#include <" + std::string(header) + ">\n";
    return all;
  }

  // ---- The threads

  std::string callOf(std::size_t task) const {
    const Transaction& each = settings_.program.transactions[task];
    const std::string fails = !needs_.throws ? "" : each.throws ? ", true" : ", false";
    const std::string label = literal(each.label);
    if (needs_.transfers) {
      const bool forwards = routeOf(settings_.program, task).payer == kFirstAccount;
      return "transfer(" + label + (forwards ? ", accounts[0], accounts[1], " : ", accounts[1], accounts[0], ") +
             std::to_string(std::abs(each.amount)) + fails + ");";
    }
    if (readsOnly(settings_.program, task)) return "account.print_balance(" + label + fails + ");";
    return "account.update(" + label + ", " + std::to_string(each.amount) + fails + ");";
  }

  std::string taskOf(std::size_t task) const {
    const Transaction& each = settings_.program.transactions[task];
    std::string call = callOf(task);
    if (each.times > 1) call = "for (int i = 0; i < " + std::to_string(each.times) + "; ++i) " + call;
    // The exception ends the task only, as with a future that stores it.
    if (each.throws) call = "try { " + call + " } catch (const std::exception&) {}";
    return "[&] { " + call + " }";
  }

  std::string tasks() const {
    std::string all;
    for (std::size_t task = 0; task < settings_.program.transactions.size(); ++task) {
      const char name = static_cast<char>('a' + task);
      all += needs_.pool ? taskOf(task) + ",\n" : std::string("std::jthread ") + name + "(" + taskOf(task) + ");\n";
    }
    return all;
  }

  const RunSettings& settings_;
  const CodeNeeds needs_;
  const CppUse& use_;
  const bool racy_;
};

}  // namespace

Listing cppListing(const RunSettings& settings) { return listingOf(CppCode(settings).lines()); }

}  // namespace interleave
