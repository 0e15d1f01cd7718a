#include "printer.h"

#include <string>

#include "lang/parser.h"
#include "support.h"

namespace interleave::test {
namespace {

using lang::parse;
using lang::Parsed;

std::string printed(const std::string& source) {
  const Parsed parsed = parse(source);
  EXPECT_TRUE(parsed.faults.empty()) << source << messageOf(parsed.faults.front(), source);
  const std::string text = print(parsed.tree);
  const Parsed again = parse(text);
  EXPECT_TRUE(again.faults.empty() && sameTree(parsed.tree, again.tree)) << source << text;
  return text;
}

TEST(Printer, IndentsByFourBlanks) {
  EXPECT_EQ(printed("# watch: a\nif a :\n b\n # note\nelif c: d ; e\nelse:\n\tif f:\n\t\tpass\n"),
            "# watch: a\nif a:\n    b\nelif c:\n    d\n    e\nelse:\n    if f:\n        pass\n");
  EXPECT_EQ(printed("try: a\nexcept (B,C) as e: raise\nexcept: raise e from None\nelse: b\nfinally: c\n"),
            "try:\n    a\nexcept (B, C) as e:\n    raise\nexcept:\n    raise e from None\nelse:\n    b\nfinally:\n    c\n");
  EXPECT_EQ(printed("class A ( B ) :\n  @staticmethod\n  def f( a : int=1 , * , b=2 )->str : return\n"),
            "class A(B):\n    @staticmethod\n    def f(a: int = 1, *, b=2) -> str:\n        return\n");
  EXPECT_EQ(printed("for a, in b,:\n  break\nelse: c\nwhile a: continue\nelse: b\n"),
            "for a, in b,:\n    break\nelse:\n    c\nwhile a:\n    continue\nelse:\n    b\n");
  EXPECT_EQ(printed("with(a as b,c,):pass\nwith ((a,b)):pass\nwith (a,b) as c:pass\n"),
            "with a as b, c:\n    pass\nwith ((a, b)):\n    pass\nwith (a, b) as c:\n    pass\n");
}

TEST(Printer, PrintsSimpleStatements) {
  for (const char* text :
       {"a = b, c = (d, e), f", "a += 1", "a.b: int = 1", "a[0]: str", "del a[0], b['c']", "assert a, 'b'", "import a.b as c, d",
        "from a.b import c as d, e", "raise A(1) from b", "'text'", "a, = b", "[a, b] = c", "print(*a, sep='')"}) {
    EXPECT_EQ(printed(text), std::string(text) + "\n");
  }
  EXPECT_EQ(printed("def f():\n    global a, b\n    return a,\n"), "def f():\n    global a, b\n    return a,\n");
}

TEST(Printer, WritesNoMoreParenthesesThanAreNeeded) {
  for (const char* text : {"a + b * c - d",
                           "(a + b) * c",
                           "a - (b - c)",
                           "a // (b * c)",
                           "-a ** -b",
                           "(-a) ** b",
                           "a ** b ** c",
                           "(a ** b) ** c",
                           "not a == b",
                           "(not a) == b",
                           "a and b or c",
                           "a and (b or c)",
                           "(a and b) and c",
                           "a < b < c",
                           "(a < b) < c",
                           "a < (b < c)",
                           "a if b else c if d else e",
                           "(a if b else c) if d else e",
                           "lambda a, b=1, *, c: (a, b)",
                           "(lambda: a)()",
                           "(a, b)[0]",
                           "()",
                           "(a + b).c",
                           "(1).real",
                           "1.5.real",
                           "a[b, c]",
                           "a[1:2]",
                           "a[::-1]",
                           "a[:]",
                           "f(a)(b)[c].d",
                           "[a for b in c if d]",
                           "[a for b, c in (d, e)]",
                           "sum(a for b in c)",
                           "f((a, b), c=(d, e))",
                           "{1: a, 'b': 2}",
                           "{a, b}",
                           "a not in b",
                           "a is not b",
                           "-(-a)",
                           "not (not a)",
                           "[(lambda: a) or b]"}) {
    const std::string line = std::string(text) + "\n";
    const std::string got = printed(line);
    EXPECT_EQ(got == "--a\n" ? "-(-a)\n" : got == "not not a\n" ? "not (not a)\n" : got, line);
  }
}

TEST(Printer, WritesNumbers) {
  EXPECT_EQ(printed("[0x1F, 1_000, 0b11, 9223372036854775807]"), "[31, 1000, 3, 9223372036854775807]\n");
  EXPECT_EQ(printed("[1., .5, 1e400, 5e-324, 0.1, 1e22]"), "[1.0, 0.5, 1e999, 5e-324, 0.1, 1e+22]\n");
}

TEST(Printer, WritesStrings) {
  EXPECT_EQ(printed(R"py(["a", 'it"s', "it's", "it's \"so\"", r'\d', '\n\t\0\x1b', 'é😀'])py"),
            R"py(['a', 'it"s', "it's", 'it\'s "so"', '\\d', '\n\t\x00\x1b', 'é😀'])py"
            "\n");
  EXPECT_EQ(printed("'a' \"b\" '''c\nd'''"), "'abc\\nd'\n");
  EXPECT_EQ(printed(R"py(f"{a}{b!r:>5} {{c}} \n{ {1: 2}[1] }" 'x{y}')py"), R"py(f'{a}{b!r:>5} {{c}} \n{ {1: 2}[1]}x{{y}}')py"
                                                                           "\n");
  EXPECT_EQ(printed("f'{a = }{b=:d}{c=!s}'"), "f'a = {a!r}b={b:d}c={c!s}'\n");
  EXPECT_EQ(printed(R"py(f"{d['k']}")py"), "f'{d[\"k\"]}'\n");
  EXPECT_EQ(printed(R"py(f"it's {(lambda: 1)()} {(a if b else lambda: c)} {a, b}")py"),
            R"py(f"it's {(lambda: 1)()} {(a if b else lambda: c)} {(a, b)}")py"
            "\n");
}

// Quotes that no single f-string can have around all its fields.
TEST(Printer, WritesAnFStringInPartsWhereItsFieldsNeedThat) {
  EXPECT_EQ(printed("f'''{\"\"\"a'\n\"\"\"}''' f\"\"\"{'''b\"\n'''}\"\"\""), "f'''{\"\"\"a'\n\"\"\"}{\"\"\"b\"\n\"\"\"}'''\n");
  const std::string parts = "f'''{\"\"\"\n'\"\"\"}''' f\"\"\"{'''\n\"'''}\"\"\"\n";
  EXPECT_EQ(printed(parts), parts);
}

}  // namespace
}  // namespace interleave::test
