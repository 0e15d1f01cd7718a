#include <algorithm>

#include "lang/checks.h"
#include "lang/hints.h"

namespace interleave::lang {
namespace {

// As readers call it.
std::string nameOfType(std::string_view type) {
  if (type == "concurrent.futures.Future") return "a future";
  if (type == "interleave.RWLockSide") return "what `read` and `write` of a RWLock give";
  return (std::string_view("aeiouAEIO").find(lastPart(type).front()) != std::string_view::npos ? "an " : "a ") +
         inTicks(lastPart(type));
}

std::string membersOf(std::string_view type) {
  std::string all;
  for (const Entry& entry : entries()) {
    if (entry.kind != EntryKind::method && entry.kind != EntryKind::attribute) continue;
    if (entry.name.substr(0, entry.name.rfind('.')) == type) all += (all.empty() ? "" : ", ") + inTicks(lastPart(entry.name));
  }
  return all;
}

class MemberCheck : Check {
 public:
  MemberCheck(const Facts& facts, Refusals& refusals) : Check(facts, refusals), known_(facts.programMembers()) {
    for (const Entry& entry : entries()) {
      if (entry.kind == EntryKind::method || entry.kind == EntryKind::attribute) known_.push_back(lastPart(entry.name));
    }
  }

  void run() {
    for (const NodeId node : facts_.nodes()) {
      if (tree_.kind(node) == NodeKind::attribute) attribute(node);
    }
  }

 private:
  // At the name.
  void refuse(NodeId node, std::string what) { refusals_.add(tree_[node].nameSpan, std::move(what)); }

  void attribute(NodeId node) {
    const std::string& name = tree_[node].text;
    const NodeId object = tree_.child(node, 0);
    const Meaning meaning = facts_.meaningOf(object);
    // Other checks look at these.
    if (facts_.gaps().mayBind(name) || meaning.is(EntryKind::module) || meaning.kind == Meaning::Kind::package ||
        facts_.isRefusedName(object))
      return;
    if (isReserved(name)) return reserved(node, meaning);
    if (meaning.kind == Meaning::Kind::entry) return ofLibrary(node, meaning);
    if (meaning.kind == Meaning::Kind::function) {
      return refuse(
          node, "the function " + inTicks(tree_[meaning.node].text) + " has no attributes here; use a variable of the module");
    }
    if (facts_.calls(object, "threading.current_thread")) return ofCurrentThread(node);
    const std::optional<std::string_view> type = facts_.typeOf(object);
    if (type) return ofType(node, *type);
    const ClassFacts* self = facts_.classOfSelf(object);
    if (self != nullptr && facts_.isStored(node)) ofSelf(node, *self);
    if (name == "run" && facts_.isStored(node) && isOfThread(self)) {
      return refuse(node, "`run` of a Thread cannot be assigned; define it in the class, or write `Thread(target=…)`");
    }
    if (name == "run" && onlyThreadsRun()) {
      return refuse(node, "`run` of a Thread is not called by hand; `start()` has it run in a thread of its own");
    }
    if (!isMember(name) && !facts_.programHas(name)) unknown(node);
  }

  void reserved(NodeId node, const Meaning& object) {
    const std::string& name = tree_[node].text;
    const NodeId inner = tree_.child(node, 0);
    if (name == "__name__" && isFormOf(inner, "type") && !facts_.isStored(node)) return;
    if (name == "__init__" && isFormOf(inner, "super")) return;
    if (name == "__init__" && object.kind != Meaning::Kind::unknown)
      return refuse(node, "`__init__` is called as `super().__init__(…)`");
    if (name == "__name__" || name == "__class__" || name == "__qualname__") {
      return refuse(node, inTicks(name) + " is not in the language but in `type(x).__name__`");
    }
    const std::string plain(name.substr(name.find_first_not_of('_')));
    if (!name.ends_with("__")) {
      return refuse(node, "a name that begins with two underscores is not in the language; write " + inTicks("_" + plain));
    }
    const std::string_view hint = hintFor(name);
    refuse(node, notInLanguage(name, hint.empty() ? "names with two underscores on either side cannot be used" : hint));
  }

  bool isFormOf(NodeId call, std::string_view function) const {
    if (tree_.kind(call) != NodeKind::call) return false;
    const NodeId callee = tree_.child(call, 0);
    return tree_.kind(callee) == NodeKind::name && tree_[callee].text == function && facts_.ownerOf(callee).second == nullptr;
  }

  void ofLibrary(NodeId node, const Meaning& object) {
    const Entry& entry = entries()[object.entry];
    const std::string& name = tree_[node].text;
    if (facts_.isStored(node)) {
      return refuse(node, "an attribute of " + inTicks(entry.name) + " cannot be assigned here; use a variable of the program");
    }
    if (findMember(entry.name, name)) {
      return refuse(node, inTicks(std::string(lastPart(entry.name)) + "." + name) +
                              " needs an object before the dot; write `lambda x: x." + name + "()` to hand the method over");
    }
    refuse(node, notInLanguage(std::string(lastPart(entry.name)) + "." + name, ""));
  }

  void ofCurrentThread(NodeId node) {
    if (tree_[node].text == "name" && !facts_.isStored(node)) return;
    refuse(node, "of `current_thread()` there is `.name` to read alone; keep the Thread in a variable for more");
  }

  void ofType(NodeId node, std::string_view type) {
    const std::string& name = tree_[node].text;
    const std::optional<EntryId> member = findMember(type, name);
    if (facts_.isStored(node)) {
      if (type == "threading.Thread" && member && entries()[*member].kind == EntryKind::attribute) return;
      return refuse(node, nameOfType(type) + " takes no attributes" +
                              (type == "threading.Thread" ? " but `name` and `daemon`; write a class that is derived from it"
                                                          : "; write a class of your own with the attribute"));
    }
    if (member) return;
    const std::string_view hint = hintFor("." + name);
    const std::string members = membersOf(type);
    refuse(node, nameOfType(type) + " has no " + inTicks(name) + " here; " +
                     (!hint.empty()     ? std::string(hint)
                      : members.empty() ? "it has no methods"
                                        : "there is " + members));
  }

  void ofSelf(NodeId node, const ClassFacts& one) {
    const std::string& name = tree_[node].text;
    if (one.ancestry == Ancestry::thread && isUsedByThread(name)) {
      refuse(node, inTicks(name) + " is a name that Thread uses itself; choose another one");
    }
    if (one.ancestry == Ancestry::thread && findMember("threading.Thread", name) && name != "name" && name != "daemon") {
      refuse(node, inTicks(name) + " of a Thread cannot be replaced; choose another name");
    }
    if (one.ancestry == Ancestry::exception && (name == "args" || name == "with_traceback" || name == "add_note")) {
      refuse(node, inTicks(name) + " of an exception cannot be replaced; choose another name");
    }
  }

  // An object of a class that is not known may be a Thread where the program derives classes from it.
  bool isOfThread(const ClassFacts* one) const {
    if (one != nullptr) return one->ancestry == Ancestry::thread;
    return std::ranges::any_of(facts_.classes(), [](const ClassFacts& each) { return each.ancestry == Ancestry::thread; });
  }

  bool onlyThreadsRun() const {
    if (!facts_.attributeStores("run").empty()) return false;
    return std::ranges::all_of(facts_.methodsNamed("run"),
                               [&](NodeId method) { return facts_.classOfMethod(method)->ancestry == Ancestry::thread; });
  }

  void unknown(NodeId node) {
    const std::string& name = tree_[node].text;
    const std::string_view hint = hintFor("." + name);
    if (!hint.empty()) return refuse(node, notInLanguage("." + name, hint));
    const std::string_view near = nearest(name, known_);
    refuse(node, "no class of the program and no type of the language has " + inTicks(name) +
                     (near.empty() ? "; assign the attribute in `__init__`, or define the method"
                                   : "; did you mean " + inTicks(near) + "?"));
  }

  std::vector<std::string_view> known_;
};

}  // namespace

void checkMembers(const Facts& facts, Refusals& refusals) { MemberCheck(facts, refusals).run(); }

}  // namespace interleave::lang
