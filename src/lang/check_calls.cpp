#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "lang/arguments.h"
#include "lang/checks.h"
#include "lang/hints.h"

namespace interleave::lang {
namespace {

// The functions to which a comprehension without brackets can be given.
constexpr auto kTakeGenerators = std::to_array<std::string_view>({"sum", "any", "all", "min", "max", "sorted", "list", "tuple"});

constexpr auto kWithoutId = std::to_array<std::string_view>(
    {"int", "str", "bool", "float", "list", "tuple", "dict", "set", "range", "collections.deque"});

// Arguments that count something.
struct CountRow {
  std::string_view callee;
  std::string_view argument;
  bool takesAny = false;  // in CPython, and not only integers and floats
  bool isPositive = false;
};
constexpr auto kCounts = std::to_array<CountRow>({
    {"threading.Semaphore", "value"},
    {"threading.Semaphore.release", "n"},
    {"threading.BoundedSemaphore", "value"},
    {"threading.BoundedSemaphore.release", "n"},
    {"threading.Condition.notify", "n"},
    {"threading.Barrier", "parties", true, true},
    {"queue.Queue", "maxsize", true},
    {"queue.LifoQueue", "maxsize", true},
    {"concurrent.futures.ThreadPoolExecutor", "max_workers"},
});

constexpr std::size_t kMostCandidates = 16;

class CallCheck : Check {
 public:
  CallCheck(const Facts& facts, Refusals& refusals) : Check(facts, refusals) {}

  void run() {
    for (const NodeId node : facts_.nodes()) {
      switch (tree_.kind(node)) {
        case NodeKind::call: call(node); break;
        case NodeKind::generator: generator(node); break;
        case NodeKind::starred: starred(node); break;
        case NodeKind::name:
        case NodeKind::attribute: handedOver(node); break;
        default: break;
      }
    }
    inPools();
  }

 private:
  void call(NodeId node) {
    const NodeId callee = tree_.child(node, 0);
    const Meaning meaning = facts_.meaningOf(callee);
    switch (meaning.kind) {
      case Meaning::Kind::entry: return ofLibrary(node, meaning);
      case Meaning::Kind::function: return fit(node, signatureOfFunction(tree_, meaning.node, false), tree_[meaning.node].text);
      case Meaning::Kind::ofClass: {
        const ClassFacts& one = *facts_.classOf(meaning.node);
        const std::optional<Signature> signature = signatureOfClass(facts_, one);
        const std::string_view name = one.ancestry == Ancestry::thread && !one.methods.contains("__init__")
                                          ? "threading.Thread"
                                          : std::string_view(tree_[one.node].text);
        if (signature) fit(node, *signature, name);
        return;
      }
      default: break;
    }
    if (tree_.kind(callee) == NodeKind::attribute) method(node, callee);
  }

  void fit(NodeId call, const Signature& signature, std::string_view callee) {
    if (std::optional<Fault> fault = misfit(tree_, call, signature, callee)) refusals_.add(fault->span, std::move(fault->what));
  }

  // ---- Functions and types of the library

  void ofLibrary(NodeId call, const Meaning& meaning) {
    const Entry& entry = entries()[meaning.entry];
    if (entry.kind == EntryKind::module) return;
    if (entry.name == "threading.Thread") thread(call);
    if (entry.name == "concurrent.futures.ThreadPoolExecutor") pool(call);
    if (entry.name == "isinstance") isInstance(call);
    if (entry.name == "id") id(call);
    if (entry.name == "threading.Condition") condition(call);
    if (entry.name == "interleave.Atomic") atomic(call);
    count(call, entry.name);
    fit(call, signatureOf(meaning.entry), entry.name);
  }

  // CPython takes floats, too. What raises a TypeError at once there does so here, too.
  void count(NodeId call, std::string_view callee) {
    const auto row = std::ranges::find(kCounts, callee, &CountRow::callee);
    if (row == kCounts.end()) return;
    const NodeId argument = argumentOf(tree_, call, row->argument, 0);
    if (argument == kNoNode) return;
    const std::optional<std::string_view> type = facts_.typeOf(argument);
    const bool isCount = !type || *type == "int" || *type == "bool" || (!row->takesAny && *type != "float");
    const bool isNone = row->takesAny && tree_.kind(argument) == NodeKind::constantNone;
    const bool isTooLittle = row->isPositive && tree_.kind(argument) == NodeKind::constantInt && tree_[argument].integer < 1;
    if (isCount && !isNone && !isTooLittle) return;
    refuse(argument, inTicks(row->argument) + " of " + inTicks(lastPart(callee)) + " is a whole number" +
                         (row->isPositive ? ", 1 or more" : ""));
  }

  void thread(NodeId call) {
    const NodeId first = tree_[call].childCount > 1 ? tree_.child(call, 1) : kNoNode;
    const bool byPosition = first != kNoNode && tree_.kind(first) != NodeKind::keyword;
    const NodeId group = argumentOf(tree_, call, "group", 0);
    if (group != kNoNode && tree_.kind(group) != NodeKind::constantNone) {
      refuse(group, byPosition ? "the first argument of `Thread` by its place is `group`; write `Thread(target=…)`"
                               : "`group` of `Thread` can only be None; leave it out");
    }
    const NodeId arguments = argumentOf(tree_, call, "args", 3);
    if (arguments != kNoNode && isNoList(arguments)) {
      refuse(arguments, "`args` of `Thread` is a tuple; write one of one element as `(x,)`");
    }
    const NodeId named = argumentOf(tree_, call, "kwargs", 4);
    if (named != kNoNode && (isNoList(named) || tree_.kind(named) == NodeKind::tuple || tree_.kind(named) == NodeKind::list)) {
      refuse(named, "`kwargs` of `Thread` is a dict of names and values, as `{'amount': 5}`");
    }
  }

  // A single value where several belong.
  bool isNoList(NodeId node) const {
    switch (tree_.kind(node)) {
      case NodeKind::constantInt:
      case NodeKind::constantFloat:
      case NodeKind::constantStr:
      case NodeKind::constantTrue:
      case NodeKind::constantFalse:
      case NodeKind::joined:
      case NodeKind::lambda: return true;
      default: return false;
    }
  }

  void pool(NodeId call) {
    const NodeId workers = argumentOf(tree_, call, "max_workers", 0);
    if (workers != kNoNode && tree_.kind(workers) != NodeKind::constantNone) return;
    if (workers == kNoNode && tree_[call].childCount > 1) return;
    refuse(call, "`ThreadPoolExecutor` needs the number of its workers; write `ThreadPoolExecutor(max_workers=2)`");
  }

  void isInstance(NodeId call) {
    if (tree_[call].childCount != 3) return;
    const NodeId types = tree_.child(call, 2);
    if (tree_.kind(types) != NodeKind::tuple) return classForTest(types);
    for (const NodeId type : tree_.children(types)) classForTest(type);
  }

  void classForTest(NodeId node) {
    const Meaning meaning = facts_.meaningOf(node);
    if (meaning.is("threading.Lock") || meaning.is("threading.RLock")) {
      return refuse(node,
                    inTicks(entries()[meaning.entry].name) + " is a function in Python 3.11, not a type; test for another type");
    }
    const bool isNoClass = facts_.typeOf(node).has_value() || meaning.is(EntryKind::function) ||
                           meaning.kind == Meaning::Kind::function || tree_.kind(node) == NodeKind::constantNone;
    if (isNoClass) refuse(node, "the second argument of `isinstance` is a type, or a tuple of types");
  }

  void id(NodeId call) {
    if (tree_[call].childCount != 2) return;
    const std::optional<std::string_view> type = facts_.typeOf(tree_.child(call, 1));
    if (type && std::ranges::find(kWithoutId, *type) != kWithoutId.end()) {
      refuse(call, "`id` is for objects of classes, locks and the like; a " + inTicks(*type) + " has none here");
    }
  }

  void condition(NodeId call) {
    const NodeId lock = argumentOf(tree_, call, "lock", 0);
    const std::optional<std::string_view> type = facts_.typeOf(lock);
    if (!type || *type == "threading.Lock" || *type == "threading.RLock") return;
    refuse(lock, "`Condition` takes a `Lock` or an `RLock`, or makes an `RLock` of its own");
  }

  void atomic(NodeId call) {
    constexpr std::array<std::string_view, 4> kAtomic = {"int", "bool", "str", "tuple"};
    for (const NodeId argument : tree_.children(call).subspan(1)) {
      const std::optional<std::string_view> type = facts_.typeOf(argument);
      if (!type || std::ranges::find(kAtomic, *type) != kAtomic.end()) continue;
      refuse(argument, "an `Atomic` holds an int, a bool, a str, None, or a tuple of them");
    }
  }

  // ---- Methods

  struct Candidate {
    Signature signature;
    std::string shown;  // "list.pop(index=-1, /)"
    std::string name;   // "list.pop"
  };

  void method(NodeId call, NodeId callee) {
    const std::string& name = tree_[callee].text;
    const NodeId object = tree_.child(callee, 0);
    const Meaning meaning = facts_.meaningOf(object);
    if (meaning.kind == Meaning::Kind::ofClass) return throughClass(call, *facts_.classOf(meaning.node), name);
    if (isReserved(name) || meaning.kind != Meaning::Kind::unknown) return;
    if (const std::optional<std::string_view> type = facts_.typeOf(object)) return ofType(call, *type, name);
    // What is kept in an attribute can be anything, and of many methods one will fit.
    if (facts_.gaps().mayBind(name) || !facts_.attributeStores(name).empty() ||
        facts_.methodsNamed(name).size() > kMostCandidates)
      return;
    std::vector<Candidate> candidates;
    const ClassFacts* self = facts_.classOfSelf(object);
    if (self != nullptr && self->methods.contains(name) && !isBase(*self)) {
      addMethods(*self, name, candidates);
    } else {
      for (const ClassFacts& one : facts_.classes()) addMethods(one, name, candidates);
      addEntries(name, candidates);
    }
    fitOne(call, name, candidates);
  }

  bool isBase(const ClassFacts& one) const {
    return std::ranges::any_of(facts_.classes(), [&](const ClassFacts& other) { return other.base.node == one.node; });
  }

  void throughClass(NodeId call, const ClassFacts& one, const std::string& name) {
    const auto found = one.methods.find(name);
    if (found == one.methods.end() || found->second.size() != 1 || facts_.gaps().mayBind(name)) return;
    fit(call, signatureOfFunction(tree_, found->second.front(), false), tree_[one.node].text + "." + name);
  }

  void ofType(NodeId call, std::string_view type, const std::string& name) {
    const std::optional<EntryId> member = findMember(type, name);
    if (!member) return;
    if (entries()[*member].kind == EntryKind::attribute) {
      return refuse(call, inTicks(name) + " of a " + inTicks(lastPart(type)) + " is not called; write it without `()`");
    }
    if (type == "interleave.Atomic") atomic(call);
    count(call, entries()[*member].name);
    fit(call, signatureOf(*member), entries()[*member].name);
  }

  void addMethods(const ClassFacts& one, const std::string& name, std::vector<Candidate>& candidates) const {
    const auto found = one.methods.find(name);
    if (found == one.methods.end()) return;
    for (const NodeId definition : found->second) {
      Candidate candidate{.signature = signatureOfFunction(tree_, definition, !facts_.isStaticMethod(definition)),
                          .shown = tree_[one.node].text + "." + name + "(",
                          .name = tree_[one.node].text + "." + name};
      for (const Parameter& each : candidate.signature.parameters) {
        candidate.shown += (candidate.shown.back() == '(' ? "" : ", ") + std::string(each.name) + (each.required ? "" : "=…");
      }
      candidate.shown += ")";
      candidates.push_back(std::move(candidate));
    }
  }

  static void addEntries(std::string_view name, std::vector<Candidate>& candidates) {
    for (std::size_t i = 0; i < entries().size(); ++i) {
      const Entry& entry = entries()[i];
      if (entry.kind != EntryKind::method || lastPart(entry.name) != name) continue;
      const std::string_view type = lastPart(entry.name.substr(0, entry.name.rfind('.')));
      if (type == "RWLockSide") continue;
      candidates.push_back({.signature = signatureOf(static_cast<EntryId>(i)),
                            .shown = std::string(type) + "." + std::string(name) + "(" + std::string(entry.parameters) + ")",
                            .name = std::string(entry.name)});
    }
  }

  // One of the candidates is what is called.
  void fitOne(NodeId call, std::string_view name, const std::vector<Candidate>& candidates) {
    std::optional<Fault> first;
    for (const Candidate& each : candidates) {
      std::optional<Fault> fault = misfit(tree_, call, each.signature, each.name);
      if (!fault) return;
      if (!first) first = std::move(fault);
    }
    if (!first) return;
    if (candidates.size() == 1) return refusals_.add(first->span, std::move(first->what));
    std::string all;
    for (const Candidate& each : candidates) all += (all.empty() ? "" : ", ") + inTicks(each.shown);
    refusals_.add(first->span, "no " + inTicks(name) + " takes these arguments; there is " + all);
  }

  // ---- What only some calls take

  void generator(NodeId node) {
    const NodeId call = facts_.parent(node);
    if (tree_.kind(call) == NodeKind::call) {
      const Meaning meaning = facts_.meaningOf(tree_.child(call, 0));
      const bool takes = std::ranges::any_of(kTakeGenerators, [&](std::string_view each) { return meaning.is(each); });
      if (takes && tree_[call].childCount == 2) return;
    }
    refuse(node,
           "a comprehension without brackets is the only argument of `sum`, `any`, `all`, `min`, `max`, `sorted`, `list` or "
           "`tuple`; "
           "write it in `[ ]`");
  }

  void starred(NodeId node) {
    if (facts_.calls(facts_.parent(node), "print")) return;
    const NodeId parent = facts_.parent(node);
    const bool inCall = tree_.kind(parent) == NodeKind::call;
    refuse(node, std::string("`*` before a value stands only in the arguments of `print`; ") +
                     (inCall ? "write the arguments one by one" : "write the elements one by one"));
  }

  // Names that are called where they stand, or not at all.
  void handedOver(NodeId node) {
    const Meaning meaning = facts_.meaningOf(node);
    if (!meaning.is("threading.current_thread") || facts_.isStored(node)) return;
    const NodeId call = facts_.parent(node);
    const bool called = tree_.kind(call) == NodeKind::call && tree_.child(call, 0) == node;
    const NodeId attribute = called ? facts_.parent(call) : kNoNode;
    // The checks of members and names look at what else can follow.
    if (called && tree_.kind(attribute) == NodeKind::attribute) return;
    refuse(node, "`current_thread()` stands only in `current_thread().name`; keep the Thread in a variable for more");
  }

  // ---- Tasks of a pool have no thread of their own.

  void inPools() {
    std::vector<NodeId> tasks;
    std::unordered_map<NodeId, std::vector<NodeId>> callsIn;  // of each function
    for (const NodeId node : facts_.nodes()) {
      if (tree_.kind(node) != NodeKind::call) continue;
      callsIn[facts_.functionAround(node)].push_back(node);
      const NodeId callee = tree_.child(node, 0);
      if (tree_.kind(callee) != NodeKind::attribute || facts_.programHas(tree_[callee].text) || tree_[node].childCount < 2)
        continue;
      if (tree_[callee].text == "submit" || tree_[callee].text == "map") addTask(tree_.child(node, 1), tasks);
    }
    std::unordered_set<NodeId> done;
    while (!tasks.empty()) {
      const NodeId task = tasks.back();
      tasks.pop_back();
      if (!done.insert(task).second) continue;
      for (const NodeId call : callsIn[task]) inTask(call, tasks);
    }
  }

  void addTask(NodeId function, std::vector<NodeId>& tasks) const {
    const NodeId definition = tree_.kind(function) == NodeKind::lambda ? function : facts_.meaningOf(function).node;
    const NodeKind kind = tree_.kind(definition);
    if (kind == NodeKind::functionDef || kind == NodeKind::lambda) tasks.push_back(definition);
  }

  void inTask(NodeId call, std::vector<NodeId>& tasks) {
    if (facts_.calls(call, "threading.current_thread")) {
      refuse(call,
             "`current_thread()` in a task of a pool is not in the language: a pool's workers have no names here; "
             "give the task a name as an argument");
    }
    if (facts_.meaningOf(tree_.child(call, 0)).kind == Meaning::Kind::function) addTask(tree_.child(call, 0), tasks);
  }
};

}  // namespace

void checkCalls(const Facts& facts, Refusals& refusals) { CallCheck(facts, refusals).run(); }

}  // namespace interleave::lang
