#include "printer.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace interleave::lang {
namespace {

// How strongly an expression binds, from the weakest; "Operator precedence" of the reference.
enum class Level { tuple, expression, disjunction, conjunction, inversion, comparison, sum, term, factor, power, primary };

Level above(Level level) { return static_cast<Level>(static_cast<int>(level) + 1); }

std::string_view textOf(Operator op) {
  switch (op) {
    case Operator::none: return "";
    case Operator::add:
    case Operator::positive: return "+";
    case Operator::subtract:
    case Operator::negative: return "-";
    case Operator::multiply: return "*";
    case Operator::floorDivide: return "//";
    case Operator::modulo: return "%";
    case Operator::power: return "**";
    case Operator::logicalNot: return "not ";
    case Operator::equal: return "==";
    case Operator::notEqual: return "!=";
    case Operator::less: return "<";
    case Operator::lessEqual: return "<=";
    case Operator::greater: return ">";
    case Operator::greaterEqual: return ">=";
    case Operator::is: return "is";
    case Operator::isNot: return "is not";
    case Operator::in: return "in";
    case Operator::notIn: return "not in";
  }
  return "";
}

Level levelOf(const Node& node) {
  switch (node.kind) {
    case NodeKind::tuple: return node.childCount == 0 ? Level::primary : Level::tuple;
    case NodeKind::lambda:
    case NodeKind::starred:
    case NodeKind::slice:
    case NodeKind::conditional: return Level::expression;
    case NodeKind::boolOr: return Level::disjunction;
    case NodeKind::boolAnd: return Level::conjunction;
    case NodeKind::compare: return Level::comparison;
    case NodeKind::unary: return node.op == Operator::logicalNot ? Level::inversion : Level::factor;
    case NodeKind::binary:
      if (node.op == Operator::power) return Level::power;
      return node.op == Operator::add || node.op == Operator::subtract ? Level::sum : Level::term;
    default: return Level::primary;
  }
}

// ---- Strings ------------------------------------------------------------------------------------

constexpr std::array<std::string_view, 4> kQuotes = {"'", "\"", "'''", "\"\"\""};

// A text between quotes of which `mark` is one, with escapes; `braces`: as the text of an f-string.
std::string escaped(std::string_view text, char mark, bool braces) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += {'\\', 'x', kHex[byte >> 4], kHex[byte & 0xF]};
    } else {
      if (c == '\\' || c == mark) out += '\\';
      if (braces && (c == '{' || c == '}')) out += c;
      out += c;
    }
  }
  return out;
}

// Single quotes, unless the text has some and no double ones.
std::string_view quoteFor(std::string_view text) {
  return text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos ? kQuotes[1] : kQuotes[0];
}

// A text between quotes without a backslash, as in a field of an f-string; none where that is not possible.
std::optional<std::string> plain(std::string_view text, std::string_view quote, bool braces) {
  const bool multiline = text.find('\n') != std::string_view::npos;
  if (text.find('\\') != std::string_view::npos || text.find(quote) != std::string_view::npos) return std::nullopt;
  if ((multiline && quote.size() == 1) || text.find('\r') != std::string_view::npos || text.find('\0') != std::string_view::npos)
    return std::nullopt;
  std::string out;
  for (const char c : text) {
    if (braces && (c == '{' || c == '}')) out += c;
    out += c;
  }
  return out;
}

std::string realText(double value) {
  if (std::isinf(value)) return "1e999";
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  std::string text(digits.data(), end);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

// ---- Expressions --------------------------------------------------------------------------------

class ExpressionPrinter {
 public:
  explicit ExpressionPrinter(const Tree& tree) : tree_(tree) {}

  // In brackets where it binds less strongly than `least`.
  std::string text(NodeId id, Level least);
  std::string parameters(NodeId id);
  std::string arguments(std::span<const NodeId> nodes);

 private:
  std::string bare(NodeId id);
  std::string list(std::span<const NodeId> nodes, Level least);
  std::string tuple(NodeId id);
  std::string joinedBy(NodeId id, std::string_view op);
  std::string binary(NodeId id);
  std::string compare(NodeId id);
  std::string call(NodeId id);
  std::string slice(NodeId id);
  std::string dict(NodeId id);
  std::string comprehension(NodeId id);
  std::string string(NodeId id);
  std::string joined(NodeId id);
  std::optional<std::string> joinedIn(std::span<const NodeId> parts, std::string_view quote);
  std::optional<std::string> fieldIn(NodeId id, std::string_view quote);
  bool endsInLambda(NodeId id) const;
  bool fits(std::string_view text) const;

  const Tree& tree_;
  std::vector<std::string_view> around_;  // the quotes of the f-strings in whose fields this is
  bool failed_ = false;                   // something cannot be said inside of these quotes
};

std::string ExpressionPrinter::text(NodeId id, Level least) {
  const std::string inner = bare(id);
  return levelOf(tree_[id]) < least ? "(" + inner + ")" : inner;
}

std::string ExpressionPrinter::bare(NodeId id) {
  const Node& node = tree_[id];
  const auto child = [&](std::size_t i, Level least) { return text(tree_.child(id, i), least); };
  switch (node.kind) {
    case NodeKind::name: return node.text;
    case NodeKind::constantNone: return "None";
    case NodeKind::constantTrue: return "True";
    case NodeKind::constantFalse: return "False";
    case NodeKind::constantInt: return std::to_string(node.integer);
    case NodeKind::constantFloat: return realText(node.real);
    case NodeKind::constantStr: return string(id);
    case NodeKind::joined: return joined(id);
    case NodeKind::tuple: return tuple(id);
    case NodeKind::list: return "[" + list(tree_.children(id), Level::expression) + "]";
    case NodeKind::set: return "{" + list(tree_.children(id), Level::expression) + "}";
    case NodeKind::dict: return dict(id);
    case NodeKind::listComp: return "[" + comprehension(id) + "]";
    case NodeKind::generator: return comprehension(id);
    case NodeKind::boolAnd: return joinedBy(id, " and ");
    case NodeKind::boolOr: return joinedBy(id, " or ");
    case NodeKind::binary: return binary(id);
    case NodeKind::unary: return std::string(textOf(node.op)) + child(0, levelOf(node));
    case NodeKind::compare: return compare(id);
    case NodeKind::conditional:
      return child(1, Level::disjunction) + " if " + child(0, Level::disjunction) + " else " + child(2, Level::expression);
    case NodeKind::lambda: {
      const std::string taken = parameters(tree_.child(id, 0));
      return "lambda" + (taken.empty() ? "" : " " + taken) + ": " + child(1, Level::expression);
    }
    case NodeKind::attribute: {
      const std::string object = child(0, Level::primary);
      return (tree_.kind(tree_.child(id, 0)) == NodeKind::constantInt ? "(" + object + ")" : object) + "." + node.text;
    }
    case NodeKind::subscript: return child(0, Level::primary) + "[" + child(1, Level::tuple) + "]";
    case NodeKind::slice: return slice(id);
    case NodeKind::call: return call(id);
    case NodeKind::keyword: return node.text + "=" + child(0, Level::expression);
    case NodeKind::starred: return "*" + child(0, Level::expression);
    default: return "";
  }
}

std::string ExpressionPrinter::list(std::span<const NodeId> nodes, Level least) {
  std::string out;
  for (const NodeId each : nodes) out += (out.empty() ? "" : ", ") + text(each, least);
  return out;
}

std::string ExpressionPrinter::tuple(NodeId id) {
  if (tree_[id].childCount == 0) return "()";
  return list(tree_.children(id), Level::expression) + (tree_[id].childCount == 1 ? "," : "");
}

std::string ExpressionPrinter::joinedBy(NodeId id, std::string_view op) {
  std::string out;
  for (const NodeId each : tree_.children(id)) {
    if (!out.empty()) out += op;
    out += text(each, above(levelOf(tree_[id])));
  }
  return out;
}

std::string ExpressionPrinter::binary(NodeId id) {
  const Level level = levelOf(tree_[id]);
  const bool power = level == Level::power;
  const std::string left = text(tree_.child(id, 0), power ? Level::primary : level);
  const std::string right = text(tree_.child(id, 1), power ? Level::factor : above(level));
  return left + " " + std::string(textOf(tree_[id].op)) + " " + right;
}

std::string ExpressionPrinter::compare(NodeId id) {
  std::string out = text(tree_.child(id, 0), above(Level::comparison));
  for (std::size_t i = 0; i < tree_[id].ops.size(); ++i) {
    out += " " + std::string(textOf(tree_[id].ops[i])) + " " + text(tree_.child(id, i + 1), above(Level::comparison));
  }
  return out;
}

std::string ExpressionPrinter::call(NodeId id) {
  return text(tree_.child(id, 0), Level::primary) + "(" + arguments(tree_.children(id).subspan(1)) + ")";
}

std::string ExpressionPrinter::arguments(std::span<const NodeId> nodes) { return list(nodes, Level::expression); }

std::string ExpressionPrinter::slice(NodeId id) {
  const auto part = [&](std::size_t i) {
    const NodeId child = tree_.child(id, i);
    return child == kNoNode ? "" : text(child, Level::expression);
  };
  return part(0) + ":" + part(1) + (tree_.child(id, 2) == kNoNode ? "" : ":" + part(2));
}

std::string ExpressionPrinter::dict(NodeId id) {
  std::string out;
  for (std::size_t i = 0; i + 1 < tree_[id].childCount; i += 2) {
    out += (out.empty() ? "" : ", ") + text(tree_.child(id, i), Level::expression) + ": " +
           text(tree_.child(id, i + 1), Level::expression);
  }
  return "{" + out + "}";
}

std::string ExpressionPrinter::comprehension(NodeId id) {
  const NodeId condition = tree_.child(id, 3);
  return text(tree_.child(id, 0), Level::expression) + " for " + text(tree_.child(id, 1), Level::tuple) + " in " +
         text(tree_.child(id, 2), Level::disjunction) +
         (condition == kNoNode ? "" : " if " + text(condition, Level::disjunction));
}

std::string ExpressionPrinter::parameters(NodeId id) {
  std::string out;
  bool keywordOnly = false;
  for (const NodeId each : tree_.children(id)) {
    const Node& parameter = tree_[each];
    if (!out.empty()) out += ", ";
    if (parameter.flag && !std::exchange(keywordOnly, true)) out += "*, ";
    out += parameter.text;
    const NodeId annotation = tree_.child(each, 0);
    const NodeId standard = tree_.child(each, 1);
    if (annotation != kNoNode) out += ": " + text(annotation, Level::expression);
    if (standard != kNoNode) out += (annotation != kNoNode ? " = " : "=") + text(standard, Level::expression);
  }
  return out;
}

// ---- Strings in expressions ---------------------------------------------------------------------

// Whether a text can stand in the fields around it: their quotes would end the f-string.
bool ExpressionPrinter::fits(std::string_view text) const {
  return std::ranges::none_of(around_, [&](std::string_view quote) {
    return text.find(quote) != std::string_view::npos || (quote.size() == 1 && text.find('\n') != std::string_view::npos);
  });
}

std::string ExpressionPrinter::string(NodeId id) {
  const std::string& value = tree_[id].text;
  if (around_.empty()) {
    const std::string quote(quoteFor(value));
    return quote + escaped(value, quote[0], false) + quote;
  }
  for (const std::string_view quote : kQuotes) {
    const std::optional<std::string> inner = plain(value, quote, false);
    if (!inner || inner->ends_with(quote[0])) continue;
    const std::string whole = std::string(quote) + *inner + std::string(quote);
    if (fits(whole)) return whole;
  }
  failed_ = true;
  return "";
}

// One f-string; where no quotes fit all its fields, several in a row.
std::string ExpressionPrinter::joined(NodeId id) {
  const std::span<const NodeId> parts = tree_.children(id);
  std::string literals;
  for (const NodeId each : parts) literals += tree_[each].text;
  std::array<std::string_view, 4> quotes = kQuotes;
  if (quoteFor(literals) == kQuotes[1]) std::swap(quotes[0], quotes[1]);
  const auto whole = [&](std::span<const NodeId> some) -> std::optional<std::string> {
    for (const std::string_view quote : quotes) {
      if (std::optional<std::string> text = joinedIn(some, quote)) return text;
    }
    return std::nullopt;
  };
  if (std::optional<std::string> text = whole(parts)) return *text;
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::optional<std::string> text = whole(parts.subspan(i, 1));
    if (!text) failed_ = true;
    out += (out.empty() ? "" : " ") + text.value_or("");
  }
  return out;
}

std::optional<std::string> ExpressionPrinter::joinedIn(std::span<const NodeId> parts, std::string_view quote) {
  if (!fits(quote)) return std::nullopt;
  std::string body;
  for (const NodeId each : parts) {
    const Node& part = tree_[each];
    if (part.kind == NodeKind::formatted) {
      const std::optional<std::string> field = fieldIn(each, quote);
      if (!field) return std::nullopt;
      body += *field;
    } else if (around_.empty()) {
      body += escaped(part.text, quote[0], true);
    } else {
      const std::optional<std::string> literal = plain(part.text, quote, true);
      if (!literal) return std::nullopt;
      body += *literal;
    }
  }
  if (!around_.empty() && body.ends_with(quote[0])) return std::nullopt;
  const std::string whole = "f" + std::string(quote) + body + std::string(quote);
  if (!fits(whole)) return std::nullopt;
  return whole;
}

// A field of an f-string with these quotes; none where they do not allow what is in it.
std::optional<std::string> ExpressionPrinter::fieldIn(NodeId id, std::string_view quote) {
  const NodeId value = tree_.child(id, 0);
  const bool outerFailed = std::exchange(failed_, false);
  around_.push_back(quote);
  const std::string inner = text(value, endsInLambda(value) ? Level::primary : Level::expression);
  const bool allowed = !failed_ && fits(inner);
  around_.pop_back();
  failed_ = outerFailed;
  if (!allowed) return std::nullopt;
  std::string out = inner.starts_with('{') ? "{ " : "{";
  out += inner;
  if (!tree_[id].text.empty()) out += "!" + tree_[id].text;
  if (const NodeId spec = tree_.child(id, 1); spec != kNoNode) {
    out += ":";
    for (const NodeId each : tree_.children(spec)) {
      if (around_.empty()) {
        out += escaped(tree_[each].text, quote[0], false);
      } else if (const std::optional<std::string> literal = plain(tree_[each].text, quote, false)) {
        out += *literal;
      } else {
        return std::nullopt;
      }
    }
  }
  return out + "}";
}

// Whether the colon of a lambda stands outside of brackets, where a format would begin.
bool ExpressionPrinter::endsInLambda(NodeId id) const {
  while (tree_.kind(id) == NodeKind::conditional) id = tree_.child(id, 2);
  return tree_.kind(id) == NodeKind::lambda;
}

// ---- Statements ---------------------------------------------------------------------------------

class Printer {
 public:
  explicit Printer(const Tree& tree) : tree_(tree), expressions_(tree) {}

  std::string module();

 private:
  void line(const std::string& text);
  void body(NodeId block);
  void statement(NodeId id);
  void compound(NodeId id);
  void ifStatement(NodeId id);
  void tryStatement(NodeId id);
  void functionDef(NodeId id);
  void classDef(NodeId id);
  void otherwise(NodeId block, const char* word);
  std::string simple(NodeId id);
  std::string assign(NodeId id);
  std::string annAssign(NodeId id);
  std::string raise(NodeId id);
  std::string withItems(NodeId id);
  std::string aliases(NodeId id);
  std::string text(NodeId id, Level least) { return expressions_.text(id, least); }
  std::string list(std::span<const NodeId> nodes, Level least);

  const Tree& tree_;
  ExpressionPrinter expressions_;
  std::string out_;
  std::size_t indent_ = 0;
};

std::string Printer::module() {
  std::string names;
  for (const Watched& each : tree_.watched()) names += (names.empty() ? "" : ", ") + each.name;
  if (!names.empty()) line("# watch: " + names);
  for (const NodeId each : tree_.children(tree_.root())) statement(each);
  return std::move(out_);
}

void Printer::line(const std::string& text) { out_ += std::string(indent_ * 4, ' ') + text + '\n'; }

void Printer::body(NodeId block) {
  ++indent_;
  for (const NodeId each : tree_.children(block)) statement(each);
  --indent_;
}

std::string Printer::list(std::span<const NodeId> nodes, Level least) {
  std::string out;
  for (const NodeId each : nodes) out += (out.empty() ? "" : ", ") + text(each, least);
  return out;
}

void Printer::statement(NodeId id) {
  switch (tree_.kind(id)) {
    case NodeKind::functionDef: return functionDef(id);
    case NodeKind::classDef: return classDef(id);
    case NodeKind::ifStatement: return ifStatement(id);
    case NodeKind::tryStatement: return tryStatement(id);
    case NodeKind::forStatement:
    case NodeKind::whileStatement:
    case NodeKind::withStatement: return compound(id);
    default: return line(simple(id));
  }
}

void Printer::compound(NodeId id) {
  const auto child = [&](std::size_t i) { return tree_.child(id, i); };
  switch (tree_.kind(id)) {
    case NodeKind::forStatement:
      line("for " + text(child(0), Level::tuple) + " in " + text(child(1), Level::tuple) + ":");
      body(child(2));
      return otherwise(child(3), "else:");
    case NodeKind::whileStatement:
      line("while " + text(child(0), Level::expression) + ":");
      body(child(1));
      return otherwise(child(2), "else:");
    default: line("with " + withItems(id) + ":"); return body(child(0));
  }
}

void Printer::otherwise(NodeId block, const char* word) {
  if (block == kNoNode) return;
  line(word);
  body(block);
}

void Printer::ifStatement(NodeId id) {
  const char* word = tree_[id].flag ? "elif " : "if ";
  line(word + text(tree_.child(id, 0), Level::expression) + ":");
  body(tree_.child(id, 1));
  const NodeId block = tree_.child(id, 2);
  if (block == kNoNode) return;
  const NodeId first = tree_.child(block, 0);
  if (tree_.kind(first) == NodeKind::ifStatement && tree_[first].flag) {
    ifStatement(first);
  } else {
    otherwise(block, "else:");
  }
}

void Printer::tryStatement(NodeId id) {
  line("try:");
  body(tree_.child(id, 0));
  for (const NodeId each : tree_.children(id).subspan(3)) {
    const NodeId type = tree_.child(each, 0);
    const std::string& name = tree_[each].text;
    line("except" + (type == kNoNode ? "" : " " + text(type, Level::expression)) + (name.empty() ? "" : " as " + name) + ":");
    body(tree_.child(each, 1));
  }
  otherwise(tree_.child(id, 1), "else:");
  otherwise(tree_.child(id, 2), "finally:");
}

void Printer::functionDef(NodeId id) {
  for (const NodeId each : tree_.children(id).subspan(3)) line("@" + text(each, Level::expression));
  const NodeId returns = tree_.child(id, 2);
  line("def " + tree_[id].text + "(" + expressions_.parameters(tree_.child(id, 0)) + ")" +
       (returns == kNoNode ? "" : " -> " + text(returns, Level::expression)) + ":");
  body(tree_.child(id, 1));
}

void Printer::classDef(NodeId id) {
  const std::span<const NodeId> bases = tree_.children(id).subspan(1);
  line("class " + tree_[id].text + (bases.empty() ? "" : "(" + expressions_.arguments(bases) + ")") + ":");
  body(tree_.child(id, 0));
}

std::string Printer::simple(NodeId id) {
  const Node& node = tree_[id];
  const std::span<const NodeId> children = tree_.children(id);
  switch (node.kind) {
    case NodeKind::expression: return text(children[0], Level::tuple);
    case NodeKind::assign: return assign(id);
    case NodeKind::annAssign: return annAssign(id);
    case NodeKind::augAssign:
      return text(children[0], Level::primary) + " " + std::string(textOf(node.op)) + "= " + text(children[1], Level::tuple);
    case NodeKind::returnStatement: return children[0] == kNoNode ? "return" : "return " + text(children[0], Level::tuple);
    case NodeKind::deleteStatement: return "del " + list(children, Level::primary);
    case NodeKind::raiseStatement: return raise(id);
    case NodeKind::assertStatement:
      return "assert " + text(children[0], Level::expression) +
             (children[1] == kNoNode ? "" : ", " + text(children[1], Level::expression));
    case NodeKind::import: return "import " + aliases(id);
    case NodeKind::importFrom: return "from " + node.text + " import " + aliases(id);
    case NodeKind::global: return "global " + list(children, Level::primary);
    case NodeKind::nonlocal: return "nonlocal " + list(children, Level::primary);
    case NodeKind::breakStatement: return "break";
    case NodeKind::continueStatement: return "continue";
    default: return "pass";
  }
}

std::string Printer::assign(NodeId id) {
  std::string out;
  for (const NodeId each : tree_.children(id).subspan(1)) out += text(each, Level::tuple) + " = ";
  return out + text(tree_.child(id, 0), Level::tuple);
}

std::string Printer::annAssign(NodeId id) {
  const NodeId value = tree_.child(id, 2);
  return text(tree_.child(id, 0), Level::primary) + ": " + text(tree_.child(id, 1), Level::expression) +
         (value == kNoNode ? "" : " = " + text(value, Level::tuple));
}

std::string Printer::raise(NodeId id) {
  const NodeId exception = tree_.child(id, 0);
  const NodeId cause = tree_.child(id, 1);
  if (exception == kNoNode) return "raise";
  return "raise " + text(exception, Level::expression) + (cause == kNoNode ? "" : " from " + text(cause, Level::expression));
}

std::string Printer::withItems(NodeId id) {
  const std::span<const NodeId> items = tree_.children(id).subspan(1);
  std::string out;
  for (const NodeId each : items) {
    const NodeId target = tree_.child(each, 1);
    out += (out.empty() ? "" : ", ") + text(tree_.child(each, 0), Level::expression);
    if (target != kNoNode) out += " as " + text(target, Level::expression);
  }
  // The brackets of a tuple alone would be taken for those around items.
  const bool tuple =
      items.size() == 1 && levelOf(tree_[tree_.child(items[0], 0)]) == Level::tuple && tree_.child(items[0], 1) == kNoNode;
  return tuple ? "(" + out + ")" : out;
}

std::string Printer::aliases(NodeId id) {
  std::string out;
  for (const NodeId each : tree_.children(id)) {
    const Node& alias = tree_[each];
    out += (out.empty() ? "" : ", ") + alias.text + (alias.name2.empty() ? "" : " as " + alias.name2);
  }
  return out;
}

bool sameNode(const Node& one, const Node& other) {
  return one.kind == other.kind && one.op == other.op && one.flag == other.flag && one.childCount == other.childCount &&
         one.integer == other.integer && std::bit_cast<std::uint64_t>(one.real) == std::bit_cast<std::uint64_t>(other.real) &&
         one.text == other.text && one.name2 == other.name2 && one.ops == other.ops;
}

}  // namespace

std::string print(const Tree& tree) { return Printer(tree).module(); }

bool sameTree(const Tree& one, const Tree& other) {
  if (!std::ranges::equal(one.watched(), other.watched(), {}, &Watched::name, &Watched::name)) return false;
  std::vector<std::pair<NodeId, NodeId>> left{{one.root(), other.root()}};
  while (!left.empty()) {
    const auto [a, b] = left.back();
    left.pop_back();
    if (!sameNode(one[a], other[b])) return false;
    for (std::size_t i = 0; i < one[a].childCount; ++i) left.emplace_back(one.child(a, i), other.child(b, i));
  }
  return true;
}

}  // namespace interleave::lang
