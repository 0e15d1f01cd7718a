#include "lang/hints.h"

#include <algorithm>
#include <array>
#include <utility>

namespace interleave::lang {
namespace {

struct Hint {
  std::string_view name;
  std::string_view instead;
};

constexpr auto kHints = std::to_array<Hint>({
    // Modules
    {"asyncio", "write threads with `threading`"},
    {"concurrent", "write `import concurrent.futures` or `from concurrent.futures import ThreadPoolExecutor`"},
    {"contextlib", "write a class with `__enter__` and `__exit__`"},
    {"dataclasses", "write a class with `__init__`"},
    {"functools", "write a `lambda` with the arguments as defaults"},
    {"itertools", "write a loop"},
    {"logging", "use `print`"},
    {"multiprocessing", "use `threading.Thread`"},
    {"os", "leave it out"},
    {"sys", "leave it out; `print` writes the output"},
    {"_thread", "use `threading`"},
    {"typing", "annotate with names of the language, or leave the annotation out"},

    // Names of modules
    {"threading.Timer", "start a Thread that sleeps first"},
    {"threading.active_count", "keep the threads in a list and ask each `is_alive()`"},
    {"threading.currentThread", "write `current_thread().name`"},
    {"threading.enumerate", "keep the threads in a list"},
    {"threading.excepthook", "catch the exception in the thread's function"},
    {"threading.get_ident", "use `current_thread().name`, or give each thread a number as an argument"},
    {"threading.get_native_id", "use `current_thread().name`, or give each thread a number as an argument"},
    {"threading.local", "keep the value in a local variable of the thread's function"},
    {"threading.setprofile", "leave it out"},
    {"threading.settrace", "leave it out"},
    {"threading.stack_size", "leave it out"},
    {"queue.PriorityQueue", "use `Queue`, or a sorted list under a lock"},
    {"concurrent.futures.ALL_COMPLETED", "call `result()` of each future"},
    {"concurrent.futures.CancelledError", "tasks cannot be cancelled here"},
    {"concurrent.futures.Executor", "use `ThreadPoolExecutor`"},
    {"concurrent.futures.FIRST_COMPLETED", "call `result()` of each future"},
    {"concurrent.futures.Future", "a future comes from `submit`"},
    {"concurrent.futures.ProcessPoolExecutor", "use `ThreadPoolExecutor`"},
    {"concurrent.futures.TimeoutError", "write `TimeoutError`, which is the same class"},
    {"concurrent.futures.as_completed", "call `result()` of each future in turn"},
    {"concurrent.futures.wait", "call `result()` of each future"},
    {"collections.Counter", "use a dict and `d[key] = d.get(key, 0) + 1`"},
    {"collections.OrderedDict", "use a dict, which keeps the order"},
    {"collections.defaultdict", "use a dict and `d.setdefault(key, [])`"},
    {"collections.namedtuple", "write a class with `__init__`"},
    {"time.monotonic_ns", "use `time.monotonic`"},
    {"time.perf_counter_ns", "use `time.perf_counter`"},
    {"time.process_time", "use `time.perf_counter`"},
    {"time.strftime", "leave it out"},
    {"time.time_ns", "use `time.time`"},
    {"random.choice", "what threads do must not depend on chance; write each choice as a thread or a case of its own"},
    {"random.randrange", "use `random.randint` inside the argument of `sleep`"},
    {"random.seed", "leave it out: random numbers only set how long a sleep takes"},
    {"random.shuffle", "write the order that you want; all schedules are explored anyway"},

    // Built-in functions
    {"callable", "compare with `None`"},
    {"classmethod", "write a function, or a `@staticmethod`"},
    {"delattr", "assign `None` to the attribute"},
    {"divmod", "write `a // b` and `a % b`"},
    {"eval", "write the expression itself"},
    {"exec", "write the statements themselves"},
    {"exit", "return from the function, or let the program end"},
    {"filter", "write a list comprehension with `if`"},
    {"format", "write an f-string"},
    {"frozenset", "use a tuple"},
    {"getattr", "write `object.name`, or keep the values in a dict"},
    {"globals", "write the name of the variable"},
    {"hasattr", "set the attribute in `__init__` and compare with `None`"},
    {"hash", "leave it out"},
    {"input", "write the value into the program"},
    {"issubclass", "use `isinstance`"},
    {"iter", "write a `for` loop"},
    {"locals", "write the name of the variable"},
    {"map", "write a list comprehension"},
    {"next", "write a `for` loop with `break`"},
    {"object", "a class without a base needs none"},
    {"open", "keep the text in a variable; there are no files"},
    {"pow", "write `a ** b`"},
    {"property", "write a method"},
    {"quit", "return from the function, or let the program end"},
    {"reversed", "write `xs[::-1]`, or `sorted(xs, reverse=True)`"},
    {"round", "write a format: `f'{x:.2f}'`"},
    {"setattr", "write `object.name = value`, or keep the values in a dict"},
    {"super", "it is written as `super().__init__(…)`, in the `__init__` of a class"},
    {"type", "it is written as `type(x).__name__`; to test for a type use `isinstance`"},
    {"vars", "write the names of the attributes"},
    {"BaseException", "use `Exception`"},
    {"ArithmeticError", "use `ZeroDivisionError`, `OverflowError` or `Exception`"},
    {"IOError", "use `Exception`"},
    {"KeyboardInterrupt", "leave it out; a program is not interrupted"},
    {"LookupError", "use `(KeyError, IndexError)`"},
    {"NotImplementedError", "use `RuntimeError`"},
    {"OSError", "use `Exception`"},
    {"RecursionError", "use `RuntimeError`"},
    {"StopIteration", "write a `for` loop"},
    {"SystemExit", "return from the function, or let the program end"},

    // Methods and attributes
    {".abort", "give `wait` a timeout"},
    {".acquire_lock", "write `acquire`"},
    {".add_done_callback", "do it at the end of the task"},
    {".cancel", "tasks cannot be cancelled here; let the task look at a flag"},
    {".cancelled", "tasks cannot be cancelled here"},
    {".capitalize", "write the text as you want it"},
    {".center", "write an f-string: `f'{text:^10}'`"},
    {".difference", "write a list comprehension over the sorted set"},
    {".encode", "use the text itself"},
    {".get_native_id", "use `name`"},
    {".getName", "write `t.name`"},
    {".ident", "use `name`"},
    {".intersection", "write a list comprehension over the sorted set"},
    {".isDaemon", "write `t.daemon`"},
    {".isSet", "write `is_set`"},
    {".is_integer", "leave it out"},
    {".isdigit", "catch the `ValueError` of `int(…)`"},
    {".ljust", "write an f-string: `f'{text:<10}'`"},
    {".lstrip", "use `strip`"},
    {".maxlen", "compare `len(d)` with the number"},
    {".maxsize", "keep the number in a variable"},
    {".message", "write `str(e)`, or `e.args`"},
    {".mutex", "use a `Lock` of your own"},
    {".native_id", "use `name`"},
    {".notifyAll", "write `notify_all`"},
    {".popitem", "write `d.pop(key)`"},
    {".release_lock", "write `release`"},
    {".reset", "make a new Barrier"},
    {".rjust", "write an f-string: `f'{text:>10}'`"},
    {".rotate", "write `d.append(d.popleft())`"},
    {".rstrip", "use `strip`"},
    {".running", "use `done`"},
    {".setDaemon", "write `t.daemon = True`"},
    {".setName", "write `t.name = …`"},
    {".set_exception", "raise the exception in the task"},
    {".set_result", "return the value from the task"},
    {".splitlines", "write `text.split('\\n')`"},
    {".title", "write the text as you want it"},
    {".union", "add the elements in a loop"},
    {".with_traceback", "raise the exception itself"},
    {".zfill", "write an f-string: `f'{n:05}'`"},

    // Parameters
    {"print(file)", "all output goes one way; leave `file=` out"},
    {"threading.Thread(group)", "leave `group` out"},
    {"threading.Barrier(action)", "do it in the thread for which `wait()` returns 0"},
    {"threading.Barrier(timeout)", "give `wait` the timeout"},
    {"concurrent.futures.ThreadPoolExecutor(thread_name_prefix)", "leave it out: workers have no names here"},
    {"concurrent.futures.ThreadPoolExecutor(initializer)", "call the function at the beginning of the task"},
    {"concurrent.futures.ThreadPoolExecutor(initargs)", "call the function at the beginning of the task"},
    {"concurrent.futures.ThreadPoolExecutor.map(timeout)", "use `submit` and `result(timeout)`"},
    {"concurrent.futures.ThreadPoolExecutor.map(chunksize)", "leave it out"},
    {"concurrent.futures.ThreadPoolExecutor.shutdown(cancel_futures)", "leave it out"},
    {"concurrent.futures.Future.exception(timeout)", "call `result(timeout)` first"},
    {"collections.deque(maxlen)", "call `popleft()` where there are too many"},
    {"int(base)", "write the number itself"},
    {"zip(strict)", "compare the lengths"},

    // Special methods
    {"__call__", "give the method a name and call it by that"},
    {"__del__", "call a method where the object is no longer needed"},
    {"__eq__", "write a method `same` and call it"},
    {"__getitem__", "write a method `get`"},
    {"__iter__", "write a method that gives a list"},
    {"__len__", "write a method that gives the number"},
    {"__lt__", "sort with `key=`"},
    {"__new__", "use `__init__`, or a function that makes the object"},
    {"__repr__", "write a method that gives the text"},
    {"__setitem__", "write a method `set`"},
    {"__str__", "write a method that gives the text"},
});

constexpr auto kBuiltIns = std::to_array<std::string_view>({
    "ArithmeticError",
    "BaseException",
    "BaseExceptionGroup",
    "BlockingIOError",
    "BrokenPipeError",
    "BufferError",
    "BytesWarning",
    "ChildProcessError",
    "ConnectionAbortedError",
    "ConnectionError",
    "ConnectionRefusedError",
    "ConnectionResetError",
    "DeprecationWarning",
    "EOFError",
    "Ellipsis",
    "EncodingWarning",
    "EnvironmentError",
    "ExceptionGroup",
    "FileExistsError",
    "FileNotFoundError",
    "FloatingPointError",
    "FutureWarning",
    "GeneratorExit",
    "IOError",
    "ImportError",
    "ImportWarning",
    "IndentationError",
    "InterruptedError",
    "IsADirectoryError",
    "KeyboardInterrupt",
    "LookupError",
    "MemoryError",
    "ModuleNotFoundError",
    "NotADirectoryError",
    "NotImplemented",
    "NotImplementedError",
    "OSError",
    "PendingDeprecationWarning",
    "PermissionError",
    "ProcessLookupError",
    "RecursionError",
    "ReferenceError",
    "ResourceWarning",
    "RuntimeWarning",
    "StopAsyncIteration",
    "StopIteration",
    "SyntaxError",
    "SyntaxWarning",
    "SystemError",
    "SystemExit",
    "TabError",
    "UnicodeError",
    "UnicodeDecodeError",
    "UnicodeEncodeError",
    "UnicodeTranslateError",
    "UnicodeWarning",
    "UserWarning",
    "Warning",
    "aiter",
    "anext",
    "ascii",
    "bin",
    "breakpoint",
    "bytearray",
    "bytes",
    "callable",
    "chr",
    "classmethod",
    "compile",
    "complex",
    "copyright",
    "credits",
    "delattr",
    "dir",
    "divmod",
    "eval",
    "exec",
    "exit",
    "filter",
    "format",
    "frozenset",
    "getattr",
    "globals",
    "hasattr",
    "hash",
    "help",
    "hex",
    "input",
    "issubclass",
    "iter",
    "license",
    "locals",
    "map",
    "memoryview",
    "next",
    "object",
    "oct",
    "open",
    "ord",
    "pow",
    "property",
    "quit",
    "reversed",
    "round",
    "setattr",
    "slice",
    "staticmethod",
    "super",
    "type",
    "vars",
});

constexpr auto kNamesOfThread = std::to_array<std::string_view>({
    "_args",
    "_bootstrap",
    "_bootstrap_inner",
    "_daemonic",
    "_delete",
    "_ident",
    "_initialized",
    "_invoke_excepthook",
    "_is_stopped",
    "_kwargs",
    "_name",
    "_native_id",
    "_reset_internal_locks",
    "_set_ident",
    "_set_native_id",
    "_set_tstate_lock",
    "_started",
    "_stderr",
    "_stop",
    "_target",
    "_tstate_lock",
    "_wait_for_tstate_lock",
    "getName",
    "ident",
    "isDaemon",
    "native_id",
    "setDaemon",
    "setName",
});

// A longer name is near to none.
constexpr std::size_t kLongest = 40;

// Damerau's distance, in which two neighbours that are swapped are one change. Both have kLongest letters at most.
std::size_t distance(std::string_view a, std::string_view b) {
  std::array<std::array<std::size_t, kLongest + 1>, kLongest + 1> table{};
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        table[i][j] = i + j;
        continue;
      }
      table[i][j] = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
    }
  }
  return table[a.size()][b.size()];
}

}  // namespace

std::string_view hintFor(std::string_view name) {
  const auto found = std::ranges::find(kHints, name, &Hint::name);
  return found == kHints.end() ? std::string_view() : found->instead;
}

bool isBuiltInOfPython(std::string_view name) { return std::ranges::find(kBuiltIns, name) != kBuiltIns.end(); }

std::string_view nearest(std::string_view name, std::span<const std::string_view> known) {
  // A name of two letters is near to too many.
  if (name.size() < 3 || name.size() > kLongest) return {};
  std::string_view best;
  std::size_t least = name.size() < 6 ? 2 : 3;
  for (const std::string_view each : known) {
    const std::size_t apart = std::max(each.size(), name.size()) - std::min(each.size(), name.size());
    if (each.size() > kLongest || each == name || apart >= least) continue;
    const std::size_t away = distance(name, each);
    if (away < least) {
      best = each;
      least = away;
    }
  }
  return best;
}

bool isUsedByThread(std::string_view name) { return std::ranges::find(kNamesOfThread, name) != kNamesOfThread.end(); }

}  // namespace interleave::lang
