// The program in Python.
#include <array>
#include <charconv>
#include <cstdlib>

#include "code/writer.h"

namespace interleave {
namespace {

std::string literal(std::string_view label) {
  std::string text = "\"";
  for (const char c : label) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + "\"";
}

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
    state();
    w_.line();
    if (needs_.transfers) transferFunction();
    else if (needs_.writes) updateFunction();
    if (needs_.reads) readerFunction();
    if (needs_.repeats) repeatFunction();
    program();
    return w_.take();
  }

 private:
  void imports() {
    w_.line("from concurrent.futures import ThreadPoolExecutor");
    std::string names;
    switch (settings_.program.lock) {
      case LockKind::none:
      case LockKind::checkThenLock: break;
      case LockKind::recursive: names = "RLock"; break;
      case LockKind::shared:
      case LockKind::ticket: names = "Condition"; break;
      case LockKind::semaphore: names = "Semaphore"; break;
      case LockKind::wrongLock: names = "Lock, local"; break;
      default: names = "Lock"; break;
    }
    if (!names.empty()) w_.line("from threading import " + names);
    w_.line("from time import sleep");
  }

  // ---- What the threads share

  void state() {
    const std::string start = std::to_string(settings_.program.start);
    if (needs_.transfers) {
      w_.line("class Account:");
      w_.in();
      w_.line("def __init__(self, number):");
      w_.in();
      w_.line("self.number = number");
      w_.line("self.balance = " + start);
      if (settings_.program.lock != LockKind::none) w_.line("self.lock = Lock()");
      w_.out();
      w_.out();
      w_.line();
      w_.line("first, second = Account(1), Account(2)");
      return;
    }
    lockClass();
    w_.line("balance = " + start);
    switch (settings_.program.lock) {
      case LockKind::none: break;
      case LockKind::recursive: w_.line("lock = RLock()"); break;
      case LockKind::shared: w_.line("lock = SharedLock()"); break;
      case LockKind::semaphore: w_.line("permits = Semaphore(" + std::to_string(settings_.program.permits) + ")"); break;
      case LockKind::spin: w_.line("lock = SpinLock()"); break;
      case LockKind::ticket: w_.line("lock = TicketLock()"); break;
      case LockKind::checkThenLock: w_.line("lock = CheckThenLock()"); break;
      case LockKind::wrongLock: w_.line("own = local()  # wrong: a lock for each thread"); break;
      case LockKind::atomic:
      case LockKind::cas:
      case LockKind::optimistic:
        w_.line("moment = Lock()  # Python has no atomic step: held for a moment only, never in a sleep");
        break;
      default: w_.line("lock = Lock()"); break;
    }
    if (settings_.program.lock == LockKind::optimistic) w_.line("version = 0");
    atomicFunctions();
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
    w_.line("self.held = Lock()");
    end();
    method("__enter__(self)");
    w_.line("while not self.held.acquire(blocking=False):", {{Step::acquire}});
    w_.in();
    w_.line("sleep(0)  # let another thread run");
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
    w_.line("self.called = Condition()");
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
    w_.line("sleep(0)");
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
    w_.line("self.readers, self.writing, self.changed = 0, False, Condition()");
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

  void atomicFunctions() {
    if (settings_.program.lock == LockKind::atomic) {
      w_.line();
      method("fetch_add(amount)");
      w_.line("global balance");
      w_.line("with moment:");
      w_.in();
      w_.line("balance += amount");
      w_.out();
      end();
    }
    if (settings_.program.lock == LockKind::cas) {
      w_.line();
      method("compare_and_swap(seen, copy)");
      w_.line("global balance");
      w_.line("with moment:");
      w_.in();
      w_.line("if balance != seen:");
      w_.in();
      w_.line("return False");
      w_.out();
      w_.line("balance = copy");
      w_.line("return True");
      w_.out();
      end();
    }
    if (settings_.program.lock == LockKind::optimistic) {
      w_.line();
      method("commit(copy, seen)");
      w_.line("global balance, version");
      w_.line("with moment:");
      w_.in();
      w_.line("if version != seen:");
      w_.in();
      w_.line("return False  # somebody else has written");
      w_.out();
      w_.line("balance, version = copy, version + 1");
      w_.line("return True");
      w_.out();
      end();
    }
  }

  // ---- The update

  std::string sleep() const { return "sleep(" + seconds(settings_.run.delay) + ")"; }
  // print() writes its text and the end of the line separately: another thread's output can come in between.
  void print(std::string_view what) { w_.line("print(f\"{label} thread " + std::string(what) + "...\\n\", end=\"\")"); }
  void throwIfItFails() {
    if (!needs_.throws) return;
    w_.line("if fails:");
    w_.in();
    w_.line("raise RuntimeError(f\"{label} failed\")");
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
    w_.line("copy = balance", {{Step::read}});
    throwIfItFails();
    w_.line("copy += amount");
    beginChecked("amount >= 0 or copy >= 0");
    w_.line(sleep(), {{Step::write, 0, true}});
    w_.line("balance = copy", {{Step::write}});
    endChecked();
  }

  void guarded(const std::string& with, std::initializer_list<Place> places) {
    w_.line("with " + with + ":", places);
    w_.in();
    readSleepWrite();
    w_.out();
  }

  void updateFunction() {
    if (settings_.program.lock == LockKind::recursive) {
      method(std::string("change(") + (needs_.throws ? "label, " : "") + parameters() + ")");
      w_.line("global balance");
      guarded("lock", {{Step::acquire, 1}, {Step::release, 0}});
      end();
      w_.line();
    }
    method("update(label, " + parameters() + ")");
    const bool assigns = settings_.program.lock != LockKind::recursive && settings_.program.lock != LockKind::atomic &&
                         settings_.program.lock != LockKind::cas && settings_.program.lock != LockKind::optimistic;
    if (assigns) w_.line("global balance");
    print("updating");
    body();
    print("finishing");
    end();
    w_.line();
  }

  void body() {
    switch (settings_.program.lock) {
      case LockKind::none: readSleepWrite(); break;
      case LockKind::manual:
        w_.line("lock.acquire()", {{Step::acquire}});
        readSleepWrite();
        w_.line("lock.release()", {{Step::release}});
        break;
      case LockKind::recursive:
        w_.line("with lock:", {{Step::acquire, 0}, {Step::release, 1}});
        w_.in();
        w_.line(std::string("change(") + (needs_.throws ? "label, amount, fails)" : "amount)") + "  # acquires it again");
        w_.out();
        break;
      case LockKind::timed: timedBody(); break;
      case LockKind::semaphore: guarded("permits", {{Step::acquire}, {Step::release}}); break;
      case LockKind::wrongLock:
        w_.line("own.lock = getattr(own, \"lock\", None) or Lock()");
        guarded("own.lock", {{Step::acquire}, {Step::release}});
        break;
      case LockKind::atomic: atomicBody(); break;
      case LockKind::cas: swapBody(); break;
      case LockKind::optimistic: optimisticBody(); break;
      case LockKind::spin:
      case LockKind::ticket:
      case LockKind::checkThenLock: guarded("lock", {}); break;
      case LockKind::scoped:
      case LockKind::shared: guarded("lock", {{Step::acquire}, {Step::release}}); break;
    }
  }

  void timedBody() {
    w_.line("if not lock.acquire(timeout=" + seconds(settings_.run.timeout) + "):", {{Step::acquire}});
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
    w_.line("lock.release()", {{Step::release}});
    w_.out();
  }

  void atomicBody() {
    if (needs_.checks) w_.line("enough = amount >= 0 or balance + amount >= 0", {{Step::read}});
    if (needs_.checks && needs_.throws) {
      w_.line("if amount < 0 and fails:");
      w_.in();
      w_.line("raise RuntimeError(f\"{label} failed\")");
      w_.out();
    }
    if (needs_.checks) {
      w_.line("if enough:  # but others can come in between");
      w_.in();
    }
    w_.line(sleep(), {{Step::add, 0, true}});
    w_.line("fetch_add(amount)", {{Step::add}});
    throwIfItFails();
    endChecked();
  }

  void swapBody() {
    w_.line("while True:");
    w_.in();
    w_.line("seen = balance", {{Step::read}});
    throwIfItFails();
    w_.line("copy = seen + amount");
    tooLittle();
    w_.line(sleep(), {{Step::swap, 0, true}});
    w_.line("if compare_and_swap(seen, copy):", {{Step::swap}});
    w_.in();
    w_.line("break");
    w_.out();
    w_.out();
  }

  void optimisticBody() {
    w_.line("while True:");
    w_.in();
    w_.line("with moment:");
    w_.in();
    w_.line("copy, seen = balance, version", {{Step::read}});
    w_.out();
    throwIfItFails();
    w_.line("copy += amount");
    tooLittle();
    w_.line(sleep(), {{Step::swap, 0, true}});
    w_.line("if commit(copy, seen):", {{Step::swap}});
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

  void readerFunction() {
    w_.readers(true);
    method(std::string("print_balance(label") + (needs_.throws ? ", fails" : "") + ")");
    print("reading");
    w_.line("lock.acquire_shared()  # together with other readers", {{Step::acquire}});
    w_.line("try:");
    w_.in();
    w_.line("seen = balance", {{Step::read}});
    throwIfItFails();
    w_.line(sleep(), {{Step::release, 0, true}});
    w_.out();
    w_.line("finally:");
    w_.in();
    w_.line("lock.release_shared()", {{Step::release}});
    w_.out();
    w_.line("print(f\"{label} thread sees balance of {seen}\\n\", end=\"\")");
    end();
    w_.line();
    w_.readers(false);
  }

  // ---- Transfers

  void transferFunction() {
    method("transfer(label, payer, payee, " + parameters() + ")");
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
      call += "print_balance, " + label;
    } else {
      call += "update, " + label + ", " + std::to_string(each.amount);
    }
    return "pool.submit(" + call + fails + ")";
  }

  void program() {
    const std::string values = needs_.transfers ? "s of {first.balance} and {second.balance}" : " of {balance}";
    w_.line("print(f\"starting with balance" + values + "\")");
    w_.line("with ThreadPoolExecutor(max_workers=" + std::to_string(settings_.program.workers) + ") as pool:");
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
