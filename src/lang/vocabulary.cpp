#include "lang/vocabulary.h"

#include <array>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace interleave::lang {
namespace {

using enum EntryKind;

// Signatures are those of CPython 3.11, less the parameters that the language leaves out; what it says of arguments that do not
// fit follows from them and the convention. Exceptions between a class and the
// next one above it that the language has (LookupError, ArithmeticError, OSError) have no name here and no row.
constexpr auto kEntries = std::to_array<Entry>({
    // Built-in functions
    {function, "abs", "x, /", ""},
    {function, "all", "iterable, /", ""},
    {function, "any", "iterable, /", ""},
    {function, "enumerate", "iterable, start=0", "", Convention::keywords},
    {function, "id", "obj, /", ""},
    {function, "isinstance", "obj, class_or_tuple, /", "", Convention::counted},
    {function, "len", "obj, /", ""},
    {function, "max", "first, /, *others, key=None, default=?", "", Convention::mixed},
    {function, "min", "first, /, *others, key=None, default=?", "", Convention::mixed},
    {function, "print", "*args, sep=' ', end='\\n', flush=False", "", Convention::mixed},
    {function, "repr", "obj, /", ""},
    {function, "sorted", "iterable, /, *, key=None, reverse=False", "", Convention::mixed, "sort"},
    {function, "sum", "iterable, /, start=0", "", Convention::keywords},
    {function, "zip", "*iterables", "", Convention::mixed},

    // Built-in types
    {type, "bool", "x=False, /", "", Convention::counted},
    {type, "dict", "iterable=(), /", "", Convention::more},
    {type, "float", "x=0, /", "", Convention::counted},
    {type, "int", "x=0, /", "", Convention::more},
    {type, "list", "iterable=(), /", "", Convention::counted},
    {type, "range", "start, stop=?, step=1, /", "", Convention::counted},
    {type, "set", "iterable=(), /", "", Convention::counted},
    {type, "str", "object=''", "", Convention::more},
    {type, "tuple", "iterable=(), /", "", Convention::counted},

    // Exceptions
    {exception, "Exception", "*args", ""},
    {exception, "ValueError", "*args", "Exception"},
    {exception, "KeyError", "*args", "Exception"},
    {exception, "IndexError", "*args", "Exception"},
    {exception, "RuntimeError", "*args", "Exception"},
    {exception, "AssertionError", "*args", "Exception"},
    {exception, "TypeError", "*args", "Exception"},
    {exception, "ZeroDivisionError", "*args", "Exception"},
    {exception, "AttributeError", "*args", "Exception"},
    {exception, "NameError", "*args", "Exception"},
    {exception, "UnboundLocalError", "*args", "NameError"},
    {exception, "OverflowError", "*args", "Exception"},
    {exception, "TimeoutError", "*args", "Exception"},
    {attribute, "Exception.args", "", ""},

    {method, "str.count", "sub, start=None, end=None, /", "", Convention::tuple},
    {method, "str.endswith", "suffix, start=None, end=None, /", "", Convention::tuple},
    {method, "str.find", "sub, start=None, end=None, /", "", Convention::tuple},
    {method, "str.format", "*args, **kwargs", ""},
    {method, "str.join", "iterable, /", ""},
    {method, "str.lower", "", ""},
    {method, "str.replace", "old, new, count=-1, /", ""},
    {method, "str.split", "sep=None, maxsplit=-1", ""},
    {method, "str.startswith", "prefix, start=None, end=None, /", "", Convention::tuple},
    {method, "str.strip", "chars=None, /", ""},
    {method, "str.upper", "", ""},

    {method, "list.append", "object, /", ""},
    {method, "list.clear", "", ""},
    {method, "list.copy", "", ""},
    {method, "list.count", "value, /", ""},
    {method, "list.extend", "iterable, /", ""},
    {method, "list.index", "value, start=0, stop=9223372036854775807, /", ""},
    {method, "list.insert", "index, object, /", ""},
    {method, "list.pop", "index=-1, /", ""},
    {method, "list.remove", "value, /", ""},
    {method, "list.reverse", "", ""},
    {method, "list.sort", "*, key=None, reverse=False", ""},

    {method, "tuple.count", "value, /", ""},
    {method, "tuple.index", "value, start=0, stop=9223372036854775807, /", ""},

    {method, "dict.clear", "", ""},
    {method, "dict.get", "key, default=None, /", ""},
    {method, "dict.items", "", ""},
    {method, "dict.keys", "", ""},
    {method, "dict.pop", "key, default=?, /", ""},
    {method, "dict.setdefault", "key, default=None, /", ""},
    {method, "dict.update", "other=(), /", "", Convention::more},
    {method, "dict.values", "", ""},

    {method, "set.add", "element, /", ""},
    {method, "set.discard", "element, /", ""},
    {method, "set.remove", "element, /", ""},

    {module, "collections", "", ""},
    {type, "collections.deque", "iterable=(), /", "", Convention::more},
    {method, "collections.deque.append", "x, /", ""},
    {method, "collections.deque.appendleft", "x, /", ""},
    {method, "collections.deque.clear", "", ""},
    {method, "collections.deque.extend", "iterable, /", ""},
    {method, "collections.deque.pop", "", ""},
    {method, "collections.deque.popleft", "", ""},

    {module, "threading", "", ""},
    {function, "threading.current_thread", "", ""},
    {function, "threading.main_thread", "", ""},
    {exception, "threading.BrokenBarrierError", "*args", "RuntimeError"},
    {type, "threading.Thread", "group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None", ""},
    {method, "threading.Thread.is_alive", "", ""},
    {method, "threading.Thread.join", "timeout=None", ""},
    {method, "threading.Thread.start", "", ""},
    {attribute, "threading.Thread.daemon", "", ""},
    {attribute, "threading.Thread.name", "", ""},
    {type, "threading.Lock", "", "", Convention::exact, "_thread.allocate_lock"},
    {method, "threading.Lock.acquire", "blocking=True, timeout=-1", "", Convention::keywords},
    {method, "threading.Lock.locked", "", "", Convention::exact, "lock.locked"},
    {method, "threading.Lock.release", "", "", Convention::exact, "lock.release"},
    {type, "threading.RLock", "", "", Convention::more},
    {method, "threading.RLock.acquire", "blocking=True, timeout=-1", "", Convention::keywords},
    {method, "threading.RLock.release", "", "", Convention::exact},
    {type, "threading.Condition", "lock=None", ""},
    {method, "threading.Condition.acquire", "blocking=True, timeout=-1", "", Convention::keywords},
    {method, "threading.Condition.notify", "n=1", ""},
    {method, "threading.Condition.notify_all", "", ""},
    {method, "threading.Condition.release", "", "", Convention::exact, "RLock.release"},
    {method, "threading.Condition.wait", "timeout=None", ""},
    {method, "threading.Condition.wait_for", "predicate, timeout=None", ""},
    {type, "threading.Semaphore", "value=1", ""},
    {method, "threading.Semaphore.acquire", "blocking=True, timeout=None", ""},
    {method, "threading.Semaphore.release", "n=1", ""},
    {type, "threading.BoundedSemaphore", "value=1", ""},
    {method, "threading.BoundedSemaphore.acquire", "blocking=True, timeout=None", "", Convention::usual, "Semaphore.acquire"},
    {method, "threading.BoundedSemaphore.release", "n=1", ""},
    {type, "threading.Event", "", ""},
    {method, "threading.Event.clear", "", ""},
    {method, "threading.Event.is_set", "", ""},
    {method, "threading.Event.set", "", ""},
    {method, "threading.Event.wait", "timeout=None", ""},
    {type, "threading.Barrier", "parties", "", Convention::more},
    {method, "threading.Barrier.wait", "timeout=None", ""},
    {attribute, "threading.Barrier.broken", "", ""},
    {attribute, "threading.Barrier.n_waiting", "", ""},
    {attribute, "threading.Barrier.parties", "", ""},

    {module, "queue", "", ""},
    {exception, "queue.Empty", "*args", "Exception"},
    {exception, "queue.Full", "*args", "Exception"},
    {type, "queue.Queue", "maxsize=0", ""},
    {method, "queue.Queue.empty", "", ""},
    {method, "queue.Queue.full", "", ""},
    {method, "queue.Queue.get", "block=True, timeout=None", ""},
    {method, "queue.Queue.get_nowait", "", ""},
    {method, "queue.Queue.join", "", ""},
    {method, "queue.Queue.put", "item, block=True, timeout=None", ""},
    {method, "queue.Queue.put_nowait", "item", ""},
    {method, "queue.Queue.qsize", "", ""},
    {method, "queue.Queue.task_done", "", ""},
    {type, "queue.LifoQueue", "maxsize=0", "", Convention::usual, "Queue.__init__"},
    {method, "queue.LifoQueue.empty", "", "", Convention::usual, "Queue.empty"},
    {method, "queue.LifoQueue.full", "", "", Convention::usual, "Queue.full"},
    {method, "queue.LifoQueue.get", "block=True, timeout=None", "", Convention::usual, "Queue.get"},
    {method, "queue.LifoQueue.get_nowait", "", "", Convention::usual, "Queue.get_nowait"},
    {method, "queue.LifoQueue.join", "", "", Convention::usual, "Queue.join"},
    {method, "queue.LifoQueue.put", "item, block=True, timeout=None", "", Convention::usual, "Queue.put"},
    {method, "queue.LifoQueue.put_nowait", "item", "", Convention::usual, "Queue.put_nowait"},
    {method, "queue.LifoQueue.qsize", "", "", Convention::usual, "Queue.qsize"},
    {method, "queue.LifoQueue.task_done", "", "", Convention::usual, "Queue.task_done"},
    {type, "queue.SimpleQueue", "", "", Convention::exact},
    {method, "queue.SimpleQueue.empty", "", "", Convention::exact},
    {method, "queue.SimpleQueue.get", "block=True, timeout=None", "", Convention::keywords},
    {method, "queue.SimpleQueue.get_nowait", "", "", Convention::exact},
    {method, "queue.SimpleQueue.put", "item, block=True, timeout=None", "", Convention::keywords},
    {method, "queue.SimpleQueue.put_nowait", "item", "", Convention::keywords},
    {method, "queue.SimpleQueue.qsize", "", "", Convention::exact},

    {module, "concurrent.futures", "", ""},
    {type, "concurrent.futures.ThreadPoolExecutor", "max_workers", "", Convention::more},
    {method, "concurrent.futures.ThreadPoolExecutor.map", "fn, *iterables", "", Convention::usual, "Executor.map"},
    {method, "concurrent.futures.ThreadPoolExecutor.shutdown", "wait=True", ""},
    {method, "concurrent.futures.ThreadPoolExecutor.submit", "fn, /, *args, **kwargs", ""},
    // What submit gives; the class itself has no name here.
    {method, "concurrent.futures.Future.done", "", ""},
    {method, "concurrent.futures.Future.exception", "", "", Convention::more},
    {method, "concurrent.futures.Future.result", "timeout=None", ""},

    {module, "time", "", ""},
    {function, "time.monotonic", "", "", Convention::exact, "time.monotonic"},
    {function, "time.perf_counter", "", "", Convention::exact, "time.perf_counter"},
    {function, "time.sleep", "seconds, /", "", Convention::exact, "time.sleep"},
    {function, "time.time", "", "", Convention::exact, "time.time"},

    // Only inside the argument of sleep.
    {module, "random", "", ""},
    {function, "random.randint", "a, b", ""},
    {function, "random.random", "", ""},
    {function, "random.uniform", "a, b", ""},

    {module, "interleave", "", ""},
    {type, "interleave.Atomic", "value", ""},
    {method, "interleave.Atomic.add", "n", ""},
    {method, "interleave.Atomic.compare_exchange", "old, new", ""},
    {method, "interleave.Atomic.exchange", "new", ""},
    {method, "interleave.Atomic.load", "", ""},
    {method, "interleave.Atomic.store", "value", ""},
    {type, "interleave.SpinLock", "", ""},
    {method, "interleave.SpinLock.acquire", "", ""},
    {method, "interleave.SpinLock.release", "", ""},
    {type, "interleave.TicketLock", "", ""},
    {method, "interleave.TicketLock.acquire", "", ""},
    {method, "interleave.TicketLock.release", "", ""},
    {type, "interleave.RWLock", "", ""},
    {method, "interleave.RWLock.read", "", ""},
    {method, "interleave.RWLock.write", "", ""},
    // What read and write give; the class itself has no name here.
    {method, "interleave.RWLockSide.acquire", "", ""},
    {method, "interleave.RWLockSide.release", "", ""},
    {type, "interleave.CheckThenLock", "", ""},
    {method, "interleave.CheckThenLock.check", "", ""},
    {method, "interleave.CheckThenLock.release", "", ""},
    {method, "interleave.CheckThenLock.take", "", ""},
});

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// No default has a comma in it.
Signature parsedSignature(std::string_view text) {
  Signature signature;
  bool byPosition = true;
  while (!trimmed(text).empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view part = trimmed(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
    if (part == "/") {
      for (Parameter& before : signature.parameters) before.byName = false;
    } else if (part.starts_with("**")) {
      signature.anyName = true;
    } else if (part.starts_with('*')) {
      byPosition = false;
      signature.anyNumber = part != "*";
    } else {
      const std::size_t equals = part.find('=');
      signature.parameters.push_back(
          {.name = part.substr(0, equals), .required = equals == std::string_view::npos, .byPosition = byPosition});
    }
  }
  return signature;
}

// What is looked up, made once from the rows.
struct Index {
  std::unordered_map<std::string_view, EntryId> byName;
  std::unordered_set<std::string_view> members;
  std::vector<Signature> signatures;

  Index() {
    for (const Entry& entry : kEntries) {
      byName.emplace(entry.name, static_cast<EntryId>(signatures.size()));
      if (entry.kind == method || entry.kind == attribute) members.insert(entry.name.substr(entry.name.rfind('.') + 1));
      signatures.push_back(parsedSignature(entry.parameters));
    }
  }
};

const Index& entryIndex() {
  static const Index index;
  return index;
}

}  // namespace

std::span<const Entry> entries() { return kEntries; }

Convention conventionOf(const Entry& entry) {
  if (entry.convention != Convention::usual) return entry.convention;
  for (const std::string_view module : {"threading.", "queue.", "concurrent.futures.", "interleave.", "random."}) {
    if (entry.name.starts_with(module)) return Convention::python;
  }
  const Signature& signature = entryIndex().signatures[static_cast<std::size_t>(&entry - kEntries.data())];
  const std::size_t count = signature.parameters.size();
  if (count > 0 && signature.parameters.back().byName) return Convention::keywords;
  return count == 0 || (count == 1 && signature.parameters[0].required) ? Convention::exact : Convention::counted;
}

std::optional<EntryId> findEntry(std::string_view name) {
  const auto found = entryIndex().byName.find(name);
  return found == entryIndex().byName.end() ? std::nullopt : std::optional(found->second);
}

bool isMember(std::string_view name) { return entryIndex().members.contains(name); }

std::optional<EntryId> findMember(std::string_view type, std::string_view name) {
  return findEntry(std::string(type) + "." + std::string(name));
}

const Signature& signatureOf(EntryId id) { return entryIndex().signatures[id]; }

}  // namespace interleave::lang
