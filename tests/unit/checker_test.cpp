#include "lang/checker.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lang/parser.h"

namespace interleave::lang {
namespace {

std::string messagesOf(std::string_view source) {
  const Parsed program = parse(source);
  std::string messages;
  for (const Fault& fault : check(program, scopesOf(program.tree, program.gaps))) messages += messageOf(fault, source) + "\n";
  return messages;
}

struct Wrong {
  std::string_view source;
  std::string_view messages;
};

const std::vector<Wrong> kWrong = {
    {"import os\n", "line 1, column 8: `os` is not in the language: leave it out\n"},
    {"import concurrent\n",
     "line 1, column 8: `concurrent` is not in the language: write `import concurrent.futures` or `from concurrent.futures "
     "import ThreadPoolExecutor`\n"},
    {"from threading import Timer\n",
     "line 1, column 23: `threading.Timer` is not in the language: start a Thread that sleeps first\n"},
    {"import threading\n"
     "t = threading.Timer(1, print)\n",
     "line 2, column 15: `threading.Timer` is not in the language: start a Thread that sleeps first\n"},
    {"import threading\n"
     "threading.settrace(None)\n",
     "line 2, column 11: `threading.settrace` is not in the language: leave it out\n"},
    {"import threading as th\n"
     "th.Lok()\n",
     "line 2, column 4: `threading.Lok` is not in the language: did you mean `Lock`?\n"},
    {"from time import sleeep\n", "line 1, column 18: `time.sleeep` is not in the language: did you mean `sleep`?\n"},
    {"import queue.Queue\n", "line 1, column 8: `queue.Queue` is no module; write `from queue import Queue`\n"},
    {"from os import path\n"
     "path.join('a')\n",
     "line 1, column 1: `os` is not in the language: leave it out\n"},
    {"prnt('x')\n", "line 1, column 1: `prnt` is defined nowhere; did you mean `print`?\n"},
    {"counter = 0\n"
     "print(countr)\n",
     "line 2, column 7: `countr` is defined nowhere; did you mean `counter`?\n"},
    {"x = input()\n", "line 1, column 5: `input` is not in the language: write the value into the program\n"},
    {"sleep(1)\n", "line 1, column 1: `sleep` is not imported; write `from time import sleep` at the beginning\n"},
    {"time.sleep(1)\n", "line 1, column 1: `time` is not imported; write `import time` at the beginning\n"},
    {"print(hex(3))\n", "line 1, column 7: `hex` is not in the language\n"},
    {"eval('1')\n", "line 1, column 1: `eval` is not in the language: write the expression itself\n"},
    {"list(map(str, [1]))\n", "line 1, column 6: `map` is not in the language: write a list comprehension\n"},
    {"import random\n"
     "x = random.random()\n",
     "line 2, column 5: `random.random` stands only inside the argument of `sleep`, where it is calculated with; write a number, "
     "or a thread for each case\n"},
    {"import random, time\n"
     "time.sleep(random.uniform(0, 1))\n"
     "f = lambda: random.randint(1, 2)\n",
     "line 3, column 13: `random.randint` stands only inside the argument of `sleep`, where it is calculated with; write a "
     "number, or a thread for each case\n"},
    {"import random\n"
     "random.shuffle([1])\n",
     "line 2, column 8: `random.shuffle` is not in the language: write the order that you want; all schedules are explored "
     "anyway\n"},
    {"import threading\n"
     "x = threading\n",
     "line 2, column 5: the module `threading` is no value; write `threading.NAME` for what you need of it\n"},
    {"import threading\n"
     "threading.x = 1\n",
     "line 2, column 1: an attribute of the module `threading` cannot be assigned here; use a variable of the program\n"},
    {"print(__name__)\n", "line 1, column 7: `__name__` is not in the language but in `if __name__ == '__main__':`\n"},
    {"__x = 1\n", "line 1, column 1: a name that begins with two underscores is not in the language; write `_x`\n"},
    {"class A:\n"
     "    def __init__(self):\n"
     "        self.__n = 0\n",
     "line 3, column 14: a name that begins with two underscores is not in the language; write `_n`\n"},
    {"class A:\n"
     "    def __str__(self):\n"
     "        return 'a'\n",
     "line 2, column 9: `__str__` is not in the language: write a method that gives the text; the special methods are "
     "`__init__`, `__enter__` and `__exit__`\n"},
    {"class A(list):\n"
     "    pass\n",
     "line 1, column 9: `A` cannot be derived from `list`; a class is derived from `threading.Thread`, `Exception`, or an "
     "exception class of the program\n"},
    {"class A(object):\n"
     "    pass\n",
     "line 1, column 9: `object` is not in the language: a class without a base needs none\n"},
    {"from threading import Thread\n"
     "class A(Thread):\n"
     "    pass\n"
     "class B(A):\n"
     "    pass\n",
     "line 4, column 9: `B` cannot be derived from `A`; a class is derived from `threading.Thread`, `Exception`, or an exception "
     "class of the program; keep an object of that class in an attribute\n"},
    {"from threading import Thread\n"
     "class A(Thread, Exception):\n"
     "    pass\n",
     "line 2, column 17: a class has one base at most; keep the other object in an attribute\n"},
    {"class A:\n"
     "    for i in range(3):\n"
     "        x = i\n",
     "line 2, column 5: this statement in a class body is not in the language; a class body has methods and `name = value`\n"},
    {"class A:\n"
     "    class B:\n"
     "        pass\n",
     "line 2, column 5: a class inside a class is not in the language; a class body has methods and `name = value`\n"},
    {"@staticmethod\n"
     "def f():\n"
     "    pass\n",
     "line 1, column 2: `@staticmethod` stands only in a class\n"},
    {"class A:\n"
     "    def __init__(self):\n"
     "        return 1\n",
     "line 3, column 16: `__init__` returns no value; write `return` alone\n"},
    {"class A:\n"
     "    def __exit__(self):\n"
     "        pass\n",
     "line 2, column 9: `__exit__` is called with four arguments; write `def __exit__(self, kind, error, trace):`\n"},
    {"from threading import Thread\n"
     "class W(Thread):\n"
     "    def __init__(self, n):\n"
     "        self.n = n\n"
     "    def run(self):\n"
     "        print(self.n)\n",
     "line 3, column 9: `__init__` of a Thread has to call `super().__init__()` first\n"},
    {"from threading import Thread\n"
     "class W(Thread):\n"
     "    def __init__(self, n):\n"
     "        self.name = n\n"
     "        super().__init__()\n",
     "line 4, column 9: `super().__init__()` has to be called before `name` is assigned\n"},
    {"from threading import Thread\n"
     "class W(Thread):\n"
     "    def run(self, n):\n"
     "        pass\n",
     "line 3, column 9: `run` of a Thread is called with `self` alone; give the rest to `__init__` and keep it in attributes\n"},
    {"from threading import Thread\n"
     "class W(Thread):\n"
     "    daemon = True\n"
     "    def start(self):\n"
     "        pass\n"
     "    def __init__(self):\n"
     "        super().__init__()\n"
     "        self._target = 1\n",
     "line 3, column 5: `daemon` of a Thread cannot be replaced; assign it in `__init__`, behind `super().__init__()`\n"
     "line 4, column 9: `start` of a Thread cannot be replaced; choose another name\n"
     "line 8, column 14: `_target` is a name that Thread uses itself; choose another one\n"},
    {"from threading import Thread\n"
     "class W(Thread):\n"
     "    def run(self):\n"
     "        pass\n"
     "w = W()\n"
     "w.run()\n",
     "line 6, column 3: `run` of a Thread is not called by hand; `start()` has it run in a thread of its own\n"},
    {"from threading import Thread\n"
     "t = Thread(target=print)\n"
     "t.run()\n",
     "line 3, column 3: a `Thread` has no `run` here; there is `is_alive`, `join`, `start`, `daemon`, `name`\n"},
    {"from threading import Thread\n"
     "t = Thread(print)\n",
     "line 2, column 12: the first argument of `Thread` by its place is `group`; write `Thread(target=…)`\n"},
    {"from threading import Thread\n"
     "t = Thread(target=print, args=5)\n",
     "line 2, column 31: `args` of `Thread` is a tuple; write one of one element as `(x,)`\n"},
    {"from threading import Thread\n"
     "t = Thread(targt=print)\n"
     "t.setDaemon(True)\n"
     "t.result = 5\n",
     "line 2, column 12: `threading.Thread` takes no argument `targt`: by name it takes `group`, `target`, `name`, `args`, "
     "`kwargs`, `daemon`\n"
     "line 3, column 3: a `Thread` has no `setDaemon` here; write `t.daemon = True`\n"
     "line 4, column 3: a `Thread` takes no attributes but `name` and `daemon`; write a class that is derived from it\n"},
    {"class A:\n"
     "    def f(self):\n"
     "        super().f()\n",
     "line 3, column 9: `super()` stands only in `super().__init__(…)`, in the `__init__` of a class\n"},
    {"class A:\n"
     "    def __init__(self):\n"
     "        super(A, self).__init__()\n",
     "line 3, column 9: `super` takes no arguments here; write `super().__init__(…)`\n"},
    {"x = super()\n",
     "line 1, column 5: `super` is not in the language: it is written as `super().__init__(…)`, in the `__init__` of a class\n"},
    {"print(type(3))\n",
     "line 1, column 7: `type` is not in the language: it is written as `type(x).__name__`; to test for a type use "
     "`isinstance`\n"},
    {"print((3).__class__)\n", "line 1, column 11: `__class__` is not in the language but in `type(x).__name__`\n"},
    {"def f(a, b=1):\n"
     "    pass\n"
     "f()\n"
     "f(1, 2, 3)\n"
     "f(1, c=2)\n"
     "f(1, a=1)\n",
     "line 3, column 1: `f` needs its argument `a`\n"
     "line 4, column 9: `f` takes at most 2 arguments (`a`, `b`), but 3 are given\n"
     "line 5, column 6: `f` takes no argument `c`: by name it takes `a`, `b`\n"
     "line 6, column 6: the argument `a` of `f` is given twice\n"},
    {"class A:\n"
     "    def __init__(self, x):\n"
     "        self.x = x\n"
     "    def m(self, y):\n"
     "        self.m()\n"
     "        self.k()\n"
     "a = A()\n"
     "a.m(1, 2)\n"
     "a.foo()\n"
     "a.nmae = 3\n"
     "print(a.nmea)\n",
     "line 5, column 9: `A.m` needs its argument `y`\n"
     "line 6, column 14: no class of the program and no type of the language has `k`; assign the attribute in `__init__`, or "
     "define the method\n"
     "line 7, column 5: `A` needs its argument `x`\n"
     "line 8, column 8: `A.m` takes 1 argument (`y`), but 2 are given\n"
     "line 9, column 3: no class of the program and no type of the language has `foo`; assign the attribute in `__init__`, or "
     "define the method\n"
     "line 11, column 9: no class of the program and no type of the language has `nmea`; did you mean `nmae`?\n"},
    {"x = [1]\n"
     "x.push(2)\n"
     "x.append(1, 2)\n"
     "x.append(object=1)\n",
     "line 2, column 3: a `list` has no `push` here; there is `append`, `clear`, `copy`, `count`, `extend`, `index`, `insert`, "
     "`pop`, `remove`, `reverse`, `sort`\n"
     "line 3, column 13: `list.append` takes 1 argument (`object`), but 2 are given\n"
     "line 4, column 10: `object` of `list.append` is given by its place, without its name\n"},
    {"s = {1, 2}\n"
     "s.pop()\n"
     "for x in s:\n"
     "    print(x)\n"
     "print(s - {1})\n"
     "print(list(s))\n",
     "line 2, column 3: a `set` has no `pop` here; there is `add`, `discard`, `remove`\n"
     "line 3, column 10: the elements of a set have no order that a program can rely on; go through `sorted(…)` of it\n"
     "line 5, column 7: `-` of sets is not in the language; write a list comprehension: `[x for x in sorted(a) if x not in b]`\n"
     "line 6, column 12: the elements of a set have no order that a program can rely on; go through `sorted(…)` of it\n"},
    {"d = {1.5: 2, None: 3, (1, 2): 4, True: 1}\n"
     "d[(1, 2)] = 3\n",
     "line 1, column 6: the keys of a dict are int or str; write a text, as `f'{x},{y}'`\n"
     "line 1, column 14: the keys of a dict are int or str; write a text, as `f'{x},{y}'`\n"
     "line 1, column 23: the keys of a dict are int or str; write a text, as `f'{x},{y}'`\n"
     "line 1, column 34: the keys of a dict are int or str; write a text, as `f'{x},{y}'`\n"
     "line 2, column 3: an index is an int, and a key of a dict int or str; for several values write a text, as `f'{x},{y}'`\n"},
    {"x = 5\n"
     "if x is 5:\n"
     "    pass\n",
     "line 2, column 4: `is` compares None, bools and objects; compare values with `==`\n"
     "line 2, column 9: `is` compares None, bools and objects; compare values with `==`\n"},
    {"print('%s' % 3)\n", "line 1, column 7: `%` is for numbers; write an f-string: `f'{name} has {count}'`\n"},
    {"print(2 ** -1)\n",
     "line 1, column 12: a negative exponent is not in the language, as there is no `/`; write an exponent from 0\n"},
    {"print(1.5 // 2)\n",
     "line 1, column 7: floats have `+`, `-`, `*` and comparison here; calculate with whole numbers, in smaller units\n"},
    {"print('{:x}'.format(3))\n",
     "line 1, column 7: the format `x` is not in the language; formats are `[[fill]align][sign][0][width][,][.digits]` and `d`, "
     "`f` or `s`\n"},
    {"print('{0.x}'.format(3))\n", "line 1, column 7: `{0.x}` is not in the language; a field is `{}`, `{0}` or `{name}`\n"},
    {"from threading import Barrier\n"
     "b = Barrier(2, action=print)\n"
     "b.abort()\n",
     "line 2, column 16: `threading.Barrier` takes no argument `action`: do it in the thread for which `wait()` returns 0\n"
     "line 3, column 3: a `Barrier` has no `abort` here; give `wait` a timeout\n"},
    {"from concurrent.futures import ThreadPoolExecutor\n"
     "p = ThreadPoolExecutor()\n",
     "line 2, column 5: `ThreadPoolExecutor` needs the number of its workers; write `ThreadPoolExecutor(max_workers=2)`\n"},
    {"from concurrent.futures import ThreadPoolExecutor\n"
     "p = ThreadPoolExecutor(None)\n",
     "line 2, column 5: `ThreadPoolExecutor` needs the number of its workers; write `ThreadPoolExecutor(max_workers=2)`\n"},
    {"from concurrent.futures import ThreadPoolExecutor\n"
     "with ThreadPoolExecutor(2) as p:\n"
     "    r = p.map(str, [1])\n"
     "    f = p.submit(str, 1)\n"
     "    f.cancel()\n"
     "    f.add_done_callback(print)\n",
     "line 3, column 9: what `.map(…)` gives is gone through where it is made and not kept; write `list(…)` around it\n"
     "line 5, column 7: a future has no `cancel` here; tasks cannot be cancelled here; let the task look at a flag\n"
     "line 6, column 7: a future has no `add_done_callback` here; do it at the end of the task\n"},
    {"from threading import current_thread\n"
     "t = current_thread()\n"
     "print(current_thread().ident)\n",
     "line 2, column 5: `current_thread()` stands only in `current_thread().name`; keep the Thread in a variable for more\n"
     "line 3, column 24: of `current_thread()` there is `.name` to read alone; keep the Thread in a variable for more\n"},
    {"from threading import current_thread\n"
     "from concurrent.futures import ThreadPoolExecutor\n"
     "def g():\n"
     "    print(current_thread().name)\n"
     "def f():\n"
     "    g()\n"
     "with ThreadPoolExecutor(max_workers=2) as p:\n"
     "    p.submit(f)\n",
     "line 4, column 11: `current_thread()` in a task of a pool is not in the language: a pool's workers have no names here; "
     "give the task a name as an argument\n"},
    {"d = {}\n"
     "v = d.items()\n"
     "print(d.keys())\n"
     "e = enumerate([1])\n",
     "line 2, column 5: what `.items()` gives is gone through where it is made and not kept; write `list(…)` around it\n"
     "line 3, column 7: what `.keys()` gives is gone through where it is made and not kept; write `list(…)` around it\n"
     "line 4, column 5: what `enumerate(…)` gives is gone through where it is made and not kept; write `list(…)` around it\n"},
    {"import sys\n"
     "print('x', file=sys.stderr)\n",
     "line 1, column 8: `sys` is not in the language: leave it out; `print` writes the output\n"
     "line 2, column 12: `print` takes no argument `file`: all output goes one way; leave `file=` out\n"},
    {"try:\n"
     "    pass\n"
     "except 5:\n"
     "    pass\n",
     "line 3, column 8: `except` takes an exception class, as `ValueError`, or a tuple of them\n"},
    {"class A:\n"
     "    pass\n"
     "try:\n"
     "    pass\n"
     "except A:\n"
     "    pass\n"
     "raise A()\n",
     "line 5, column 8: `except` takes an exception class, as `ValueError`, or a tuple of them\n"
     "line 7, column 7: `raise` takes an exception, as `ValueError('…')` or one of a class derived from `Exception`\n"},
    {"raise 'x'\n",
     "line 1, column 7: `raise` takes an exception, as `ValueError('…')` or one of a class derived from `Exception`\n"},
    {"raise NotImplementedError\n", "line 1, column 7: `NotImplementedError` is not in the language: use `RuntimeError`\n"},
    {"from threading import Lock\n"
     "lock = Lock()\n"
     "with lock.acquire():\n"
     "    pass\n"
     "with Lock:\n"
     "    pass\n"
     "with 5:\n"
     "    pass\n",
     "line 3, column 6: `with` acquires the lock by itself; write it without `.acquire()`\n"
     "line 5, column 6: `with` takes a lock, a condition, a semaphore, an executor, or an object with `__enter__` and "
     "`__exit__`\n"
     "line 7, column 6: `with` takes a lock, a condition, a semaphore, an executor, or an object with `__enter__` and "
     "`__exit__`, not `int`\n"},
    {"from threading import Event\n"
     "with Event() as e:\n"
     "    pass\n",
     "line 2, column 6: `with` takes a lock, a condition, a semaphore, an executor, or an object with `__enter__` and "
     "`__exit__`, not `Event`\n"},
    {"class A:\n"
     "    pass\n"
     "with A():\n"
     "    pass\n",
     "line 3, column 6: `A` has no `__enter__`, which `with` needs\n"},
    {"from interleave import RWLock\n"
     "rw = RWLock()\n"
     "with rw:\n"
     "    pass\n",
     "line 3, column 6: `with` takes one side of a RWLock; write `.read()` or `.write()` behind it\n"},
    {"# watch: foo\n"
     "x = 1\n",
     "line 1, column 10: `# watch: foo`: `foo` is no variable of the module\n"},
    {"# watch: x.foo\n"
     "x = 1\n",
     "line 1, column 10: `# watch: x.foo`: nothing has an attribute `foo`\n"},
    {"def f(a: Account):\n"
     "    pass\n"
     "class Account:\n"
     "    def g(self, b: Account):\n"
     "        pass\n",
     "line 1, column 10: `Account` is not yet defined here; write the annotation as a text: `'Account'`\n"
     "line 4, column 20: `Account` is not yet defined here; write the annotation as a text: `'Account'`\n"},
    {"x: print('a') = 1\n",
     "line 1, column 4: an annotation is a known name, as `int`, `list[str]` or `'Account'`; or leave it out\n"},
    {"def f():\n"
     "    pass\n"
     "f.x = 1\n",
     "line 3, column 3: the function `f` has no attributes here; use a variable of the module\n"},
    {"list.x = 1\n", "line 1, column 6: an attribute of `list` cannot be assigned here; use a variable of the program\n"},
    {"print(sorted(['a'], key=str.lower))\n",
     "line 1, column 29: `str.lower` needs an object before the dot; write `lambda x: x.lower()` to hand the method over\n"},
    {"import threading\n"
     "isinstance(3, threading.Lock)\n"
     "isinstance(3, 5)\n",
     "line 2, column 15: `threading.Lock` is a function in Python 3.11, not a type; test for another type\n"
     "line 3, column 15: the second argument of `isinstance` is a type, or a tuple of types\n"},
    {"id([1])\n", "line 1, column 1: `id` is for objects of classes, locks and the like; a `list` has none here\n"},
    {"dict(a=1)\n"
     "int('5', 16)\n",
     "line 1, column 6: `dict` takes no argument `a`: write `{'name': value}`\n"
     "line 2, column 10: `int` takes at most 1 argument (`x`), but 2 are given\n"},
    {"from collections import deque\n"
     "d = deque(maxlen=3)\n",
     "line 2, column 11: `collections.deque` takes no argument `maxlen`: call `popleft()` where there are too many\n"},
    {"def f():\n"
     "    nonlocal x\n"
     "    global y\n"
     "    y = 1\n"
     "    global y\n",
     "line 2, column 14: `nonlocal x`: no function around binds `x`; for a name of the module write `global x`\n"
     "line 5, column 12: `y` is used before this line; write `global y` at the beginning of the function\n"},
    {"class A:\n"
     "    n = 3\n"
     "    m = [n for _ in range(n)]\n",
     "line 3, column 10: `n` of the class is not seen inside a comprehension of its body; use a `for` loop in `__init__`, or "
     "assign `n` at module level\n"},
    {"from threading import Thread\n"
     "class W(Thread):\n"
     "    def __init__(self):\n"
     "        super().__init__(trget=print)\n",
     "line 4, column 26: `threading.Thread` takes no argument `trget`: by name it takes `group`, `target`, `name`, `args`, "
     "`kwargs`, `daemon`\n"},
    {"import threading\n"
     "threading.current_thread().daemon\n",
     "line 2, column 28: of `current_thread()` there is `.name` to read alone; keep the Thread in a variable for more\n"},
    {"from queue import Queue\n"
     "q = Queue(maxsize=3, foo=1)\n"
     "q.put()\n"
     "q.put(1, True, 1, 1)\n"
     "q.mutex\n",
     "line 2, column 22: `queue.Queue` takes no argument `foo`: by name it takes `maxsize`\n"
     "line 3, column 1: `queue.Queue.put` needs its argument `item`\n"
     "line 4, column 19: `queue.Queue.put` takes at most 3 arguments (`item`, `block`, `timeout`), but 4 are given\n"
     "line 5, column 3: a `Queue` has no `mutex` here; use a `Lock` of your own\n"},
    {"class E(Exception):\n"
     "    pass\n"
     "e = E(x=1)\n",
     "line 3, column 7: `E` takes no argument `x`: it takes no arguments by name\n"},
    {"try:\n"
     "    pass\n"
     "except Exception as e:\n"
     "    print(e.__cause__)\n"
     "    print(e.errno)\n",
     "line 4, column 13: `__cause__` is not in the language: names with two underscores on either side cannot be used\n"
     "line 5, column 13: no class of the program and no type of the language has `errno`; assign the attribute in `__init__`, or "
     "define the method\n"},
    {"global_list = []\n"
     "def f():\n"
     "    glbal_list.append(1)\n",
     "line 3, column 5: `glbal_list` is defined nowhere; did you mean `global_list`?\n"},
    {"def f(a, a):\n"
     "    pass\n",
     "line 1, column 10: `a` is a parameter twice; give each parameter a name of its own\n"},
    {"def f():\n"
     "    print(x)\n"
     "    global x\n",
     "line 2, column 11: `x` is defined nowhere; assign it or import it first\n"
     "line 3, column 12: `x` is used before this line; write `global x` at the beginning of the function\n"},
    {"class A:\n"
     "    nonlocal x\n",
     "line 2, column 5: this statement in a class body is not in the language; a class body has methods and `name = value`\n"
     "line 2, column 14: `nonlocal x`: no function around binds `x`; for a name of the module write `global x`\n"},
    {"def sum(g):\n"
     "    return g\n"
     "sum(x for x in [1])\n",
     "line 3, column 4: a comprehension without brackets is the only argument of `sum`, `any`, `all`, `min`, `max`, `sorted`, "
     "`list` or `tuple`; write it in `[ ]`\n"},
    {"def print(a):\n"
     "    return a\n"
     "print(*[1])\n",
     "line 3, column 7: `*` before a value stands only in the arguments of `print`; write the arguments one by one\n"},
    {"staticmethod = 3\n"
     "class A:\n"
     "    @staticmethod\n"
     "    def f(): pass\n",
     "line 3, column 6: `staticmethod` is a name of the program here; give that another name\n"},
    {"d = {}\n"
     "d.update(a=1)\n",
     "line 2, column 10: `dict.update` takes no argument `a`: write `{'name': value}`\n"},
    {"foo.bar.baz()\n", "line 1, column 1: `foo` is defined nowhere; assign it or import it first\n"},
    {"import concurrent.futures\n"
     "x = concurrent\n"
     "concurrent.foo\n"
     "concurrent.futures.wait([])\n"
     "y = concurrent.futures\n",
     "line 2, column 5: the module `concurrent` is no value; write `concurrent.NAME` for what you need of it\n"
     "line 3, column 12: `concurrent.foo` is not in the language: `concurrent` has `futures`\n"
     "line 4, column 20: `concurrent.futures.wait` is not in the language: call `result()` of each future\n"},
    {"s = {}\n"
     "with s as x, print():\n"
     "    pass\n",
     "line 2, column 6: `with` takes a lock, a condition, a semaphore, an executor, or an object with `__enter__` and "
     "`__exit__`, not `dict`\n"},
    {"from threading import Lock\n"
     "l = Lock()\n"
     "l.foo = 1\n"
     "l.notify()\n"
     "l.acquire(tiemout=1)\n"
     "l.acquire(True, 1, 2)\n",
     "line 3, column 3: a `Lock` takes no attributes; write a class of your own with the attribute\n"
     "line 4, column 3: a `Lock` has no `notify` here; there is `acquire`, `locked`, `release`\n"
     "line 5, column 11: `threading.Lock.acquire` takes no argument `tiemout`: by name it takes `blocking`, `timeout`\n"
     "line 6, column 20: `threading.Lock.acquire` takes at most 2 arguments (`blocking`, `timeout`), but 3 are given\n"},
    {"class A:\n"
     "    pass\n"
     "a = A()\n"
     "a.join(1, 2)\n"
     "a.start(3)\n",
     "line 4, column 11: no `join` takes these arguments; there is `str.join(iterable, /)`, `Thread.join(timeout=None)`, "
     "`Queue.join()`, `LifoQueue.join()`\n"
     "line 5, column 9: `threading.Thread.start` takes no arguments, but 1 is given\n"},
    {"def f(self):\n"
     "    pass\n"
     "f(x=1)\n",
     "line 3, column 3: `f` takes no argument `x`: by name it takes `self`\n"},
    {"class A:\n"
     "    @staticmethod\n"
     "    def m(x):\n"
     "        pass\n"
     "A.m()\n"
     "a = A()\n"
     "a.m()\n"
     "a.m(1)\n",
     "line 5, column 1: `A.m` needs its argument `x`\n"
     "line 7, column 1: `A.m` needs its argument `x`\n"},
    {"class A:\n"
     "    def m(self, x):\n"
     "        pass\n"
     "A.m(1)\n",
     "line 4, column 1: `A.m` needs its argument `x`\n"},
    {"def f():\n"
     "    return a_b_c\n",
     "line 2, column 12: `a_b_c` is defined nowhere; assign it or import it first\n"},
    {"def outer():\n"
     "    value = 1\n"
     "def other():\n"
     "    print(value)\n",
     "line 4, column 11: `value` is defined nowhere; assign it or import it first\n"},
    {"def main():\n"
     "    items = []\n"
     "    itms.append(1)\n",
     "line 3, column 5: `itms` is defined nowhere; did you mean `items`?\n"},
    {"t = 5\n"
     "t.start()\n",
     "line 2, column 3: an `int` has no `start` here; it has no methods\n"},
    {"'abc'.title()\n", "line 1, column 7: a `str` has no `title` here; write the text as you want it\n"},
    {"'abc'.capitalize()\n", "line 1, column 7: a `str` has no `capitalize` here; write the text as you want it\n"},
    {"{1: 2}.popitem()\n", "line 1, column 8: a `dict` has no `popitem` here; write `d.pop(key)`\n"},
    {"(1, 2).append(3)\n", "line 1, column 8: a `tuple` has no `append` here; there is `count`, `index`\n"},
    {"from threading import Thread\n"
     "t = Thread(target=print, group=3)\n",
     "line 2, column 32: `group` of `Thread` can only be None; leave it out\n"},
    {"from threading import Thread\n"
     "t = Thread(None, print, 'x', (1,), None, False)\n",
     "line 2, column 42: `threading.Thread` takes at most 5 arguments (`group`, `target`, `name`, `args`, `kwargs`), but 6 are "
     "given\n"},
    {"from threading import Semaphore\n"
     "s = Semaphore(1, 2)\n",
     "line 2, column 18: `threading.Semaphore` takes at most 1 argument (`value`), but 2 are given\n"},
    {"from threading import Barrier\n"
     "b = Barrier(2, timeout=3)\n"
     "b.parties = 3\n"
     "b.parties()\n",
     "line 2, column 16: `threading.Barrier` takes no argument `timeout`: give `wait` the timeout\n"
     "line 3, column 3: a `Barrier` takes no attributes; write a class of your own with the attribute\n"
     "line 4, column 1: `parties` of a `Barrier` is not called; write it without `()`\n"},
    {"from interleave import Atomic\n"
     "a = Atomic()\n"
     "a.compare_and_swap(1, 2)\n"
     "a.compare_exchange(1)\n"
     "a.value\n",
     "line 2, column 5: `interleave.Atomic` needs its argument `value`\n"
     "line 3, column 3: an `Atomic` has no `compare_and_swap` here; there is `add`, `compare_exchange`, `exchange`, `load`, "
     "`store`\n"
     "line 4, column 1: `interleave.Atomic.compare_exchange` needs its argument `new`\n"
     "line 5, column 3: an `Atomic` has no `value` here; there is `add`, `compare_exchange`, `exchange`, `load`, `store`\n"},
    {"raise ValueError from 3\n", "line 1, column 23: `from` takes an exception or None\n"},
    {"class A(Foo):\n"
     "    pass\n",
     "line 1, column 9: `Foo` is defined nowhere; assign it or import it first\n"},
    {"class A(Exception):\n"
     "    def __init__(self):\n"
     "        super().__init__('x', y=1)\n"
     "        self.args = (1,)\n",
     "line 3, column 31: `super().__init__` takes no argument `y`: it takes no arguments by name\n"
     "line 4, column 14: `args` of an exception cannot be replaced; choose another name\n"},
    {"e = 1\n"
     "try:\n"
     "    pass\n"
     "except (ValueError, e):\n"
     "    pass\n"
     "except ValueError():\n"
     "    pass\n",
     "line 4, column 21: `except` takes an exception class, as `ValueError`, or a tuple of them\n"
     "line 6, column 8: `except` takes an exception class, as `ValueError`, or a tuple of them\n"},
    {"if 'a' is 'b' or 3 is not None or (1,) is (2,):\n"
     "    pass\n",
     "line 1, column 4: `is` compares None, bools and objects; compare values with `==`\n"
     "line 1, column 11: `is` compares None, bools and objects; compare values with `==`\n"
     "line 1, column 35: `is` compares None, bools and objects; compare values with `==`\n"
     "line 1, column 43: `is` compares None, bools and objects; compare values with `==`\n"},
    {"{[1]: 2}\n", "line 1, column 2: the keys of a dict are int or str; write a text, as `f'{x},{y}'`\n"},
    {"x = {}\n"
     "x[None]\n"
     "x[1.5]\n",
     "line 2, column 3: an index is an int, and a key of a dict int or str; for several values write a text, as `f'{x},{y}'`\n"
     "line 3, column 3: an index is an int, and a key of a dict int or str; for several values write a text, as `f'{x},{y}'`\n"},
    {"'{!a} {'.format(1)\n", "line 1, column 1: conversions are `!r` and `!s`\n"},
    {"'{:{}}'.format(1, 2)\n", "line 1, column 1: a field in a format is `{…}` with a width that is written as a number\n"},
    {"'}'.format(1)\n", "line 1, column 1: a single `}` in a format; write `}}` for the character itself\n"},
    {"x -= {1}\n",
     "line 1, column 1: `-` of sets is not in the language; write a list comprehension: `[x for x in sorted(a) if x not in "
     "b]`\n"},
    {"a, b = {1, 2}\n",
     "line 1, column 8: the elements of a set have no order that a program can rely on; go through `sorted(…)` of it\n"},
    {"print(*{1, 2})\n",
     "line 1, column 8: the elements of a set have no order that a program can rely on; go through `sorted(…)` of it\n"},
    {"min({1, 2}), sum(set())\n",
     "line 1, column 5: the elements of a set have no order that a program can rely on; go through `sorted(…)` of it\n"
     "line 1, column 18: the elements of a set have no order that a program can rely on; go through `sorted(…)` of it\n"},
    {"for x in set([1]): pass\n",
     "line 1, column 10: the elements of a set have no order that a program can rely on; go through `sorted(…)` of it\n"},
    {"def f(x: 3): pass\n",
     "line 1, column 10: an annotation is a known name, as `int`, `list[str]` or `'Account'`; or leave it out\n"},
    {"def f(x: list[foo]) -> int[3]: pass\n",
     "line 1, column 15: `foo` is defined nowhere; assign it or import it first\n"
     "line 1, column 24: an annotation is a known name, as `int`, `list[str]` or `'Account'`; or leave it out\n"},
    {"import threading\n"
     "def f(x: threading.Foo): pass\n",
     "line 2, column 20: `threading.Foo` is not in the language: `threading` has `current_thread`, `main_thread`, "
     "`BrokenBarrierError`, `Thread`, `Lock`, `RLock`, `Condition`, `Semaphore`, `BoundedSemaphore`, `Event`, `Barrier`\n"},
    {"from typing import List\n"
     "def f(x: List[int]): pass\n",
     "line 1, column 1: `typing` is not in the language: annotate with names of the language, or leave the annotation out\n"},
    {"import threading\n"
     "threading.Thread.__init__(3)\n",
     "line 2, column 18: `__init__` is called as `super().__init__(…)`\n"},
    {"def f(): pass\n"
     "print(f.__name__)\n",
     "line 2, column 9: `__name__` is not in the language but in `type(x).__name__`\n"},
    {"def __f(): pass\n", "line 1, column 5: a name that begins with two underscores is not in the language; write `_f`\n"},
    {"def f(__x): pass\n", "line 1, column 7: a name that begins with two underscores is not in the language; write `_x`\n"},
    {"class __A: pass\n", "line 1, column 7: a name that begins with two underscores is not in the language; write `_A`\n"},
    {"class A:\n"
     "    x = 3\n"
     "    x += 1\n"
     "    if x: pass\n"
     "    self.y = 3\n",
     "line 3, column 5: this statement in a class body is not in the language; a class body has methods and `name = value`\n"
     "line 4, column 5: this statement in a class body is not in the language; a class body has methods and `name = value`\n"
     "line 5, column 5: `self` is defined nowhere; assign it or import it first\n"},
    {"import threading as __t\n",
     "line 1, column 8: a name that begins with two underscores is not in the language; write `_t`\n"},
    {"from queue import Queue\n"
     "Queue().put(item=1, blok=True)\n",
     "line 2, column 21: `queue.Queue.put` takes no argument `blok`: by name it takes `item`, `block`, `timeout`\n"},
    {"from concurrent.futures import ThreadPoolExecutor\n"
     "with ThreadPoolExecutor(max_workers=2) as ex:\n"
     "    a = [ex.map(str, [1])]\n"
     "    ex.submit()\n"
     "    ex.submit(fn=print)\n"
     "    ex.shutdown(wait=False, cancel_futures=True)\n"
     "    f = ex.submit(print)\n"
     "    f.exception(3)\n"
     "    f.result(1, 2)\n"
     "    ex.max_workers\n",
     "line 3, column 10: what `.map(…)` gives is gone through where it is made and not kept; write `list(…)` around it\n"
     "line 4, column 5: `concurrent.futures.ThreadPoolExecutor.submit` needs its argument `fn`\n"
     "line 5, column 5: `concurrent.futures.ThreadPoolExecutor.submit` needs its argument `fn`\n"
     "line 6, column 29: `concurrent.futures.ThreadPoolExecutor.shutdown` takes no argument `cancel_futures`: leave it out\n"
     "line 8, column 17: `concurrent.futures.Future.exception` takes no arguments, but 1 is given\n"
     "line 9, column 17: `concurrent.futures.Future.result` takes at most 1 argument (`timeout`), but 2 are given\n"
     "line 10, column 8: a `ThreadPoolExecutor` has no `max_workers` here; there is `map`, `shutdown`, `submit`\n"},
    {"print('a', seperator=' ')\n",
     "line 1, column 12: `print` takes no argument `seperator`: by name it takes `sep`, `end`, `flush`\n"},
    {"range()\n"
     "range(1, 2, 3, 4)\n",
     "line 1, column 1: `range` needs its argument `start`\n"
     "line 2, column 16: `range` takes at most 3 arguments (`start`, `stop`, `step`), but 4 are given\n"},
    {"sorted([1], lambda x: x)\n", "line 1, column 13: `sorted` takes 1 argument (`iterable`), but 2 are given\n"},
    {"isinstance(3)\n", "line 1, column 1: `isinstance` needs its argument `class_or_tuple`\n"},
    {"len()\n", "line 1, column 1: `len` needs its argument `obj`\n"},
    {"print(sum)\n"
     "x = print\n"
     "x(3, foo=1)\n",
     "line 3, column 6: `print` takes no argument `foo`: by name it takes `sep`, `end`, `flush`\n"},
    {"import random, time\n"
     "def f(x):\n"
     "    return x\n"
     "time.sleep(f(random.random()))\n"
     "time.sleep(1 if random.random() < 0.5 else 2)\n"
     "time.sleep(abs(random.uniform(0, 1) * 2))\n",
     "line 4, column 14: `random.random` stands only inside the argument of `sleep`, where it is calculated with; write a "
     "number, or a thread for each case\n"
     "line 5, column 17: `random.random` stands only inside the argument of `sleep`, where it is calculated with; write a "
     "number, or a thread for each case\n"},
    {"from threading import Thread\n"
     "class W(Thread):\n"
     "    run = print\n"
     "    def __init__(self):\n"
     "        super().__init__()\n"
     "        self.run = print\n"
     "def g(w):\n"
     "    w.run = print\n",
     "line 3, column 5: `run` of a Thread is defined as a method: `def run(self):`\n"
     "line 6, column 14: `run` of a Thread cannot be assigned; define it in the class, or write `Thread(target=…)`\n"
     "line 8, column 7: `run` of a Thread cannot be assigned; define it in the class, or write `Thread(target=…)`\n"},
    {"from interleave import Atomic\n"
     "a = Atomic([1])\n"
     "a.store(1.5)\n",
     "line 2, column 12: an `Atomic` holds an int, a bool, a str, None, or a tuple of them\n"
     "line 3, column 9: an `Atomic` holds an int, a bool, a str, None, or a tuple of them\n"},
    {"import threading, queue\n"
     "from concurrent.futures import ThreadPoolExecutor\n"
     "permits = threading.Semaphore(1.5)\n"
     "few = threading.BoundedSemaphore(value=2.0)\n"
     "permits.release(0.5)\n"
     "barrier = threading.Barrier(0)\n"
     "other = threading.Barrier('two')\n"
     "shelf = queue.Queue(maxsize=None)\n"
     "last = queue.LifoQueue(1.0)\n"
     "pool = ThreadPoolExecutor(2.5)\n"
     "permits = threading.Semaphore(True)\n",
     "line 3, column 31: `value` of `Semaphore` is a whole number\n"
     "line 4, column 40: `value` of `BoundedSemaphore` is a whole number\n"
     "line 6, column 29: `parties` of `Barrier` is a whole number, 1 or more\n"
     "line 7, column 27: `parties` of `Barrier` is a whole number, 1 or more\n"
     "line 8, column 29: `maxsize` of `Queue` is a whole number\n"
     "line 9, column 24: `maxsize` of `LifoQueue` is a whole number\n"
     "line 10, column 27: `max_workers` of `ThreadPoolExecutor` is a whole number\n"},
    {"import threading\n"
     "permits = threading.BoundedSemaphore()\n"
     "permits.release(0.5)\n"
     "changed = threading.Condition()\n"
     "with changed: changed.notify(n=1.5)\n",
     "line 3, column 17: `n` of `release` is a whole number\n"
     "line 5, column 32: `n` of `notify` is a whole number\n"},
    {"from threading import Condition, Event, Lock\n"
     "c = Condition(Event())\n"
     "d = Condition(Lock())\n",
     "line 2, column 15: `Condition` takes a `Lock` or an `RLock`, or makes an `RLock` of its own\n"},
    {"n = 3\n"
     "print(n is None, n is n)\n",
     "line 2, column 18: `is` compares None, bools and objects; compare values with `==`\n"
     "line 2, column 23: `is` compares None, bools and objects; compare values with `==`\n"},
    {"try:\n"
     "    pass\n"
     "except Exception as e:\n"
     "    print(e.message)\n",
     "line 4, column 13: `.message` is not in the language: write `str(e)`, or `e.args`\n"},
    {"from threading import Thread\n"
     "t = Thread(target=print, kwargs=[1])\n",
     "line 2, column 33: `kwargs` of `Thread` is a dict of names and values, as `{'amount': 5}`\n"},
    {"def f(x):\n"
     "    x.map(1)\n"
     "    return x.items()\n",
     "line 3, column 12: what `.items()` gives is gone through where it is made and not kept; write `list(…)` around it\n"},
    {"def f(d):\n"
     "    g = d.items\n"
     "    return g\n",
     "line 2, column 11: `items` is called where it stands and not handed over\n"},
    {"def f(d):\n"
     "    return d.items() if d else None\n",
     "line 2, column 12: what `.items()` gives is gone through where it is made and not kept; write `list(…)` around it\n"},
    {"class A:\n"
     "    m = [k for k in 'ab']\n"
     "print(A.k)\n",
     "line 3, column 9: no class of the program and no type of the language has `k`; assign the attribute in `__init__`, or "
     "define "
     "the method\n"},
};

TEST(Checker, SaysWhatIsWrongAndWhatToWriteInstead) {
  for (const Wrong& each : kWrong) EXPECT_EQ(messagesOf(each.source), each.messages) << each.source;
}

// Faults of syntax, with what is wrong in the rest, and without what only follows from them.
const std::vector<Wrong> kWrongBesideSyntax = {
    {"import os\n"
     "x = = 1\n"
     "prnt(x)\n",
     "line 1, column 8: `os` is not in the language: leave it out\n"
     "line 2, column 5: `=` assigns and cannot stand here: write `==` to compare\n"
     "line 3, column 1: `prnt` is defined nowhere; did you mean `print`?\n"},
    // A tree that is whole: nothing is left out.
    {"import threading\n"
     "def work(n)\n"
     "    prnt(n)\n"
     "threading.Thred(target=work)\n"
     "work(1, 2)\n"
     "return\n",
     "line 2, column 12: `:` is missing at the end of the line of `def`\n"
     "line 3, column 5: `prnt` is defined nowhere; did you mean `print`?\n"
     "line 4, column 11: `threading.Thred` is not in the language: did you mean `Thread`?\n"
     "line 5, column 9: `work` takes 1 argument (`n`), but 2 are given\n"
     "line 6, column 1: `return` stands outside of a function\n"},
    // What a statement would have bound: names, functions, classes with their methods, imports, attributes, `nonlocal`.
    {"count = (1 +) * 2\n"
     "def deposit(n:\n"
     "    total = n\n"
     "print(count, deposit(1, 2, 3), total)\n",
     "line 1, column 13: `)` cannot stand here: an expression is expected\n"
     "line 2, column 12: `(` was never closed: `)` is missing\n"},
    {"class Account:\n"
     "    def __init__(self, balance) self.balance = balance\n"
     "    def close(self):\n"
     "        self.open = = False\n"
     "account = Account(5)\n"
     "print(account.balance, account.open, account.cloze())\n",
     "line 2, column 33: the name `self` cannot stand here: `:` is expected at the end of the line of `def`\n"
     "line 4, column 21: `=` assigns and cannot stand here: write `==` to compare\n"
     "line 6, column 46: no class of the program and no type of the language has `cloze`; did you mean `close`?\n"},
    {"import threading as\n"
     "from queue import Queue, 5\n"
     "q = Queue(1, 2, 3)\n"
     "threading.Thread(x=q)\n",
     "line 1, column 20: the line ends here: a name behind `as` is expected\n"
     "line 2, column 26: the number `5` cannot stand here: a name to import is expected\n"},
    {"def outer():\n"
     "    n = 1 2\n"
     "    def inner():\n"
     "        nonlocal n\n"
     "        n = 2\n"
     "    inner(3)\n",
     "line 2, column 11: the number `2` cannot stand behind the number `1`: an operator, a comma or the end of the line is "
     "expected\n"
     "line 6, column 11: `inner` takes no arguments, but 1 is given\n"},
    {"import threading\n"
     "class Worker(threading.Thread):\n"
     "    def __init__(self):\n"
     "        super().__init__(\n"
     "class Loud(Quiet):\n"
     "    pass\n"
     "class Fault(Exception)\n",
     "line 4, column 25: `(` was never closed: `)` is missing\n"
     "line 5, column 12: `Quiet` is defined nowhere; assign it or import it first\n"
     "line 7, column 23: `:` is missing at the end of the line of `class`\n"},
    {"class Base {\n"
     "    pass\n"
     "class Loud(Base): pass\n"
     "raise Base()\n",
     "line 1, column 12: `{` begins no block in Python: write `:` and indent the lines of the block\n"},
    // A decorator may change what it stands before.
    {"@dataclass\n"
     "class Point:\n"
     "    x: int\n"
     "@property\n"
     "def f(a): return a\n"
     "print(Point(1).x, f())\n"
     "Q()\n",
     "line 1, column 1: this decorator is not in the language: allowed is `@staticmethod`\n"
     "line 4, column 1: this decorator is not in the language: allowed is `@staticmethod`\n"
     "line 7, column 1: `Q` is defined nowhere; assign it or import it first\n"},
    // One fault a line is enough.
    {"x = 3 & lenn(4)\n"
     "y = lenn(x)\n"
     "# watch: x, z\n",
     "line 1, column 7: the operator `&` is not in the language: write `and` for two conditions\n"
     "line 2, column 5: `lenn` is defined nowhere; did you mean `len`?\n"
     "line 3, column 13: `# watch: z`: `z` is no variable of the module\n"},
};

TEST(Checker, ChecksWhatCouldBeParsed) {
  for (const Wrong& each : kWrongBesideSyntax) EXPECT_EQ(messagesOf(each.source), each.messages) << each.source;
}

TEST(Checker, TellsTwentyFaultsOfBothKindsInTheOrderOfTheText) {
  std::string source;
  for (int i = 0; i < 30; ++i) source += i % 2 == 0 ? "x = = 1\n" : "input()\n";
  const Parsed program = parse(source);
  const Faults faults = check(program, scopesOf(program.tree, program.gaps));
  ASSERT_EQ(faults.size(), kMaxFaults);
  for (std::size_t i = 0; i < faults.size(); ++i) EXPECT_EQ(faults[i].span.line, i + 1);
}

TEST(Checker, TellsTheFirstFaultsOfMany) {
  std::string source;
  for (int i = 0; i < 50; ++i) source += "input()\n";
  const Parsed program = parse(source);
  const Faults faults = check(program, scopesOf(program.tree, program.gaps));
  ASSERT_EQ(faults.size(), kMaxFaults);
  EXPECT_EQ(faults.back().span.line, kMaxFaults);
}

// One of all that is allowed and near to something that is not.
constexpr std::string_view kRight = R"py(
import threading, time
import queue as q
from collections import deque
from concurrent.futures import ThreadPoolExecutor as Pool
import concurrent.futures
import random

LIMIT = 3
class Base:
    count = 0
    names = ['a', 'b']
    def __init__(self, n=1, *, k=2):
        super().__init__()
        self.n = n
        self.items = deque()
        self.cond = threading.Condition(threading.RLock())
    def __enter__(self):
        return self
    def __exit__(self, kind, error, trace):
        return False
    @staticmethod
    def make(n):
        return Base(n, k=3)
    def run(self):
        Base.count += 1
    def put(self, x, y):
        with self.cond:
            self.items.append((x, y))
            self.cond.notify(1)
class E(Exception):
    """Doc."""
class F(E):
    def __init__(self, code):
        super().__init__(code, 'x')
        self.code = code
b = Base.make(2)
b.run()
b.put(1, 2)
Base.run(b)
with b as c, Base() as d:
    print(c.n, d.n)
try:
    raise F(3)
except (E, ValueError) as e:
    print(e.args, e.code, type(e).__name__)
except:
    raise
finally:
    pass
qq = q.Queue(2)
qq.put(1, timeout=1)
try:
    qq.get(False)
    qq.get_nowait()
except q.Empty:
    print('empty')
def work(i, *, scale=1):
    time.sleep(random.random() * 0.001)
    return i * scale
with Pool(max_workers=2) as pool:
    fs = [pool.submit(work, i, scale=2) for i in range(3)]
    print([f.result() for f in fs], [f.done() for f in fs])
    for x in pool.map(work, [1, 2]):
        print(x)
    print(*pool.map(work, (1, 2)))
    total = sum(pool.map(work, range(3)))
    a, bb = pool.map(work, [1, 2])
with concurrent.futures.ThreadPoolExecutor(2) as ex:
    ex.map(work, [1])
dd = {'a': 1, 2: 'b'}
for k, v in dd.items():
    print(k, v)
print(sorted(dd.values(), key=str), len(dd.keys()), 1 in dd.values(), list(dd.items())[0], dict(zip('ab', [1, 2])))
s = set()
s.add(3)
print(sorted(s), 3 in s, len(s), s == {3})
print('%d' if False else 'x', f'{3:>5,.2f}', '{} {:>3}'.format('a', 3), '{n!r:5}'.format(n=3))
print(max([1], default=0), max(1, 2, key=abs), min(3, 4), sum(x for x in [1, 2]), any(x > 1 for x in [1]))
m = threading.main_thread()
print(m.name, m.is_alive())
print(threading.current_thread().name)
t = threading.Thread(None, work, args=(1,), daemon=True)
t.name = 'x'
t.daemon = False
t.start()
t.join()
class W(threading.Thread):
    def __init__(self, n):
        super().__init__(name='w', daemon=False)
        self.n = n
        self.name = 'ww'
    def run(self):
        self.result = self.n
w = W(1)
w.start()
w.join(timeout=1)
print(w.result)
timer = threading.Thread(target=lambda: time.sleep(0))
timer.start(); timer.join()
x: int = 3
def ann(a: 'Foo', b: list[int] = None, c: threading.Lock = None, d: Base = None, e: dict[str, list[int]] = None) -> None:
    y: int
    y = 3
    return None
ann(1)
print(x if x is not None else 3, x is None, type(x).__name__)
i = 0
while i < 3:
    i += 1
else:
    print('done')
bar = threading.Barrier(1)
print(bar.wait(), bar.parties, bar.n_waiting, bar.broken)
ev = threading.Event(); ev.set(); print(ev.wait(1), ev.is_set())
def gen():
    import time as t2
    return t2.monotonic()
gen()
handlers = {'a': work, 'b': lambda i: i}
print(handlers['b'](3), [h(1) for h in handlers.values()])
self_made = [threading.Lock() for _ in range(2)]
with self_made[0], self_made[1]:
    pass
lst = [3, 1]
lst.sort(key=lambda v: -v, reverse=True)
print(lst.pop(), lst.pop(0), 'a,b'.split(','), 'x'.join(['a']), 'abc'[::-1], -5 // 2, -5 % 3, 2 ** 3)
p = print
p('x', end='')
print(isinstance(3, (int, str)), isinstance(b, Base), isinstance(E(), Exception))
print(id(b) == id(b), repr('x'), str(), int(), float(3), bool(), tuple(), list('ab'), abs(-3))
def outer():
    n = 0
    def inner():
        nonlocal n
        n += 1
    inner()
    return n
print(outer())
f2 = ex.submit if False else None
assert x == 3, 'no'
del dd['a']
global_set = {1}
print(sorted(global_set))
q2 = q.SimpleQueue(); q2.put(3); print(q2.get())
if __name__ == '__main__':
    print('end')
)py";

TEST(Checker, AcceptsWhatIsInTheLanguage) { EXPECT_EQ(messagesOf(kRight), ""); }

}  // namespace
}  // namespace interleave::lang
