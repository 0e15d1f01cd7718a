#include "lang/scopes.h"

#include <gtest/gtest.h>

#include <regex>
#include <string>

#include "lang/parser.h"

namespace interleave::lang {
namespace {

std::string_view nameOf(Place place) {
  switch (place) {
    case Place::global: return "global";
    case Place::local: return "local";
    case Place::cell: return "cell";
    case Place::free: return "free";
    case Place::ofClass: return "of class";
  }
  return "";
}

Parsed parsed(std::string_view source) {
  Parsed result = parse(source);
  for (const Fault& fault : result.faults) ADD_FAILURE() << messageOf(fault, source);
  return result;
}

// A line a scope: its name, behind a `<` the scope around, and its variables: `x local 2L` has two bindings, one of them in a
// loop, and `*` marks a parameter. Numbers of comprehensions are shown as `#`.
std::string described(std::string_view source) {
  const Parsed program = parsed(source);
  const Scopes scopes = scopesOf(program.tree);
  std::string text;
  for (const Scope& scope : scopes.scopes) {
    if (&scope != scopes.scopes.data()) text += scope.name + " < " + scopes.scopes[scope.parent].name;
    text += ":";
    for (const Variable& each : scope.variables) {
      text +=
          (text.ends_with(':') ? " " : ", ") + each.name + (each.parameter ? "*" : "") + " " + std::string(nameOf(each.place));
      if (each.bindings > 0) text += " " + std::to_string(each.bindings) + (each.boundInLoop ? "L" : "");
    }
    text += "\n";
  }
  return std::regex_replace(text, std::regex("@[0-9]+"), "@#");
}

std::string faultsOf(std::string_view source) {
  const Parsed program = parsed(source);
  std::string text;
  for (const Fault& fault : scopesOf(program.tree).faults) text += messageOf(fault, source) + "\n";
  return text;
}

TEST(Scopes, TellNamesOfTheModuleFromLocalOnes) {
  EXPECT_EQ(described("n = 0\n"
                      "def f(a, b=n):\n"
                      "    global n, fresh\n"
                      "    n += a\n"
                      "    fresh = print(c)\n"
                      "    c = 1\n"),
            ": n global 2, f global 1, fresh global 1\n"
            "f < : a* local 1, b* local 1, n global 1, fresh global 1, print global, c local 1\n");
}

TEST(Scopes, CarryAVariableThroughTheFunctionsBetween) {
  EXPECT_EQ(described("def outer(a):\n"
                      "    count = 0\n"
                      "    def middle():\n"
                      "        def inner():\n"
                      "            nonlocal count\n"
                      "            count += a\n"
                      "        return inner\n"
                      "    return middle\n"),
            ": outer global 1\n"
            "outer < : a* cell 1, count cell 2, middle local 1\n"
            "middle < outer: inner local 1, count free, a free\n"
            "inner < middle: count free 1, a free\n");
}

TEST(Scopes, HideAClassFromItsMethods) {
  EXPECT_EQ(described("def f():\n"
                      "    x = 1\n"
                      "    class C:\n"
                      "        y = x\n"
                      "        def get(self):\n"
                      "            return x, y\n"),
            ": f global 1\n"
            "f < : x cell 1, C local 1\n"
            "C < f: y of class 1, x free, get of class 1\n"
            "get < C: self* local 1, x free, y global\n");
}

TEST(Scopes, LookInTheModuleForWhatAClassBindsItself) {
  EXPECT_EQ(described("x = 0\n"
                      "def f():\n"
                      "    x = 1\n"
                      "    class C:\n"
                      "        x = x\n"
                      "        def get(self):\n"
                      "            return x\n"),
            ": x global 1, f global 1\n"
            "f < : x cell 1, C local 1\n"
            "C < f: x of class 1, get of class 1\n"
            "get < C: self* local 1, x free\n");
}

TEST(Scopes, GiveTheTargetOfAComprehensionANameOfItsOwn) {
  EXPECT_EQ(described("x = [x for x in x]\n"), ": x global 1, x@# global 1L\n");
  EXPECT_EQ(described("def f(x):\n"
                      "    return [(x, y) for x, y in x if y]\n"),
            ": f global 1\n"
            "f < : x* local 1, x@# local 1L, y@# local 1L\n");
  EXPECT_EQ(described("class C:\n"
                      "    y = [x for x in range(3)]\n"),
            ": C global 1, x@# global 1L\n"
            "C < : y of class 1, range global\n");
}

TEST(Scopes, MakeATargetThatALambdaMentionsACell) {
  EXPECT_EQ(described("fs = [lambda: x for x in range(3)]\n"),
            ": fs global 1, x@# cell 1L, range global\n"
            "<lambda> < : x@# free\n");
  EXPECT_EQ(described("def f():\n"
                      "    return [lambda y: lambda: (x, y) for x in range(3)]\n"),
            ": f global 1\n"
            "f < : x@# cell 1L, range global\n"
            "<lambda> < f: y* cell 1, x@# free\n"
            "<lambda> < <lambda>: x@# free, y free\n");
  EXPECT_EQ(described("fs = [[lambda: x for x in range(x)] for x in range(3)]\n"),
            ": fs global 1, x@# cell 1L, range global, x@# global 1L\n"
            "<lambda> < : x@# free\n");
}

TEST(Scopes, TakeATargetInAClassBodyIntoTheFunctionAround) {
  EXPECT_EQ(described("def f():\n"
                      "    class C:\n"
                      "        fs = [lambda: x for x in 'ab']\n"),
            ": f global 1\n"
            "f < : C local 1, x@# cell 1L\n"
            "C < f: fs of class 1, x@# free\n"
            "<lambda> < C: x@# free\n");
}

TEST(Scopes, CountEachKindOfBinding) {
  EXPECT_EQ(
      described("import a.b, c as d\n"
                "from e import f as g, h\n"
                "for i in ():\n"
                "    i = 1\n"
                "    def looped(): pass\n"
                "else:\n"
                "    once = 1\n"
                "while 1:\n"
                "    w += 1\n"
                "with x as (y, z.a, v[0]): pass\n"
                "try: pass\n"
                "except E as e: pass\n"
                "p: int\n"
                "q: int = 1\n"),
      ": a global 1, d global 1, g global 1, h global 1, i global 2L, looped global 1L, once global 1, w global 1L, x global, "
      "y global 1, z global, v global, e global 1, E global, p global, int global, q global 1\n"
      "looped < :\n");
}

TEST(Scopes, MakeAnAnnotatedNameLocal) {
  EXPECT_EQ(described("def f():\n"
                      "    x: int\n"
                      "    return lambda: x\n"),
            ": f global 1\n"
            "f < : x cell, int global\n"
            "<lambda> < f: x free\n");
}

TEST(Scopes, ComputeDefaultsAroundTheFunction) {
  EXPECT_EQ(described("def f(n):\n"
                      "    return lambda n=n: n\n"),
            ": f global 1\n"
            "f < : n* local 1\n"
            "<lambda> < f: n* local 1\n");
}

TEST(Scopes, KnowTheVariableOfEachName) {
  const Parsed program = parsed("x = [x for x in [1]]\n");
  const Scopes scopes = scopesOf(program.tree);
  std::string names;
  for (NodeId node = 1; node < program.tree.size(); ++node) {
    if (program.tree.kind(node) != NodeKind::name) continue;
    names += std::to_string(program.tree[node].span.column) + (scopes.variableOf.at(node).starts_with("x@") ? "@ " : " ");
  }
  EXPECT_EQ(names, "0 5@ 11@ ");
}

TEST(Scopes, NameTheFirstBindingInTheText) {
  const Parsed program = parsed("def f():\n    global n\n    n = 1\nn = 2\n");
  const Scopes scopes = scopesOf(program.tree);
  EXPECT_EQ(program.tree[scopes.find(kModuleScope, "n")->firstBinding].span.line, 3);
}

TEST(Scopes, RefuseWhatPythonForbids) {
  EXPECT_EQ(faultsOf("def f():\n    nonlocal x\n"),
            "line 2, column 14: `nonlocal x`: no function around binds `x`; for a name of the module write `global x`\n");
  EXPECT_EQ(faultsOf("def f():\n    print(x)\n    global x\n"),
            "line 3, column 12: `x` is used before this line; write `global x` at the beginning of the function\n");
  EXPECT_EQ(faultsOf("def f(x):\n    global x\n"),
            "line 2, column 12: `x` is a parameter and global; give the parameter another name\n");
  EXPECT_EQ(faultsOf("def f(x, x): pass\n"),
            "line 1, column 10: `x` is a parameter twice; give each parameter a name of its own\n");
  EXPECT_EQ(faultsOf("def f(x):\n    def g():\n        nonlocal x\n        global x\n"),
            "line 4, column 16: `x` is declared nonlocal and global; keep one of the two\n");
  EXPECT_EQ(faultsOf("def f():\n    global x\n    x: int = 1\n"),
            "line 3, column 5: `x` is declared `global` here, so it can have no annotation; leave the annotation out\n");
  EXPECT_EQ(
      faultsOf("class C:\n    n = 1\n    m = [n for _ in range(n)]\n"),
      "line 3, column 10: `n` of the class is not seen inside a comprehension of its body; use a `for` loop in `__init__`, or "
      "assign `n` at module level\n");
}

}  // namespace
}  // namespace interleave::lang
