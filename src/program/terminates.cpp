#include "program/terminates.h"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "lang/tree.h"
#include "lang/vocabulary.h"

namespace interleave::program {
namespace {

using Number = std::uint32_t;  // of an instruction, or a function

bool isJump(Op op) { return op == Op::jump || op == Op::jumpIfFalse || op == Op::jumpIfTrue || op == Op::next; }
bool goesOn(Op op) { return op != Op::jump && op != Op::returnValue && op != Op::raise && op != Op::reraise && op != Op::end; }

// A loop that is no `for`: instructions [head, end) of a function.
struct Loop {
  Number function = 0;
  Number head = 0, end = 0;
};

// What an instruction does to the height of the operand stack; none: that is not looked into.
std::optional<int> effectOf(const Instruction& instruction) {
  const auto many = [&](int before) { return before - static_cast<int>(instruction.a) - instruction.b; };
  switch (instruction.op) {
    case Op::constant:
    case Op::copy:
    case Op::loadLocal:
    case Op::loadCell:
    case Op::loadGlobal: return 1;
    case Op::loadAttribute:
    case Op::unary:
    case Op::truth:
    case Op::hasMethod:
    case Op::typeName: return 0;
    case Op::format: return instruction.b != 0 ? -1 : 0;
    case Op::binary:
    case Op::compare:
    case Op::subscript: return -1;
    case Op::makeTuple:
    case Op::makeList:
    case Op::join: return 1 - static_cast<int>(instruction.a);
    case Op::call:
    case Op::callMethod: return many(0);
    default: return std::nullopt;
  }
}

// Which functions of the program code can call, as far as that is known.
class Callees {
 public:
  explicit Callees(const Program& program) : program_(program) {}

  // Adds those that an instruction can call. False: all of them.
  bool add(const Function& function, Number at, std::vector<Number>& callees) const {
    const Instruction& instruction = function.code[at];
    switch (instruction.op) {
      case Op::call: return addCalled(function, at, callees);
      case Op::callMethod: return addMethods(program_.methodCalls[instruction.c].name, callees);
      case Op::enter: return addMethods(program_.special.enter, callees);
      case Op::exit:
      case Op::exitRaised: return addMethods(program_.special.exit, callees);
      case Op::callList:
      case Op::superInit:
      case Op::begin: return false;
      default: return true;
    }
  }
  // A class of the program has it, as a method or as anything else.
  bool hasMember(Number name) const {
    return std::ranges::any_of(program_.classes, [&](const Class& one) {
      return one.methods.contains(name) || one.variables.contains(name) || one.attributes.contains(name);
    });
  }

 private:
  bool addMethods(Number name, std::vector<Number>& callees) const {
    for (const Class& one : program_.classes) {
      if (one.variables.contains(name) || one.attributes.contains(name)) return false;
      if (const auto method = one.methods.find(name); method != one.methods.end()) callees.push_back(method->second);
    }
    return true;
  }

  // By the instruction that has pushed what is called.
  bool addCalled(const Function& function, Number at, std::vector<Number>& callees) const {
    const Instruction& call = function.code[at];
    int above = static_cast<int>(call.a) + call.b;
    while (at-- > 0) {
      const Instruction& before = function.code[at];
      const auto effect = effectOf(before);
      if (!effect || (above == 0 && *effect != 1)) return false;
      if (above != 0) {
        above -= *effect;
        continue;
      }
      switch (before.op) {
        case Op::constant: return addMade(before, callees);
        case Op::loadGlobal: return program_.globals[before.a].constant && addBound(before.a, callees);
        case Op::loadLocal: return before.a >= function.arguments.size() && addBoundIn(function, before.a, callees);
        default: return false;
      }
    }
    return false;
  }

  // A function that an instruction makes, or what the language has and calls no function of the program.
  bool addMade(const Instruction& made, std::vector<Number>& callees) const {
    if (made.op == Op::makeFunction) {
      callees.push_back(made.a);
      return true;
    }
    if (made.op != Op::constant) return false;
    const Value value = program_.values[made.a];
    if (value.is(Tag::function)) callees.push_back(static_cast<Number>(value.index()));
    return value.is(Tag::function) || value.is(Tag::entry);
  }

  // What a variable of a function is bound to, where that is functions.
  bool addBoundIn(const Function& function, Number slot, std::vector<Number>& callees) const {
    for (Number at = 0; at < function.code.size(); ++at) {
      if (function.code[at].op != Op::storeLocal || function.code[at].a != slot) continue;
      if (at == 0 || !addMade(function.code[at - 1], callees)) return false;
    }
    return true;
  }

  // What a name of the module that is bound once is bound to, where that is a function.
  bool addBound(Number global, std::vector<Number>& callees) const {
    for (const Function& function : program_.functions) {
      for (Number at = 1; at < function.code.size(); ++at) {
        if (function.code[at].op != Op::storeGlobal || function.code[at].a != global) continue;
        return addMade(function.code[at - 1], callees);
      }
    }
    return false;
  }

  const Program& program_;
};

class Prover {
 public:
  explicit Prover(const Program& program) : program_(program), callees_(program) {}

  bool prove() {
    if (!findLoops()) return false;
    const bool waitsForNotification = !names("threading.Event") && !names("threading.Barrier");
    for (bool proved = true; proved && !open_.empty();) {
      const bool puts = calls({"put", "put_nowait"}), notifies = calls({"notify", "notify_all"});
      const auto isProved = [&](const Loop& loop) {
        return eachTurn(loop, [&](Number at) {
          return counts(loop, at) || (!puts && isCall(loop, at, "get")) ||
                 (!notifies && waitsForNotification && isCall(loop, at, "wait"));
        });
      };
      proved = std::erase_if(open_, isProved) != 0;
    }
    return open_.empty();
  }

 private:
  // False: there are jumps back that no loop has.
  bool findLoops() {
    for (Number number = 0; number < program_.functions.size(); ++number) {
      const Function& function = program_.functions[number];
      std::map<Number, Number> ends;  // by head
      for (Number at = 0; at < function.code.size(); ++at) {
        const Instruction& instruction = function.code[at];
        if (isJump(instruction.op) && instruction.a <= at && function.code[instruction.a].op != Op::next)
          ends[instruction.a] = at + 1;
      }
      for (const auto& [head, end] : ends) open_.push_back({number, head, end});
      if (std::ranges::any_of(function.handlers, [](const Handler& one) { return one.target < one.to; })) return false;
    }
    return true;
  }

  // The program mentions an entry of the vocabulary.
  bool names(std::string_view entry) const {
    const auto id = lang::findEntry(entry);
    const auto is = [&](const auto& one) { return one.second == *id; };
    return std::ranges::any_of(program_.moduleMembers, is) || std::ranges::any_of(program_.members, is) ||
           std::ranges::find(program_.values, Value(Tag::entry, *id)) != program_.values.end();
  }

  const Function& functionOf(const Loop& loop) const { return program_.functions[loop.function]; }
  std::string_view methodOf(const Instruction& instruction) const {
    return instruction.op == Op::callMethod ? std::string_view(program_.names[program_.methodCalls[instruction.c].name])
                                            : std::string_view();
  }

  // Whether loops that are not proved, or what they call, call a method of one of these names.
  bool calls(std::initializer_list<std::string_view> methods) const {
    std::vector<bool> seen(program_.functions.size(), false);
    std::vector<Loop> open = open_;
    std::vector<Number> callees;
    const auto addFunction = [&](Number number) {
      if (seen[number]) return;
      seen[number] = true;
      open.push_back({number, 0, static_cast<Number>(program_.functions[number].code.size())});
    };
    while (!open.empty()) {
      const Loop code = open.back();
      open.pop_back();
      for (Number at = code.head; at < code.end; ++at) {
        const Instruction& instruction = functionOf(code).code[at];
        // Taken to be called later.
        if (instruction.op == Op::loadAttribute && std::ranges::find(methods, program_.names[instruction.a]) != methods.end())
          return true;
        if (std::ranges::find(methods, methodOf(instruction)) != methods.end()) return true;
        callees.clear();
        if (callees_.add(functionOf(code), at, callees)) {
          for (const Number callee : callees) addFunction(callee);
        } else {
          for (Number all = 0; all < program_.functions.size(); ++all) addFunction(all);
        }
      }
    }
    return false;
  }

  // A call of the method without arguments, where no class of the program has one of the name.
  bool isCall(const Loop& loop, Number at, std::string_view method) const {
    const Instruction& instruction = functionOf(loop).code[at];
    return methodOf(instruction) == method && instruction.a == 0 && instruction.b == 0 &&
           !callees_.hasMember(program_.methodCalls[instruction.c].name);
  }

  std::optional<std::int64_t> integerAt(const Function& function, Number at) const {
    if (function.code[at].op != Op::constant) return std::nullopt;
    const Value value = program_.values[function.code[at].a];
    return value.is(Tag::integer) ? std::optional(value.small()) : std::nullopt;
  }

  // Binds a variable of the function to itself and a constant, where nothing else in the loop binds it, and all outside bind integers.
  bool counts(const Loop& loop, Number at) const {
    const Function& function = functionOf(loop);
    if (function.code[at].op != Op::storeLocal || at < loop.head + 3) return false;
    const Number slot = function.code[at].a;
    const Instruction &sum = function.code[at - 1], &from = function.code[at - 3];
    const auto isSum =
        (sum.op == Op::inPlace || sum.op == Op::binary) &&
        (sum.a == static_cast<Number>(lang::Operator::add) || sum.a == static_cast<Number>(lang::Operator::subtract));
    const auto by = integerAt(function, at - 2);
    if (!isSum || !by || *by == 0 || from.op != Op::loadLocal || from.a != slot || slot < function.arguments.size()) return false;
    for (Number other = 0; other < function.code.size(); ++other) {
      const Instruction& instruction = function.code[other];
      if (other == at || instruction.a != slot) continue;
      if (instruction.op == Op::makeCell || instruction.op == Op::clearLocal) return false;
      if (instruction.op != Op::storeLocal) continue;
      if ((other >= loop.head && other < loop.end) || other == 0 || !integerAt(function, other - 1)) return false;
    }
    return true;
  }

  // Whether each way round the loop takes an instruction for which `holds` holds, without an exception.
  bool eachTurn(const Loop& loop, const auto& holds) const {
    const Function& function = functionOf(loop);
    std::vector<bool> seen(loop.end - loop.head, false);
    std::vector<Number> open;
    bool returns = false;
    const auto go = [&](Number to) {
      returns = returns || (to == loop.head && !seen.empty() && seen[0]);
      if (to < loop.head || to >= loop.end || seen[to - loop.head]) return;
      seen[to - loop.head] = true;
      open.push_back(to);
    };
    go(loop.head);
    while (!open.empty() && !returns) {
      const Number at = open.back();
      open.pop_back();
      for (const Handler& handler : function.handlers) {
        if (at >= handler.from && at < handler.to) go(handler.target);
      }
      if (holds(at)) continue;
      const Instruction& instruction = function.code[at];
      if (goesOn(instruction.op)) go(at + 1);
      if (isJump(instruction.op)) go(instruction.a);
    }
    return !returns;
  }

  const Program& program_;
  const Callees callees_;
  std::vector<Loop> open_;  // not proved
};

}  // namespace

bool terminates(const Program& program) { return Prover(program).prove(); }

}  // namespace interleave::program
