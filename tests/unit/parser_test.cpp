// Programs that the parser refuses, with its messages; and what it makes of those that it accepts, as far as that is not
// compared with CPython (python_trees_test.cpp).
#include "lang/parser.h"

#include <string>
#include <vector>

#include "lang/letters.h"
#include "support.h"

namespace interleave::test {
namespace {

using lang::Fault;
using lang::Node;
using lang::NodeId;
using lang::NodeKind;
using lang::parse;
using lang::Parsed;

std::vector<std::string> messagesOf(const std::string& source) {
  std::vector<std::string> messages;
  for (const Fault& each : parse(source).faults) messages.push_back(messageOf(each, source));
  return messages;
}

using Messages = std::vector<std::string>;

struct Wrong {
  std::string source;
  Messages messages;
};

// What learners write, and what the language leaves out.
const std::vector<Wrong>& wrongPrograms() {
  // clang-format off
  static const std::vector<Wrong> programs = {
    {"if x == 1\n    pass\n",
     {"line 1, column 10: `:` is missing at the end of the line of `if`"}},
    {"print('hello)\n",
     {"line 1, column 7: this string was never closed: a closing quote is missing before the end of the line"}},
    {"x = foo(1, 2\ndef g():\n    pass\n",
     {"line 1, column 8: `(` was never closed: `)` is missing"}},
    {"x = (1, 2]\n",
     {"line 1, column 10: `]` does not close `(` of line 1: `)` is expected"}},
    {"x = 1)\n",
     {"line 1, column 6: `)` closes nothing: no bracket is open here"}},
    {"    x = 1\n",
     {"line 1, column 5: the first line is indented: begin it without blanks"}},
    {"x = 1\n    y = 2\nz = 3\n",
     {"line 2, column 5: this line is indented further than the one before, which begins no block: indent both alike"}},
    {"def f():\n        a = 1\n    b = 2\n    c = 3\n",
     {"line 3, column 1: this line is indented by 4, the blocks around it by 0 and 8: it has to be one of these"}},
    {"if x:\npass\n",
     {"line 2, column 1: an indented block is expected behind `if` of line 1: write `pass` if it does nothing"}},
    {"def f():\n\nx = 1\n",
     {"line 3, column 1: an indented block is expected behind `def` of line 1: write `pass` if it does nothing"}},
    {"while True:\n",
     {"line 1, column 11: an indented block is expected behind `while` of line 1: write `pass` if it does nothing"}},
    {"print 'hello'\n",
     {"line 1, column 1: `print` is a function: write `print(…)`"}},
    {"if x = 3:\n    pass\n",
     {"line 1, column 6: `=` assigns and cannot stand here: write `==` to compare"}},
    {"f(1 2)\n",
     {"line 1, column 5: the number `2` follows a value directly: `,` or `)` is expected"}},
    {"x = [1, 2 3]\n",
     {"line 1, column 11: the number `3` follows a value directly: `,` or `]` is expected"}},
    {"5 = x\n",
     {"line 1, column 1: a number cannot be assigned to: allowed are a name, an attribute and an element"}},
    {"f() = 1\n",
     {"line 1, column 1: a call cannot be assigned to: allowed are a name, an attribute and an element"}},
    {"a + b = c\n",
     {"line 1, column 1: an operation cannot be assigned to: allowed are a name, an attribute and an element"}},
    {"x == 1 = 2\n",
     {"line 1, column 1: a comparison cannot be assigned to: allowed are a name, an attribute and an element"}},
    {"None = 1\n",
     {"line 1, column 1: None cannot be assigned to: allowed are a name, an attribute and an element"}},
    {"'a' += 1\n",
     {"line 1, column 1: a string cannot be assigned to: allowed are a name, an attribute and an element"}},
    {"(a, b) += 1\n",
     {"line 1, column 1: several values cannot be changed at once: write a line for each"}},
    {"for 1 in x:\n    pass\n",
     {"line 1, column 5: a number cannot be assigned to: allowed are a name, an attribute and an element"}},
    {"x = y = f() = 3\n",
     {"line 1, column 9: a call cannot be assigned to: allowed are a name, an attribute and an element"}},
    {"x++\n",
     {"line 1, column 3: Python has no `++`: write `+= 1`"}},
    {"if a && b:\n    pass\n",
     {"line 1, column 6: `&&` is no operator of Python: write `and`"}},
    {"if a || b:\n    pass\n",
     {"line 1, column 6: `||` is no operator of Python: write `or`"}},
    {"if !a:\n    pass\n",
     {"line 1, column 4: `!` stands only in `!=`: write `not` to negate"}},
    {"else:\n    pass\n",
     {"line 1, column 1: `else` has no `if`, `for`, `while` or `try` before it with the same indentation"}},
    {"if a:\n    pass\nelse if b:\n    pass\n",
     {"line 3, column 6: `else if` is written `elif` in Python"}},
    {"elif a:\n    pass\n",
     {"line 1, column 1: `elif` has no `if` before it with the same indentation"}},
    {"except E:\n    pass\n",
     {"line 1, column 1: `except` has no `try` before it with the same indentation"}},
    {"try:\n    pass\nx = 1\n",
     {"line 1, column 1: `try` needs `except` or `finally` behind its block, with the same indentation"}},
    {"try:\n    pass\nexcept:\n    pass\nexcept E:\n    pass\n",
     {"line 5, column 1: `except` without an exception catches all and has to be the last one"}},
    {"try:\n    pass\nexcept A, B:\n    pass\n",
     {"line 3, column 9: several exceptions stand in brackets: write `except (A, B):`"}},
    {"try:\n    pass\nexcept* E:\n    pass\n",
     {"line 3, column 7: `except*` is not in the language: write `except`"}},
    {"async def f():\n    await g()\n",
     {"line 1, column 1: `async` is not in the language: write functions for threads",
      "line 2, column 5: `await` is not in the language: write functions for threads"}},
    {"def f():\n    yield 1\n",
     {"line 2, column 5: `yield` is not in the language, as generators are: return a list"}},
    {"x = await f()\n",
     {"line 1, column 5: `await` is not in the language: write functions for threads"}},
    {"match x:\n    case 1:\n        pass\ny = 1\n",
     {"line 1, column 1: `match` is not in the language: write `if` and `elif`"}},
    {"if (n := 10) > 5:\n    pass\n",
     {"line 1, column 7: `:=` is not in the language: assign in a line of its own"}},
    {"n := 10\n",
     {"line 1, column 3: `:=` is not in the language: assign in a line of its own"}},
    {"@decorator\ndef f():\n    pass\n",
     {"line 1, column 1: this decorator is not in the language: allowed is `@staticmethod`"}},
    {"@dataclass\nclass A:\n    pass\n",
     {"line 1, column 1: this decorator is not in the language: allowed is `@staticmethod`"}},
    {"def f(*args, **kwargs):\n    pass\n",
     {"line 1, column 7: `*args` is not in the language: name each parameter, or take one list",
      "line 1, column 14: `**kwargs` is not in the language: name each parameter, or take one dict"}},
    {"def f(a, /, b):\n    pass\n",
     {"line 1, column 10: `/` among parameters is not in the language: leave it out"}},
    {"def f(a=1, b):\n    pass\n",
     {"line 1, column 12: the parameter `b` has no default and stands behind one that has: move it before"}},
    {"def f(a, *):\n    pass\n",
     {"line 1, column 10: parameters are expected behind `*`"}},
    {"def f(1):\n    pass\n",
     {"line 1, column 7: the number `1` cannot stand here: the name of a parameter is expected"}},
    {"def class():\n    pass\n",
     {"line 1, column 5: `class` is a keyword of Python and cannot be the name of a function"}},
    {"def f:\n    pass\n",
     {"line 1, column 6: `:` cannot stand here: `(` is expected behind the name of a function, and `)`, with parameters or none between"}},
    {"def f()\n    pass\n",
     {"line 1, column 8: `:` is missing at the end of the line of `def`"}},
    {"f(*xs)\n",
     {"line 1, column 3: `*` before an argument is not in the language, but for `print(*values)`: write the arguments one by one"}},
    {"f(**d)\n",
     {"line 1, column 3: `**` before an argument is not in the language: write the arguments one by one"}},
    {"f(a=1, 2)\n",
     {"line 1, column 8: an argument without a name stands behind one with a name: move it before"}},
    {"f(a=1, a=2)\n",
     {"line 1, column 8: the argument `a` is given twice"}},
    {"x = b'bytes'\n",
     {"line 1, column 5: bytes are not in the language: write a string without `b`"}},
    {"x = 2j\n",
     {"line 1, column 5: complex numbers are not in the language"}},
    {"x = a / b\n",
     {"line 1, column 7: the operator `/` is not in the language: write `//` for whole numbers"}},
    {"x /= 2\n",
     {"line 1, column 3: the operator `/=` is not in the language: allowed are `+= -= *= //= %= **=`"}},
    {"x = a @ b & c | d ^ e << f >> ~g\n",
     {"line 1, column 7: the operator `@` is not in the language: there are no matrices",
      "line 1, column 11: the operator `&` is not in the language: write `and` for two conditions",
      "line 1, column 15: the operator `|` is not in the language: write `or` for two conditions",
      "line 1, column 19: the operator `^` is not in the language: write `**` for a power, `!=` for two conditions",
      "line 1, column 23: the operator `<<` is not in the language: write `* 2 ** n`",
      "line 1, column 28: the operator `>>` is not in the language: write `// 2 ** n`",
      "line 1, column 31: the operator `~` is not in the language: write `-x - 1`"}},
    {"x = {k: v for k, v in d}\n",
     {"line 1, column 11: a dict comprehension is not in the language: fill the dict in a loop"}},
    {"x = {k for k in d}\n",
     {"line 1, column 8: a set comprehension is not in the language: write `set([… for … in …])`"}},
    {"x = [a for a in b for c in a]\n",
     {"line 1, column 19: a second `for` in a comprehension is not in the language: write loops"}},
    {"x = [a for a in b if a if c]\n",
     {"line 1, column 24: a second `if` in a comprehension is not in the language: write `and`"}},
    {"x = [a, b for a, b in c]\n",
     {"line 1, column 11: a list comprehension has one value before `for`: put several into brackets, `[(a, b) for …]`"}},
    {"x = [a for a in b else c]\n",
     {"line 1, column 19: `else` cannot stand behind the `if` of a comprehension: write `[a if … else b for …]`"}},
    {"x = (a for a in b)\n",
     {"line 1, column 8: a generator expression in brackets of its own is not in the language: write a list, [… for … in …]"}},
    {"print(a for a in b)\n",
     {"line 1, column 9: this generator expression is not in the language, but as the argument of sum, any, all, min, max, sorted, list or tuple: write a list, [… for … in …]"}},
    {"sum((a for a in b), 1)\n",
     {"line 1, column 8: a generator expression in brackets of its own is not in the language: write a list, [… for … in …]"}},
    {"sum(a for a in b, 1)\n",
     {"line 1, column 7: a generator expression beside other arguments is not in the language: write a list, [… for … in …]"}},
    {"sorted(a for a in b, key=f)\n",
     {"line 1, column 10: a generator expression beside other arguments is not in the language: write a list, [… for … in …]"}},
    {"del x\n",
     {"line 1, column 5: `del` of anything but an element is not in the language: write `del d[key]`"}},
    {"del a.b\n",
     {"line 1, column 5: `del` of anything but an element is not in the language: write `del d[key]`"}},
    {"del a[1:2]\n",
     {"line 1, column 5: `del` of anything but an element is not in the language: write `del d[key]`"}},
    {"a[1:2] = b\n",
     {"line 1, column 1: assigning to a slice is not in the language: assign to its elements one by one"}},
    {"from m import *\n",
     {"line 1, column 15: `import *` is not in the language: name what is imported"}},
    {"from . import x\n",
     {"line 1, column 6: `from .` is not in the language: a program is one file"}},
    {"import\n",
     {"line 1, column 7: the line ends here: the name of a module is expected"}},
    {"import a.b as\n",
     {"line 1, column 14: the line ends here: a name behind `as` is expected"}},
    {"from m import a,\n",
     {"line 1, column 16: `,` cannot end this line: a name is expected behind it"}},
    {"class A(metaclass=M):\n    pass\n",
     {"line 1, column 9: `metaclass=` is not in the language: behind the name of a class stand its base classes"}},
    {"class A[T]:\n    pass\n",
     {"line 1, column 8: type parameters are not in the language: leave out what stands in `[` and `]`"}},
    {"return 1\n",
     {"line 1, column 1: `return` stands outside of a function"}},
    {"class A:\n    return 1\n",
     {"line 2, column 5: `return` stands outside of a function"}},
    {"break\n",
     {"line 1, column 1: `break` stands outside of a loop"}},
    {"for a in b:\n    def f():\n        continue\n",
     {"line 3, column 9: `continue` stands outside of a loop"}},
    {"nonlocal x\n",
     {"line 1, column 1: `nonlocal` stands at module level: there is no function around it"}},
    {"raise\n",
     {"line 1, column 1: `raise` without an exception is not in the language outside of `except`: write `raise E(…)`"}},
    {"x = 0777\n",
     {"line 1, column 5: a whole number cannot begin with 0: leave it out, or write `0o` for an octal number"}},
    {"x = 1_\n",
     {"line 1, column 5: `1_` is no number and no name: a name begins with a letter"}},
    {"x = 12abc\n",
     {"line 1, column 5: `12abc` is no number and no name: a name begins with a letter"}},
    {"x = 0xZZ\n",
     {"line 1, column 5: `0xZZ` is no hexadecimal number: its digits are 0 to 9 and a to f"}},
    {"x = 0b102\n",
     {"line 1, column 5: `0b102` is no binary number: its digits are 0 and 1"}},
    {"x = 9223372036854775808\n",
     {"line 1, column 5: a whole number of more than 64 bits is not in the language: allowed is up to 9223372036854775807"}},
    {"x = \"\"\"abc\ny = 1\n",
     {"line 1, column 5: this string was never closed: its three closing quotes are missing"}},
    {"x = 'abc\ny = 1\n",
     {"line 1, column 5: this string was never closed: a closing quote is missing before the end of the line"}},
    {"x = '\\x4'\n",
     {"line 1, column 6: `\\x` takes 2 hexadecimal digits"}},
    {"x = '\\ud800'\n",
     {"line 1, column 6: a surrogate, which is half of a character, is not in the language: write \\U and the number of the whole"}},
    {"x = '\\N{BULLET}'\n",
     {"line 1, column 6: `\\N` is not in the language: write the character itself, or \\u and its number"}},
    {"x = f'{a'\n",
     {"line 1, column 7: `{` was never closed in this f-string: write `}`, or `{{` for the character"}},
    {"x = f'{}'\n",
     {"line 1, column 7: an expression is missing behind `{`: write `{{` for the character"}},
    {"x = f'a}'\n",
     {"line 1, column 8: `}` closes nothing in this f-string: write `}}` for the character"}},
    {"x = f'{a!x}'\n",
     {"line 1, column 9: behind `!` in an f-string stands `r` or `s`"}},
    {"x = f'{a:{b}}'\n",
     {"line 1, column 10: a field inside a format is not in the language: write the format itself"}},
    {"x = f'{a:>10x}'\n",
     {"line 1, column 10: the format `>10x` is not in the language: allowed is `[[fill]align][sign][0][width][,][.digits][d|f|s]`"}},
    {"x = f'{a b}'\n",
     {"line 1, column 10: the name `b` cannot stand here: the field of an f-string ends with `}`"}},
    {"x = f'{a[\"\\n\"]}'\n",
     {"line 1, column 11: a backslash cannot stand in a field of an f-string: assign to a name in a line before"}},
    {"x = f'{(a}'\n",
     {"line 1, column 10: `}` closes nothing in this field of an f-string"}},
    {"x = f\"{a[\"b\"]}\"\n",
     {"line 1, column 10: the f-string ends here: in its fields, write other quotes than those around it"}},
    {"x = f'{a # b}'\n",
     {"line 1, column 10: `#` cannot stand in a field of an f-string"}},
    {"x = ...\n",
     {"line 1, column 5: `...` is not in the language: write `pass` for an empty block, `None` for no value"}},
    {"a, *b = c\n",
     {"line 1, column 4: `*` before a value is not in the language, but for `print(*values)`"}},
    {"x = [*a]\n",
     {"line 1, column 6: `*` before a value is not in the language, but for `print(*values)`"}},
    {"x = {**a}\n",
     {"line 1, column 6: `**` in a dict is not in the language: write `d.update(other)`"}},
    {"x = a <> b\n",
     {"line 1, column 7: `<>` is no operator of Python 3: write `!=`"}},
    {"x = a = = b\n",
     {"line 1, column 9: `=` assigns and cannot stand here: write `==` to compare"}},
    {"x = a +\n",
     {"line 1, column 8: the line ends here: an expression is expected"}},
    {"x = not\n",
     {"line 1, column 8: the line ends here: an expression is expected"}},
    {"x = a == not b\n",
     {"line 1, column 10: `not` cannot stand behind an operator: put it in parentheses, such as `(not …)`"}},
    {"x = a if b\n",
     {"line 1, column 11: the line ends here: `else` and a value are expected behind `if` in an expression"}},
    {"x = lambda: yield\n",
     {"line 1, column 13: `yield` is not in the language, as generators are: return a list"}},
    {"x = a.1\n",
     {"line 1, column 6: the number `.1` cannot stand behind the name `a`: an operator, a comma or the end of the line is expected"}},
    {"x = a.if\n",
     {"line 1, column 7: `if` is a keyword of Python and cannot be the name of an attribute"}},
    {"x = a[]\n",
     {"line 1, column 7: an index is missing between `[` and `]`"}},
    {"x = {1: 2, 3}\n",
     {"line 1, column 13: `}` cannot stand here: `:` and a value are expected behind a key of a dict"}},
    {"x = {1, 2: 3}\n",
     {"line 1, column 10: `:` cannot stand here: `,` or `}` is expected"}},
    {"global x = 1\n",
     {"line 1, column 10: `=` cannot stand here: assign in a line of its own behind `global`"}},
    {"(x): int = 1\n",
     {"line 1, column 4: `:` cannot stand here: an annotation stands behind one name, attribute or element, without brackets"}},
    {"a, b: int = 1\n",
     {"line 1, column 5: `:` cannot stand here: an annotation stands behind one name, attribute or element, without brackets"}},
    {"els:\n    pass\n",
     {"line 1, column 4: `:` cannot stand here: it ends the first line of `if`, `else`, `for`, `while`, `def` and so on"}},
    {"foo bar\n",
     {"line 1, column 5: the name `bar` cannot stand behind the name `foo`: an operator, a comma or the end of the line is expected"}},
    {"x = “hello”\n",
     {"line 1, column 5: `“` is no quote of Python: write ' or \""}},
    {"x = $a\n",
     {"line 1, column 5: `$` is no operator of Python"}},
    {"x = a ? b : c\n",
     {"line 1, column 7: `?` is no operator of Python"}},
    {"x = 1; ; y = 2\n",
     {"line 1, column 8: `;` cannot stand here: an expression is expected"}},
    {"if a: for b in c: pass\n",
     {"line 1, column 7: `for` needs a line of its own, indented further than `if`"}},
    {"with a as 1:\n    pass\n",
     {"line 1, column 11: a number cannot be assigned to: allowed are a name, an attribute and an element"}},
    {"with a\n    pass\n",
     {"line 1, column 7: `:` is missing at the end of the line of `with`"}},
    {"assert a, b, c\n",
     {"line 1, column 12: `,` cannot stand here: the end of the line is expected"}},
    {"x = a\\ b\n",
     {"line 1, column 6: `\\` joins two lines and has to be the last character of its line"}},
    {"lambda x: x = 1\n",
     {"line 1, column 1: a lambda cannot be assigned to: allowed are a name, an attribute and an element"}},
    {"type X = int\n",
     {"line 1, column 1: `type` is not in the language: assign the type to a name, or leave it out"}},
    {"def f[T](x):\n    pass\n",
     {"line 1, column 6: type parameters are not in the language: leave out what stands in `[` and `]`"}},
    {"for x of y:\n    pass\n",
     {"line 1, column 7: the name `of` cannot stand here: `in` and what to go through are expected behind the variable of a `for`"}},
    {"while x {\n}\n",
     {"line 1, column 9: `{` begins no block in Python: write `:` and indent the lines of the block"}},
    {"x = 𝐱\n",
     {"line 1, column 5: `𝐱` (U+1D431) can stand only in a string or a comment: names have letters, digits and _"}},
    {"# watch: a b\nx = 1\n",
     {"line 1, column 1: a comment `# watch:` lists the variables to watch, separated by commas, such as `# watch: counter, account.balance`"}},
    {"x = 3 y = 4\nz = 5 w = 6\n",
     {"line 1, column 7: the name `y` cannot stand behind the number `3`: an operator, a comma or the end of the line is expected",
      "line 2, column 7: the name `w` cannot stand behind the number `5`: an operator, a comma or the end of the line is expected"}},
    {"x = a is is b\n",
     {"line 1, column 10: the keyword `is` cannot stand here: an expression is expected"}},
    {"def f(a, b:\n    pass\nx = 1\n",
     {"line 1, column 6: `(` was never closed: `)` is missing"}},
    {"function f() {\n",
     {"line 1, column 10: the name `f` cannot stand behind the name `function`: an operator, a comma or the end of the line is expected"}},
    {"x = 1 if a else\n",
     {"line 1, column 16: the line ends here: an expression is expected"}},
    {"import a from b\n",
     {"line 1, column 10: `from` cannot stand here: write `from MODULE import NAME`"}},
    {"True = 1\n",
     {"line 1, column 1: True cannot be assigned to: allowed are a name, an attribute and an element"}},
  };
  // clang-format on
  return programs;
}

TEST(Parser, RefusesWithThePlaceTheReasonAndWhatIsAllowed) {
  for (const Wrong& each : wrongPrograms()) EXPECT_EQ(messagesOf(each.source), each.messages) << each.source;
}

TEST(Parser, FindsIndependentFaultsInOneProgram) {
  EXPECT_EQ(messagesOf("x = = 1\n"
                       "def f(a, a b):\n"
                       "    return 1 +\n"
                       "if x\n"
                       "    y = 2 3\n"
                       "    z = [1, 2\n"
                       "    return 'a\n"
                       "else:\n"
                       "    w = x / 2 / 3\n"
                       "print(x)\n"
                       "v = )\n"),
            (Messages{"line 1, column 5: `=` assigns and cannot stand here: write `==` to compare",
                      "line 2, column 12: the name `b` cannot stand here: `,` or `)` is expected behind a parameter",
                      "line 4, column 5: `:` is missing at the end of the line of `if`",
                      "line 5, column 11: the number `3` cannot stand behind the number `2`: an operator, a comma or the end of "
                      "the line is expected",
                      "line 6, column 9: `[` was never closed: `]` is missing",
                      "line 7, column 5: `return` stands outside of a function",
                      "line 7, column 12: this string was never closed: a closing quote is missing before the end of the line",
                      "line 9, column 11: the operator `/` is not in the language: write `//` for whole numbers",
                      "line 9, column 15: the operator `/` is not in the language: write `//` for whole numbers",
                      "line 11, column 5: `)` closes nothing: no bracket is open here"}));
}

TEST(Parser, TellsOneCauseOnce) {
  // The clauses and the block of a statement that cannot be parsed.
  EXPECT_EQ(
      messagesOf("if x = 1:\n    y = = 2\nelif z:\n    pass\nelse:\n    pass\nfor a b:\n    pass\nelse:\n    pass\n").size(), 2U);
  EXPECT_EQ(messagesOf("try x:\n    pass\nexcept:\n    pass\nfinally:\n    pass\n").size(), 1U);
  // An indentation that fits nothing, for as long as it stays.
  EXPECT_EQ(messagesOf("if a:\n        b\n    c\n    d\n        e\nf\n").size(), 1U);
  EXPECT_EQ(messagesOf("if a:\n\tb\n        c\n\td\n        e\n").size(), 1U);
  // A bracket that is never closed takes its program along, up to a line that can only begin a statement.
  EXPECT_EQ(messagesOf("a = [(1, {2\nb = 3\nc = 4\n").size(), 1U);
  EXPECT_EQ(messagesOf("a = f(1,\nb = 3\nwhile a:\n    c = f(2,\ndef g():\n    pass\n").size(), 2U);
  EXPECT_EQ(messagesOf("print('a)\nb = 1\nprint(“c”)\n").size(), 2U);
  EXPECT_EQ(messagesOf("x = 'abc\n  y = 1 $ 2\n").size(), 1U);
}

TEST(Parser, TellsTheFirstTwentyFaults) {
  std::string source;
  for (int i = 0; i < 30; ++i) source += "x = = 1\n";
  EXPECT_EQ(messagesOf(source).size(), lang::kMaxFaults);
  EXPECT_EQ(messagesOf(source).back(), "line 20, column 5: `=` assigns and cannot stand here: write `==` to compare");
}

TEST(Parser, RefusesWhatIsNoText) {
  EXPECT_EQ(messagesOf(std::string("x = 1\ny = '\0'\n", 13)),
            Messages{"line 2, column 6: a NUL character, which no program can contain: remove it"});
  EXPECT_EQ(messagesOf("é = 1\né = '\xFF'\n"),
            Messages{"line 2, column 6: the byte 0xFF is not UTF-8: save the program as UTF-8"});
  EXPECT_EQ(messagesOf("'\xED\xA0\x80'"), Messages{"line 1, column 2: the byte 0xED is not UTF-8: save the program as UTF-8"});
  EXPECT_EQ(messagesOf("'\xE2\x82"), Messages{"line 1, column 2: the byte 0xE2 is not UTF-8: save the program as UTF-8"});
  EXPECT_EQ(messagesOf(std::string(lang::kMaxSourceBytes + 1, '\n')),
            Messages{"line 1, column 1: the program has 16,385 bytes: allowed are at most 16,384"});
  EXPECT_EQ(messagesOf(std::string(lang::kMaxSourceBytes, '\n')), Messages{});
  EXPECT_EQ(messagesOf("x = 1\x1b\n"), Messages{"line 1, column 6: a control character (U+001B) stands here: remove it"});
  EXPECT_EQ(messagesOf("x\u00A0= 1\n"), Messages{"line 1, column 2: a no-break space (U+00A0) stands here: write a blank"});
}

TEST(Parser, CountsColumnsInCharactersForAReader) {
  EXPECT_EQ(messagesOf("s = 'é€😀'; x = = 1\n"),
            Messages{"line 1, column 16: `=` assigns and cannot stand here: write `==` to compare"});
  EXPECT_EQ(messagesOf("\xEF\xBB\xBFx = = 1\n"),
            Messages{"line 1, column 5: `=` assigns and cannot stand here: write `==` to compare"});
  EXPECT_EQ(messagesOf("a\r\nb\rx = = 1"),
            Messages{"line 3, column 5: `=` assigns and cannot stand here: write `==` to compare"});
}

TEST(Parser, KeepsCPythonsLimits) {
  const auto nested = [](std::size_t levels) {
    std::string source;
    for (std::size_t i = 0; i < levels; ++i) source += std::string(i, ' ') + "if a:\n";
    return source + std::string(levels, ' ') + "pass\n";
  };
  EXPECT_EQ(messagesOf(nested(99)), Messages{});
  EXPECT_EQ(messagesOf(nested(100)),
            Messages{"line 101, column 1: more than 99 levels of indentation: put a part into a function"});
  const auto brackets = [](std::size_t levels) { return std::string(levels, '(') + "a" + std::string(levels, ')') + "\n"; };
  EXPECT_EQ(messagesOf(brackets(199)), Messages{});
  EXPECT_EQ(messagesOf(brackets(201)),
            Messages{"line 1, column 201: more than 200 brackets are open: name a part of the expression in a line of its own"});
  const auto loops = [](std::size_t levels) {
    std::string source;
    for (std::size_t i = 0; i < levels; ++i) source += std::string(i, ' ') + "while a:\n";
    return source + std::string(levels, ' ') + "pass\n";
  };
  EXPECT_EQ(messagesOf(loops(20)), Messages{});
  EXPECT_EQ(messagesOf(loops(21)), Messages{"line 21, column 21: more than 20 `for`, `while`, `try` and `with` stand inside one "
                                            "another: put a part into a function"});
}

// As much of `unit` as a program can have.
std::string row(const std::string& before, const std::string& unit, const std::string& after) {
  std::string text = before;
  while (text.size() + unit.size() + after.size() < lang::kMaxSourceBytes) text += unit;
  return text + after;
}

TEST(Parser, LimitsHowDeepATreeIs) {
  const std::string tooDeep = "more than 200 expressions stand inside one another: give a part of them a name in a line before";
  for (const std::string& source :
       {row("", "-", "a"), row("", "+ ", "1"), row("", "~", "a"), row("", "not ", "a"), row("a", ".b", ""), row("a", "[0]", ""),
        row("a", "()", ""), row("1", "+1", ""), row("1", "**1", ""), row("", "lambda:", "1"), row("", "1 if 1 else ", "1"),
        row("", "-a**", "1"), row("", "a if ", "b"), row("a = f'{", "-", "a}'")}) {
    const Messages messages = messagesOf(source);
    ASSERT_FALSE(messages.empty()) << source.substr(0, 20);
    EXPECT_TRUE(messages[0].ends_with(tooDeep) || source.starts_with("~") || source.starts_with("a if")) << messages[0];
  }
  for (const std::string& source :
       {row("", "(", ""), row("", "[", ""), row("", "{", ""), row("", "f(", ""), row("", "{a:", ""), row("", "a[", "")}) {
    EXPECT_EQ(messagesOf(source).size(), 1U) << source.substr(0, 20);
  }
  EXPECT_EQ(messagesOf(row("if a:b\n", "elif a:b\n", "")),
            Messages{"line 201, column 1: more than 200 blocks stand inside one another, each `elif` counted as one: put a part "
                     "into a function"});
  EXPECT_EQ(messagesOf(row("", "if a: ", "b")),
            Messages{"line 1, column 7: `if` needs a line of its own, indented further than `if`"});
}

TEST(Parser, TakesWideTrees) {
  for (const std::string& source :
       {row("a = [", "1,", "]"), row("f(", "a,", ")"), row("", "a;", ""), row("a", " and a", ""), row("a", "<a", ""),
        row("", "a = ", "1"), row("'", "b", "'"), row("", "''", ""), row("f'", "{a}", "'"), row("import a", ",a", "")}) {
    EXPECT_EQ(messagesOf(source), Messages{}) << source.substr(0, 20);
  }
}

TEST(Parser, ReadsTheNamesToWatch) {
  using Names = std::vector<std::string>;
  const auto watched = [](const std::string& source) {
    Names names;
    const Parsed parsed = parse(source);
    for (const lang::Watched& each : parsed.tree.watched()) names.push_back(each.name);
    return names;
  };
  EXPECT_EQ(watched("# watch: a, b.c\nx = 1  #watch:total\n"), (Names{"a", "b.c", "total"}));
  EXPECT_EQ(watched("def f():\n    pass\n    # watch: a\n    x = 1  # watch: b\n# watch: c\n"), Names{"c"});
  EXPECT_EQ(watched("x = '# watch: a'\n# watches: a\nf(1,  # watch: b\n  2)\n"), Names{});
  for (const char* list : {"", "a b", "a,", "1", "a..b", "if", "a; b"}) {
    EXPECT_EQ(messagesOf("x = 1\n# watch: " + std::string(list) + "\n").size(), 1U) << list;
  }
}

TEST(Parser, KnowsThePlacesOfNames) {
  const Parsed parsed = parse("class Box(A):\n    def get (self, n): pass\n");
  const auto text = [&](NodeKind kind) {
    for (NodeId id = 1; id < parsed.tree.size(); ++id) {
      const Node& node = parsed.tree[id];
      if (node.kind == kind)
        return std::to_string(node.nameSpan.line) + ":" + std::to_string(node.nameSpan.column) + " " + node.text;
    }
    return std::string();
  };
  EXPECT_EQ(text(NodeKind::classDef), "1:6 Box");
  EXPECT_EQ(text(NodeKind::functionDef), "2:8 get");
  EXPECT_EQ(text(NodeKind::parameter), "2:13 self");
}

TEST(Parser, TakesLettersThatStayAsTheyAre) {
  for (const char32_t letter : {U'é', U'ß', U'λ', U'д', U'א', U'あ', U'数', U'한'}) EXPECT_TRUE(lang::isLetter(letter));
  // Python takes these for other names: µ (U+00B5) for μ, ﬁ for fi, ſ for s; a combining accent belongs to the letter before it.
  for (const char32_t other : {U'\u00B5', U'\uFB01', U'\u017F', U'\u0301', U'\u00D7', U'\u2028', U'٣'})
    EXPECT_FALSE(lang::isLetter(other));
}

}  // namespace
}  // namespace interleave::test
