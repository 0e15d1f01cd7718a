// A program as linear code for a stack machine. Constant once compiled: any number of machines on any threads may share one.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lang/source.h"
#include "lang/vocabulary.h"
#include "program/constants.h"
#include "program/value.h"

namespace interleave::program {

// In the comments: what is on the operand stack before and after, its top on the right; a, b and c are the instruction's numbers.
enum class Op : std::uint8_t {
  constant,  // → value; a: number in Program::values
  pop,  // x →
  copy,  // → x; a: how far below the top x is
  swap,  // x y → y x
  rotate,  // x y z → z x y
  loadLocal,  // → x; a: slot. UnboundLocalError
  storeLocal,  // x →
  clearLocal,  // unbinds
  makeCell,  // the slot's value moves into a new cell, which the slot then has; c: number in Program::cells
  loadCell,  // → x; a: slot of the cell. A step unless constant. NameError
  storeCell,  // x →
  clearCell,
  loadSlot,  // → the cell itself; a: its slot
  loadGlobal,  // → x; a: number in Program::globals
  storeGlobal,  // x →
  clearGlobal,
  loadAttribute,  // object → x; a: name
  storeAttribute,  // x object →
  unary,  // x → y; a: lang::Operator
  binary,  // x y → z
  inPlace,  // x y → z: `x += y`, which changes a list, set, dict or deque
  compare,  // x y → bool
  truth,  // x → bool
  jump,  // a: target
  jumpIfFalse,  // bool →
  jumpIfTrue,  // bool →
  makeTuple,  // x… → tuple; a: how many
  makeList,
  makeSet,
  makeDict,  // key value… → dict; a: how many pairs
  append,  // x → ; a: how far below the top, without x, the list is
  appendAll,  // iterable → ; likewise: each of its elements
  subscript,  // object index → x
  storeSubscript,  // x object index →
  deleteSubscript,  // object index →
  slice,  // object lower upper step → x
  unpack,  // x → elements, the first on top; a: how many
  iterate,  // x → iterator
  next,  // iterator → iterator x, or, at its end, iterator, and to a
  call,  // callee argument… keyword value… → x; a: positional, b: keywords, c: number in Program::keywords
  callList,  // callee list keyword value… → x; the positional ones are in the list; b, c as above
  callMethod,  // object argument… keyword value… → x; a: positional, b: keywords, c: number in Program::methodCalls
  hasMethod,  // object → object; a: name. AttributeError: before the arguments of a call are computed, as in CPython. b: only of the library
  superInit,  // self argument… → None: super().__init__(…); a, b, c as `call`
  makeFunction,  // default… cell… → function; a: number in Program::functions, b: how many defaults, c: how many cells
  makeClass,  // → class; a: number in Program::classes
  returnValue,  // x →
  raise,  // exception →, or, if a is 2, exception cause →
  reraise,  // a: slot of the exception
  matches,  // exception type → bool
  enter,  // context → x
  exit,  // context → x
  exitRaised,  // context exception → x: true if it is swallowed
  format,  // x → str, or, if b, x spec → str; a: conversion 'r', 's' or 0; c: how far below the top x is
  join,  // str… → str; a: how many
  typeName,  // x → str
  choose,  // items keys reverse → x; a: 0 sorted, 1 min, 2 max, 3 of a list that is sorted in place: list before items.
  // b: of min and max, a default in the place of reverse
  begin,  // → x: calls what is in the slots 0 to 2: what is called, a tuple of arguments, and a dict of named ones or None
  end,  // x →: of the thread or task. A step where the program can tell
};

struct Instruction {
  Op op = Op::pop;
  std::uint8_t b = 0;
  std::uint16_t c = 0;
  std::uint32_t a = 0;
};

// Where an exception goes: from instructions [from, to) to `target`, with an operand stack of `depth` and the exception on it.
struct Handler {
  std::uint32_t from, to, target;
  std::uint32_t depth;
};

struct Argument {
  std::string name;
  bool byName = false;  // keyword only
  bool hasDefault = false;
};

struct Function {
  std::string name;  // as Python's __qualname__
  std::vector<Argument> arguments;
  std::uint32_t slots = 0;  // arguments, variables, cells, cells of functions around it, and what the compiler keeps
  std::vector<std::string> slotNames;
  std::uint32_t firstCell = 0;  // the slots from there on have the cells of functions around it that it was made with
  std::uint32_t cellCount = 0;
  std::vector<Instruction> code;
  std::vector<lang::Span> places;  // one an instruction
  std::vector<Handler> handlers;  // inner ones first
  // The slots that are read before they are written from an instruction on: those of instruction i are `live` from liveFrom[i] to
  // liveFrom[i + 1], in ascending order.
  std::vector<std::uint32_t> live, liveFrom;
  bool reachedByOthers = false;  // another thread than main can run it
  bool isStatic = false;
  std::uint16_t ofClass = 0xffff;  // number of the class of which it is a method

  std::span<const std::uint32_t> liveAt(std::uint32_t pc) const {
    return std::span(live).subspan(liveFrom[pc], liveFrom[pc + 1] - liveFrom[pc]);
  }
};

enum class Base : std::uint8_t { none, thread, exception };

struct Class {
  std::string name;
  Base base = Base::none;
  std::uint16_t parent = 0xffff;  // number of the class that it is derived from, where the program defines that
  lang::EntryId entry = 0;  // the language's class that it is derived from, if any
  std::unordered_map<std::uint32_t, std::uint32_t> methods;  // name → function
  std::unordered_map<std::uint32_t, std::uint32_t> variables;  // name → place in the class's values, behind its serial
  std::unordered_map<std::uint32_t, std::uint32_t> attributes;  // name → place in an instance's values, behind what every one has
  std::vector<std::uint32_t> variableNames;  // by place
  std::vector<std::uint32_t> attributeNames;
};

struct Global {
  std::string name;
  bool shared = false;  // code of another thread than main mentions it
  bool constant = false;  // bound once
  bool hidden = false;  // made by the compiler: never shown
};

// A variable of a function that a function inside mentions.
struct Cell {
  std::string name;  // as a reader says it: `main.n`
  bool constant = false;
};

struct MethodCall {
  std::uint32_t name = 0;
  std::uint16_t keywords = 0;
};

// `owner`: a Type, or the number of a module.
constexpr std::uint64_t memberKey(auto owner, std::uint32_t name) { return static_cast<std::uint64_t>(owner) << 32 | name; }

struct Program {
  std::vector<Function> functions;  // the first is the module, the second what every thread and task begins with
  std::vector<Class> classes;
  std::vector<Global> globals;  // in the order of the text
  std::vector<Cell> cells;
  std::vector<Value> values;  // constants of the text
  std::vector<std::string> names;  // of attributes and methods
  std::vector<bool> constantNames;  // by name: an attribute of that name is bound once
  std::vector<std::vector<std::uint32_t>> keywords;  // names of keyword arguments
  std::vector<MethodCall> methodCalls;
  std::vector<std::string> watched;
  // Of methods that the machine itself calls: among `names`.
  struct SpecialNames {
    std::uint32_t init = 0, enter = 0, exit = 0, run = 0;
  };
  SpecialNames special;
  // The entries of members of types and of modules, by memberKey(). Of names of the text only.
  std::unordered_map<std::uint64_t, lang::EntryId> members;
  std::unordered_map<std::uint64_t, lang::EntryId> moduleMembers;
  std::uint32_t question =
      0;  // the function that asks for something (lang/asked.h), which the program never calls; 0: there is none
  bool endsAreSteps = false;  // the program asks whether a thread has ended
  bool poolsAreSteps = false;  // code of another thread than main submits, or shuts an executor down
  // Texts, floats and large integers that the text has and that machines make.
  std::shared_ptr<Constants> constants = std::make_shared<Constants>();
};

}  // namespace interleave::program
