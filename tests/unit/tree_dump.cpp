#include "tree_dump.h"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cinttypes>
#include <cstdio>
#include <memory>
#include <string_view>

namespace interleave::test {
namespace {

using lang::Node;
using lang::NodeId;
using lang::NodeKind;
using lang::Operator;
using lang::Tree;

// In the order of the enumerations.
constexpr std::array<std::string_view, 55> kKinds = {"none",
                                                     "block",
                                                     "functionDef",
                                                     "classDef",
                                                     "returnStatement",
                                                     "deleteStatement",
                                                     "assign",
                                                     "augAssign",
                                                     "annAssign",
                                                     "forStatement",
                                                     "whileStatement",
                                                     "ifStatement",
                                                     "withStatement",
                                                     "withItem",
                                                     "raiseStatement",
                                                     "tryStatement",
                                                     "handler",
                                                     "assertStatement",
                                                     "import",
                                                     "importFrom",
                                                     "alias",
                                                     "global",
                                                     "nonlocal",
                                                     "expression",
                                                     "pass",
                                                     "breakStatement",
                                                     "continueStatement",
                                                     "boolAnd",
                                                     "boolOr",
                                                     "binary",
                                                     "unary",
                                                     "lambda",
                                                     "conditional",
                                                     "dict",
                                                     "set",
                                                     "listComp",
                                                     "generator",
                                                     "compare",
                                                     "call",
                                                     "keyword",
                                                     "formatted",
                                                     "joined",
                                                     "constantNone",
                                                     "constantTrue",
                                                     "constantFalse",
                                                     "constantInt",
                                                     "constantFloat",
                                                     "constantStr",
                                                     "attribute",
                                                     "subscript",
                                                     "slice",
                                                     "starred",
                                                     "name",
                                                     "list",
                                                     "tuple"};
constexpr std::array<std::string_view, 20> kOperators = {"",   "+",  "-", "*",  "//", "%",  "**", "+",      "-",  "not",
                                                         "==", "!=", "<", "<=", ">",  ">=", "is", "is not", "in", "not in"};

std::string_view nameOf(NodeKind kind) {
  if (kind == NodeKind::parameters) return "parameters";
  if (kind == NodeKind::parameter) return "parameter";
  return kKinds[static_cast<std::size_t>(kind)];
}

std::string_view nameOf(Operator op) { return kOperators[static_cast<std::size_t>(op)]; }

bool hasPlace(NodeKind kind) {
  return kind != NodeKind::none && kind != NodeKind::block && kind != NodeKind::withItem && kind != NodeKind::parameters;
}

std::string hex(std::string_view text) {
  std::string out;
  for (const char c : text) {
    std::array<char, 3> digits{};
    std::snprintf(digits.data(), digits.size(), "%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
    out += digits.data();
  }
  return out.empty() ? "empty" : out;
}

std::string detailOf(const Tree& tree, NodeId id) {
  const Node& node = tree[id];
  std::string text = node.text;
  if (!node.name2.empty()) text += " as " + node.name2;
  if (node.flag) text += text.empty() ? "flag" : " flag";
  if (node.op != Operator::none) text = nameOf(node.op);
  if (node.kind == NodeKind::constantStr) text = hex(node.text);
  if (node.kind == NodeKind::constantInt) text = std::to_string(node.integer);
  if (node.kind == NodeKind::constantFloat) {
    std::array<char, 17> digits{};
    std::snprintf(digits.data(), digits.size(), "%016" PRIx64, std::bit_cast<std::uint64_t>(node.real));
    text = digits.data();
  }
  for (const Operator each : node.ops) {
    if (!text.empty()) text += ", ";
    text += nameOf(each);
  }
  if (node.kind == NodeKind::global || node.kind == NodeKind::nonlocal) {
    for (const NodeId each : tree.children(id)) text += (text.empty() ? "" : " ") + tree[each].text;
  }
  return text;
}

void dump(const Tree& tree, NodeId id, std::size_t depth, std::string& out) {
  const Node& node = tree[id];
  out += std::string(depth, ' ') + std::string(nameOf(node.kind));
  if (hasPlace(node.kind)) {
    out += " " + std::to_string(node.span.line) + ":" + std::to_string(node.span.column) + "-" +
           std::to_string(node.span.endLine) + ":" + std::to_string(node.span.endColumn);
  }
  const std::string detail = detailOf(tree, id);
  out += (detail.empty() ? "" : " ") + detail + '\n';
  if (node.kind == NodeKind::global || node.kind == NodeKind::nonlocal) return;
  for (const NodeId child : tree.children(id)) dump(tree, child, depth + 1, out);
}

std::string readLine(std::FILE* file) {
  std::string line;
  for (int c = std::fgetc(file); c != EOF && c != '\n'; c = std::fgetc(file)) line += static_cast<char>(c);
  return line;
}

}  // namespace

std::string dumpOf(const Tree& tree) {
  std::string out;
  dump(tree, tree.root(), 0, out);
  return out;
}

std::vector<PythonVerdict> pythonVerdicts(const std::string& arguments) {
  const std::string command = std::string("python3 '") + INTERLEAVE_TESTS + "/python/dump_ast.py' " + arguments;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::vector<PythonVerdict> verdicts;
  if (!pipe) return verdicts;
  for (std::string bytes = readLine(pipe.get()); !bytes.empty(); bytes = readLine(pipe.get())) {
    PythonVerdict each;
    each.source.resize(std::stoul(bytes));
    if (std::fread(each.source.data(), 1, each.source.size(), pipe.get()) != each.source.size()) break;
    readLine(pipe.get());
    each.verdict = readLine(pipe.get());
    for (std::string line = readLine(pipe.get()); line != "end"; line = readLine(pipe.get())) {
      if (std::feof(pipe.get())) return verdicts;
      each.dump += line + '\n';
    }
    verdicts.push_back(std::move(each));
  }
  return verdicts;
}

}  // namespace interleave::test
