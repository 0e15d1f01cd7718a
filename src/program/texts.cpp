// The texts of values: str, repr, format.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "program/limits.h"
#include "program/operations.h"

namespace interleave::program {
namespace {

constexpr std::size_t kDeepest = 200;  // containers in containers

// `spec` as [[fill]align][sign][0][width][,][.digits][d|f|s].
struct Spec {
  std::string fill = " ";
  char align = 0;
  char sign = 0;
  bool zeros = false;  // a 0 before the width, and no alignment
  bool grouped = false;
  std::size_t width = 0;
  int digits = -1;
  char type = 0;
  bool understood = true;
};

bool isAlign(char c) { return c == '<' || c == '>' || c == '^' || c == '='; }

std::size_t characterBytes(std::string_view text) {
  std::size_t bytes = text.empty() ? 0 : 1;
  while (bytes < text.size() && (text[bytes] & 0xc0) == 0x80) ++bytes;
  return bytes;
}

std::size_t readNumber(std::string_view& rest) {
  std::size_t number = 0;
  while (!rest.empty() && rest[0] >= '0' && rest[0] <= '9') {
    number = std::min<std::size_t>(number * 10 + static_cast<std::size_t>(rest[0] - '0'), kMaxTextBytes + 1);
    rest.remove_prefix(1);
  }
  return number;
}

Spec readSpec(std::string_view rest) {
  Spec spec;
  const std::size_t first = characterBytes(rest);
  const bool filled = rest.size() > first && isAlign(rest[first]);
  if (filled) {
    spec.fill = rest.substr(0, first);
    spec.align = rest[first];
    rest.remove_prefix(first + 1);
  } else if (!rest.empty() && isAlign(rest[0])) {
    spec.align = rest[0];
    rest.remove_prefix(1);
  }
  if (!rest.empty() && (rest[0] == '+' || rest[0] == '-' || rest[0] == ' ')) {
    spec.sign = rest[0];
    rest.remove_prefix(1);
  }
  if (!filled && !rest.empty() && rest[0] == '0') {
    spec.fill = "0";
    if (spec.align == 0) {
      spec.align = '=';
      spec.zeros = true;
    }
    rest.remove_prefix(1);
  }
  spec.width = readNumber(rest);
  if (!rest.empty() && rest[0] == ',') {
    spec.grouped = true;
    rest.remove_prefix(1);
  }
  if (!rest.empty() && rest[0] == '.') {
    rest.remove_prefix(1);
    spec.understood = !rest.empty() && rest[0] >= '0' && rest[0] <= '9';
    spec.digits = static_cast<int>(std::min<std::size_t>(readNumber(rest), 1000));
  }
  if (!rest.empty()) {
    spec.type = rest[0];
    rest.remove_prefix(1);
  }
  spec.understood =
      spec.understood && rest.empty() && (spec.type == 0 || spec.type == 'd' || spec.type == 'f' || spec.type == 's');
  return spec;
}

// Why a str cannot be formatted like this; empty: it can.
std::string wrongForText(const Spec& spec) {
  if (spec.grouped) return "Cannot specify ',' with 's'.";
  if (spec.sign == ' ') return "Space not allowed in string format specifier";
  if (spec.sign != 0) return "Sign not allowed in string format specifier";
  return spec.align == '=' && !spec.zeros ? "'=' alignment not allowed in string format specifier" : "";
}

// A comma behind each third digit before the point.
std::string withCommas(const std::string& digits) {
  const std::size_t whole = std::min(digits.find('.'), digits.size());
  std::string grouped;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && i < whole && (whole - i) % 3 == 0) grouped += ',';
    grouped += digits[i];
  }
  return grouped;
}

std::string padded(const std::string& sign, std::string body, const Spec& spec, char align) {
  std::size_t width = sign.size();
  for (const char byte : body) width += (byte & 0xc0) != 0x80;
  const std::size_t missing = spec.width > width ? spec.width - width : 0;
  const auto fill = [&](std::size_t count) {
    std::string filled;
    for (std::size_t i = 0; i < count; ++i) filled += spec.fill;
    return filled;
  };
  switch (align) {
    case '<': return sign + body + fill(missing);
    case '^': return fill(missing / 2) + sign + body + fill(missing - missing / 2);
    case '=': {
      // Zeros before a grouped number are grouped as well.
      if (spec.grouped && spec.fill == "0") {
        while (sign.size() + withCommas(body).size() < spec.width) body.insert(0, "0");
        return sign + withCommas(body);
      }
      return sign + fill(missing) + body;
    }
    default: return fill(missing) + sign + body;
  }
}

std::string fixed(double value, int digits) {
  std::array<char, 1500> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::abs(value), std::chars_format::fixed, digits);
  return {buffer.data(), end.ptr};
}

}  // namespace

// The shortest digits that read as the same number; with an exponent below 1e-4 and from 1e16 on.
std::string reprOf(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  std::array<char, 64> buffer{};
  const double size = std::abs(value);
  const bool exponent = size != 0 && (size < 1e-4 || size >= 1e16);
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 exponent ? std::chars_format::scientific : std::chars_format::fixed);
  std::string text(buffer.data(), end.ptr);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string Operations::str(Value value) {
  if (value.is(Tag::text)) return text(value);
  if (!value.is(Tag::object) || heap_.kind(idOf(value)) != Kind::exception) return repr(value);
  const Value arguments = heap_.at(idOf(value), 1);
  const std::size_t count = heap_.length(idOf(arguments));
  if (count == 0) return "";
  if (count > 1) return repr(arguments);
  const Value only = heap_.at(idOf(arguments), 0);
  const Value type = heap_.at(idOf(value), 0);
  const lang::EntryId entry =
      type.is(Tag::entry) ? static_cast<lang::EntryId>(type.payload()) : program_.classes[heap_.detail(idOf(type))].entry;
  return lang::entries()[entry].name == "KeyError" ? repr(only) : str(only);
}

std::string Operations::repr(Value value) {
  std::string out;
  reprInto(out, value);
  if (out.size() > kMaxTextBytes) stop("a str of more than " + std::to_string(kMaxTextBytes) + " bytes");
  return out;
}

void Operations::reprInto(std::string& out, Value value) {
  if (out.size() > kMaxTextBytes) return;
  switch (value.tag()) {
    case Tag::absent:
    case Tag::missing: out += "<unbound>"; return;
    case Tag::none: out += "None"; return;
    case Tag::boolean: out += value == kTrue ? "True" : "False"; return;
    case Tag::integer:
    case Tag::wide: out += std::to_string(integer(value)); return;
    case Tag::real: out += reprOf(real(value)); return;
    case Tag::text: out += reprText(text(value)); return;
    case Tag::opaque: out += "<traceback object>"; return;
    case Tag::function: out += addressed("function " + program_.functions[value.index()].name, value); return;
    case Tag::entry: {
      const lang::Entry& entry = lang::entries()[value.index()];
      const bool type = entry.kind == lang::EntryKind::type || entry.kind == lang::EntryKind::exception;
      out += type ? "<class '" + std::string(entry.name) + "'>" : "<built-in function " + std::string(entry.name) + ">";
      return;
    }
    case Tag::object: return reprObject(out, idOf(value));
  }
}

void Operations::reprElements(std::string& out, std::span<const Value> values) {
  const std::vector<Value> all(values.begin(), values.end());
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i != 0) out += ", ";
    reprInto(out, all[i]);
  }
}

void Operations::reprObject(std::string& out, ObjectId object) {
  const Kind kind = heap_.kind(object);
  const auto values = heap_.values(object);
  switch (kind) {
    case Kind::tuple:
    case Kind::list:
    case Kind::deque:
    case Kind::set:
    case Kind::dict: break;
    case Kind::range: {
      out += "range(" + std::to_string(integer(values[0])) + ", " + std::to_string(integer(values[1]));
      if (integer(values[2]) != 1) out += ", " + std::to_string(integer(values[2]));
      out += ')';
      return;
    }
    case Kind::exception: {
      out += classNameOf(object) + '(';
      const auto arguments = heap_.values(idOf(heap_.at(object, 1)));
      reprElements(out, arguments);
      out += ')';
      return;
    }
    case Kind::atomic: return reprInto(out, heap_.at(object, 1));
    default: out += addressed({}, objectValue(object)); return;
  }
  // A container may be in itself.
  if (std::ranges::find(shown_, object) != shown_.end()) {
    out += kind == Kind::dict ? "{...}" : kind == Kind::tuple ? "(...)" : kind == Kind::set ? "set(...)" : "[...]";
    return;
  }
  if (shown_.size() > kDeepest) {
    stop("a text of containers that are more than " + std::to_string(kDeepest) + " deep");
    return;
  }
  shown_.push_back(object);
  reprContainer(out, object);
  shown_.pop_back();
}

void Operations::reprContainer(std::string& out, ObjectId object) {
  const auto values = heap_.values(object);
  switch (heap_.kind(object)) {
    case Kind::tuple:
      out += '(';
      reprElements(out, values);
      out += values.size() == 1 ? ",)" : ")";
      return;
    case Kind::list:
      out += '[';
      reprElements(out, values);
      out += ']';
      return;
    case Kind::deque:
      out += "deque([";
      reprElements(out, values);
      out += "])";
      return;
    case Kind::set:
      if (values.size() > 1 && !setsInOrder_)
        stop("the text of a set of more than one element: its order is not defined; write sorted(…)");
      out += values.empty() ? "set(" : "{";
      reprElements(out, values);
      out += values.empty() ? ")" : "}";
      return;
    default: break;
  }
  out += '{';
  for (std::size_t i = 0; i < heap_.length(object); i += 2) {
    if (i != 0) out += ", ";
    reprInto(out, heap_.at(object, i));
    out += ": ";
    reprInto(out, heap_.at(object, i + 1));
  }
  out += '}';
}

namespace {

struct CodePoints {
  char32_t first, last;
};
bool isIn(char32_t code, std::span<const CodePoints> all) {
  return std::ranges::any_of(all, [code](const CodePoints& one) { return code >= one.first && code <= one.last; });
}

// Of all code points Python's repr() needs to know whether they are printable, which takes a table of some kilobytes. Here are the
// larger blocks of those that are, and those that are not (Unicode 14, as CPython 3.11 has it).
constexpr CodePoints kPrintable[] = {
    {0xa1, 0xac},     {0xae, 0x377},    {0x37a, 0x37f},   {0x384, 0x38a},   {0x38e, 0x3a1},     {0x3a3, 0x52f},
    {0x531, 0x556},   {0x561, 0x58a},   {0x5d0, 0x5ea},   {0x620, 0x6dc},   {0x904, 0x939},     {0xe01, 0xe3a},
    {0x10d0, 0x10ff}, {0x1e00, 0x1f15}, {0x2010, 0x2027}, {0x2030, 0x205e}, {0x2070, 0x2071},   {0x2074, 0x208e},
    {0x20a0, 0x20c0}, {0x2100, 0x218b}, {0x2190, 0x2426}, {0x2460, 0x2b73}, {0x3001, 0x303f},   {0x3041, 0x3096},
    {0x3099, 0x30ff}, {0x4e00, 0xa48c}, {0xac00, 0xd7a3}, {0xff01, 0xffbe}, {0x1f300, 0x1f6d7}, {0x1f900, 0x1fa53}};
constexpr CodePoints kNotPrintable[] = {{0x80, 0xa0},     {0xad, 0xad},     {0x2000, 0x200f}, {0x2028, 0x202f},  {0x205f, 0x206f},
                                        {0x3000, 0x3000}, {0xe000, 0xf8ff}, {0xfeff, 0xfeff}, {0xe0001, 0xe0001}};

char32_t codePointOf(std::string_view character) {
  const auto bits = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(character[i]) & 0x3fu); };
  switch (character.size()) {
    case 2: return (static_cast<char32_t>(static_cast<unsigned char>(character[0])) & 0x1fu) << 6 | bits(1);
    case 3: return (static_cast<char32_t>(static_cast<unsigned char>(character[0])) & 0x0fu) << 12 | bits(1) << 6 | bits(2);
    default:
      return (static_cast<char32_t>(static_cast<unsigned char>(character[0])) & 0x07u) << 18 | bits(1) << 12 | bits(2) << 6 |
             bits(3);
  }
}

std::string escaped(char32_t code) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  const int digits = code < 0x100 ? 2 : code < 0x10000 ? 4 : 8;
  std::string out(1, '\\');
  out += digits == 2 ? 'x' : digits == 4 ? 'u' : 'U';
  for (int i = digits; i-- > 0;) out += kHex[code >> (4 * i) & 15];
  return out;
}

}  // namespace

// Of one that is no quote and no backslash.
std::string Operations::reprCharacter(std::string_view character) {
  if (character.size() > 1) {
    const char32_t code = codePointOf(character);
    if (isIn(code, kPrintable)) return std::string(character);
    if (!isIn(code, kNotPrintable)) stop("the repr of a text with the character " + escaped(code));
    return escaped(code);
  }
  const char c = character[0];
  if (c == '\n' || c == '\r' || c == '\t') return c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t";
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? escaped(static_cast<unsigned char>(c)) : std::string(1, c);
}

// As Python quotes: single quotes, unless there are some in it and no double ones.
std::string Operations::reprText(const std::string& text) {
  const bool doubled = text.find('\'') != std::string::npos && text.find('"') == std::string::npos;
  const char quote = doubled ? '"' : '\'';
  std::string out(1, quote);
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view character = std::string_view(text).substr(i, characterBytes(std::string_view(text).substr(i)));
    if (character[0] == quote || character[0] == '\\') {
      out += '\\';
      out += character;
    } else {
      out += reprCharacter(character);
    }
    i += character.size();
  }
  return out + quote;
}

// `<__main__.Account object at 0x7f0000001000>`: an address that is the same in every schedule.
std::string Operations::addressed(std::string_view what, Value object) const {
  std::uint64_t place = 0;
  std::string words(what);
  if (object.is(Tag::object)) {
    const ObjectId id = idOf(object);
    const TypeRow& row = rowOf(typeOf(heap_, object));
    for (const Value value : heap_.values(id)) {
      // The first number of an object with an identity is its serial number.
      if (!value.is(Tag::integer)) continue;
      place = static_cast<std::uint64_t>(value.small()) + 1;
      break;
    }
    const auto isHeld = [&](std::size_t at) { return heap_.at(id, at) != number(0); };
    switch (row.type) {
      case Type::instance: words = "__main__." + program_.classes[heap_.detail(id)].name + " object"; break;
      case Type::classes: return "<class '__main__." + program_.classes[heap_.detail(id)].name + "'>";
      case Type::function: words = "function " + program_.functions[heap_.detail(id)].name; break;
      case Type::lock: words = std::string(isHeld(1) ? "locked" : "unlocked") + " _thread.lock object"; break;
      case Type::method: words = "bound method"; break;
      default: words = std::string(row.members.empty() ? row.name : row.members) + " object";
    }
  }
  std::array<char, 20> hex{};
  const auto end = std::to_chars(hex.data(), hex.data() + hex.size(), 0x7f00'0000'0000 + place * 64, 16);
  return "<" + words + " at 0x" + std::string(hex.data(), end.ptr) + ">";
}

std::string Operations::format(Value value, std::string_view given) {
  if (given.empty()) return str(value);
  const Spec spec = readSpec(given);
  if (!spec.understood) {
    stop("the format '" + std::string(given) + "': [[fill]align][sign][0][width][,][.digits][d|f|s] is allowed");
    return {};
  }
  if (!isNumber(value)) {
    if (value.is(Tag::object) || value.is(Tag::none)) {
      fail("TypeError", "unsupported format string passed to " + shownType(value) + ".__format__");
      return {};
    }
    if (const std::string wrong = wrongForText(spec); !wrong.empty() && (spec.type == 0 || spec.type == 's')) {
      fail("ValueError", wrong);
      return {};
    }
    if (spec.type != 0 && spec.type != 's') {
      fail("ValueError", "Unknown format code '" + std::string(1, spec.type) + "' for object of type '" + typeName(value) + "'");
      return {};
    }
    std::string body = str(value);
    if (spec.digits >= 0) {
      std::size_t bytes = 0;
      for (int i = 0; i < spec.digits && bytes < body.size(); ++i) bytes += characterBytes(std::string_view(body).substr(bytes));
      body.resize(bytes);
    }
    return padded("", body, spec, spec.align == 0 || spec.align == '=' ? '<' : spec.align);
  }
  const bool whole = isInteger(value) && spec.type != 'f';
  if (spec.grouped && spec.type == 's') {
    fail("ValueError", "Cannot specify ',' with 's'.");
    return {};
  }
  if (spec.type == 's' || (spec.type == 'd' && !whole)) {
    fail("ValueError", "Unknown format code '" + std::string(1, spec.type) + "' for object of type '" + typeName(value) + "'");
    return {};
  }
  if (whole && spec.digits >= 0) {
    fail("ValueError", "Precision not allowed in integer format specifier");
    return {};
  }
  if (!whole && spec.type == 0 && spec.digits >= 0) {
    stop("the format '" + std::string(given) + "' of a float: write the `f` behind the digits");
    return {};
  }
  const bool negative = isInteger(value) ? integer(value) < 0 : std::signbit(real(value));
  std::string body = whole              ? std::to_string(integer(value))
                     : spec.type == 'f' ? fixed(real(value), spec.digits < 0 ? 6 : spec.digits)
                                        : reprOf(real(value));
  if (body.starts_with('-')) body.erase(0, 1);
  const std::string sign = negative ? "-" : spec.sign == '-' || spec.sign == 0 ? "" : std::string(1, spec.sign);
  const char align = spec.align == 0 ? '>' : spec.align;
  const bool grouping = spec.grouped && !(align == '=' && spec.fill == "0");
  return padded(sign, grouping ? withCommas(body) : body, spec, align);
}

// The braces of str.format: texts as they are, fields, and what is wrong.
std::string Operations::formatted(const std::string& pattern, const FormatArguments& arguments) {
  std::string out;
  Numbering numbering;
  for (std::size_t i = 0; i < pattern.size() && !failed(); ++i) {
    const char c = pattern[i];
    const bool doubled = (c == '{' || c == '}') && i + 1 < pattern.size() && pattern[i + 1] == c;
    if (doubled) ++i;
    if (doubled || (c != '{' && c != '}')) {
      out += c;
      continue;
    }
    const std::size_t end = pattern.find('}', i);
    if (c == '}') {
      fail("ValueError", "Single '}' encountered in format string");
    } else if (i + 1 == pattern.size()) {
      fail("ValueError", "Single '{' encountered in format string");
    } else if (end == std::string::npos) {
      stop("a field of str.format without its `}`");
    } else {
      out += formattedField(pattern.substr(i + 1, end - i - 1), arguments, numbering);
      i = end;
    }
  }
  return failed() ? std::string() : out;
}

// NAME or NUMBER or nothing, then perhaps !CONVERSION and :FORMAT.
std::string Operations::formattedField(std::string field, const FormatArguments& arguments, Numbering& numbering) {
  const auto cutAt = [&field](char mark) -> std::optional<std::string> {
    const std::size_t at = field.find(mark);
    if (at == std::string::npos) return std::nullopt;
    std::string behind = field.substr(at + 1);
    field.resize(at);
    return behind;
  };
  const std::string spec = cutAt(':').value_or("");
  const std::optional<std::string> conversion = cutAt('!');
  if (conversion && conversion != "r" && conversion != "s") {
    stop("a conversion of str.format that is neither !r nor !s");
  } else if (field.find_first_of(".[{") != std::string::npos || spec.find('{') != std::string::npos) {
    stop("a field of str.format that is more than a name or a number");
  }
  if (failed()) return {};
  const Value value = argumentOf(field, arguments, numbering);
  if (failed()) return {};
  if (conversion == "r") return format(constants_.text(repr(value)), spec);
  return format(conversion == "s" ? constants_.text(str(value)) : value, spec);
}

Value Operations::argumentOf(const std::string& field, const FormatArguments& arguments, Numbering& numbering) {
  if (field.find_first_not_of("0123456789") == std::string::npos) {
    const bool automatic = field.empty();
    if (numbering.begun && numbering.automatic != automatic) {
      return fail("ValueError", automatic ? "cannot switch from manual field specification to automatic field numbering"
                                          : "cannot switch from automatic field numbering to manual field specification");
    }
    numbering.begun = true;
    numbering.automatic = automatic;
    const std::size_t at =
        automatic ? numbering.next++ : static_cast<std::size_t>(std::min(std::strtoull(field.c_str(), nullptr, 10), 1000ull));
    if (at < arguments.positional.size()) return arguments.positional[at];
    return fail("IndexError", "Replacement index " + std::to_string(at) + " out of range for positional args tuple");
  }
  const auto found = std::ranges::find(arguments.named, field, &std::pair<std::string, Value>::first);
  if (found != arguments.named.end()) return found->second;
  fail("KeyError", reprText(field));
  failure_->argument = constants_.text(field);
  return kAbsent;
}

}  // namespace interleave::program
