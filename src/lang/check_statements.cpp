#include <algorithm>
#include <array>

#include "lang/checks.h"

namespace interleave::lang {
namespace {

constexpr auto kEntered = std::to_array<std::string_view>(
    {"threading.Lock", "threading.RLock", "threading.Condition", "threading.Semaphore", "threading.BoundedSemaphore",
     "concurrent.futures.ThreadPoolExecutor", "interleave.SpinLock", "interleave.TicketLock", "interleave.RWLockSide"});

class StatementCheck : Check {
 public:
  StatementCheck(const Facts& facts, Refusals& refusals) : Check(facts, refusals) {}

  void run() {
    for (const NodeId node : facts_.nodes()) {
      switch (tree_.kind(node)) {
        case NodeKind::withItem: entered(tree_.child(node, 0)); break;
        case NodeKind::raiseStatement: raised(node); break;
        case NodeKind::handler: handler(tree_.child(node, 0)); break;
        default: break;
      }
    }
  }

 private:
  // ---- with

  void entered(NodeId node) {
    const std::string what =
        "`with` takes a lock, a condition, a semaphore, an executor, or an object with `__enter__` and `__exit__`";
    if (tree_.kind(node) == NodeKind::call) {
      const NodeId callee = tree_.child(node, 0);
      if (tree_.kind(callee) == NodeKind::attribute && tree_[callee].text == "acquire" && !facts_.programHas("acquire")) {
        return refuse(node, "`with` acquires the lock by itself; write it without `.acquire()`");
      }
      const Meaning meaning = facts_.meaningOf(callee);
      if (meaning.kind == Meaning::Kind::ofClass) return enteredObject(node, *facts_.classOf(meaning.node));
    }
    const std::optional<std::string_view> type = facts_.typeOf(node);
    if (type == "interleave.RWLock")
      return refuse(node, "`with` takes one side of a RWLock; write `.read()` or `.write()` behind it");
    if (type == "interleave.CheckThenLock")
      return refuse(node, "`with` takes no CheckThenLock; call `check()`, `take()` and `release()`");
    if (type && std::ranges::find(kEntered, *type) == kEntered.end())
      return refuse(node, what + ", not " + inTicks(lastPart(*type)));
    const Meaning meaning = facts_.meaningOf(node);
    if (tree_.kind(node) == NodeKind::constantNone || meaning.kind != Meaning::Kind::unknown) return refuse(node, what);
  }

  void enteredObject(NodeId node, const ClassFacts& one) {
    if (one.base.kind == Meaning::Kind::ofClass) return;
    for (const std::string_view name : {"__enter__", "__exit__"}) {
      if (one.methods.contains(name) || facts_.gaps().mayBind(name)) continue;
      return refuse(node, inTicks(tree_[one.node].text) + " has no " + inTicks(name) + ", which `with` needs");
    }
  }

  // ---- raise and except

  bool isNoException(NodeId node) const {
    if (tree_.kind(node) == NodeKind::constantNone || tree_.kind(node) == NodeKind::lambda || facts_.typeOf(node)) return true;
    return isNoExceptionClass(tree_.kind(node) == NodeKind::call ? tree_.child(node, 0) : node,
                              tree_.kind(node) == NodeKind::call);
  }

  // A function of the program that is called may give an exception.
  bool isNoExceptionClass(NodeId node, bool called) const {
    const Meaning meaning = facts_.meaningOf(node);
    if (meaning.kind == Meaning::Kind::ofClass) {
      const Ancestry ancestry = facts_.classOf(meaning.node)->ancestry;
      return ancestry == Ancestry::plain || ancestry == Ancestry::thread;
    }
    if (meaning.kind == Meaning::Kind::function) return !called;
    return meaning.kind == Meaning::Kind::entry && !meaning.is(EntryKind::exception);
  }

  void raised(NodeId node) {
    const std::span<const NodeId> children = tree_.children(node);
    if (children[0] == kNoNode) {
      if (!inHandler(node))
        refuse(node, "`raise` alone stands only inside `except`; name an exception, as `raise ValueError('…')`");
      return;
    }
    if (isNoException(children[0]))
      refuse(children[0], "`raise` takes an exception, as `ValueError('…')` or one of a class derived from `Exception`");
    if (children[1] != kNoNode && tree_.kind(children[1]) != NodeKind::constantNone && isNoException(children[1])) {
      refuse(children[1], "`from` takes an exception or None");
    }
  }

  bool inHandler(NodeId node) const {
    for (NodeId around = facts_.parent(node); around != kNoNode; around = facts_.parent(around)) {
      const NodeKind kind = tree_.kind(around);
      if (kind == NodeKind::handler) return true;
      if (kind == NodeKind::functionDef || kind == NodeKind::classDef) return false;
    }
    return false;
  }

  void handler(NodeId type) {
    if (type == kNoNode) return;
    if (tree_.kind(type) == NodeKind::tuple) {
      for (const NodeId each : tree_.children(type)) handler(each);
      return;
    }
    const bool isValue =
        tree_.kind(type) == NodeKind::constantNone || tree_.kind(type) == NodeKind::lambda || facts_.typeOf(type).has_value();
    if (!isValue && !isNoExceptionClass(type, false)) {
      if (tree_.kind(type) != NodeKind::call || !facts_.meaningOf(tree_.child(type, 0)).is(EntryKind::exception)) return;
    }
    // A variable may hold a tuple of classes.
    if (facts_.typeOf(type) == "tuple") return;
    refuse(type, "`except` takes an exception class, as `ValueError`, or a tuple of them");
  }
};

}  // namespace

void checkStatements(const Facts& facts, Refusals& refusals) { StatementCheck(facts, refusals).run(); }

}  // namespace interleave::lang
