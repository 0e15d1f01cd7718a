#include "program/compiler.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "program/function_writer.h"
#include "program/limits.h"
#include "program/sharing.h"
#include "program/types.h"

namespace interleave::program {
namespace {

using lang::kNoNode;
using lang::Node;
using lang::NodeId;
using lang::NodeKind;
using lang::Operator;
using lang::Place;
using lang::ScopeId;
using lang::Variable;
using Label = FunctionWriter::Label;

// What a jump out of a statement has to go through.
struct Block {
  enum class Kind : std::uint8_t { loop, guarded, finallyBody, context, handler };
  Kind kind = Kind::loop;
  // Of a loop.
  Label onBreak = 0, onContinue = 0;
  bool hasIterator = false;
  // Of a `finally`: its block. Of a `with`: the slot of the context. Of a handler: the slot of the exception.
  NodeId block = kNoNode;
  std::uint32_t slot = 0;
  // Of what is guarded: the range that is open, and the handler.
  bool guards = false;
  std::uint32_t from = 0;
  Label target = 0;
  std::uint32_t depth = 0;
};

// What every function that is being compiled needs.
struct Frame {
  Frame(Function function, ScopeId scope) : writer(std::move(function)), scope(scope) {}

  FunctionWriter writer;
  ScopeId scope;
  std::vector<Block> blocks;
  std::map<std::string, std::uint32_t, std::less<>> slots;   // of variables and cells
  // Of a class body: the slot of the class, and its scope.
  std::optional<std::uint32_t> classSlot;
  std::optional<ScopeId> classScope;
  std::string prefix;  // of the qualified names of what is defined here
};

class Compiler {
 public:
  Compiler(const lang::Tree& tree, const lang::Scopes& scopes, NodeId question, Sharing sharing)
      : tree_(tree), scopes_(scopes), question_(question), sharing_(std::move(sharing)) {}

  Compiled result() {
    declareGlobals();
    declareAttributes();
    Program& program = compiled_.program;
    program.functions.resize(2);
    program.functions[1] = agentFunction();
    Function module;
    module.name = "<module>";
    Frame frame(std::move(module), lang::kModuleScope);
    frame_ = &frame;
    declareModuleCells();
    statements(tree_.root());
    constant(kNone);
    write(Op::end, -1);
    finish(0, frame);
    for (const lang::Watched& each : tree_.watched()) program.watched.push_back(each.name);
    program.endsAreSteps = sharing_.asksForEnds;
    program.poolsAreSteps = sharing_.othersUsePools;
    program.special = {nameNumber("__init__"), nameNumber("__enter__"), nameNumber("__exit__"), nameNumber("run")};
    nameMembers();
    return std::move(compiled_);
  }

 private:
  static Function agentFunction() {
    Function function;
    function.name = "<thread>";
    FunctionWriter writer(std::move(function));
    for (const char* name : {"target", "args", "kwargs"}) writer.slot(name);
    writer.write(Op::begin, 1);
    writer.write(Op::end, -1);
    return writer.finished();
  }

  // ---- Tables ---------------------------------------------------------------

  Program& program() { return compiled_.program; }
  FunctionWriter& writer() { return frame_->writer; }
  const Node& at(NodeId node) const { return tree_[node]; }
  std::span<const NodeId> children(NodeId node) const { return tree_.children(node); }
  NodeId child(NodeId node, std::size_t index) const { return tree_.child(node, index); }
  void write(Op op, int change, std::uint32_t a = 0, std::uint8_t b = 0, std::uint16_t c = 0) {
    writer().write(op, change, a, b, c);
  }

  void declareGlobals() {
    for (const Variable& variable : scopes_.scopes[lang::kModuleScope].variables) {
      if (variable.bindings == 0 || variable.place == Place::cell) continue;
      globalNumbers_[variable.name] = static_cast<std::uint32_t>(program().globals.size());
      program().globals.push_back({variable.name, sharing_.sharedNames.contains(variable.name),
                                   sharing_.moduleConstants.contains(variable.name),
                                   variable.name.find('@') != std::string::npos});
    }
  }

  // An object has a place for each attribute that a method of its class binds through its first parameter, and for each that the
  // program binds in another way, as that may be one of any object, and of any class.
  void declareAttributes() { collectAttributes(tree_.root(), kNoNode, {}); }
  void collectAttributes(NodeId node, NodeId inClass, const std::string& self) {
    const NodeKind kind = at(node).kind;
    if (kind == NodeKind::attribute && isBound_.contains(node)) {
      const Node& object = at(child(node, 0));
      const bool own = !self.empty() && object.kind == NodeKind::name && object.text == self;
      (own ? ownAttributes_[inClass] : otherAttributes_).push_back(at(node).text);
    }
    markTargets(node);
    if (kind == NodeKind::classDef) {
      for (const NodeId part : children(child(node, 0))) {
        const auto parameters = at(part).kind == NodeKind::functionDef ? children(child(part, 0)) : std::span<const NodeId>{};
        const bool isStatic = at(part).kind == NodeKind::functionDef && children(part).size() > 3;
        collectAttributes(part, node, parameters.empty() || isStatic ? "" : at(parameters[0]).text);
      }
      return;
    }
    for (const NodeId part : children(node)) collectAttributes(part, inClass, self);
  }
  void markTargets(NodeId node) {
    const auto parts = children(node);
    switch (at(node).kind) {
      case NodeKind::assign: std::for_each(parts.begin() + 1, parts.end(), [this](NodeId target) { markBound(target); }); break;
      case NodeKind::annAssign:
        if (parts[2] != kNoNode) markBound(parts[0]);
        break;
      case NodeKind::augAssign:
      case NodeKind::forStatement: markBound(parts[0]); break;
      case NodeKind::listComp:
      case NodeKind::generator:
      case NodeKind::withItem: markBound(parts[1]); break;
      default: break;
    }
  }
  void markBound(NodeId target) {
    isBound_.insert(target);
    const NodeKind kind = at(target).kind;
    if (kind != NodeKind::tuple && kind != NodeKind::list && kind != NodeKind::starred) return;
    for (const NodeId part : children(target)) markBound(part);
  }

  std::uint32_t nameNumber(const std::string& name) {
    const auto [at, added] = nameNumbers_.try_emplace(name, static_cast<std::uint32_t>(program().names.size()));
    if (added) {
      program().names.push_back(name);
      program().constantNames.push_back(!sharing_.variableAttributes.contains(name));
    }
    return at->second;
  }

  std::uint32_t valueNumber(Value value) {
    const auto [at, added] = valueNumbers_.try_emplace(value.bits(), static_cast<std::uint32_t>(program().values.size()));
    if (added) program().values.push_back(value);
    return at->second;
  }
  void constant(Value value) { write(Op::constant, 1, valueNumber(value)); }
  void constantText(std::string_view text) { constant(program().constants->text(text)); }
  void constantEntry(std::string_view name) { constant({Tag::entry, *lang::findEntry(name)}); }

  std::uint16_t keywordsNumber(std::vector<std::uint32_t> names) {
    const auto [at, added] = keywordNumbers_.try_emplace(std::move(names), static_cast<std::uint16_t>(program().keywords.size()));
    if (added) program().keywords.push_back(at->first);
    return at->second;
  }

  // The members of modules and of types of the library that the text can mean, so that machines look them up by numbers.
  void nameMembers() {
    const auto all = lang::entries();
    for (std::uint32_t name = 0; name < program().names.size(); ++name) {
      for (std::size_t type = 0; type < kTypes; ++type) {
        const std::string_view members = rowOf(static_cast<Type>(type)).members;
        const auto member = members.empty() ? std::nullopt : lang::findMember(members, program().names[name]);
        if (member) program().members[memberKey(static_cast<Type>(type), name)] = *member;
      }
      for (std::size_t module = 0; module < all.size(); ++module) {
        if (all[module].kind != lang::EntryKind::module) continue;
        const auto member = lang::findMember(all[module].name, program().names[name]);
        if (member) program().moduleMembers[memberKey(static_cast<lang::EntryId>(module), name)] = *member;
        const bool itself = all[module].name == "concurrent." + program().names[name];
        if (itself)
          program().moduleMembers[memberKey(static_cast<lang::EntryId>(module), name)] = static_cast<lang::EntryId>(module);
      }
    }
  }

  void finish(std::uint32_t number, Frame& frame) {
    program().functions[number] = frame.writer.finished();
    if (program().functions[number].code.size() > kMaxCode) {
      compiled_.faults.push_back({at(tree_.root()).span, "the program is too large: a function of it has more than " +
                                                             std::to_string(kMaxCode) + " instructions"});
    }
  }

  // ---- Names ------------------------------------------------------------------

  const std::string& nameOf(NodeId node) const {
    const auto known = scopes_.variableOf.find(node);
    return known == scopes_.variableOf.end() ? at(node).text : known->second;
  }

  enum class Access : std::uint8_t { load, store, clear };

  void access(Access access, const std::string& name) {
    if (name == "__name__") return constantText("__main__");
    if (frame_->classScope && accessInClass(access, name)) return;
    const Variable* variable = scopes_.find(frame_->scope, name);
    const bool slot =
        variable && (frame_->scope == lang::kModuleScope ? variable->place == Place::cell : variable->place != Place::global);
    if (!slot) return accessGlobal(access, name);
    const bool cell = variable->place != Place::local;
    static constexpr Op kOps[3][2] = {
        {Op::loadLocal, Op::loadCell}, {Op::storeLocal, Op::storeCell}, {Op::clearLocal, Op::clearCell}};
    write(kOps[static_cast<int>(access)][cell], changeOf(access), frame_->slots.at(name));
  }

  static int changeOf(Access access) { return access == Access::load ? 1 : access == Access::store ? -1 : 0; }

  bool accessInClass(Access access, const std::string& name) {
    const Variable* variable = scopes_.find(*frame_->classScope, name);
    if (!variable || variable->place != Place::ofClass || access == Access::clear) return false;
    write(Op::loadLocal, 1, *frame_->classSlot);
    if (access == Access::load) write(Op::loadAttribute, 0, nameNumber(name));
    else write(Op::storeAttribute, -2, nameNumber(name));
    return true;
  }

  void accessGlobal(Access access, const std::string& name) {
    const auto known = globalNumbers_.find(name);
    if (known == globalNumbers_.end()) {
      if (const auto entry = lang::findEntry(name); entry && access == Access::load) return constant({Tag::entry, *entry});
      // A name that nothing binds: found out when it is looked up, as in CPython.
      const auto number = static_cast<std::uint32_t>(program().globals.size());
      globalNumbers_[name] = number;
      program().globals.push_back({name, false, true, false});
      return accessGlobal(access, name);
    }
    static constexpr Op kOps[3] = {Op::loadGlobal, Op::storeGlobal, Op::clearGlobal};
    write(kOps[static_cast<int>(access)], changeOf(access), known->second);
  }

  // ---- Statements ---------------------------------------------------------------

  void statements(NodeId block) {
    if (block == kNoNode) return;
    for (const NodeId node : children(block)) statement(node);
  }

  void statement(NodeId node) {
    writer().standAt(at(node).span);
    const auto parts = children(node);
    switch (at(node).kind) {
      case NodeKind::functionDef: return define(node);
      case NodeKind::classDef: return defineClass(node);
      case NodeKind::returnStatement: return returnFrom(parts[0]);
      case NodeKind::deleteStatement:
        for (const NodeId target : parts) deleteElement(target);
        return;
      case NodeKind::assign: return assign(node);
      case NodeKind::augAssign: return augment(node);
      case NodeKind::annAssign:
        if (parts[2] == kNoNode) return;
        expression(parts[2]);
        return store(parts[0]);
      case NodeKind::forStatement: return forLoop(node);
      case NodeKind::whileStatement: return whileLoop(node);
      case NodeKind::ifStatement: return branch(node);
      case NodeKind::withStatement: return withItems(node, 1);
      case NodeKind::raiseStatement: return raise(node);
      case NodeKind::tryStatement: return tryBlocks(node);
      case NodeKind::assertStatement: return assertion(node);
      case NodeKind::import:
      case NodeKind::importFrom: return import(node);
      case NodeKind::expression:
        if (at(parts[0]).kind == NodeKind::constantStr) return;
        expression(parts[0]);
        return write(Op::pop, -1);
      case NodeKind::breakStatement: return leaveLoop(true);
      case NodeKind::continueStatement: return leaveLoop(false);
      default: return;  // pass, global, nonlocal
    }
  }

  void assign(NodeId node) {
    const auto parts = children(node);
    expression(parts[0]);
    for (std::size_t i = 1; i < parts.size(); ++i) {
      if (i + 1 < parts.size()) write(Op::copy, 1, 0);
      store(parts[i]);
    }
  }

  // Stores what is on top.
  void store(NodeId target) {
    writer().standAt(at(target).span);
    const auto parts = children(target);
    switch (at(target).kind) {
      case NodeKind::name: return access(Access::store, nameOf(target));
      case NodeKind::attribute:
        expression(parts[0]);
        writer().standAt(at(target).span);
        return write(Op::storeAttribute, -2, nameNumber(at(target).text));
      case NodeKind::subscript:
        expression(parts[0]);
        expression(parts[1]);
        writer().standAt(at(target).span);
        return write(Op::storeSubscript, -3);
      default:
        write(Op::unpack, static_cast<int>(parts.size()) - 1, static_cast<std::uint32_t>(parts.size()));
        for (const NodeId part : parts) store(part);
    }
  }

  void augment(NodeId node) {
    const NodeId target = child(node, 0);
    const auto parts = children(target);
    switch (at(target).kind) {
      case NodeKind::attribute:
        expression(parts[0]);
        write(Op::copy, 1, 0);
        write(Op::loadAttribute, 0, nameNumber(at(target).text));
        changeBy(node);
        write(Op::swap, 0);
        return write(Op::storeAttribute, -2, nameNumber(at(target).text));
      case NodeKind::subscript:
        expression(parts[0]);
        expression(parts[1]);
        write(Op::copy, 1, 1);
        write(Op::copy, 1, 1);
        write(Op::subscript, -1);
        changeBy(node);
        write(Op::rotate, 0);
        return write(Op::storeSubscript, -3);
      default:
        access(Access::load, nameOf(target));
        changeBy(node);
        return access(Access::store, nameOf(target));
    }
  }
  void changeBy(NodeId node) {
    expression(child(node, 1));
    writer().standAt(at(node).span);
    write(Op::inPlace, -1, static_cast<std::uint32_t>(at(node).op));
  }

  void deleteElement(NodeId target) {
    expression(child(target, 0));
    expression(child(target, 1));
    writer().standAt(at(target).span);
    write(Op::deleteSubscript, -2);
  }

  void branch(NodeId node) {
    const auto parts = children(node);
    const Label otherwise = writer().label();
    condition(parts[0], otherwise, false);
    statements(parts[1]);
    if (parts[2] == kNoNode) return writer().set(otherwise);
    const Label end = writer().label();
    writer().jump(Op::jump, 0, end);
    writer().set(otherwise);
    statements(parts[2]);
    writer().set(end);
  }

  // Goes on behind it where the expression is not `when`, else to `to`.
  void condition(NodeId node, Label to, bool when) {
    const NodeKind kind = at(node).kind;
    const auto parts = children(node);
    if (kind == NodeKind::unary && at(node).op == Operator::logicalNot) return condition(parts[0], to, !when);
    if (kind == NodeKind::boolAnd || kind == NodeKind::boolOr) {
      // `and` is false as soon as one part is; `or` is true as soon as one is.
      const bool decides = kind == NodeKind::boolOr;
      const Label end = writer().label();
      for (std::size_t i = 0; i + 1 < parts.size(); ++i) condition(parts[i], decides == when ? to : end, decides);
      condition(parts.back(), to, when);
      return writer().set(end);
    }
    expression(node);
    writer().standAt(at(node).span);
    if (kind != NodeKind::compare || at(node).ops.size() > 1) write(Op::truth, 0);
    writer().jump(when ? Op::jumpIfTrue : Op::jumpIfFalse, -1, to);
  }

  // ---- Loops and ways out -------------------------------------------------------------

  void whileLoop(NodeId node) {
    const auto parts = children(node);
    const Label again = writer().label(), done = writer().label(), end = writer().label();
    writer().set(again);
    condition(parts[0], done, false);
    frame_->blocks.push_back({Block::Kind::loop, end, again});
    statements(parts[1]);
    frame_->blocks.pop_back();
    writer().jump(Op::jump, 0, again);
    writer().set(done);
    statements(parts[2]);
    writer().set(end);
  }

  void forLoop(NodeId node) {
    const auto parts = children(node);
    const Label again = writer().label(), done = writer().label(), end = writer().label();
    expression(parts[1]);
    writer().standAt(at(parts[1]).span);
    write(Op::iterate, 0);
    writer().set(again);
    const lang::Span place = at(parts[1]).span;
    writer().standAt(place);
    writer().jump(Op::next, 1, done);
    store(parts[0]);
    Block block{Block::Kind::loop, end, again};
    block.hasIterator = true;
    frame_->blocks.push_back(block);
    statements(parts[2]);
    frame_->blocks.pop_back();
    writer().jump(Op::jump, 0, again);
    writer().set(done);
    write(Op::pop, -1);
    statements(parts[3]);
    writer().set(end);
  }

  void leaveLoop(bool breaks) {
    std::size_t loop = frame_->blocks.size();
    while (frame_->blocks[--loop].kind != Block::Kind::loop) {
    }
    const std::uint32_t depth = writer().depth();
    const Block block = frame_->blocks[loop];
    const std::vector<Block> left = leaveBlocks(loop + 1);
    if (breaks && block.hasIterator) write(Op::pop, -1);
    writer().jump(Op::jump, 0, breaks ? block.onBreak : block.onContinue);
    comeBack(left);
    writer().setDepth(depth);
  }

  void returnFrom(NodeId value) {
    if (value == kNoNode) constant(kNone);
    else expression(value);
    const std::vector<Block> left = leaveBlocks(0);
    write(Op::returnValue, -1);
    comeBack(left);
  }

  // Writes what is to be done on the way out of the blocks from `first` on, innermost first, and returns these blocks. None of
  // them guards that.
  std::vector<Block> leaveBlocks(std::size_t first) {
    std::vector<Block> left(frame_->blocks.begin() + static_cast<std::ptrdiff_t>(first), frame_->blocks.end());
    while (frame_->blocks.size() > first) {
      closeGuard();
      const Block block = frame_->blocks.back();
      frame_->blocks.pop_back();
      if (block.kind == Block::Kind::context) {
        write(Op::loadLocal, 1, block.slot);
        write(Op::exit, 0);
        write(Op::pop, -1);
      } else if (block.kind == Block::Kind::finallyBody) {
        const lang::Span place = writer().place();
        statements(block.block);
        writer().standAt(place);
      }
    }
    return left;
  }

  void closeGuard() {
    const Block& block = frame_->blocks.back();
    if (block.guards) writer().handle(block.from, writer().here(), block.target, block.depth);
  }

  // The blocks that leaveBlocks() returned are those of what comes next, too.
  void comeBack(const std::vector<Block>& left) {
    for (Block block : left) {
      block.from = writer().here();
      frame_->blocks.push_back(block);
    }
  }

  // ---- with, try, raise -----------------------------------------------------------------

  Block& guard(Block::Kind kind) {
    Block block;
    block.kind = kind;
    block.guards = true;
    block.from = writer().here();
    block.target = writer().label();
    block.depth = writer().depth();
    frame_->blocks.push_back(block);
    return frame_->blocks.back();
  }

  void withItems(NodeId node, std::size_t index) {
    const auto parts = children(node);
    if (index == parts.size()) return statements(parts[0]);
    const NodeId item = parts[index];
    const NodeId context = child(item, 0), target = child(item, 1);
    const lang::Span place = at(context).span;
    const std::uint32_t slot = writer().slot("");
    expression(context);
    write(Op::copy, 1, 0);
    write(Op::storeLocal, -1, slot);
    writer().standAt(place);
    write(Op::enter, 0);
    guard(Block::Kind::context).slot = slot;
    if (target == kNoNode) write(Op::pop, -1);
    else store(target);
    frame_->blocks.back().depth = writer().depth();
    withItems(node, index + 1);
    const Label onRaise = frame_->blocks.back().target;
    closeGuard();
    frame_->blocks.pop_back();
    // A context is left where it was entered, whatever was the last line inside.
    writer().standAt(place);
    write(Op::loadLocal, 1, slot);
    write(Op::exit, 0);
    write(Op::pop, -1);
    const Label end = writer().label();
    const std::uint32_t exception = beginHandler(onRaise, writer().depth(), end);
    write(Op::loadLocal, 1, slot);
    write(Op::loadLocal, 1, exception);
    write(Op::exitRaised, -1);
    write(Op::truth, 0);
    writer().jump(Op::jumpIfTrue, -1, end);
    write(Op::reraise, 0, exception);
    writer().set(end);
  }

  void raise(NodeId node) {
    const auto parts = children(node);
    if (parts[0] == kNoNode) {
      for (std::size_t i = frame_->blocks.size(); i-- > 0;) {
        if (frame_->blocks[i].kind == Block::Kind::handler) return write(Op::reraise, 0, frame_->blocks[i].slot);
      }
      return;
    }
    const std::uint32_t depth = writer().depth();
    expression(parts[0]);
    if (parts[1] != kNoNode) expression(parts[1]);
    writer().standAt(at(node).span);
    write(Op::raise, 0, parts[1] != kNoNode ? 2 : 1);
    writer().setDepth(depth);
  }

  void assertion(NodeId node) {
    const auto parts = children(node);
    const Label holds = writer().label();
    condition(parts[0], holds, true);
    writer().standAt(at(node).span);
    const std::uint32_t depth = writer().depth();
    constantEntry("AssertionError");
    if (parts[1] != kNoNode) {
      expression(parts[1]);
      write(Op::call, -1, 1, 0, keywordsNumber({}));
    }
    writer().standAt(at(node).span);
    write(Op::raise, 0, 1);
    writer().setDepth(depth);
    writer().set(holds);
  }

  void tryBlocks(NodeId node) {
    const auto parts = children(node);
    if (parts[2] == kNoNode) return tryHandlers(node);
    Block& block = guard(Block::Kind::finallyBody);
    block.block = parts[2];
    const Label onRaise = block.target;
    const std::uint32_t depth = block.depth;
    tryHandlers(node);
    closeGuard();
    frame_->blocks.pop_back();
    statements(parts[2]);
    const Label end = writer().label();
    const std::uint32_t exception = beginHandler(onRaise, depth, end);
    // `raise` in it is that of the exception on its way.
    inHandler(exception, [&] { statements(parts[2]); });
    write(Op::reraise, 0, exception);
    writer().set(end);
  }

  // What came before goes on at `end`; the exception is on the stack, and comes into the slot that is returned.
  std::uint32_t beginHandler(Label onRaise, std::uint32_t depth, Label end) {
    writer().jump(Op::jump, 0, end);
    writer().set(onRaise);
    writer().setDepth(depth + 1);
    const std::uint32_t exception = writer().slot("");
    write(Op::storeLocal, -1, exception);
    return exception;
  }

  void inHandler(std::uint32_t slot, const auto& body) {
    Block block;
    block.kind = Block::Kind::handler;
    block.slot = slot;
    frame_->blocks.push_back(block);
    body();
    frame_->blocks.pop_back();
  }

  void tryHandlers(NodeId node) {
    const auto parts = children(node);
    if (parts.size() == 3) return statements(parts[0]);
    const std::uint32_t depth = writer().depth();
    const Label onRaise = guard(Block::Kind::guarded).target;
    statements(parts[0]);
    closeGuard();
    frame_->blocks.pop_back();
    statements(parts[1]);
    const Label end = writer().label();
    const std::uint32_t exception = beginHandler(onRaise, depth, end);
    for (const NodeId handler : parts.subspan(3)) handle(handler, exception, end);
    write(Op::reraise, 0, exception);
    writer().set(end);
  }

  void handle(NodeId node, std::uint32_t exception, Label end) {
    const auto parts = children(node);
    const Label other = writer().label();
    writer().standAt(at(node).span);
    if (parts[0] != kNoNode) {
      write(Op::loadLocal, 1, exception);
      expression(parts[0]);
      writer().standAt(at(node).span);
      write(Op::matches, -1);
      writer().jump(Op::jumpIfFalse, -1, other);
    }
    const bool named = !at(node).text.empty();
    if (named) {
      write(Op::loadLocal, 1, exception);
      access(Access::store, nameOf(node));
    }
    inHandler(exception, [&] { statements(parts[1]); });
    if (named) access(Access::clear, nameOf(node));
    writer().jump(Op::jump, 0, end);
    writer().set(other);
  }

  // ---- Imports, functions, classes ----------------------------------------------------------

  void import(NodeId node) {
    const bool from = at(node).kind == NodeKind::importFrom;
    for (const NodeId alias : children(node)) {
      const std::string full = from ? at(node).text + "." + at(alias).text : at(alias).text;
      std::string bound = at(alias).name2;
      // `import concurrent.futures` binds `concurrent`, whose only member the language has is that module.
      if (bound.empty()) bound = from ? at(alias).text : at(alias).text.substr(0, at(alias).text.find('.'));
      constant({Tag::entry, *lang::findEntry(full)});
      access(Access::store, bound);
    }
  }

  void define(NodeId node) {
    if (node == question_) return defineQuestion(node);
    makeFunction(node, at(node).text);
    access(Access::store, nameOf(node));
  }

  // The program has nothing of it.
  void defineQuestion(NodeId node) {
    program().question = static_cast<std::uint32_t>(program().functions.size());
    program().functions.emplace_back();
    compileFunction(program().question, node, at(node).text);
  }

  // Leaves the function on the operand stack.
  void makeFunction(NodeId node, const std::string& name) {
    const auto number = static_cast<std::uint32_t>(program().functions.size());
    program().functions.emplace_back();
    functionNumbers_[node] = number;
    const ScopeId scope = scopes_.scopeOf.at(node);
    int defaults = 0;
    for (const NodeId parameter : children(child(node, 0))) {
      const NodeId value = child(parameter, 1);
      if (value == kNoNode) continue;
      expression(value);
      ++defaults;
    }
    const std::vector<std::string> cells = freeNames(scope);
    for (const std::string& cell : cells) write(Op::loadSlot, 1, frame_->slots.at(cell));
    compileFunction(number, node, frame_->prefix + name);
    writer().standAt(at(node).span);
    write(Op::makeFunction, 1 - defaults - static_cast<int>(cells.size()), number, static_cast<std::uint8_t>(defaults),
          static_cast<std::uint16_t>(cells.size()));
  }

  std::vector<std::string> freeNames(ScopeId scope) const {
    std::vector<std::string> names;
    for (const Variable& variable : scopes_.scopes[scope].variables) {
      if (variable.place == Place::free) names.push_back(variable.name);
    }
    return names;
  }

  void compileFunction(std::uint32_t number, NodeId node, std::string name) {
    Function function;
    function.name = name;
    function.reachedByOthers = sharing_.reached.contains(node);
    for (const NodeId parameter : children(child(node, 0))) {
      function.arguments.push_back({at(parameter).text, at(parameter).flag, child(parameter, 1) != kNoNode});
    }
    Frame* const around = frame_;
    Frame frame(std::move(function), scopes_.scopeOf.at(node));
    frame.prefix = name + ".<locals>.";
    frame_ = &frame;
    declareSlots(node);
    const NodeId body = child(node, 1);
    if (at(node).kind == NodeKind::lambda) {
      expression(body);
    } else {
      statements(body);
      constant(kNone);
    }
    write(Op::returnValue, -1);
    finish(number, frame);
    frame_ = around;
  }

  // Parameters first, as they are passed; then variables; then the cells of functions around it.
  void declareSlots(NodeId node) {
    const lang::Scope& scope = scopes_.scopes[frame_->scope];
    writer().standAt(at(node).span);
    for (const Variable& variable : scope.variables) {
      if (variable.place == Place::local || variable.place == Place::cell)
        frame_->slots[variable.name] = writer().slot(shownName(variable.name));
    }
    writer().function().firstCell = writer().function().slots;
    for (const Variable& variable : scope.variables) {
      if (variable.place != Place::free) continue;
      frame_->slots[variable.name] = writer().slot(variable.name);
      ++writer().function().cellCount;
    }
    for (const Variable& variable : scope.variables) {
      if (variable.place == Place::cell) makeCell(variable);
    }
  }

  static std::string shownName(const std::string& name) { return name.substr(0, name.find('@')); }

  // The target of a comprehension of the module that a lambda mentions; each evaluation makes a cell of its own.
  void declareModuleCells() {
    for (const Variable& variable : scopes_.scopes[lang::kModuleScope].variables) {
      if (variable.place == Place::cell) frame_->slots[variable.name] = writer().slot(shownName(variable.name));
    }
  }

  void makeCell(const Variable& variable) {
    const auto number = static_cast<std::uint16_t>(program().cells.size());
    const bool constant = variable.bindings <= 1 && !variable.boundInLoop;
    const std::string& function = scopes_.scopes[frame_->scope].name;
    program().cells.push_back({(function.empty() ? "" : function + ".") + shownName(variable.name), constant});
    write(Op::makeCell, 0, frame_->slots.at(variable.name), 0, number);
  }

  void defineClass(NodeId node) {
    const auto number = static_cast<std::uint32_t>(program().classes.size());
    program().classes.emplace_back();
    classNumbers_[at(node).text] = number;
    describeClass(node, number);
    const std::uint32_t slot = writer().slot("");
    write(Op::makeClass, 1, number);
    write(Op::storeLocal, -1, slot);
    const auto outerSlot = std::exchange(frame_->classSlot, slot);
    const auto outerScope = std::exchange(frame_->classScope, scopes_.scopeOf.at(node));
    const std::string outerPrefix = std::exchange(frame_->prefix, frame_->prefix + at(node).text + ".");
    for (const NodeId part : children(child(node, 0))) {
      if (at(part).kind == NodeKind::functionDef) defineMethod(part, number);
      else statement(part);
    }
    frame_->classSlot = outerSlot;
    frame_->classScope = outerScope;
    frame_->prefix = outerPrefix;
    write(Op::loadLocal, 1, slot);
    access(Access::store, nameOf(node));
  }

  void describeClass(NodeId node, std::uint32_t number) {
    Class described;
    described.name = at(node).text;
    for (const NodeId base : children(node).subspan(1)) describeBase(base, described);
    for (const NodeId part : children(child(node, 0))) declareVariables(part, described);
    if (described.parent != kNoClass) {
      for (const std::uint32_t name : program().classes[described.parent].attributeNames) declareAttribute(described, name);
    }
    for (const std::string& name : ownAttributes_[node]) declareAttribute(described, nameNumber(name));
    for (const std::string& name : otherAttributes_) {
      declareAttribute(described, nameNumber(name));
      declareVariable(described, nameNumber(name));
    }
    program().classes[number] = std::move(described);
  }

  void describeBase(NodeId base, Class& described) {
    const std::string& name = at(base).text;
    if (name == "Thread") {
      described.base = Base::thread;
      described.entry = *lang::findEntry("threading.Thread");
      return;
    }
    described.base = Base::exception;
    described.entry = *lang::findEntry("Exception");
    if (const auto known = classNumbers_.find(name); known != classNumbers_.end()) {
      described.parent = static_cast<std::uint16_t>(known->second);
      described.entry = program().classes[known->second].entry;
      described.base = program().classes[known->second].base;
    } else if (const auto entry = lang::findEntry(name)) {
      described.entry = *entry;
    }
  }

  void declareVariables(NodeId statement, Class& described) {
    const NodeKind kind = at(statement).kind;
    const bool method = kind == NodeKind::functionDef;
    if (method ? !isPlainMethod(statement) : kind == NodeKind::name && isBound_.contains(statement)) {
      declareVariable(described, nameNumber(at(statement).text));
    }
    if (method) return;
    for (const NodeId part : children(statement)) declareVariables(part, described);
  }

  static void declareAttribute(Class& described, std::uint32_t name) {
    const auto place = static_cast<std::uint32_t>(described.attributes.size());
    if (described.attributes.try_emplace(name, place).second) described.attributeNames.push_back(name);
  }
  static void declareVariable(Class& described, std::uint32_t name) {
    const auto place = static_cast<std::uint32_t>(described.variables.size());
    if (described.variables.try_emplace(name, place).second) described.variableNames.push_back(name);
  }

  void defineMethod(NodeId node, std::uint32_t number) {
    // In the scope of the module or function around the class: a class's names are not those of its methods.
    const auto outerScope = std::exchange(frame_->classScope, std::nullopt);
    makeFunction(node, at(node).text);
    frame_->classScope = outerScope;
    const std::uint32_t function = functionNumbers_.at(node);
    const auto parts = children(node);
    program().functions[function].isStatic = parts.size() > 3;
    program().functions[function].ofClass = static_cast<std::uint16_t>(number);
    if (isPlainMethod(node)) {
      write(Op::pop, -1);
      program().classes[number].methods[nameNumber(at(node).text)] = function;
      return;
    }
    write(Op::loadLocal, 1, *frame_->classSlot);
    write(Op::storeAttribute, -2, nameNumber(at(node).text));
  }

  // Without defaults and variables of functions around it: known without the class.
  bool isPlainMethod(NodeId node) const {
    for (const NodeId parameter : children(child(node, 0))) {
      if (child(parameter, 1) != kNoNode) return false;
    }
    return freeNames(scopes_.scopeOf.at(node)).empty();
  }

  // ---- Expressions ------------------------------------------------------------------------

  void expression(NodeId node) {
    writer().standAt(at(node).span);
    const Node& here = at(node);
    const auto parts = children(node);
    switch (here.kind) {
      case NodeKind::boolAnd:
      case NodeKind::boolOr: return chain(node);
      case NodeKind::binary:
        expression(parts[0]);
        expression(parts[1]);
        writer().standAt(here.span);
        return write(Op::binary, -1, static_cast<std::uint32_t>(here.op));
      case NodeKind::unary: return unary(node);
      case NodeKind::lambda: return makeFunction(node, "<lambda>");
      case NodeKind::conditional: return conditional(node);
      case NodeKind::dict: return display(Op::makeDict, node, 2);
      case NodeKind::set: return display(Op::makeSet, node, 1);
      case NodeKind::list: return display(Op::makeList, node, 1);
      case NodeKind::tuple: return display(Op::makeTuple, node, 1);
      case NodeKind::listComp:
      case NodeKind::generator: return comprehension(node);
      case NodeKind::compare: return comparison(node);
      case NodeKind::call: return call(node);
      case NodeKind::joined: return joined(node);
      case NodeKind::constantNone: return constant(kNone);
      case NodeKind::constantTrue: return constant(kTrue);
      case NodeKind::constantFalse: return constant(kFalse);
      case NodeKind::constantInt: return constant(program().constants->integer(here.integer));
      case NodeKind::constantFloat: return constant(program().constants->real(here.real));
      case NodeKind::constantStr: return constantText(here.text);
      case NodeKind::attribute: return attribute(node);
      case NodeKind::subscript: return subscript(node);
      case NodeKind::name: return access(Access::load, nameOf(node));
      default: return constant(kNone);
    }
  }

  void unary(NodeId node) {
    expression(child(node, 0));
    writer().standAt(at(node).span);
    if (at(node).op == Operator::logicalNot) write(Op::truth, 0);
    write(Op::unary, 0, static_cast<std::uint32_t>(at(node).op));
  }

  // The value of `and` and `or` is that of the part that decides.
  void chain(NodeId node) {
    const auto parts = children(node);
    const Label end = writer().label();
    const bool decides = at(node).kind == NodeKind::boolOr;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      expression(parts[i]);
      if (i + 1 == parts.size()) break;
      writer().standAt(at(parts[i]).span);
      write(Op::copy, 1, 0);
      write(Op::truth, 0);
      writer().jump(decides ? Op::jumpIfTrue : Op::jumpIfFalse, -1, end);
      write(Op::pop, -1);
    }
    writer().set(end);
  }

  void conditional(NodeId node) {
    const auto parts = children(node);
    const Label otherwise = writer().label(), end = writer().label();
    condition(parts[0], otherwise, false);
    expression(parts[1]);
    writer().jump(Op::jump, 0, end);
    writer().set(otherwise);
    writer().setDepth(writer().depth() - 1);
    expression(parts[2]);
    writer().set(end);
  }

  void display(Op op, NodeId node, int each) {
    const auto parts = children(node);
    for (const NodeId part : parts) expression(part);
    writer().standAt(at(node).span);
    write(op, 1 - static_cast<int>(parts.size()), static_cast<std::uint32_t>(parts.size()) / static_cast<std::uint32_t>(each));
  }

  void comparison(NodeId node) {
    const auto parts = children(node);
    const auto& ops = at(node).ops;
    const Label end = writer().label(), isFalse = writer().label();
    expression(parts[0]);
    for (std::size_t i = 0; i < ops.size(); ++i) {
      expression(parts[i + 1]);
      writer().standAt(at(node).span);
      const bool last = i + 1 == ops.size();
      if (!last) {
        write(Op::copy, 1, 0);
        write(Op::rotate, 0);
      }
      write(Op::compare, -1, static_cast<std::uint32_t>(ops[i]));
      if (last) break;
      writer().jump(Op::jumpIfFalse, -1, isFalse);
    }
    if (ops.size() == 1) return;
    writer().jump(Op::jump, 0, end);
    writer().set(isFalse);
    write(Op::pop, -1);
    constant(kFalse);
    writer().set(end);
  }

  // [element for target in iterable if condition]
  void comprehension(NodeId node) {
    const auto parts = children(node);
    expression(parts[2]);
    writer().standAt(at(parts[2]).span);
    write(Op::iterate, 0);
    renewCells(parts[1]);
    write(Op::makeList, 1, 0);
    write(Op::swap, 0);
    loopOver(
        parts[1], parts[3],
        [&] {
          expression(parts[0]);
          writer().standAt(at(node).span);
          write(Op::append, -1, 1);
        },
        at(parts[2]).span);
  }

  // Each time that a comprehension is evaluated, its target is a variable of its own.
  void renewCells(NodeId target) {
    if (at(target).kind != NodeKind::name) {
      for (const NodeId part : children(target)) renewCells(part);
      return;
    }
    const Variable* variable = scopes_.find(frame_->scope, nameOf(target));
    if (!variable || variable->place != Place::cell) return;
    write(Op::clearLocal, 0, frame_->slots.at(variable->name));
    makeCell(*variable);
  }

  // With an iterator on top, which is gone afterwards.
  void loopOver(NodeId target, NodeId test, const auto& body, const lang::Span& place) {
    const Label again = writer().label(), done = writer().label();
    writer().set(again);
    writer().standAt(place);
    writer().jump(Op::next, 1, done);
    store(target);
    if (test != kNoNode) condition(test, again, false);
    body();
    writer().jump(Op::jump, 0, again);
    writer().set(done);
    write(Op::pop, -1);
  }

  void joined(NodeId node) {
    const auto parts = children(node);
    for (const NodeId part : parts) {
      if (at(part).kind != NodeKind::formatted) {
        constantText(at(part).text);
        continue;
      }
      expression(child(part, 0));
      const NodeId spec = child(part, 1);
      if (spec != kNoNode) expression(spec);
      writer().standAt(at(node).span);
      write(Op::format, spec != kNoNode ? -1 : 0, at(part).text.empty() ? 0 : static_cast<std::uint32_t>(at(part).text[0]),
            spec != kNoNode);
    }
    write(Op::join, 1 - static_cast<int>(parts.size()), static_cast<std::uint32_t>(parts.size()));
  }

  void attribute(NodeId node) {
    const NodeId object = child(node, 0);
    // type(x).__name__
    if (at(node).text == "__name__" && at(object).kind == NodeKind::call) {
      expression(child(object, 1));
      writer().standAt(at(node).span);
      return write(Op::typeName, 0);
    }
    expression(object);
    writer().standAt(at(node).span);
    write(Op::loadAttribute, 0, nameNumber(at(node).text));
  }

  void subscript(NodeId node) {
    const auto parts = children(node);
    expression(parts[0]);
    if (at(parts[1]).kind != NodeKind::slice) {
      expression(parts[1]);
      writer().standAt(at(node).span);
      return write(Op::subscript, -1);
    }
    for (const NodeId part : children(parts[1])) {
      if (part == kNoNode) constant(kNone);
      else expression(part);
    }
    writer().standAt(at(node).span);
    write(Op::slice, -3);
  }

  // ---- Calls -------------------------------------------------------------------------------

  // The entry that a callee names, where nothing in the program binds that name.
  bool isBuiltIn(NodeId callee, std::string_view name) const {
    return at(callee).kind == NodeKind::name && at(callee).text == name && !globalNumbers_.contains(at(callee).text) &&
           (frame_->scope == lang::kModuleScope || !isOwn(at(callee).text));
  }
  bool isOwn(const std::string& name) const {
    const Variable* variable = scopes_.find(frame_->scope, name);
    return variable && variable->place != Place::global;
  }

  NodeId keywordArgument(NodeId call, std::string_view name) const {
    for (const NodeId argument : children(call).subspan(1)) {
      if (at(argument).kind == NodeKind::keyword && at(argument).text == name) return child(argument, 0);
    }
    return kNoNode;
  }

  void call(NodeId node) {
    const NodeId callee = child(node, 0);
    if (const NodeId key = keywordArgument(node, "key");
        key != kNoNode && at(key).kind != NodeKind::constantNone && chooseByKey(node))
      return;
    if ((isBuiltIn(callee, "any") || isBuiltIn(callee, "all")) && children(node).size() == 2 &&
        at(child(node, 1)).kind == NodeKind::generator) {
      return anyOrAll(node);
    }
    if (at(callee).kind == NodeKind::attribute) {
      const NodeId object = child(callee, 0);
      if (at(callee).text == "__init__" && at(object).kind == NodeKind::call && isBuiltIn(child(object, 0), "super")) {
        return superInit(node);
      }
      if (at(callee).text == "wait_for") return waitFor(node);
      // An attribute that can change is looked at before the arguments are computed, as in CPython.
      if (!sharing_.variableAttributes.contains(at(callee).text) && !hasStar(node)) return methodCall(node);
    }
    expression(callee);
    if (hasStar(node)) return callList(node);
    const auto [positional, names] = arguments(node);
    writer().standAt(at(node).span);
    if (isBuiltIn(callee, "print")) {
      // What is printed becomes text first, one after the other.
      for (int i = 0; i < positional; ++i) {
        write(Op::format, 0, 0, 0, static_cast<std::uint16_t>(positional - 1 - i + static_cast<int>(names.size())));
      }
    }
    write(Op::call, -positional - static_cast<int>(names.size()), static_cast<std::uint32_t>(positional),
          static_cast<std::uint8_t>(names.size()), keywordsNumber(names));
  }

  // Whether computing the arguments of a call can be a step, print, or raise an exception.
  bool canDoAnything(NodeId call) const {
    const auto given = children(call).subspan(1);
    return std::ranges::any_of(given, [this](NodeId argument) {
      if (at(argument).kind == NodeKind::keyword) argument = child(argument, 0);
      switch (at(argument).kind) {
        case NodeKind::constantNone:
        case NodeKind::constantTrue:
        case NodeKind::constantFalse:
        case NodeKind::constantInt:
        case NodeKind::constantFloat:
        case NodeKind::constantStr:
        case NodeKind::lambda: return false;
        default: return true;
      }
    });
  }

  bool hasStar(NodeId node) const {
    for (const NodeId argument : children(node).subspan(1)) {
      if (at(argument).kind == NodeKind::starred) return true;
    }
    return false;
  }

  // Pushes the arguments; how many positional ones, and the names of the others.
  std::pair<int, std::vector<std::uint32_t>> arguments(NodeId node) {
    int positional = 0;
    std::vector<std::uint32_t> names;
    for (const NodeId argument : children(node).subspan(1)) {
      if (at(argument).kind == NodeKind::keyword) {
        expression(child(argument, 0));
        names.push_back(nameNumber(at(argument).text));
      } else {
        expression(argument);
        ++positional;
      }
    }
    return {positional, std::move(names)};
  }

  void callList(NodeId node) {
    write(Op::makeList, 1, 0);
    std::vector<std::uint32_t> names;
    for (const NodeId argument : children(node).subspan(1)) {
      if (at(argument).kind == NodeKind::keyword) {
        expression(child(argument, 0));
        names.push_back(nameNumber(at(argument).text));
      } else if (at(argument).kind == NodeKind::starred) {
        expression(child(argument, 0));
        write(Op::appendAll, -1, 0);
      } else {
        expression(argument);
        write(Op::append, -1, 0);
      }
    }
    writer().standAt(at(node).span);
    write(Op::callList, -1 - static_cast<int>(names.size()), 1, static_cast<std::uint8_t>(names.size()), keywordsNumber(names));
  }

  void methodCall(NodeId node) {
    const NodeId callee = child(node, 0);
    expression(child(callee, 0));
    if (canDoAnything(node)) {
      writer().standAt(at(callee).span);
      write(Op::hasMethod, 0, nameNumber(at(callee).text));
    }
    const auto [positional, names] = arguments(node);
    writer().standAt(at(node).span);
    const auto number = static_cast<std::uint16_t>(program().methodCalls.size());
    program().methodCalls.push_back({nameNumber(at(callee).text), keywordsNumber(names)});
    write(Op::callMethod, -positional - static_cast<int>(names.size()), static_cast<std::uint32_t>(positional),
          static_cast<std::uint8_t>(names.size()), number);
  }

  void superInit(NodeId node) {
    const auto& first = frame_->writer.function().arguments.at(0).name;
    access(Access::load, first);
    const auto [positional, names] = arguments(node);
    writer().standAt(at(node).span);
    write(Op::superInit, -positional - static_cast<int>(names.size()), static_cast<std::uint32_t>(positional),
          static_cast<std::uint8_t>(names.size()), keywordsNumber(names));
  }

  // The keys are computed for each element first; then the elements are sorted, or one of them is chosen.
  bool chooseByKey(NodeId node) {
    const NodeId callee = child(node, 0);
    const bool inPlace = at(callee).kind == NodeKind::attribute && at(callee).text == "sort";
    std::uint32_t what = 0;
    if (inPlace) what = 3;
    else if (isBuiltIn(callee, "min")) what = 1;
    else if (isBuiltIn(callee, "max")) what = 2;
    else if (!isBuiltIn(callee, "sorted")) return false;
    std::vector<NodeId> items;
    for (const NodeId argument : children(node).subspan(1)) {
      if (at(argument).kind != NodeKind::keyword) items.push_back(argument);
    }
    if (inPlace) {
      expression(child(callee, 0));
      write(Op::hasMethod, 0, nameNumber(at(callee).text), 1);
      write(Op::copy, 1, 0);
    } else if (items.size() == 1) {
      expression(items[0]);
    } else {
      for (const NodeId item : items) expression(item);
      write(Op::makeTuple, 1 - static_cast<int>(items.size()), static_cast<std::uint32_t>(items.size()));
    }
    const std::uint32_t function = writer().slot(""), elements = writer().slot(""), keys = writer().slot(""),
                        option = writer().slot("");
    constant(kFalse);
    write(Op::storeLocal, -1, option);
    bool hasDefault = false;
    for (const NodeId argument : children(node).subspan(1)) {
      if (at(argument).kind != NodeKind::keyword) continue;
      expression(child(argument, 0));
      write(Op::storeLocal, -1, at(argument).text == "key" ? function : option);
      hasDefault = hasDefault || at(argument).text == "default";
    }
    writer().standAt(at(node).span);
    write(Op::iterate, 0);
    for (const std::uint32_t list : {elements, keys}) {
      write(Op::makeList, 1, 0);
      write(Op::storeLocal, -1, list);
    }
    computeKeys(function, elements, keys);
    write(Op::loadLocal, 1, elements);
    write(Op::loadLocal, 1, keys);
    write(Op::loadLocal, 1, option);
    writer().standAt(at(node).span);
    write(Op::choose, inPlace ? -3 : -2, what, hasDefault ? 1 : 0);
    return true;
  }

  // iterator →: its elements, and what the function makes of each, are appended to the lists in the slots.
  void computeKeys(std::uint32_t function, std::uint32_t elements, std::uint32_t keys) {
    const Label again = writer().label(), done = writer().label();
    writer().set(again);
    writer().jump(Op::next, 1, done);
    write(Op::loadLocal, 1, elements);
    write(Op::copy, 1, 1);
    write(Op::append, -1, 0);
    write(Op::pop, -1);
    write(Op::loadLocal, 1, keys);
    write(Op::swap, 0);
    write(Op::loadLocal, 1, function);
    write(Op::swap, 0);
    write(Op::call, -1, 1, 0, keywordsNumber({}));
    write(Op::append, -1, 0);
    write(Op::pop, -1);
    writer().jump(Op::jump, 0, again);
    writer().set(done);
    write(Op::pop, -1);
  }

  // any(e for x in xs), which stops at the first that decides.
  void anyOrAll(NodeId node) {
    const bool any = at(child(node, 0)).text == "any";
    const NodeId generator = child(node, 1);
    const auto parts = children(generator);
    const Label decided = writer().label(), end = writer().label();
    expression(parts[2]);
    write(Op::iterate, 0);
    renewCells(parts[1]);
    const std::uint32_t depth = writer().depth();
    loopOver(parts[1], parts[3], [&] { condition(parts[0], decided, any); }, at(parts[2]).span);
    constant(boolean(!any));
    writer().jump(Op::jump, 0, end);
    writer().set(decided);
    writer().setDepth(depth);
    write(Op::pop, -1);
    constant(boolean(any));
    writer().set(end);
  }

  // Condition.wait_for is the loop that CPython makes of it; time stands still, so a wait that gives up is the last.
  void waitFor(NodeId node) {
    const NodeId callee = child(node, 0);
    const auto parts = children(node);
    const std::uint32_t condition = writer().slot(""), predicate = writer().slot(""), result = writer().slot("");
    const std::uint32_t timeout = writer().slot(""), woken = writer().slot("");
    expression(child(callee, 0));
    write(Op::hasMethod, 0, nameNumber(at(callee).text), 1);
    write(Op::storeLocal, -1, condition);
    NodeId given = keywordArgument(node, "predicate");
    NodeId time = keywordArgument(node, "timeout");
    if (given == kNoNode) given = parts[1];
    if (time == kNoNode && parts.size() > 2 && at(parts[2]).kind != NodeKind::keyword) time = parts[2];
    expression(given);
    write(Op::storeLocal, -1, predicate);
    if (time != kNoNode) {
      expression(time);
      write(Op::storeLocal, -1, timeout);
    }
    const Label again = writer().label(), done = writer().label();
    constant(kTrue);
    write(Op::storeLocal, -1, woken);
    writer().set(again);
    writer().standAt(at(node).span);
    write(Op::loadLocal, 1, predicate);
    write(Op::call, 0, 0, 0, keywordsNumber({}));
    write(Op::storeLocal, -1, result);
    write(Op::loadLocal, 1, result);
    write(Op::truth, 0);
    writer().jump(Op::jumpIfTrue, -1, done);
    write(Op::loadLocal, 1, woken);
    writer().jump(Op::jumpIfFalse, -1, done);
    write(Op::loadLocal, 1, condition);
    if (time != kNoNode) write(Op::loadLocal, 1, timeout);
    const auto number = static_cast<std::uint16_t>(program().methodCalls.size());
    program().methodCalls.push_back({nameNumber("wait"), keywordsNumber({})});
    write(Op::callMethod, time != kNoNode ? -1 : 0, time != kNoNode ? 1 : 0, 0, number);
    write(Op::storeLocal, -1, woken);
    writer().jump(Op::jump, 0, again);
    writer().set(done);
    write(Op::loadLocal, 1, result);
  }

  static constexpr std::uint16_t kNoClass = 0xffff;

  const lang::Tree& tree_;
  const lang::Scopes& scopes_;
  const NodeId question_;
  const Sharing sharing_;
  Compiled compiled_;
  Frame* frame_ = nullptr;
  std::set<NodeId> isBound_;
  std::map<NodeId, std::vector<std::string>> ownAttributes_;  // by class
  std::vector<std::string> otherAttributes_;
  std::map<std::string, std::uint32_t, std::less<>> globalNumbers_, nameNumbers_, classNumbers_;
  std::map<std::uint64_t, std::uint32_t> valueNumbers_;
  std::map<std::vector<std::uint32_t>, std::uint16_t> keywordNumbers_;
  std::map<NodeId, std::uint32_t> functionNumbers_;
};

}  // namespace

Compiled compile(const lang::Tree& tree, const lang::Scopes& scopes) {
  return Compiler(tree, scopes, kNoNode, sharingOf(tree, scopes)).result();
}

Compiled compile(const lang::Tree& tree, const lang::Asked& asked) {
  return Compiler(asked.tree, asked.scopes, asked.function, sharingOf(tree, asked.scopes)).result();
}

}  // namespace interleave::program
