#include "program/types.h"

#include <array>

#include "lang/vocabulary.h"

namespace interleave::program {
namespace {

using enum Type;

constexpr std::array<TypeRow, kTypes> kRows{{
    {unbound, "", ""},
    {none, "", "NoneType"},
    {boolean, "", "bool"},
    {integer, "", "int"},
    {real, "", "float"},
    {text, "str", "str"},
    {module, "", "module"},
    {entry, "", "type"},
    {function, "", "function"},
    {opaque, "", "traceback"},
    {method, "", "method"},
    {classes, "", "type"},
    {instance, "", ""},
    {exception, "Exception", ""},
    {tuple, "tuple", "tuple"},
    {list, "list", "list"},
    {dict, "dict", "dict"},
    {set, "set", "set"},
    {deque, "collections.deque", "collections.deque"},
    {range, "", "range"},
    {keysView, "", "dict_keys"},
    {valuesView, "", "dict_values"},
    {itemsView, "", "dict_items"},
    {iterator, "", "iterator"},
    {cell, "", "cell"},
    {lock, "threading.Lock", "_thread.lock"},
    {rlock, "threading.RLock", "_thread.RLock"},
    {condition, "threading.Condition", "Condition"},
    {semaphore, "threading.Semaphore", "Semaphore"},
    {boundedSemaphore, "threading.BoundedSemaphore", "BoundedSemaphore"},
    {event, "threading.Event", "Event"},
    {barrier, "threading.Barrier", "Barrier"},
    {thread, "threading.Thread", "Thread"},
    {queue, "queue.Queue", "Queue"},
    {lifoQueue, "queue.LifoQueue", "LifoQueue"},
    {simpleQueue, "queue.SimpleQueue", "SimpleQueue"},
    {executor, "concurrent.futures.ThreadPoolExecutor", "ThreadPoolExecutor"},
    {future, "concurrent.futures.Future", "Future"},
    {atomic, "interleave.Atomic", "Atomic"},
    {spinLock, "interleave.SpinLock", "SpinLock"},
    {ticketLock, "interleave.TicketLock", "TicketLock"},
    {rwLock, "interleave.RWLock", "RWLock"},
    {rwSide, "interleave.RWLockSide", "_Side"},
    {checkThenLock, "interleave.CheckThenLock", "CheckThenLock"},
}};

constexpr bool inOrder() {
  for (std::size_t i = 0; i < kTypes; ++i) {
    if (kRows[i].type != static_cast<Type>(i)) return false;
  }
  return true;
}
static_assert(inOrder(), "one row a type, in the order of the types");

Type typeOf(Kind kind, std::uint16_t detail) {
  switch (kind) {
    case Kind::tuple: return tuple;
    case Kind::list: return list;
    case Kind::dict: return dict;
    case Kind::set: return set;
    case Kind::deque: return deque;
    case Kind::range: return range;
    case Kind::view: return detail == 0 ? keysView : detail == 1 ? valuesView : itemsView;
    case Kind::iterator: return iterator;
    case Kind::cell: return cell;
    case Kind::function: return function;
    case Kind::method: return method;
    case Kind::classes: return classes;
    case Kind::instance: return instance;
    case Kind::exception: return exception;
    case Kind::lock: return lock;
    case Kind::rlock: return rlock;
    case Kind::condition: return condition;
    case Kind::semaphore: return detail != 0 ? boundedSemaphore : semaphore;
    case Kind::event: return event;
    case Kind::barrier: return barrier;
    case Kind::thread: return thread;
    case Kind::queue: return detail == 0 ? queue : detail == 1 ? lifoQueue : simpleQueue;
    case Kind::executor: return executor;
    case Kind::future: return future;
    case Kind::atomic: return atomic;
    case Kind::spinLock: return spinLock;
    case Kind::ticketLock: return ticketLock;
    case Kind::rwLock: return rwLock;
    case Kind::rwSide: return rwSide;
    case Kind::checkThenLock: return checkThenLock;
  }
  return unbound;
}

}  // namespace

const TypeRow& rowOf(Type type) { return kRows[static_cast<std::size_t>(type)]; }

Type typeOf(const Heap& heap, Value value) {
  switch (value.tag()) {
    case Tag::absent:
    case Tag::missing: return unbound;
    case Tag::none: return none;
    case Tag::boolean: return Type::boolean;
    case Tag::integer:
    case Tag::wide: return integer;
    case Tag::real: return real;
    case Tag::text: return text;
    case Tag::function: return function;
    case Tag::opaque: return opaque;
    case Tag::entry: return lang::entries()[value.index()].kind == lang::EntryKind::module ? module : entry;
    case Tag::object: break;
  }
  const auto object = static_cast<ObjectId>(value.payload());
  return typeOf(heap.kind(object), heap.detail(object));
}

}  // namespace interleave::program
