// Methods of str, and the arguments of exceptions: https://docs.python.org/3.11/library/stdtypes.html#string-methods
#include <algorithm>
#include <array>

#include "program/library/rows.h"

namespace interleave::program::library {
namespace {

const std::string& self(Action& action) { return action.run.operations().text(action.self); }
Outcome text(Action& action, std::string_view made) { return action.done(action.run.operations().makeText(made)); }

bool isText(Action& action, std::size_t index) { return action.given(index) && action.arguments[index].is(Tag::text); }
const std::string& argument(Action& action, std::size_t index) { return action.run.operations().text(action.arguments[index]); }

Outcome mustBeText(Action& action, std::size_t index, std::string_view what) {
  return action.run.raise("TypeError", std::string(what) + ", not " + action.run.operations().shownType(action.arguments[index]));
}

// ASCII only; other letters would need tables that the page does not carry.
Outcome cased(Action& action, char first, char last, int shift) {
  std::string all = self(action);
  for (char& c : all) {
    if (static_cast<unsigned char>(c) >= 0x80) return action.run.stop("`upper` and `lower` of letters beyond ASCII");
    if (c >= first && c <= last) c = static_cast<char>(c + shift);
  }
  return text(action, all);
}
Outcome upper(Action& action) { return cased(action, 'a', 'z', 'A' - 'a'); }
Outcome lower(Action& action) { return cased(action, 'A', 'Z', 'a' - 'A'); }

// What str.isspace() holds for.
bool isBlank(std::string_view character) {
  static constexpr auto kWide = std::to_array<std::string_view>(
      {"\u0085", "\u00a0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008",
       "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"});
  if (character.size() > 1) return std::ranges::find(kWide, character) != kWide.end();
  const char c = character[0];
  return c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f');
}

// A multi-byte character is stripped as a whole.
Outcome strip(Action& action) {
  if (action.given(0) && !action.arguments[0].is(Tag::none) && !isText(action, 0))
    return action.run.raise("TypeError", "strip arg must be None or str");
  const auto characters = *action.run.operations().elements(action.self);
  const auto isStripped = [&](Value character) {
    const std::string& one = action.run.operations().text(character);
    if (isText(action, 0)) return argument(action, 0).find(one) != std::string::npos;
    return isBlank(one);
  };
  std::size_t from = 0, to = characters.size();
  while (from < to && isStripped(characters[from])) ++from;
  while (to > from && isStripped(characters[to - 1])) --to;
  std::string kept;
  for (; from < to; ++from) kept += action.run.operations().text(characters[from]);
  return text(action, kept);
}

Outcome listOf(Action& action, const std::vector<std::string>& texts) {
  std::vector<Value> values;
  for (const std::string& one : texts) values.push_back(action.run.constants().text(one));
  if (!action.run.operations().checkLength(values.size())) return action.run.settled();
  return action.done(objectValue(action.run.heap().make(Kind::list, values)));
}

// The last part keeps the blanks behind it.
std::vector<std::string> splitAtBlanks(Action& action, std::int64_t most) {
  std::vector<std::string> parts;
  bool inside = false;
  const auto characters = *action.run.operations().elements(action.self);
  for (const Value value : characters) {
    const std::string& character = action.run.operations().text(value);
    const bool last = most >= 0 && parts.size() == static_cast<std::size_t>(most) + 1;
    if (isBlank(character) && !(last && inside)) {
      inside = false;
    } else if (inside) {
      parts.back() += character;
    } else {
      parts.push_back(character);
      inside = true;
    }
  }
  return parts;
}

Outcome split(Action& action) {
  if (const Outcome outcome = requireInteger(action, 1); outcome != Outcome::next) return outcome;
  const std::int64_t most = action.given(1) ? action.run.operations().integer(action.arguments[1]) : -1;
  const std::string& all = self(action);
  if (!action.given(0) || action.arguments[0].is(Tag::none)) return listOf(action, splitAtBlanks(action, most));
  if (!isText(action, 0)) return mustBeText(action, 0, "must be str or None");
  const std::string& separator = argument(action, 0);
  if (separator.empty()) return action.run.raise("ValueError", "empty separator");
  std::vector<std::string> parts;
  std::size_t from = 0;
  for (std::int64_t left = most; left != 0; --left) {
    const std::size_t at = all.find(separator, from);
    if (at == std::string::npos) break;
    parts.push_back(all.substr(from, at - from));
    from = at + separator.size();
  }
  parts.push_back(all.substr(from));
  return listOf(action, parts);
}

Outcome join(Action& action) {
  Interpreter& run = action.run;
  const Value source = action.arguments[0];
  if (!run.mayAct(run.isSharedContainer(source))) return Outcome::stands;
  if (!source.is(Tag::object) && !source.is(Tag::text)) return run.raise("TypeError", "can only join an iterable");
  const auto parts = run.operations().elements(source);
  if (!parts) return run.settled();
  std::string all;
  for (std::size_t i = 0; i < parts->size(); ++i) {
    if (!(*parts)[i].is(Tag::text)) {
      return run.raise("TypeError", "sequence item " + std::to_string(i) + ": expected str instance, " +
                                        run.operations().shownType((*parts)[i]) + " found");
    }
    if (i != 0) all += self(action);
    all += run.operations().text((*parts)[i]);
  }
  return text(action, all);
}

Outcome replace(Action& action) {
  for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
    if (isText(action, i)) continue;
    const std::string type = action.arguments[i].is(Tag::none) ? "None" : action.run.operations().shownType(action.arguments[i]);
    return action.run.raise("TypeError", "replace() argument " + std::to_string(i + 1) + " must be str, not " + type);
  }
  if (const Outcome outcome = requireInteger(action, 2); outcome != Outcome::next) return outcome;
  const std::string& all = self(action);
  const std::string& old = argument(action, 0);
  std::int64_t left = action.given(2) ? action.run.operations().integer(action.arguments[2]) : -1;
  std::string made;
  std::size_t from = 0;
  while (left != 0) {
    if (old.empty()) {
      made += argument(action, 1);
      if (from == all.size()) break;
      do made += all[from++];
      while (from < all.size() && (all[from] & 0xc0) == 0x80);
    } else {
      const std::size_t at = all.find(old, from);
      if (at == std::string::npos) break;
      made += all.substr(from, at - from) + argument(action, 1);
      from = at + old.size();
    }
    --left;
    if (made.size() > kMaxTextBytes) break;
  }
  return text(action, made + all.substr(std::min(from, all.size())));
}

// What is wrong with `start` and `end`, if anything is.
Outcome checkedPlaces(Action& action) {
  for (const std::size_t i : {std::size_t{1}, std::size_t{2}}) {
    if (action.given(i) && !action.arguments[i].is(Tag::none) && !action.run.operations().isInteger(action.arguments[i]))
      return action.run.raise("TypeError", "slice indices must be integers or None or have an __index__ method");
  }
  return Outcome::next;
}

// What `start` and `end` cut out, and at which character it begins; none: it is empty, as start is behind the end.
struct Part {
  std::string text;
  std::int64_t from = 0;
  bool there = true;
};
Part partOf(Action& action) {
  Operations& operations = action.run.operations();
  const auto characters = *operations.elements(action.self);
  const auto size = static_cast<std::int64_t>(characters.size());
  const auto place = [&](std::size_t index, std::int64_t otherwise) {
    if (!action.given(index) || !operations.isInteger(action.arguments[index])) return otherwise;
    const std::int64_t at = operations.integer(action.arguments[index]);
    return at < 0 ? std::max<std::int64_t>(at + size, 0) : at;
  };
  const std::int64_t from = place(1, 0), to = std::min(place(2, size), size);
  Part part{{}, from, from <= to && from <= size};
  for (std::int64_t i = from; i < to; ++i) part.text += operations.text(characters[static_cast<std::size_t>(i)]);
  return part;
}

Outcome affix(Action& action, bool atEnd) {
  if (const Outcome outcome = checkedPlaces(action); outcome != Outcome::next) return outcome;
  const Part part = partOf(action);
  const auto holds = [&](Value one) {
    const std::string& wanted = action.run.operations().text(one);
    return part.there && (atEnd ? part.text.ends_with(wanted) : part.text.starts_with(wanted));
  };
  const Value given = action.arguments[0];
  if (given.is(Tag::text)) return action.done(boolean(holds(given)));
  const bool tuple = given.is(Tag::object) && action.run.heap().kind(idOf(given)) == Kind::tuple;
  const std::string name = atEnd ? "endswith" : "startswith";
  if (!tuple) return mustBeText(action, 0, name + " first arg must be str or a tuple of str");
  for (const Value one : action.run.heap().values(idOf(given))) {
    if (!one.is(Tag::text))
      return action.run.raise("TypeError",
                              "tuple for " + name + " must only contain str, not " + action.run.operations().shownType(one));
    if (holds(one)) return action.done(kTrue);
  }
  return action.done(kFalse);
}
Outcome startsWith(Action& action) { return affix(action, false); }
Outcome endsWith(Action& action) { return affix(action, true); }

Outcome find(Action& action) {
  if (const Outcome outcome = checkedPlaces(action); outcome != Outcome::next) return outcome;
  if (!isText(action, 0)) return mustBeText(action, 0, "must be str");
  const Part part = partOf(action);
  const std::size_t at = part.there ? part.text.find(argument(action, 0)) : std::string::npos;
  if (at == std::string::npos) return action.done(number(-1));
  const auto before = std::count_if(part.text.begin(), part.text.begin() + static_cast<std::ptrdiff_t>(at),
                                    [](char c) { return (c & 0xc0) != 0x80; });
  return action.done(number(part.from + before));
}

Outcome count(Action& action) {
  if (const Outcome outcome = checkedPlaces(action); outcome != Outcome::next) return outcome;
  if (!isText(action, 0)) return mustBeText(action, 0, "must be str");
  const Part part = partOf(action);
  const std::string& wanted = argument(action, 0);
  if (!part.there) return action.done(number(0));
  if (wanted.empty())
    return action.done(number(1 + std::count_if(part.text.begin(), part.text.end(), [](char c) { return (c & 0xc0) != 0x80; })));
  std::int64_t found = 0;
  for (std::size_t at = part.text.find(wanted); at != std::string::npos; at = part.text.find(wanted, at + wanted.size())) ++found;
  return action.done(number(found));
}

Outcome format(Action& action) {
  std::vector<std::pair<std::string, Value>> named;
  for (const auto& [name, value] : action.named) named.emplace_back(action.run.nameOf(name), value);
  return text(action, action.run.operations().formatted(self(action), {action.rest, named}));
}

Outcome exceptionArguments(Action& action) { return action.done(action.field(1)); }

constexpr auto kRows = std::to_array<Row>({
    {"str.count", count},
    {"str.endswith", endsWith},
    {"str.find", find},
    {"str.format", format},
    {"str.join", join},
    {"str.lower", lower},
    {"str.replace", replace},
    {"str.split", split},
    {"str.startswith", startsWith},
    {"str.strip", strip},
    {"str.upper", upper},
    {"Exception.args", exceptionArguments},
});

}  // namespace

std::span<const Row> textMethods() { return kRows; }

}  // namespace interleave::program::library
