#include "random_threads.h"

#include <vector>

namespace interleave::test {
namespace {

using Texts = std::vector<std::string>;

const std::string& one(Random& random, const Texts& all) {
  return all[static_cast<std::size_t>(between(random, 0, static_cast<std::int64_t>(all.size()) - 1))];
}

// What threads share, how it is made, and statements with it. `#` is a small number; a line that ends with `:` has a statement
// below it, and so has one behind each `;`.
struct Thing {
  std::string made;
  Texts statements;
};

const std::vector<Thing>& things() {
  static const std::vector<Thing> kAll = {
      {"x = 0",
       {"x += 1", "x = #", "x -= #", "y = x; x = y + #", "if x == #:", "x, y = #, x", "assert x < #", "while x == #:;    break",
        "y = x // (x - #)"}},
      {"turn = 0",
       {"turn = 1 - turn", "while turn == #:;    turn = #", "while turn != #:;    turn = 1 - turn",
        "if turn == #:", "while turn == #:;    y = 1 - y"}},
      {"flag = False",
       {"flag = True", "flag = not flag", "while not flag: pass", "if flag:", "while not flag: sleep(0)",
        "while flag: sleep(0)"}},
      {"items = []",
       {"items.append(#)", "items.pop()", "y = len(items)", "for i in items: y += i", "if items:", "y = items[0]",
        "items[-1] += #", "items += [#]", "y = sum(items)", "del items[0]", "if # in items:", "y = sorted(items)[0]",
        "items.clear()", "items = [#]"}},
      {"table = {1: 0}",
       {"table[1] += 1", "table[#] = #", "y = table.get(#, 0)", "del table[#]", "for k in table: y += k",
        "if # in table:", "y = table.pop(#)", "for k, v in table.items(): y += v", "table.setdefault(#, y)"}},
      {"lock = threading.Lock()",
       {"with lock:", "lock.acquire()", "lock.release()", "if lock.acquire(False):", "if lock.acquire(timeout=0.01):",
        "y = lock.locked()", "with lock:", "while not lock.acquire(False): pass",
        "while not lock.acquire(False):;    y = lock.locked()", "while lock.locked():;    y = 1 - y"}},
      {"other = threading.Lock()", {"with other:", "with other:", "other.acquire()", "other.release()"}},
      {"again = threading.RLock()", {"with again:", "again.acquire()", "again.release()", "if again.acquire(False):"}},
      {"cond = threading.Condition()",
       {"with cond: cond.wait()", "with cond: cond.notify()", "with cond: cond.notify_all()", "with cond: y = cond.wait(0.01)",
        "with cond:;    cond.wait_for(lambda: y == #)", "with cond:;    cond.notify(2)", "cond.notify()"}},
      {"permits = threading.Semaphore(1)",
       {"with permits:", "permits.acquire()", "permits.release()",
        "if permits.acquire(False):", "y = permits.acquire(timeout=0.1)"}},
      {"few = threading.BoundedSemaphore(1)", {"few.release()", "few.acquire()", "with few:"}},
      {"event = threading.Event()",
       {"event.set()", "event.wait()", "event.clear()", "if event.is_set():", "y = event.wait(0.01)",
        "while not event.is_set(): pass", "while not event.wait(0.1): pass", "while not event.is_set():;    event.clear()"}},
      {"barrier = threading.Barrier(2)", {"barrier.wait()", "y = barrier.wait()", "barrier.wait(0.1)", "y = barrier.n_waiting"}},
      {"queue1 = queue.Queue()",
       {"queue1.put(#)", "y = queue1.get()", "y = queue1.get_nowait()", "y = queue1.qsize()", "queue1.task_done()",
        "queue1.join()", "if queue1.empty():", "y = queue1.get(timeout=0.1)"}},
      {"queue2 = queue.LifoQueue(1)", {"queue2.put(#)", "y = queue2.get()", "queue2.put_nowait(#)", "y = queue2.full()"}},
      {"atom = Atomic(0)",
       {"atom.add(1)", "y = atom.load()", "atom.store(#)", "y = atom.exchange(#)",
        "if atom.compare_exchange(#, #):", "while not atom.compare_exchange(0, 1): pass",
        "while atom.load() != #:;    atom.store(#)", "while atom.exchange(#) == #: pass"}},
      {"spin = SpinLock()", {"with spin:", "spin.acquire()", "spin.release()"}},
      {"tickets = TicketLock()", {"with tickets:", "tickets.release()"}},
      {"shelf = RWLock()", {"with shelf.read():", "with shelf.write():"}},
      {"loose = CheckThenLock()", {"loose.check(); loose.take()", "loose.release()"}},
      {"box = Box()",
       {"box.n += 1", "box.add(#)", "y = box.n", "Box.made += 1", "box = Box()", "if box.n == #:", "box.items.append(#)",
        "y = len(box.items)", "box.late()", "box.later = #", "y = box.later"}},
      {"names = set()", {"names.add(#)", "if # in names:", "names.remove(#)", "y = len(names)"}},
      {"line = deque()", {"line.append(#)", "y = line.popleft()", "line.appendleft(#)", "for i in line: y += i", "y = line[0]"}},
  };
  return kAll;
}

class Maker {
 public:
  explicit Maker(Random& random) : random_(random) {}

  std::string program() {
    begin();
    const int workers = oneIn(random_, 3) ? 3 : 2;
    most_ = workers == 3 ? 2 : 3;
    switch (between(random_, 0, 5)) {
      case 0: pool(workers); break;
      case 1: subclass(); break;
      case 2: closure(); break;
      default: threads(workers); break;
    }
    return text_;
  }

  // Threads or tasks that nothing tells apart, in one or two groups.
  std::string likeProgram() {
    begin();
    const auto first = static_cast<int>(between(random_, 2, 3));
    const auto second = static_cast<int>(first == 2 ? between(random_, 0, 2) : between(random_, 0, 1));
    most_ = first + second > 3 ? 1 : 2;
    const bool inPool = oneIn(random_, 4);
    function("work0(k)", 0, most_);
    function("work1(k)", 0, most_);
    const bool inMain = oneIn(random_, 2);
    const int depth = inMain ? 1 : 0;
    if (inMain) line(0, "def main():");
    if (inPool) likeTasks(depth, first, second);
    else likeThreads(depth, first, second);
    if (inMain) line(0, "main()");
    afterwards();
    return text_;
  }

 private:
  void likeTasks(int depth, int first, int second) {
    const bool many = oneIn(random_, 4);  // wait for a worker
    line(depth, "with ThreadPoolExecutor(" + std::to_string(first + (many ? 0 : second)) + ") as pool:");
    line(depth + 1, "for _ in range(" + std::to_string(first) + "): pool.submit(work0, 1)");
    line(depth + 1, "for _ in range(" + std::to_string(second) + "): pool.submit(work1, 1)");
  }
  void likeThreads(int depth, int first, int second) {
    const std::string daemon = oneIn(random_, 8) ? ", daemon=True" : "";
    const auto some = [&](const std::string& work, int count) {
      return "[threading.Thread(target=" + work + ", args=(1,)" + daemon + ") for _ in range(" + std::to_string(count) + ")]";
    };
    line(depth, "threads = " + some("work0", first) + " + " + some("work1", second));
    line(depth, "for t in threads: t.start()");
    switch (between(random_, 0, 5)) {
      case 0: break;
      case 1: line(depth, "for t in threads[1:]: t.join()"); break;
      case 2: line(depth, "for t in threads[::-1]: t.join()"); break;
      default: line(depth, "for t in threads: t.join()"); break;
    }
  }

  void begin() {
    text_ =
        "import threading, queue\nfrom time import sleep\nfrom collections import deque\nfrom concurrent.futures import "
        "ThreadPoolExecutor\n"
        "from interleave import Atomic, SpinLock, TicketLock, RWLock, CheckThenLock\n"
        "class Box:\n    made = 0\n    def __init__(self):\n        self.n = 0\n        self.items = []\n    def add(self, k):\n "
        "       self.n += k\n    def late(self):\n        self.later = 0\n";
    const std::int64_t count = between(random_, 1, 3);
    for (std::int64_t i = 0; i < count; ++i) {
      const auto number = static_cast<std::size_t>(between(random_, 0, static_cast<std::int64_t>(things().size()) - 1));
      chosen_.push_back(&things()[number]);
      text_ += chosen_.back()->made + "\n";
      const std::string& name = chosen_.back()->made;
      names_.push_back(name.substr(0, name.find(' ')));
    }
  }

  void line(int depth, const std::string& text) { text_ += std::string(static_cast<std::size_t>(depth) * 4, ' ') + text + "\n"; }

  void statement(int depth) {
    if (oneIn(random_, 12) || depth > 4) {
      line(depth, oneIn(random_, 2) ? "print(y)" : "print('a', end='')");
      return;
    }
    if (oneIn(random_, 14)) {
      line(depth, "try:");
      statement(depth + 1);
      line(depth, oneIn(random_, 3) ? "finally:" : "except Exception as e:");
      line(depth + 1, "y += 5");
      return;
    }
    if (oneIn(random_, 14) && depth < 3) {
      line(depth, "for i in range(2):");
      statement(depth + 1);
      return;
    }
    if (oneIn(random_, 25) && inFunction_) {
      line(depth, one(random_, {"raise ValueError(y)", "return", "if y == 2: raise KeyError('k')"}));
      return;
    }
    const Thing& thing = *chosen_[static_cast<std::size_t>(between(random_, 0, static_cast<std::int64_t>(chosen_.size()) - 1))];
    std::string text = one(random_, thing.statements);
    while (text.find('#') != std::string::npos) text.replace(text.find('#'), 1, std::to_string(between(random_, 0, 2)));
    for (std::size_t from = 0; from <= text.size();) {
      const std::size_t to = std::min(text.find(';', from), text.size());
      std::string part = text.substr(from, to - from);
      if (part.starts_with(' ') && !part.starts_with("    ")) part.erase(0, 1);
      line(depth, part);
      if (to == text.size() && part.ends_with(':')) statement(depth + 1);
      from = to + 1;
    }
  }

  void function(const std::string& head, int depth, std::int64_t most, bool method = false) {
    line(depth, "def " + head + ":");
    std::string all;
    for (const std::string& name : names_) all += (all.empty() ? "" : ", ") + name;
    if (!method) line(depth + 1, "global " + all);
    else line(depth + 1, "global " + all);
    line(depth + 1, "y = 0");
    const std::int64_t count = between(random_, 1, most);
    for (std::int64_t i = 0; i < count; ++i) statement(depth + 1);
    if (oneIn(random_, 3)) line(depth + 1, "return y");
  }

  void afterwards() {
    inFunction_ = false;
    text_ += one(random_, {"", "", "y = 0\n", "print('end')\n"});
    if (oneIn(random_, 6)) {
      line(0, "y = 0");
      line(0, "if True:");
      statement(1);
    }
  }

  void threads(int workers) {
    const bool same = oneIn(random_, 3);
    for (int i = 0; i < (same ? 1 : workers); ++i) function("work" + std::to_string(i) + "(k=0)", 0, most_);
    for (int i = 0; i < workers; ++i) {
      const std::string daemon = oneIn(random_, 8) ? ", daemon=True" : "";
      line(0, "t" + std::to_string(i) + " = threading.Thread(target=work" + std::to_string(same ? 0 : i) + daemon +
                  (oneIn(random_, 4) ? ", args=(2,))" : ")"));
    }
    for (int i = 0; i < workers; ++i) line(0, "t" + std::to_string(i) + ".start()");
    if (oneIn(random_, 4)) return mainAmong(workers);
    for (int i = 0; i < workers; ++i) line(0, "t" + std::to_string(i) + (oneIn(random_, 10) ? ".join(0.1)" : ".join()"));
    afterwards();
  }

  // Main does something while the others run.
  void mainAmong(int workers) {
    inFunction_ = false;
    line(0, "y = 0");
    line(0, oneIn(random_, 3) ? "if t0.is_alive():" : "if True:");
    statement(1);
    if (oneIn(random_, 2)) {
      for (int i = 0; i < workers; ++i) line(0, "t" + std::to_string(i) + ".join()");
    }
  }

  void pool(int workers) {
    function("work0(k)", 0, most_);
    function("work1(k)", 0, most_ - 1);
    line(0, "with ThreadPoolExecutor(" + std::to_string(between(random_, 1, 2)) + ") as pool:");
    for (int i = 0; i < workers; ++i)
      line(1, "f" + std::to_string(i) + " = pool.submit(work" + std::to_string(between(random_, 0, 1)) + ", " +
                  std::to_string(i) + ")");
    if (oneIn(random_, 3))
      line(1, one(random_, {"print(f0.result())", "print(f1.exception())", "print(f0.done())", "f0.result(0.1)"}));
    if (oneIn(random_, 3)) line(0, one(random_, {"print(f0.result())", "print(f1.exception())"}));
  }

  void subclass() {
    line(0, "class Worker(threading.Thread):");
    line(1, "def __init__(self, k):");
    line(2, "super().__init__()");
    line(2, "self.k = k");
    line(2, "self.sum = 0");
    function("run(self)", 1, most_, true);
    line(2, "self.sum += self.k");
    line(0, "a, b = Worker(1), Worker(2)");
    line(0, "a.start()");
    line(0, "b.start()");
    if (oneIn(random_, 2)) line(0, "print(a.sum)");
    line(0, "a.join()");
    line(0, "b.join()");
    afterwards();
  }

  void closure() {
    line(0, "def main():");
    line(1, "n = 0");
    line(1, "seen = []");
    line(1, "def work():");
    line(2, "nonlocal n");
    std::string all;
    for (const std::string& name : names_) all += (all.empty() ? "" : ", ") + name;
    line(2, "global " + all);
    line(2, "y = 0");
    for (std::int64_t i = between(random_, 1, 2); i > 0; --i) {
      if (oneIn(random_, 2))
        line(2, one(random_, {"n += 1", "seen.append(n)", "n = len(seen)", "if n: seen.append(1)", "y = seen[0]"}));
      else statement(2);
    }
    line(1, "threads = [threading.Thread(target=work) for _ in range(2)]");
    line(1, "for t in threads: t.start()");
    if (oneIn(random_, 4)) line(1, "n += 1");
    line(1, "for t in threads: t.join()");
    line(1, "print(n, seen)");
    line(0, "main()");
  }

  Random& random_;
  std::string text_;
  std::vector<const Thing*> chosen_;
  Texts names_;
  std::int64_t most_ = 3;
  bool inFunction_ = true;
};

}  // namespace

std::string randomThreads(Random& random) { return Maker(random).program(); }
std::string randomLikeThreads(Random& random) { return Maker(random).likeProgram(); }

}  // namespace interleave::test
