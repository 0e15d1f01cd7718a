#include "program/terminates.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "program/load.h"

namespace interleave::program {
namespace {

bool isProved(const std::string& source) {
  const Loaded loaded = load(source);
  if (!loaded.program) ADD_FAILURE() << lang::messageOf(loaded.faults.front(), source) << '\n' << source;
  return loaded.program && terminates(*loaded.program);
}

const std::string kBegin =
    "import threading, queue, time\nn = 0\nn = 0\nitems = []\nq = queue.Queue()\nr = queue.Queue()\nlock = threading.Lock()\n"
    "cond = threading.Condition()\ndef other():\n    global n\n    n += 1\ndef fill():\n    q.put(1)\n    q.put(2)\n";
const std::string kEnd =
    "a = threading.Thread(target=work)\nb = threading.Thread(target=work)\na.start()\nb.start()\na.join()\nb.join()\n";

std::string workOf(const std::string& body) {
  std::string indented = "    " + body;
  for (std::size_t at = indented.find('\n'); at != std::string::npos; at = indented.find('\n', at + 5))
    indented.insert(at + 1, "    ");
  return kBegin + "def work():\n    global n\n" + indented + "\n" + kEnd;
}

TEST(Terminates, IsProved) {
  const std::vector<std::string> bodies = {
      "n += 1",
      "for i in range(10): n += i",
      "for i in range(3):\n    for j in range(i):\n        if n == 5: continue\n        n += 1",
      "for x in items: items.append(x)",  // up to the bound of a container
      "n = sum(x for x in items)",
      "items.extend([x + 1 for x in items if x > 2])",
      "n = max(items, key=lambda x: -x)",
      "if n < 3: work()",  // up to the bound of calls
      "with lock: n += 1",
      "try:\n    n = items[2]\nexcept IndexError as e:\n    n = 1\nfinally:\n    n += 1",
      // A variable that counts.
      "i = 0\nwhile i < 3:\n    n += 1\n    i += 1",
      "i = 9\nwhile i > n:\n    i = i - 2\n    if n == 1: continue\n    other()",
      "i = 0\nwhile True:\n    i += 1\n    if i > 5: break\n    with lock: n += 1",
      // What is used up.
      "q.put(1)\nwhile True:\n    if q.get() == 1: break\n    n += 1",
      "while True:\n    x = q.get()\n    if x is None: return\n    print(x, len(items))\n    time.sleep(0.1)\n    other()",
      "with cond:\n    while n == 0: cond.wait()\n    n = 1\n    cond.notify_all()",
      "with cond:\n    cond.wait_for(lambda: n == 0)\n    cond.notify()",
      // The inner one first, then what it puts into the queue is no matter.
      "while True:\n    q.get()\n    i = 0\n    while i < 2:\n        n += 1\n        i += 1",
  };
  for (const std::string& body : bodies) EXPECT_TRUE(isProved(workOf(body))) << body;
}

TEST(Terminates, IsNotProved) {
  const std::vector<std::string> bodies = {
      "while n < 3: n += 1",  // others can write n, too
      "while not n: pass",
      "while True:\n    if lock.acquire(False): break",
      "while True:\n    with lock:\n        if n == 1: break",
      "i = 0\nwhile i < 3:\n    i += n",
      "i = 0\nwhile i < 3:\n    i += 0",
      "i = n\nwhile i < 3:\n    i += 1",  // a float stays what it is, if it is large
      "i = 0\nwhile i < 3:\n    i += 1\n    if n: i = 0",
      "i = 0\nwhile i < 3:\n    if n: continue\n    i += 1",
      "i = 0\nwhile i < 3:\n    i += 1\n    i -= 1",
      "i = 0\nwhile i < 3:\n    try:\n        i = items[2]\n    except IndexError:\n        pass",
      "while True:\n    q.get()\n    q.put(1)",
      "while True:\n    if n: q.get()\n    n += 1",
      "while True:\n    q.get(True)",
      "while True:\n    q.get(timeout=1)",
      "while True:\n    try:\n        q.get(block=False)\n    except queue.Empty:\n        pass",
      "while True:\n    try:\n        n += 1\n        q.get()\n    except ValueError:\n        pass",
      "with cond:\n    while n == 0: cond.wait(1)",
      "with cond:\n    while n == 0:\n        cond.notify_all()\n        cond.wait()",
      "with cond:\n    cond.wait_for(lambda: n == 0, timeout=1)",
      "while True:\n    q.get()\n    for f in items: f()",  // which may be `fill`
  };
  for (const std::string& body : bodies) EXPECT_FALSE(isProved(workOf(body))) << body;
}

// One loop puts what the other takes.
TEST(Terminates, OfAllLoopsTogether) {
  const std::string takes = "def take():\n    while True:\n        q.get()\n        r.put(1)\n";
  const std::string gives = "def give():\n    while True:\n        r.get()\n        q.put(1)\n";
  const std::string start = "threading.Thread(target=take).start()\nthreading.Thread(target=give).start()\n";
  EXPECT_FALSE(isProved(kBegin + takes + gives + start));
  const std::string once = "def give():\n    r.get()\n    q.put(1)\n";
  EXPECT_FALSE(isProved(kBegin + takes + once + start));  // which queue is not looked into
  const std::string reads = "def take():\n    while True:\n        q.get()\n";
  EXPECT_TRUE(isProved(kBegin + reads + once + start));
}

TEST(Terminates, GoesByWhatNamesMean) {
  const std::string loop = "def take(q):\n    while q.get() != 1: other()\n";
  const std::string start = "threading.Thread(target=take, args=(q,)).start()\n";
  EXPECT_TRUE(isProved(kBegin + loop + start));
  EXPECT_FALSE(isProved(kBegin + "class Box:\n    def get(self):\n        return n\n" + loop + start));
  EXPECT_FALSE(isProved(kBegin + "def other():\n    q.put(1)\n" + loop + start));
  const std::string wait = "def take(c):\n    with cond:\n        while n == 0: c.wait()\n";
  const std::string begin = "threading.Thread(target=take, args=(cond,)).start()\n";
  EXPECT_TRUE(isProved(kBegin + wait + begin));
  EXPECT_FALSE(isProved(kBegin + "e = threading.Event()\n" + wait + begin));  // which does not wait once it is set
  EXPECT_FALSE(isProved("from threading import Barrier\n" + kBegin + wait + begin));
}

}  // namespace
}  // namespace interleave::program
