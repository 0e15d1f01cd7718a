// Built-in functions and types: https://docs.python.org/3.11/library/functions.html
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "program/library/rows.h"

namespace interleave::program::library {
namespace {

// A shared container, or a view of one: looking at it is a step.
bool looksAtShared(Action& action, Value value) {
  if (!value.is(Tag::object)) return false;
  Heap& heap = action.run.heap();
  if (heap.kind(idOf(value)) == Kind::view) return looksAtShared(action, heap.at(idOf(value), 0));
  if (heap.kind(idOf(value)) == Kind::iterator) return action.run.looksAtShared(idOf(value));
  return action.run.isSharedContainer(value);
}

// All elements of what can be gone through. One step, if threads share it.
Outcome gather(Action& action, Value source, std::vector<Value>& all, bool ofSet = false) {
  Interpreter& run = action.run;
  Heap& heap = run.heap();
  if (source.is(Tag::object) && heap.kind(idOf(source)) == Kind::iterator) {
    const ObjectId iterator = idOf(source);
    if (heap.detail(iterator) == kOfResults) {
      const auto futures = heap.values(idOf(heap.at(iterator, 0)));
      for (const Value future : std::vector<Value>(futures.begin(), futures.end())) {
        Value value;
        if (const Outcome outcome = run.resultOf(future, value); outcome != Outcome::next) return outcome;
        all.push_back(value);
      }
      return Outcome::next;
    }
    if (!run.mayAct(run.looksAtShared(iterator))) return Outcome::stands;
    for (Value value;;) {
      if (const Outcome outcome = run.nextOf(iterator, value); outcome != Outcome::next) return outcome;
      if (!value.bound()) return Outcome::next;
      all.push_back(value);
      if (!run.operations().checkLength(all.size())) return run.settled();
    }
  }
  if (!run.mayAct(looksAtShared(action, source))) return Outcome::stands;
  const auto elements = run.operations().elements(source, ofSet);
  if (!elements) return run.settled();
  all = *elements;
  return Outcome::next;
}

Outcome length(Action& action) {
  if (!action.run.mayAct(looksAtShared(action, action.arguments[0]))) return Outcome::stands;
  const auto length = action.run.operations().length(action.arguments[0]);
  return length ? action.done(number(static_cast<std::int64_t>(*length))) : action.run.settled();
}

Outcome print(Action& action) {
  Interpreter& run = action.run;
  if (!run.mayAct(run.printsAreSteps())) return Outcome::stands;
  static constexpr std::string_view kNames[] = {"sep", "end"};
  for (std::size_t i = 0; i < 2; ++i) {
    const Value given = action.arguments[i];
    if (!given.bound() || given.is(Tag::none) || given.is(Tag::text)) continue;
    return run.raise("TypeError", std::string(kNames[i]) + " must be None or a string, not " + run.operations().shownType(given));
  }
  const auto textOf = [&](std::size_t i, std::string otherwise) {
    return !action.given(i) || action.arguments[i].is(Tag::none) ? otherwise : run.operations().text(action.arguments[i]);
  };
  // `sep` and `end` come first among the parameters; what is printed is the rest.
  const std::string separator = textOf(0, " "), end = textOf(1, "\n");
  std::string line;
  for (std::size_t i = 0; i < action.rest.size(); ++i) {
    if (i != 0) line += separator;
    line += run.operations().str(action.rest[i]);
  }
  if (run.operations().failed()) return run.settled();
  run.print(line + end);
  return action.done();
}

Outcome str(Action& action) {
  if (!action.given(0)) return action.done(action.run.constants().text(""));
  if (!action.run.mayAct(looksAtShared(action, action.arguments[0]))) return Outcome::stands;
  return action.done(action.run.operations().makeText(action.run.operations().str(action.arguments[0])));
}
Outcome repr(Action& action) {
  if (!action.run.mayAct(looksAtShared(action, action.arguments[0]))) return Outcome::stands;
  return action.done(action.run.operations().makeText(action.run.operations().repr(action.arguments[0])));
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\n\r\f\v\x1c\x1d\x1e\x1f";
  const std::size_t first = text.find_first_not_of(kBlanks);
  return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// Blanks and digits beyond ASCII would need tables that the page does not carry.
bool isAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Digits with single underscores between them.
std::optional<std::string> withoutUnderscores(std::string_view text) {
  const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
  std::string digits;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      digits += text[i];
    } else if (i == 0 || i + 1 == text.size() || !isDigit(text[i - 1]) || !isDigit(text[i + 1])) {
      return std::nullopt;
    }
  }
  return digits;
}

Outcome intOfText(Action& action, const std::string& text) {
  if (!isAscii(text)) return action.run.stop("`int` of a text with letters beyond ASCII");
  std::string_view body = trimmed(text);
  const bool negative = body.starts_with('-');
  if (negative || body.starts_with('+')) body.remove_prefix(1);
  const auto digits = withoutUnderscores(body);
  if (!digits || digits->empty() || digits->find_first_not_of("0123456789") != std::string::npos) {
    return action.run.raise("ValueError",
                            "invalid literal for int() with base 10: " + action.run.operations().repr(action.arguments[0]));
  }
  std::int64_t value = 0;
  const std::string all = (negative ? "-" : "") + *digits;
  if (std::from_chars(all.data(), all.data() + all.size(), value).ec != std::errc())
    return action.run.stop("an integer beyond 64 bits");
  return action.done(action.run.constants().integer(value));
}

Outcome toInt(Action& action) {
  Operations& operations = action.run.operations();
  const Value value = action.given(0) ? action.arguments[0] : number(0);
  if (operations.isInteger(value)) return action.done(action.run.constants().integer(operations.integer(value)));
  if (value.is(Tag::text)) return intOfText(action, operations.text(value));
  if (!value.is(Tag::real)) {
    return action.run.raise("TypeError", "int() argument must be a string, a bytes-like object or a real number, not '" +
                                             operations.shownType(value) + "'");
  }
  const double real = operations.real(value);
  if (std::isnan(real)) return action.run.raise("ValueError", "cannot convert float NaN to integer");
  if (std::isinf(real)) return action.run.raise("OverflowError", "cannot convert float infinity to integer");
  if (std::abs(real) >= 9.2e18) return action.run.stop("an integer beyond 64 bits");
  return action.done(action.run.constants().integer(static_cast<std::int64_t>(real)));
}

Outcome toFloat(Action& action) {
  Operations& operations = action.run.operations();
  const Value value = action.given(0) ? action.arguments[0] : number(0);
  if (operations.isNumber(value)) return action.done(action.run.constants().real(operations.real(value)));
  if (!value.is(Tag::text)) {
    return action.run.raise("TypeError",
                            "float() argument must be a string or a real number, not '" + operations.shownType(value) + "'");
  }
  if (!isAscii(operations.text(value))) return action.run.stop("`float` of a text with letters beyond ASCII");
  std::string_view body = trimmed(operations.text(value));
  if (body.starts_with('+') && !body.substr(1).starts_with('-')) body.remove_prefix(1);
  const auto digits = withoutUnderscores(body);
  double real = 0;
  // Too large is infinite, too small is 0. What strtod() takes beyond Python's numbers has one of these letters.
  const auto read = [&] {
    if (!digits || digits->empty() || digits->find_first_of("xXpP( \t\n\r\f\v") != std::string::npos) return false;
    char* end = nullptr;
    real = std::strtod(digits->c_str(), &end);
    return end == digits->c_str() + digits->size();
  };
  if (!read()) return action.run.raise("ValueError", "could not convert string to float: " + operations.repr(value));
  return action.done(action.run.constants().real(real));
}

Outcome toBool(Action& action) {
  if (!action.given(0)) return action.done(kFalse);
  if (!action.run.mayAct(looksAtShared(action, action.arguments[0]))) return Outcome::stands;
  return action.done(boolean(action.run.operations().truth(action.arguments[0])));
}

Outcome abs(Action& action) {
  Operations& operations = action.run.operations();
  const Value value = action.arguments[0];
  if (!operations.isNumber(value))
    return action.run.raise("TypeError", "bad operand type for abs(): '" + operations.shownType(value) + "'");
  if (value.is(Tag::real)) return action.done(action.run.constants().real(std::abs(operations.real(value))));
  if (operations.integer(value) >= 0) return action.done(action.run.constants().integer(operations.integer(value)));
  return action.done(operations.unary(lang::Operator::negative, value));
}

// Which elements of a set are compared first, and so what a failing comparison says, depends on the order of the set.
bool isMixedSet(Action& action) {
  const Value source = action.arguments[0];
  return action.run.operations().failed() && source.is(Tag::object) && action.run.heap().kind(idOf(source)) == Kind::set;
}
Outcome mixed(Action& action) { return action.run.stop("the elements of a set cannot be compared with one another"); }

// min and max, of one iterable or of several values. With `key=` the compiler makes a loop of it.
Outcome extreme(Action& action, bool least) {
  Operations& operations = action.run.operations();
  std::vector<Value> all;
  if (action.given(2) && !action.rest.empty()) {
    return action.run.raise("TypeError", "Cannot specify a default for " + std::string(least ? "min" : "max") +
                                             "() with multiple positional arguments");
  }
  if (action.rest.empty()) {
    if (const Outcome outcome = gather(action, action.arguments[0], all, true); outcome != Outcome::next) return outcome;
  } else {
    all.push_back(action.arguments[0]);
    all.insert(all.end(), action.rest.begin(), action.rest.end());
  }
  if (all.empty()) {
    if (action.given(2)) return action.done(action.arguments[2]);
    return action.run.raise("ValueError", std::string(least ? "min" : "max") + "() arg is an empty sequence");
  }
  Value best = all[0];
  for (std::size_t i = 1; i < all.size() && !operations.failed(); ++i) {
    if (operations.compare(least ? lang::Operator::less : lang::Operator::greater, all[i], best) == kTrue) best = all[i];
  }
  if (action.rest.empty() && isMixedSet(action)) return mixed(action);
  return action.done(best);
}
Outcome min(Action& action) { return extreme(action, true); }
Outcome max(Action& action) { return extreme(action, false); }

Outcome sum(Action& action) {
  Operations& operations = action.run.operations();
  Value total = action.given(1) ? action.arguments[1] : number(0);
  std::vector<Value> all;
  if (const Outcome outcome = gather(action, action.arguments[0], all, true); outcome != Outcome::next) return outcome;
  if (total.is(Tag::text)) return action.run.raise("TypeError", "sum() can't sum strings [use ''.join(seq) instead]");
  for (const Value value : all) {
    if (!operations.failed()) total = operations.binary(lang::Operator::add, total, value, false);
  }
  return action.done(total);
}

Outcome anyOf(Action& action) {
  std::vector<Value> all;
  if (const Outcome outcome = gather(action, action.arguments[0], all, true); outcome != Outcome::next) return outcome;
  return action.done(boolean(std::ranges::any_of(all, [&](Value one) { return action.run.operations().truth(one); })));
}
Outcome allOf(Action& action) {
  std::vector<Value> all;
  if (const Outcome outcome = gather(action, action.arguments[0], all, true); outcome != Outcome::next) return outcome;
  return action.done(boolean(std::ranges::all_of(all, [&](Value one) { return action.run.operations().truth(one); })));
}

Outcome sorted(Action& action) {
  std::vector<Value> all;
  if (const Outcome outcome = gather(action, action.arguments[0], all, true); outcome != Outcome::next) return outcome;
  const bool reverse = action.given(2) && action.run.operations().truth(action.arguments[2]);
  if (const Outcome outcome = requireInteger(action, 2); outcome != Outcome::next) return outcome;
  const std::vector<Value> result = action.run.operations().sorted(all, all, reverse);
  if (isMixedSet(action)) return mixed(action);
  return action.done(objectValue(action.run.heap().make(Kind::list, result)));
}

Outcome collect(Action& action, Kind kind) {
  std::vector<Value> all;
  if (action.given(0)) {
    if (const Outcome outcome = gather(action, action.arguments[0], all); outcome != Outcome::next) return outcome;
  }
  return action.done(objectValue(action.run.heap().make(kind, all)));
}
Outcome toList(Action& action) { return collect(action, Kind::list); }
Outcome toTuple(Action& action) { return collect(action, Kind::tuple); }
Outcome toDeque(Action& action) { return collect(action, Kind::deque); }

Outcome toSet(Action& action) {
  std::vector<Value> all;
  if (action.given(0)) {
    if (const Outcome outcome = gather(action, action.arguments[0], all, true); outcome != Outcome::next) return outcome;
  }
  const ObjectId set = action.run.heap().make(Kind::set, 0);
  for (const Value value : all) {
    if (!action.run.operations().failed()) action.run.operations().addToSet(set, value);
  }
  return action.done(objectValue(set));
}

Outcome toDict(Action& action) {
  const ObjectId dict = action.run.heap().make(Kind::dict, 0);
  if (!action.given(0)) return action.done(objectValue(dict));
  const Value source = action.arguments[0];
  Operations& operations = action.run.operations();
  if (source.is(Tag::object) && action.run.heap().kind(idOf(source)) == Kind::dict) {
    if (!action.run.mayAct(looksAtShared(action, source))) return Outcome::stands;
    const auto values = action.run.heap().values(idOf(source));
    action.run.heap().assign(dict, std::vector<Value>(values.begin(), values.end()));
    return action.done(objectValue(dict));
  }
  std::vector<Value> all;
  if (const Outcome outcome = gather(action, source, all); outcome != Outcome::next) return outcome;
  operations.setPairs(dict, all);
  return action.done(objectValue(dict));
}

Outcome range(Action& action) {
  Operations& operations = action.run.operations();
  for (std::size_t i = 0; i < 3; ++i) {
    if (const Outcome outcome = requireInteger(action, i); outcome != Outcome::next) return outcome;
  }
  const Value step = action.given(2) ? action.arguments[2] : number(1);
  if (operations.integer(step) == 0) return action.run.raise("ValueError", "range() arg 3 must not be zero");
  const Value parts[] = {action.given(1) ? action.arguments[0] : number(0),
                         action.given(1) ? action.arguments[1] : action.arguments[0], step};
  return action.done(objectValue(action.run.heap().make(Kind::range, parts)));
}

// Begins to go through what it is given, as `for` does.
Outcome begun(Action& action, Value source, Value& iterator) {
  const ObjectId made = action.run.iteratorOver(source);
  if (action.run.operations().failed()) return action.run.settled();
  iterator = objectValue(made);
  return Outcome::next;
}

Outcome enumerate(Action& action) {
  Value source;
  if (const Outcome outcome = begun(action, action.arguments[0], source); outcome != Outcome::next) return outcome;
  const Value parts[] = {source, number(0), action.given(1) ? action.arguments[1] : number(0)};
  return action.done(objectValue(action.run.heap().make(Kind::iterator, parts, kOfEnumerate)));
}

Outcome zip(Action& action) {
  std::vector<Value> sources(action.rest.size());
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (const Outcome outcome = begun(action, action.rest[i], sources[i]); outcome != Outcome::next) return outcome;
  }
  const Value parts[] = {action.run.operations().makeTuple(sources), number(0), kNone};
  return action.done(objectValue(action.run.heap().make(Kind::iterator, parts, kOfZip)));
}

Outcome isInstance(Action& action) {
  return action.done(boolean(action.run.operations().isInstance(action.arguments[0], action.arguments[1])));
}

// Grows by who made the object, then by the order in which they were made.
Outcome identity(Action& action) {
  const Value value = action.arguments[0];
  Heap& heap = action.run.heap();
  const Type type = typeOf(heap, value);
  const bool has = value.is(Tag::object) && (type == Type::instance || type == Type::classes || type >= Type::lock);
  if (!has || type == Type::rwSide)
    return action.run.stop("`id` of a `" + action.run.operations().typeName(value) + "`: only objects with an identity have one");
  const Value serial = heap.at(idOf(value), type == Type::instance ? 1 : 0);
  return action.done(action.run.constants().integer(0x7f00'0000'0000 + (serial.small() + 1) * 64));
}

constexpr auto kRows = std::to_array<Row>({
    {"abs", abs},       {"all", allOf},
    {"any", anyOf},     {"bool", toBool},
    {"dict", toDict},   {"enumerate", enumerate},
    {"float", toFloat}, {"id", identity},
    {"int", toInt},     {"isinstance", isInstance},
    {"len", length},    {"list", toList},
    {"max", max},       {"min", min},
    {"print", print},   {"range", range},
    {"repr", repr},     {"set", toSet},
    {"sorted", sorted}, {"str", str},
    {"sum", sum},       {"tuple", toTuple},
    {"zip", zip},       {"collections.deque", toDeque},
});

}  // namespace

std::span<const Row> builtIns() { return kRows; }

}  // namespace interleave::program::library
