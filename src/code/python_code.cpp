// The program in Python.
#include <array>
#include <charconv>
#include <cstdlib>

#include "code/writer.h"

namespace interleave {
namespace {

std::string literal(std::string_view label) { return stringLiteral(label, "\"\\"); }

// In seconds: "1", "0.25". Written from whole numbers: formatting a double needs 100 kB of tables.
std::string seconds(std::chrono::milliseconds time) {
  const auto whole = time.count() / 1000;
  const auto rest = time.count() % 1000;
  if (rest == 0) return std::to_string(whole);
  std::string text = std::to_string(whole) + "." + std::to_string(1000 + rest).substr(1);
  text.erase(text.find_last_not_of('0') + 1);
  return text;
}

class PythonCode {
 public:
  explicit PythonCode(const RunSettings& settings) : settings_(settings), needs_(settings) {}

  Listing make() {
    imports();
    w_.line();
    account();
    if (needs_.repeats) repeatFunction();
    program();
    return w_.take();
  }

 private:
  void imports() {
    const LockKind lock = settings_.program.lock;
    if (lock != LockKind::none && lock != LockKind::checkThenLock) w_.line("import threading");
    w_.line("import time");
    w_.line("from concurrent.futures import ThreadPoolExecutor");
  }

  // ---- What the threads share

  void account() {
    const std::string start = std::to_string(settings_.program.start);
    lockClass();
    w_.line("class Account:");
    w_.in();
    method(needs_.transfers ? "__init__(self, number)" : "__init__(self)");
    if (needs_.transfers) w_.line("self.number = number");
    w_.line("self.balance = " + start);
    lockOfAccount();
    end();
    if (needs_.transfers) {
      w_.out();
      w_.line();
      return transferFunction();
    }
    atomicMethods();
    if (needs_.writes) updateMethod();
    if (needs_.reads) readerMethod();
    w_.out();
    w_.line();
  }

  void lockOfAccount() {
    switch (settings_.program.lock) {
      case LockKind::none: break;
      case LockKind::recursive: w_.line("self.lock = threading.RLock()"); break;
      case LockKind::shared: w_.line("self.lock = SharedLock()"); break;
      case LockKind::semaphore:
        w_.line("self.permits = threading.Semaphore(" + std::to_string(settings_.program.permits) + ")");
        break;
      case LockKind::spin: w_.line("self.lock = SpinLock()"); break;
      case LockKind::ticket: w_.line("self.lock = TicketLock()"); break;
      case LockKind::checkThenLock: w_.line("self.lock = CheckThenLock()"); break;
      case LockKind::wrongLock: break;
      case LockKind::optimistic: w_.line("self.version = 0"); [[fallthrough]];
      case LockKind::atomic:
      case LockKind::cas:
        w_.line("# Python has no atomic step: this is held for a moment only, never in a sleep.");
        w_.line("self.moment = threading.Lock()");
        break;
      default: w_.line("self.lock = threading.Lock()"); break;
    }
  }

  void lockClass() {
    switch (settings_.program.lock) {
      case LockKind::spin: return spinLock();
      case LockKind::ticket: return ticketLock();
      case LockKind::checkThenLock: return checkThenLock();
      case LockKind::shared: return sharedLock();
      default: return;
    }
  }

  void method(std::string_view head) {
    w_.line("def " + std::string(head) + ":");
    w_.in();
  }
  void end() { w_.out(); }

  void spinLock() {
    w_.line("class SpinLock:");
    w_.in();
    method("__init__(self)");
    w_.line("self.held = threading.Lock()");
    end();
    method("__enter__(self)");
    w_.line("while not self.held.acquire(blocking=False):", {{Step::acquire}});
    w_.in();
    w_.line("time.sleep(0)  # let another thread run");
    w_.out();
    end();
    method("__exit__(self, *error)");
    w_.line("self.held.release()", {{Step::release}});
    end();
    w_.out();
    w_.line();
  }

  void ticketLock() {
    w_.line("class TicketLock:");
    w_.in();
    method("__init__(self)");
    w_.line("self.next = self.serving = 0");
    w_.line("self.called = threading.Condition()");
    end();
    method("__enter__(self)");
    w_.line("with self.called:");
    w_.in();
    w_.line("mine = self.next", {{Step::ticket}});
    w_.line("self.next += 1");
    w_.line("self.called.wait_for(lambda: self.serving == mine)", {{Step::acquire}});
    w_.out();
    end();
    method("__exit__(self, *error)");
    w_.line("with self.called:");
    w_.in();
    w_.line("self.serving += 1", {{Step::release}});
    w_.line("self.called.notify_all()");
    w_.out();
    end();
    w_.out();
    w_.line();
  }

  void checkThenLock() {
    w_.line("class CheckThenLock:  # broken: between the look and the taking another can do the same");
    w_.in();
    w_.line("locked = False");
    w_.line();
    method("__enter__(self)");
    w_.line("while self.locked:", {{Step::check}});
    w_.in();
    w_.line("time.sleep(0)");
    w_.out();
    w_.line("self.locked = True", {{Step::acquire}});
    end();
    method("__exit__(self, *error)");
    w_.line("self.locked = False", {{Step::release}});
    end();
    w_.out();
    w_.line();
  }

  void sharedLock() {
    w_.line("class SharedLock:  # readers together, a writer alone");
    w_.in();
    method("__init__(self)");
    w_.line("self.readers, self.writing, self.changed = 0, False, threading.Condition()");
    end();
    method("acquire_shared(self)");
    w_.line("with self.changed:");
    w_.in();
    w_.line("self.changed.wait_for(lambda: not self.writing)");
    w_.line("self.readers += 1");
    w_.out();
    end();
    method("release_shared(self)");
    w_.line("with self.changed:");
    w_.in();
    w_.line("self.readers -= 1");
    w_.line("self.changed.notify_all()");
    w_.out();
    end();
    method("__enter__(self)");
    w_.line("with self.changed:");
    w_.in();
    w_.line("self.changed.wait_for(lambda: not self.writing and self.readers == 0)");
    w_.line("self.writing = True");
    w_.out();
    end();
    method("__exit__(self, *error)");
    w_.line("with self.changed:");
    w_.in();
    w_.line("self.writing = False");
    w_.line("self.changed.notify_all()");
    w_.out();
    end();
    w_.out();
    w_.line();
  }

  void atomicMethods() {
    if (settings_.program.lock == LockKind::atomic) {
      w_.line();
      method("fetch_add(self, amount)");
      w_.line("with self.moment:");
      w_.in();
      w_.line("self.balance += amount");
      w_.out();
      end();
    }
    if (settings_.program.lock == LockKind::cas) {
      w_.line();
      method("compare_and_swap(self, seen, copy)");
      w_.line("with self.moment:");
      w_.in();
      w_.line("if self.balance != seen:");
      w_.in();
      w_.line("return False");
      w_.out();
      w_.line("self.balance = copy");
      w_.line("return True");
      w_.out();
      end();
    }
    if (settings_.program.lock == LockKind::optimistic) {
      w_.line();
      method("commit(self, copy, seen)");
      w_.line("with self.moment:");
      w_.in();
      w_.line("if self.version != seen:");
      w_.in();
      w_.line("return False  # another thread has written");
      w_.out();
      w_.line("self.balance, self.version = copy, seen + 1");
      w_.line("return True");
      w_.out();
      end();
    }
  }

  // ---- The update

  std::string sleep() const { return "time.sleep(" + seconds(settings_.run.delay) + ")"; }
  void print(std::string_view what) { w_.line("print(f\"{transaction} thread " + std::string(what) + "...\")"); }
  void throwIfItFails() {
    if (!needs_.throws) return;
    w_.line("if fails:");
    w_.in();
    w_.line("raise RuntimeError(f\"{transaction} failed\")");
    w_.out();
  }
  std::string parameters() const { return std::string("amount") + (needs_.throws ? ", fails" : ""); }

  void beginChecked(std::string_view condition) {
    if (!needs_.checks) return;
    w_.line("if " + std::string(condition) + ":  # enough money");
    w_.in();
  }
  void endChecked() {
    if (needs_.checks) w_.out();
  }

  void readSleepWrite() {
    w_.line("copy = self.balance", {{Step::read}});
    throwIfItFails();
    w_.line("copy += amount");
    beginChecked("amount >= 0 or copy >= 0");
    w_.line(sleep(), {{Step::write, 0, true}});
    w_.line("self.balance = copy", {{Step::write}});
    endChecked();
  }

  void guarded(const std::string& with, std::initializer_list<Place> places) {
    w_.line("with " + with + ":", places);
    w_.in();
    readSleepWrite();
    w_.out();
  }

  void updateMethod() {
    if (settings_.program.lock == LockKind::recursive) {
      w_.line();
      method(std::string("change(self, ") + (needs_.throws ? "transaction, " : "") + parameters() + ")");
      guarded("self.lock", {{Step::acquire, 1}, {Step::release, 0}});
      end();
    }
    w_.line();
    w_.update();
    method("update(self, transaction, " + parameters() + ")");
    print("updating");
    body();
    print("finishing");
    end();
  }

  void body() {
    switch (settings_.program.lock) {
      case LockKind::none: readSleepWrite(); break;
      case LockKind::manual:
        w_.line("self.lock.acquire()", {{Step::acquire}});
        readSleepWrite();
        w_.line("self.lock.release()", {{Step::release}});
        break;
      case LockKind::recursive:
        w_.line("with self.lock:", {{Step::acquire, 0}, {Step::release, 1}});
        w_.in();
        w_.line(std::string("self.change(") + (needs_.throws ? "transaction, amount, fails)" : "amount)") +
                "  # acquires it again");
        w_.out();
        break;
      case LockKind::timed: timedBody(); break;
      case LockKind::semaphore: guarded("self.permits", {{Step::acquire}, {Step::release}}); break;
      case LockKind::wrongLock:
        w_.line("lock = threading.Lock()  # wrong: each thread makes one of its own");
        guarded("lock", {{Step::acquire}, {Step::release}});
        break;
      case LockKind::atomic: atomicBody(); break;
      case LockKind::cas: swapBody(); break;
      case LockKind::optimistic: optimisticBody(); break;
      case LockKind::spin:
      case LockKind::ticket:
      case LockKind::checkThenLock: guarded("self.lock", {}); break;
      case LockKind::scoped:
      case LockKind::shared: guarded("self.lock", {{Step::acquire}, {Step::release}}); break;
    }
  }

  void timedBody() {
    w_.line("if not self.lock.acquire(timeout=" + seconds(settings_.run.timeout) + "):", {{Step::acquire}});
    w_.in();
    print("giving up");
    w_.line("return");
    w_.out();
    w_.line("try:");
    w_.in();
    readSleepWrite();
    w_.out();
    w_.line("finally:");
    w_.in();
    w_.line("self.lock.release()", {{Step::release}});
    w_.out();
  }

  void atomicBody() {
    if (needs_.checks) w_.line("enough = amount >= 0 or self.balance + amount >= 0", {{Step::read}});
    if (needs_.checks && needs_.throws) {
      w_.line("if amount < 0 and fails:");
      w_.in();
      w_.line("raise RuntimeError(f\"{transaction} failed\")");
      w_.out();
    }
    if (needs_.checks) {
      w_.line("if enough:  # but others can come in between");
      w_.in();
    }
    w_.line(sleep(), {{Step::add, 0, true}});
    w_.line("self.fetch_add(amount)", {{Step::add}});
    throwIfItFails();
    endChecked();
  }

  void swapBody() {
    w_.line("while True:");
    w_.in();
    w_.line("seen = self.balance", {{Step::read}});
    throwIfItFails();
    w_.line("copy = seen + amount");
    tooLittle();
    w_.line(sleep(), {{Step::swap, 0, true}});
    w_.line("if self.compare_and_swap(seen, copy):", {{Step::swap}});
    w_.in();
    w_.line("break");
    w_.out();
    w_.out();
  }

  void optimisticBody() {
    w_.line("while True:");
    w_.in();
    w_.line("with self.moment:");
    w_.in();
    w_.line("copy, seen = self.balance, self.version", {{Step::read}});
    w_.out();
    throwIfItFails();
    w_.line("copy += amount");
    tooLittle();
    w_.line(sleep(), {{Step::swap, 0, true}});
    w_.line("if self.commit(copy, seen):", {{Step::swap}});
    w_.in();
    w_.line("break");
    w_.out();
    w_.out();
  }

  void tooLittle() {
    if (!needs_.checks) return;
    w_.line("if amount < 0 and copy < 0:");
    w_.in();
    w_.line("break  # too little money");
    w_.out();
  }

  void readerMethod() {
    w_.readers(true);
    w_.line();
    method(std::string("print_balance(self, transaction") + (needs_.throws ? ", fails" : "") + ")");
    print("reading");
    w_.line("self.lock.acquire_shared()  # together with other readers", {{Step::acquire}});
    w_.line("try:");
    w_.in();
    w_.line("seen = self.balance", {{Step::read}});
    throwIfItFails();
    w_.line(sleep(), {{Step::release, 0, true}});
    w_.out();
    w_.line("finally:");
    w_.in();
    w_.line("self.lock.release_shared()", {{Step::release}});
    w_.out();
    w_.line("print(f\"{transaction} thread sees balance of {seen}\")");
    end();
    w_.readers(false);
  }

  // ---- Transfers

  void transferFunction() {
    w_.update();
    method("transfer(transaction, payer, payee, " + parameters() + ")");
    print("updating");
    if (settings_.program.lock == LockKind::manual) {
      transferByHand();
    } else if (settings_.program.lock == LockKind::scoped) {
      // Python has no std::scoped_lock: every thread acquires in the order of the accounts' numbers.
      w_.line("one, other = sorted((payer, payee), key=lambda account: account.number)");
      w_.line("with one.lock, other.lock:", {{Step::acquire}, {Step::release}});
      w_.in();
      moveMoney();
      w_.out();
    } else {
      moveMoney();
    }
    print("finishing");
    end();
    w_.line();
  }

  void transferByHand() {
    const bool given = settings_.program.order == LockOrder::given;
    if (!given) w_.line("one, other = sorted((payer, payee), key=lambda account: account.number)");
    const std::string one = given ? "payer" : "one";
    const std::string other = given ? "payee" : "other";
    w_.line(one + ".lock.acquire()", {{Step::acquire, 0}});
    w_.line(sleep());
    w_.line(other + ".lock.acquire()", {{Step::acquire, 1}});
    moveMoney();
    w_.line(other + ".lock.release()", {{Step::release, 0}});
    w_.line(one + ".lock.release()", {{Step::release, 1}});
  }

  void moveMoney() {
    w_.line("copy = payer.balance", {{Step::read, 0}});
    throwIfItFails();
    w_.line("copy -= amount");
    beginChecked("amount == 0 or copy >= 0");
    w_.line(sleep(), {{Step::write, 0, true}});
    w_.line("payer.balance = copy", {{Step::write, 0}});
    w_.line("copy = payee.balance", {{Step::read, 1}});
    w_.line("copy += amount");
    w_.line(sleep(), {{Step::write, 1, true}});
    w_.line("payee.balance = copy", {{Step::write, 1}});
    endChecked();
  }

  // ---- The threads

  void repeatFunction() {
    method("repeat(times, function, *arguments)");
    w_.line("for _ in range(times):");
    w_.in();
    w_.line("function(*arguments)");
    w_.out();
    end();
    w_.line();
  }

  std::string callOf(std::size_t task) const {
    const Transaction& each = settings_.program.transactions[task];
    const std::string fails = !needs_.throws ? "" : each.throws ? ", True" : ", False";
    const std::string label = literal(each.label);
    std::string call = each.times > 1 ? "repeat, " + std::to_string(each.times) + ", " : "";
    if (needs_.transfers) {
      const bool forwards = routeOf(settings_.program, task).payer == kFirstAccount;
      call +=
          "transfer, " + label + (forwards ? ", first, second, " : ", second, first, ") + std::to_string(std::abs(each.amount));
    } else if (readsOnly(settings_.program, task)) {
      call += "account.print_balance, " + label;
    } else {
      call += "account.update, " + label + ", " + std::to_string(each.amount);
    }
    return "executor.submit(" + call + fails + ")";
  }

  void program() {
    const std::string values = needs_.transfers ? "s of {first.balance} and {second.balance}" : " of {account.balance}";
    w_.line(needs_.transfers ? "first, second = Account(1), Account(2)" : "account = Account()");
    w_.line("print(f\"starting with balance" + values + "\")");
    w_.line("with ThreadPoolExecutor(max_workers=" + std::to_string(settings_.program.workers) + ") as executor:");
    w_.in();
    for (std::size_t task = 0; task < settings_.program.transactions.size(); ++task) w_.line(callOf(task));
    w_.out();
    w_.line("print(f\"ending balance" + values + "\")");
  }

  const RunSettings& settings_;
  const CodeNeeds needs_;
  CodeWriter w_{4};
};

}  // namespace

Listing pythonListing(const RunSettings& settings) { return PythonCode(settings).make(); }

}  // namespace interleave
