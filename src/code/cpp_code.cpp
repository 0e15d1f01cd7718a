// The program in C++.
#include <cstdlib>

#include "account/code_needs.h"
#include "code/writer.h"
#include "text/literal.h"

namespace interleave {
namespace {

// Two question marks in a row were the beginning of a trigraph before C++17.
std::string literal(std::string_view label) { return stringLiteral(label, "\"\\?"); }

std::string milliseconds(std::chrono::milliseconds time) { return std::to_string(time.count()) + "ms"; }

class CppCode {
 public:
  explicit CppCode(const RunSettings& settings)
      : settings_(settings), needs_(settings.program), racy_(mayLose(settings.program)) {}

  Listing make() {
    includes();
    w_.line();
    w_.line("using namespace std::chrono_literals;");
    w_.line();
    if (needs_.transfers) {
      accounts();
      transferFunction();
    } else {
      lockClass();
      account();
    }
    mainFunction();
    return w_.take();
  }

 private:
  static bool mayLose(const AccountProgram& program) {
    const bool broken = lockInfo(program.lock).guarantee == Guarantee::none;
    return broken || (program.lock == LockKind::semaphore && program.permits > 1);
  }

  void includes() {
    const LockKind lock = settings_.program.lock;
    const bool atomic = racy_ || lock == LockKind::atomic || lock == LockKind::cas || lock == LockKind::spin ||
                        lock == LockKind::ticket || needs_.pool;
    if (atomic) w_.line("#include <atomic>");
    w_.line("#include <chrono>");
    w_.line("#include <cstdio>");
    if (needs_.pool) w_.line("#include <functional>");
    const bool free = lock == LockKind::none || lock == LockKind::atomic || lock == LockKind::cas;
    if (!free) w_.line("#include <mutex>");
    if (lock == LockKind::semaphore) w_.line("#include <semaphore>");
    if (lock == LockKind::shared) w_.line("#include <shared_mutex>");
    if (needs_.throws) w_.line("#include <stdexcept>");
    w_.line("#include <string>");
    w_.line("#include <thread>");
    if (needs_.pool) w_.line("#include <vector>");
  }

  // ---- What the threads share

  std::string balanceType() const {
    const LockKind lock = settings_.program.lock;
    const bool atomic = racy_ || lock == LockKind::atomic || lock == LockKind::cas;
    return atomic ? "std::atomic<long long>" : "long long";
  }

  void sayWhyAtomic() {
    if (racy_) w_.line("// Atomic, so that the race is no undefined behaviour. Reading and writing are still two steps.");
  }

  void accounts() {
    w_.line("struct Account {");
    w_.in();
    sayWhyAtomic();
    w_.line(balanceType() + " balance = " + std::to_string(settings_.program.start) + ";");
    if (settings_.program.lock != LockKind::none) w_.line("std::mutex lock;");
    endClass();
  }

  void account() {
    beginClass("Account");
    if (needs_.writes) updateMethod();
    if (needs_.reads) readerMethod();
    w_.line("long long balance() const { return balance_; }");
    privatePart();
    if (settings_.program.lock == LockKind::recursive && needs_.writes) innerMethod();
    if (settings_.program.lock == LockKind::optimistic) commitMethod();
    sayWhyAtomic();
    w_.line(balanceType() + " balance_ = " + std::to_string(settings_.program.start) + ";");
    lockOfAccount();
    endClass();
  }

  void lockOfAccount() {
    switch (settings_.program.lock) {
      case LockKind::recursive: w_.line("std::recursive_mutex lock_;"); break;
      case LockKind::shared: w_.line("std::shared_mutex lock_;"); break;
      case LockKind::timed: w_.line("std::timed_mutex lock_;"); break;
      case LockKind::semaphore: w_.line("Permits permits_;"); break;
      case LockKind::spin: w_.line("SpinLock lock_;"); break;
      case LockKind::ticket: w_.line("TicketLock lock_;"); break;
      case LockKind::checkThenLock: w_.line("CheckThenLock lock_;"); break;
      case LockKind::optimistic:
        w_.line("long long version_ = 0;");
        w_.line("std::mutex moment_;  // held for a moment only, never while a thread sleeps");
        break;
      case LockKind::none:
      case LockKind::wrongLock:
      case LockKind::atomic:
      case LockKind::cas: break;
      default: w_.line("std::mutex lock_;"); break;
    }
  }

  void lockClass() {
    switch (settings_.program.lock) {
      case LockKind::semaphore: return semaphore();
      case LockKind::spin: return spin();
      case LockKind::ticket: return ticket();
      case LockKind::checkThenLock: return checkThenLock();
      default: return;
    }
  }

  // A class: what is public, then what is private.
  void beginClass(std::string_view name) {
    w_.line("class " + std::string(name) + " {");
    w_.line(" public:");
    w_.in();
  }
  void privatePart() {
    w_.out();
    w_.line();
    w_.line(" private:");
    w_.in();
  }
  void endClass() {
    w_.out();
    w_.line("};");
    w_.line();
  }
  // The rest of a lock: what it consists of.
  void endLock(std::initializer_list<std::string> fields) {
    privatePart();
    for (const std::string& field : fields) w_.line(field);
    endClass();
  }

  void semaphore() {
    w_.line("// A semaphore, as a guard can hold it.");
    beginClass("Permits");
    w_.line("void lock() { permits_.acquire(); }", {{Step::acquire}});
    w_.line("void unlock() { permits_.release(); }", {{Step::release}});
    endLock({"std::counting_semaphore<" + std::to_string(limits::kMaxPermits) + "> permits_{" +
             std::to_string(settings_.program.permits) + "};"});
  }

  void spin() {
    beginClass("SpinLock");
    w_.line("void lock() {");
    w_.in();
    w_.line("while (held_.test_and_set(std::memory_order_acquire)) std::this_thread::yield();", {{Step::acquire}});
    w_.out();
    w_.line("}");
    w_.line("void unlock() { held_.clear(std::memory_order_release); }", {{Step::release}});
    endLock({"std::atomic_flag held_;"});
  }

  void ticket() {
    beginClass("TicketLock");
    w_.line("void lock() {");
    w_.in();
    w_.line("const int mine = next_++;", {{Step::ticket}});
    w_.line("while (serving_ != mine) std::this_thread::yield();", {{Step::acquire}});
    w_.out();
    w_.line("}");
    w_.line("void unlock() { ++serving_; }", {{Step::release}});
    endLock({"std::atomic<int> next_ = 0;", "std::atomic<int> serving_ = 0;"});
  }

  void checkThenLock() {
    w_.line("// Broken: between the look and the taking another thread can do the same.");
    beginClass("CheckThenLock");
    w_.line("void lock() {");
    w_.in();
    w_.line("while (locked_) std::this_thread::yield();", {{Step::check}});
    w_.line("locked_ = true;", {{Step::acquire}});
    w_.out();
    w_.line("}");
    w_.line("void unlock() { locked_ = false; }", {{Step::release}});
    endLock({"std::atomic<bool> locked_ = false;"});
  }

  void commitMethod() {
    w_.line("bool commit(long long copy, long long seen) {");
    w_.in();
    w_.line("std::scoped_lock guard(moment_);");
    w_.line("if (version_ != seen) return false;  // another thread has written");
    w_.line("balance_ = copy;");
    w_.line("++version_;");
    w_.line("return true;");
    w_.out();
    w_.line("}");
    w_.line();
  }

  // ---- The update

  std::string sleep() const { return "std::this_thread::sleep_for(" + milliseconds(settings_.run.delay) + ");"; }
  void print(std::string_view what) { w_.line("std::puts((transaction + \" thread " + std::string(what) + "...\").c_str());"); }
  std::string load(const std::string& what) const { return racy_ ? what + ".load(std::memory_order_relaxed)" : what; }
  std::string store(const std::string& what) const {
    return racy_ ? what + ".store(copy, std::memory_order_relaxed);" : what + " = copy;";
  }
  void throwIfItFails() {
    if (needs_.throws) w_.line("if (fails) throw std::runtime_error(transaction + \" failed\");");
  }
  std::string parameters() const { return std::string("long long amount") + (needs_.throws ? ", bool fails" : ""); }

  void readSleepWrite() {
    w_.line("long long copy = " + load("balance_") + ";", {{Step::read}});
    throwIfItFails();
    w_.line("copy += amount;");
    beginChecked("amount >= 0 || copy >= 0");
    w_.line(sleep(), {{Step::write, 0, true}});
    w_.line(store("balance_"), {{Step::write}});
    endChecked();
  }

  void beginChecked(std::string_view condition) {
    if (!needs_.checks) return;
    w_.line("if (" + std::string(condition) + ") {  // enough money");
    w_.in();
  }
  void endChecked() {
    if (!needs_.checks) return;
    w_.out();
    w_.line("}");
  }

  // `guard` holds the lock until the end of the block.
  void guarded(const std::string& guard, std::initializer_list<Place> begins, std::initializer_list<Place> ends) {
    w_.line("{");
    w_.in();
    w_.line(guard, begins);
    readSleepWrite();
    w_.out();
    w_.line("}", ends);
  }

  void updateMethod() {
    w_.update();
    w_.line("void update(const std::string& transaction, " + parameters() + ") {");
    w_.in();
    print("updating");
    body();
    print("finishing");
    w_.out();
    w_.line("}");
    w_.line();
  }

  void innerMethod() {
    w_.line(std::string("void change(") + (needs_.throws ? "const std::string& transaction, " : "") + parameters() + ") {");
    w_.in();
    w_.line("std::scoped_lock guard(lock_);  // again: update() holds it already", {{Step::acquire, 1}});
    readSleepWrite();
    w_.out();
    w_.line("}", {{Step::release, 0}});
    w_.line();
  }

  void body() {
    switch (settings_.program.lock) {
      case LockKind::none: readSleepWrite(); break;
      case LockKind::manual:
        w_.line("lock_.lock();", {{Step::acquire}});
        readSleepWrite();
        w_.line("lock_.unlock();", {{Step::release}});
        break;
      case LockKind::recursive:
        w_.line("{");
        w_.in();
        w_.line("std::scoped_lock guard(lock_);", {{Step::acquire, 0}});
        w_.line(std::string("change(") + (needs_.throws ? "transaction, amount, fails" : "amount") + ");");
        w_.out();
        w_.line("}", {{Step::release, 1}});
        break;
      case LockKind::timed: timedBody(); break;
      case LockKind::semaphore: guarded("std::scoped_lock guard(permits_);", {}, {}); break;
      case LockKind::checkThenLock:
      case LockKind::spin:
      case LockKind::ticket: guarded("std::scoped_lock guard(lock_);", {}, {}); break;
      case LockKind::wrongLock:
        w_.line("std::mutex lock;  // wrong: each thread makes one of its own");
        guarded("std::scoped_lock guard(lock);", {{Step::acquire}}, {{Step::release}});
        break;
      case LockKind::atomic: atomicBody(); break;
      case LockKind::cas: swapBody(); break;
      case LockKind::optimistic: optimisticBody(); break;
      default: guarded("std::scoped_lock guard(lock_);", {{Step::acquire}}, {{Step::release}}); break;
    }
  }

  void timedBody() {
    w_.line("{");
    w_.in();
    w_.line("std::unique_lock guard(lock_, " + milliseconds(settings_.run.timeout) + ");", {{Step::acquire}});
    w_.line("if (!guard) {");
    w_.in();
    print("giving up");
    w_.line("return;");
    w_.out();
    w_.line("}");
    readSleepWrite();
    w_.out();
    w_.line("}", {{Step::release}});
  }

  void atomicBody() {
    if (needs_.checks) w_.line("const bool enough = amount >= 0 || balance_ + amount >= 0;", {{Step::read}});
    if (needs_.checks && needs_.throws) w_.line("if (amount < 0 && fails) throw std::runtime_error(transaction + \" failed\");");
    if (needs_.checks) {
      w_.line("if (enough) {  // but others can come in between");
      w_.in();
    }
    w_.line(sleep(), {{Step::add, 0, true}});
    w_.line("balance_.fetch_add(amount);", {{Step::add}});
    throwIfItFails();
    endChecked();
  }

  void swapBody() {
    w_.line("for (;;) {");
    w_.in();
    w_.line("long long seen = balance_;", {{Step::read}});
    throwIfItFails();
    w_.line("const long long copy = seen + amount;");
    if (needs_.checks) w_.line("if (amount < 0 && copy < 0) break;  // too little money");
    w_.line(sleep(), {{Step::swap, 0, true}});
    w_.line("if (balance_.compare_exchange_strong(seen, copy)) break;", {{Step::swap}});
    w_.out();
    w_.line("}");
  }

  void optimisticBody() {
    w_.line("for (;;) {");
    w_.in();
    w_.line("moment_.lock();");
    w_.line("long long copy = balance_;", {{Step::read}});
    w_.line("const long long seen = version_;");
    w_.line("moment_.unlock();");
    throwIfItFails();
    w_.line("copy += amount;");
    if (needs_.checks) w_.line("if (amount < 0 && copy < 0) break;  // too little money");
    w_.line(sleep(), {{Step::swap, 0, true}});
    w_.line("if (commit(copy, seen)) break;", {{Step::swap}});
    w_.out();
    w_.line("}");
  }

  void readerMethod() {
    w_.readers(true);
    w_.line(std::string("void print_balance(const std::string& transaction") + (needs_.throws ? ", bool fails" : "") + ") {");
    w_.in();
    print("reading");
    w_.line("long long seen = 0;");
    w_.line("{");
    w_.in();
    w_.line("std::shared_lock guard(lock_);  // together with other readers", {{Step::acquire}});
    w_.line("seen = balance_;", {{Step::read}});
    throwIfItFails();
    w_.line(sleep(), {{Step::release, 0, true}});
    w_.out();
    w_.line("}", {{Step::release}});
    w_.line("std::puts((transaction + \" thread sees balance of \" + std::to_string(seen)).c_str());");
    w_.out();
    w_.line("}");
    w_.line();
    w_.readers(false);
  }

  // ---- Transfers

  void transferFunction() {
    w_.update();
    w_.line("void transfer(const std::string& transaction, Account& payer, Account& payee, " + parameters() + ") {");
    w_.in();
    print("updating");
    switch (lockInfo(settings_.program.lock).form) {
      case UpdateForm::byHand: transferByHand(); break;
      case UpdateForm::guarded: transferScoped(); break;
      default: moveMoney(); break;
    }
    print("finishing");
    w_.out();
    w_.line("}");
    w_.line();
  }

  void transferByHand() {
    const bool given = settings_.program.order == LockOrder::given;
    if (!given) {
      w_.line("const bool inOrder = &payer < &payee;  // both in one array");
      w_.line("Account& one = inOrder ? payer : payee;");
      w_.line("Account& other = inOrder ? payee : payer;");
    }
    w_.line(std::string(given ? "payer" : "one") + ".lock.lock();", {{Step::acquire, 0}});
    w_.line(sleep());
    w_.line(std::string(given ? "payee" : "other") + ".lock.lock();", {{Step::acquire, 1}});
    moveMoney();
    w_.line(std::string(given ? "payee" : "other") + ".lock.unlock();", {{Step::release, 0}});
    w_.line(std::string(given ? "payer" : "one") + ".lock.unlock();", {{Step::release, 1}});
  }

  void transferScoped() {
    w_.line("{");
    w_.in();
    w_.line("std::scoped_lock guard(payer.lock, payee.lock);  // both, or none", {{Step::acquire}});
    moveMoney();
    w_.out();
    w_.line("}", {{Step::release}});
  }

  void moveMoney() {
    w_.line("long long copy = " + load("payer.balance") + ";", {{Step::read, 0}});
    throwIfItFails();
    w_.line("copy -= amount;");
    beginChecked("amount == 0 || copy >= 0");
    w_.line(sleep(), {{Step::write, 0, true}});
    w_.line(store("payer.balance"), {{Step::write, 0}});
    w_.line("copy = " + load("payee.balance") + ";", {{Step::read, 1}});
    w_.line("copy += amount;");
    w_.line(sleep(), {{Step::write, 1, true}});
    w_.line(store("payee.balance"), {{Step::write, 1}});
    endChecked();
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

  void mainFunction() {
    const std::string two = "%lld and %lld";
    const std::string load = racy_ ? ".load()" : "";
    const std::string values =
        needs_.transfers ? "accounts[0].balance" + load + ", accounts[1].balance" + load : "account.balance()";
    const std::string of = needs_.transfers ? " balances of " + two : " balance of %lld";
    w_.line("int main() {");
    w_.in();
    w_.line(needs_.transfers ? "Account accounts[2];" : "Account account;");
    w_.line("std::printf(\"starting with" + of + "\\n\", " + values + ");");
    if (needs_.pool) pool();
    else threads();
    w_.line("std::printf(\"ending" + of + "\\n\", " + values + ");");
    w_.out();
    w_.line("}");
  }

  void threads() {
    w_.line("{");
    w_.in();
    for (std::size_t task = 0; task < settings_.program.transactions.size(); ++task) {
      const char name = static_cast<char>('a' + task);
      w_.line(std::string("std::jthread ") + name + "(" + taskOf(task) + ");");
    }
    w_.out();
    w_.line("}  // waits for all of them");
  }

  void pool() {
    w_.line("const std::vector<std::function<void()>> tasks = {");
    w_.in();
    for (std::size_t task = 0; task < settings_.program.transactions.size(); ++task) w_.line(taskOf(task) + ",");
    w_.out();
    w_.line("};");
    w_.line("std::atomic<std::size_t> next = 0;");
    w_.line("{");
    w_.in();
    w_.line("std::vector<std::jthread> pool;");
    w_.line("for (int worker = 0; worker < " + std::to_string(settings_.program.workers) + "; ++worker) {");
    w_.in();
    w_.line("pool.emplace_back([&] {");
    w_.in();
    w_.line("for (std::size_t task = next++; task < tasks.size(); task = next++) tasks[task]();");
    w_.out();
    w_.line("});");
    w_.out();
    w_.line("}");
    w_.out();
    w_.line("}  // waits for all of them");
  }

  const RunSettings& settings_;
  const CodeNeeds needs_;
  const bool racy_;
  CodeWriter w_{2};
};

}  // namespace

Listing cppListing(const RunSettings& settings) { return CppCode(settings).make(); }

}  // namespace interleave
