#include "program/operations.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "program/limits.h"

namespace interleave::program {
namespace {

using lang::Operator;

constexpr std::string_view kBeyond = "an integer beyond 64 bits";

bool isOf(const Heap& heap, Value value, Kind kind) { return value.is(Tag::object) && heap.kind(idOf(value)) == kind; }

// Python rounds the quotient down; C++ towards zero (C++20, [expr.mul]).
std::int64_t floorQuotient(std::int64_t left, std::int64_t right) {
  const std::int64_t quotient = left / right;
  return (left % right != 0 && (left < 0) != (right < 0)) ? quotient - 1 : quotient;
}

}  // namespace

std::string_view symbolOf(Operator op) {
  static constexpr std::array<std::string_view, 20> kSymbols = {
      "", "+", "-", "*", "//", "%", "**", "+", "-", "not", "==", "!=", "<", "<=", ">", ">=", "is", "is not", "in", "not in"};
  return kSymbols[static_cast<std::size_t>(op)];
}

bool Operations::isInteger(Value value) const { return value.is(Tag::integer) || value.is(Tag::boolean) || value.is(Tag::wide); }
bool Operations::isNumber(Value value) const { return isInteger(value) || value.is(Tag::real); }
double Operations::real(Value value) const {
  return value.is(Tag::real) ? constants_.realOf(value) : static_cast<double>(integer(value));
}

Value Operations::makeText(std::string_view text) {
  if (text.size() > kMaxTextBytes) return stop("a str of more than " + std::to_string(kMaxTextBytes) + " bytes");
  return constants_.text(text);
}

Value Operations::makeTuple(std::span<const Value> values) { return objectValue(heap_.make(Kind::tuple, values)); }

// ---- Numbers ------------------------------------------------------------------

Value Operations::unary(Operator op, Value operand) {
  if (op == Operator::logicalNot) return boolean(!truth(operand));
  if (!isNumber(operand)) {
    return fail("TypeError", "bad operand type for unary " + std::string(symbolOf(op)) + ": '" + shownType(operand) + "'");
  }
  if (operand.is(Tag::real)) return constants_.real(op == Operator::negative ? -real(operand) : real(operand));
  if (op == Operator::positive) return constants_.integer(integer(operand));
  return arithmetic(Operator::subtract, std::int64_t{0}, integer(operand));
}

Value Operations::arithmetic(Operator op, std::int64_t left, std::int64_t right) {
  std::int64_t result = 0;
  bool beyond = false;
  switch (op) {
    case Operator::add: beyond = __builtin_add_overflow(left, right, &result); break;
    case Operator::subtract: beyond = __builtin_sub_overflow(left, right, &result); break;
    case Operator::multiply: beyond = __builtin_mul_overflow(left, right, &result); break;
    case Operator::power: return power(left, right);
    default:
      if (right == 0)
        return fail("ZeroDivisionError",
                    op == Operator::modulo ? "integer modulo by zero" : "integer division or modulo by zero");
      beyond = left == std::numeric_limits<std::int64_t>::min() && right == -1;
      if (!beyond) result = floorQuotient(left, right);
      if (op == Operator::modulo) result = beyond ? 0 : left - result * right;
      if (op == Operator::modulo) beyond = false;
  }
  return beyond ? stop(std::string(kBeyond)) : constants_.integer(result);
}

Value Operations::power(std::int64_t base, std::int64_t exponent) {
  if (exponent < 0) return stop("a negative exponent");
  std::int64_t result = 1;
  for (bool beyond = false; exponent > 0; exponent >>= 1) {
    if (exponent & 1) beyond = beyond || __builtin_mul_overflow(result, base, &result);
    if (beyond) return stop(std::string(kBeyond));
    // Only what is still multiplied counts: 0, 1 and -1 stay what they are.
    if (exponent > 1) beyond = __builtin_mul_overflow(base, base, &base);
  }
  return constants_.integer(result);
}

Value Operations::arithmetic(Operator op, double left, double right) {
  switch (op) {
    case Operator::add: return constants_.real(left + right);
    case Operator::subtract: return constants_.real(left - right);
    case Operator::multiply: return constants_.real(left * right);
    default: return stop("`" + std::string(symbolOf(op)) + "` of floats");
  }
}

Value Operations::binary(Operator op, Value left, Value right, bool inPlace) {
  if (isInteger(left) && isInteger(right)) return arithmetic(op, integer(left), integer(right));
  if (isNumber(left) && isNumber(right)) return arithmetic(op, real(left), real(right));
  if (inPlace && changed(op, left, right)) return failed() ? kAbsent : left;
  if (op == Operator::add) {
    if (const auto joined = concatenated(left, right)) return *joined;
  }
  if (op == Operator::multiply) {
    if (const auto many = repeated(left, right)) return *many;
    if (const auto many = repeated(right, left)) return *many;
  }
  if (op == Operator::modulo && left.is(Tag::text)) return stop("`%` of a str: write an f-string");
  if (op == Operator::subtract && isOf(heap_, left, Kind::set)) return stop("`-` of a set");
  if (failed()) return kAbsent;
  return unsupported(op, left, right, inPlace);
}

// `+=` of a list or deque takes anything that can be gone through; `*=` repeats what is there.
bool Operations::changed(Operator op, Value left, Value right) {
  if (!isOf(heap_, left, Kind::list) && !isOf(heap_, left, Kind::deque)) return false;
  if (op == Operator::add) {
    extend(left, right);
    return true;
  }
  if (op != Operator::multiply) return false;
  const auto many = repeated(left, right);
  if (!many) return false;
  if (!failed()) {
    const auto values = heap_.values(idOf(*many));
    heap_.assign(idOf(left), std::vector<Value>(values.begin(), values.end()));
  }
  return true;
}

bool Operations::extend(Value left, Value right) {
  const auto more = elements(right);
  if (!more) return false;
  if (!checkLength(heap_.length(idOf(left)) + more->size())) return false;
  for (const Value value : *more) heap_.append(idOf(left), value);
  return true;
}

bool Operations::checkLength(std::size_t length) {
  if (length <= kMaxElements) return true;
  stop("a container of more than " + std::to_string(kMaxElements) + " elements");
  return false;
}

std::optional<Value> Operations::concatenated(Value left, Value right) {
  if (left.is(Tag::text) && right.is(Tag::text)) return makeText(text(left) + text(right));
  if (!left.is(Tag::object) || !right.is(Tag::object)) return std::nullopt;
  const Kind kind = heap_.kind(idOf(left));
  if (kind != heap_.kind(idOf(right)) || (kind != Kind::list && kind != Kind::tuple && kind != Kind::deque)) return std::nullopt;
  const auto first = heap_.values(idOf(left)), second = heap_.values(idOf(right));
  std::vector<Value> all(first.begin(), first.end());
  all.insert(all.end(), second.begin(), second.end());
  if (!checkLength(all.size())) return kAbsent;
  return objectValue(heap_.make(kind, all));
}

std::optional<Value> Operations::repeated(Value sequence, Value times) {
  if (!isInteger(times)) return std::nullopt;
  const std::int64_t count = std::max<std::int64_t>(integer(times), 0);
  if (sequence.is(Tag::text)) {
    const std::string one = text(sequence);
    if (!one.empty() && count > static_cast<std::int64_t>(kMaxTextBytes)) return makeText(std::string(kMaxTextBytes + 1, ' '));
    std::string all;
    for (std::int64_t i = 0; i < count && !one.empty() && all.size() <= kMaxTextBytes; ++i) all += one;
    return makeText(all);
  }
  if (!isOf(heap_, sequence, Kind::list) && !isOf(heap_, sequence, Kind::tuple) && !isOf(heap_, sequence, Kind::deque))
    return std::nullopt;
  const auto values = heap_.values(idOf(sequence));
  const std::vector<Value> one(values.begin(), values.end());
  std::vector<Value> all;
  for (std::int64_t i = 0; i < count && !one.empty(); ++i) {
    all.insert(all.end(), one.begin(), one.end());
    if (!checkLength(all.size())) return kAbsent;
  }
  return objectValue(heap_.make(heap_.kind(idOf(sequence)), all));
}

Value Operations::unsupported(Operator op, Value left, Value right, bool inPlace) {
  const std::string types = "'" + shownType(left) + "' and '" + shownType(right) + "'";
  if (op == Operator::add && left.is(Tag::text)) {
    return fail("TypeError", "can only concatenate str (not \"" + shownType(right) + "\") to str");
  }
  if (op == Operator::add && left.is(Tag::object)) {
    const Kind kind = heap_.kind(idOf(left));
    if (kind == Kind::list || kind == Kind::tuple || kind == Kind::deque) {
      const std::string type = kind == Kind::deque ? "deque" : shownType(left);
      return fail("TypeError", "can only concatenate " + type + " (not \"" + shownType(right) + "\") to " + type);
    }
  }
  if (op == Operator::multiply) {
    for (const auto& [sequence, other] : {std::pair{left, right}, std::pair{right, left}}) {
      if (sequence.is(Tag::text) || isOf(heap_, sequence, Kind::list) || isOf(heap_, sequence, Kind::tuple) ||
          isOf(heap_, sequence, Kind::deque)) {
        return fail("TypeError", "can't multiply sequence by non-int of type '" + shownType(other) + "'");
      }
    }
  }
  const std::string symbol =
      op == Operator::power ? (inPlace ? "**=" : "** or pow()") : std::string(symbolOf(op)) + (inPlace ? "=" : "");
  return fail("TypeError", "unsupported operand type(s) for " + symbol + ": " + types);
}

// ---- Comparison ------------------------------------------------------------------

bool Operations::truth(Value value) {
  switch (value.tag()) {
    case Tag::none: return false;
    case Tag::boolean:
    case Tag::integer: return value.small() != 0;
    case Tag::wide: return true;
    case Tag::real: return real(value) != 0;
    case Tag::text: return !text(value).empty();
    case Tag::object: break;
    default: return true;
  }
  switch (heap_.kind(idOf(value))) {
    case Kind::tuple:
    case Kind::list:
    case Kind::dict:
    case Kind::set:
    case Kind::deque:
    case Kind::range:
    case Kind::view: return length(value).value_or(1) != 0;
    default: return true;
  }
}

bool Operations::equal(Value left, Value right) {
  if (left == right) return !left.is(Tag::real) || !std::isnan(real(left));
  if (isNumber(left) && isNumber(right)) {
    return order(left, right, Operator::equal) == std::partial_ordering::equivalent;
  }
  if (!left.is(Tag::object) || !right.is(Tag::object)) return false;
  const Kind kind = heap_.kind(idOf(left));
  if (kind != heap_.kind(idOf(right))) return false;
  const auto first = heap_.values(idOf(left)), second = heap_.values(idOf(right));
  const bool sequence =
      kind == Kind::tuple || kind == Kind::list || kind == Kind::deque || kind == Kind::set || kind == Kind::method;
  if (kind == Kind::dict) {
    if (first.size() != second.size()) return false;
    for (std::size_t i = 0; i < first.size(); i += 2) {
      const auto at = findKey(idOf(right), first[i]);
      if (!at || !equalElements(first[i + 1], second[*at + 1])) return false;
    }
    return true;
  }
  if (kind == Kind::range) {
    const auto one = elements(left), other = elements(right);
    return one && other && std::ranges::equal(*one, *other);
  }
  return sequence && std::ranges::equal(first, second, [this](Value a, Value b) { return equalElements(a, b); });
}

bool Operations::equalElements(Value left, Value right) {
  if (left.is(Tag::real) && right.is(Tag::real) && std::isnan(real(left)) && std::isnan(real(right))) {
    stop("comparing elements that are nan: whether they are the same object is not known");
    return false;
  }
  return left == right || equal(left, right);
}

// Exactly: a large integer is not rounded to a float.
static std::partial_ordering orderOf(std::int64_t left, double right) {
  constexpr double kBeyondIntegers = 9223372036854775808.0;
  if (std::isnan(right)) return std::partial_ordering::unordered;
  if (right >= kBeyondIntegers) return std::partial_ordering::less;
  if (right < -kBeyondIntegers) return std::partial_ordering::greater;
  const auto whole = static_cast<std::int64_t>(right);
  return left != whole ? left <=> whole : 0.0 <=> right - static_cast<double>(whole);
}

std::optional<std::partial_ordering> Operations::order(Value left, Value right, Operator op) {
  if (isInteger(left) && isInteger(right)) return integer(left) <=> integer(right);
  if (isInteger(left) && right.is(Tag::real)) return orderOf(integer(left), real(right));
  if (left.is(Tag::real) && isInteger(right)) return 0 <=> orderOf(integer(right), real(left));
  if (left.is(Tag::real) && right.is(Tag::real)) return real(left) <=> real(right);
  if (left.is(Tag::text) && right.is(Tag::text)) return text(left).compare(text(right)) <=> 0;
  const bool sequences = (isOf(heap_, left, Kind::tuple) && isOf(heap_, right, Kind::tuple)) ||
                         (isOf(heap_, left, Kind::list) && isOf(heap_, right, Kind::list)) ||
                         (isOf(heap_, left, Kind::deque) && isOf(heap_, right, Kind::deque));
  if (!sequences) {
    fail("TypeError", "'" + std::string(symbolOf(op)) + "' not supported between instances of '" + shownType(left) + "' and '" +
                          shownType(right) + "'");
    return std::nullopt;
  }
  const auto first = heap_.values(idOf(left)), second = heap_.values(idOf(right));
  for (std::size_t i = 0; i < std::min(first.size(), second.size()); ++i) {
    if (!equalElements(first[i], second[i])) return failed() ? std::nullopt : order(first[i], second[i], op);
  }
  return first.size() <=> second.size();
}

bool Operations::less(Value left, Value right) { return compare(Operator::less, left, right) == kTrue; }

Value Operations::compare(Operator op, Value left, Value right) {
  switch (op) {
    case Operator::equal: return boolean(equal(left, right));
    case Operator::notEqual: return boolean(!equal(left, right));
    case Operator::is: return boolean(left == right);
    case Operator::isNot: return boolean(left != right);
    case Operator::in: return boolean(contains(right, left));
    case Operator::notIn: {
      const bool there = contains(right, left);
      return failed() ? kAbsent : boolean(!there);
    }
    default: break;
  }
  if (isOf(heap_, left, Kind::set) && isOf(heap_, right, Kind::set)) return stop("`" + std::string(symbolOf(op)) + "` of sets");
  const auto found = order(left, right, op);
  if (!found) return kAbsent;
  switch (op) {
    case Operator::less: return boolean(*found < 0);
    case Operator::lessEqual: return boolean(*found <= 0);
    case Operator::greater: return boolean(*found > 0);
    default: return boolean(*found >= 0);
  }
}

// As CPython's listsort.txt has it for less than 64 elements: a run that is there already, then insertion by binary search. So a
// comparison that fails is the same one. Longer lists are sorted alike, as the order of a stable sort is the only one.
std::vector<Value> Operations::sorted(const std::vector<Value>& items, const std::vector<Value>& keys, bool reverse) {
  std::vector<std::size_t> places(items.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  if (reverse) std::ranges::reverse(places);
  const auto before = [&](std::size_t one, std::size_t other) { return !failed() && less(keys[one], keys[other]); };
  std::size_t run = std::min<std::size_t>(1, places.size());
  if (places.size() > 1) {
    const bool falls = before(places[1], places[0]);
    for (run = 2; run < places.size() && !failed() && before(places[run], places[run - 1]) == falls; ++run) continue;
    if (falls && !failed()) std::reverse(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(run));
  }
  for (; run < places.size() && !failed(); ++run) {
    const std::size_t place = places[run];
    std::size_t low = 0, high = run;
    while (low < high && !failed()) {
      const std::size_t middle = (low + high) / 2;
      const bool isBefore = before(place, places[middle]);
      (isBefore ? high : low) = isBefore ? middle : middle + 1;
    }
    if (failed()) break;
    const auto first = places.begin();
    std::rotate(first + static_cast<std::ptrdiff_t>(low), first + static_cast<std::ptrdiff_t>(run),
                first + static_cast<std::ptrdiff_t>(run) + 1);
  }
  if (reverse) std::ranges::reverse(places);
  std::vector<Value> result;
  for (const std::size_t place : places) result.push_back(items[place]);
  return result;
}

// ---- Containers --------------------------------------------------------------------

std::optional<std::size_t> Operations::length(Value object) {
  if (object.is(Tag::text)) {
    std::size_t characters = 0;
    for (const char byte : text(object)) characters += (byte & 0xc0) != 0x80;
    return characters;
  }
  if (object.is(Tag::object)) {
    const ObjectId id = idOf(object);
    switch (heap_.kind(id)) {
      case Kind::tuple:
      case Kind::list:
      case Kind::set:
      case Kind::deque: return heap_.length(id);
      case Kind::dict: return heap_.length(id) / 2;
      case Kind::view: return length(heap_.at(id, 0));
      case Kind::range: {
        const std::int64_t start = integer(heap_.at(id, 0)), stop = integer(heap_.at(id, 1)), step = integer(heap_.at(id, 2));
        if (step > 0 ? start >= stop : start <= stop) return 0;
        // Without a sign: the distance may be beyond what one of them holds.
        const auto from = static_cast<std::uint64_t>(start), to = static_cast<std::uint64_t>(stop);
        const std::uint64_t distance = step > 0 ? to - from : from - to;
        const std::uint64_t each = step > 0 ? static_cast<std::uint64_t>(step) : -static_cast<std::uint64_t>(step);
        const std::uint64_t count = (distance - 1) / each + 1;
        if (count <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return count;
        this->stop("a range of more than 9223372036854775807 elements");
        return std::nullopt;
      }
      default: break;
    }
  }
  fail("TypeError", "object of type '" + shownType(object) + "' has no len()");
  return std::nullopt;
}

std::optional<std::vector<Value>> Operations::elements(Value object, bool ofSet) {
  std::vector<Value> found;
  if (object.is(Tag::text)) {
    const std::string& all = text(object);
    for (std::size_t i = 0, next; i < all.size(); i = next) {
      for (next = i + 1; next < all.size() && (all[next] & 0xc0) == 0x80;) ++next;
      found.push_back(constants_.text(all.substr(i, next - i)));
    }
    return found;
  }
  if (!object.is(Tag::object)) {
    fail("TypeError", "'" + shownType(object) + "' object is not iterable");
    return std::nullopt;
  }
  const ObjectId id = idOf(object);
  const auto values = heap_.values(id);
  switch (heap_.kind(id)) {
    case Kind::set:
      if (!ofSet && values.size() > 1) {
        stop("going through a set: its order is not defined; write sorted(…)");
        return std::nullopt;
      }
      [[fallthrough]];
    case Kind::tuple:
    case Kind::list:
    case Kind::deque: return std::vector<Value>(values.begin(), values.end());
    case Kind::dict:
      for (std::size_t i = 0; i < values.size(); i += 2) found.push_back(values[i]);
      return found;
    case Kind::view: {
      const auto items = heap_.values(idOf(values[0]));
      const std::vector<Value> all(items.begin(), items.end());
      const int what = heap_.detail(id);
      for (std::size_t i = 0; i < all.size(); i += 2) {
        found.push_back(what == 2 ? makeTuple(std::span(all).subspan(i, 2)) : all[i + static_cast<std::size_t>(what)]);
      }
      return found;
    }
    case Kind::range: {
      const auto known = length(object);
      if (!known || !checkLength(*known)) return std::nullopt;
      const std::size_t count = *known;
      const std::int64_t start = integer(values[0]), step = integer(values[2]);
      for (std::size_t i = 0; i < count; ++i) found.push_back(constants_.integer(start + static_cast<std::int64_t>(i) * step));
      return found;
    }
    default: fail("TypeError", "'" + shownType(object) + "' object is not iterable"); return std::nullopt;
  }
}

std::optional<std::size_t> Operations::findKey(ObjectId container, Value key) {
  const std::size_t each = heap_.kind(container) == Kind::dict ? 2 : 1;
  if (key.is(Tag::object)) {
    const Kind kind = heap_.kind(idOf(key));
    // A set is looked for in a set as what it holds (set.__contains__), and cannot be in one.
    if (kind == Kind::set && each == 1) return std::nullopt;
    if (kind == Kind::list || kind == Kind::dict || kind == Kind::set || kind == Kind::deque) {
      fail("TypeError", "unhashable type: '" + shownType(key) + "'");
      return std::nullopt;
    }
  }
  for (std::size_t i = 0; i < heap_.length(container); i += each) {
    if (equalElements(heap_.at(container, i), key)) return i;
  }
  return std::nullopt;
}

void Operations::setPairs(ObjectId dict, std::span<const Value> pairs) {
  for (std::size_t i = 0; i < pairs.size() && !failed(); ++i) {
    const auto pair = elements(pairs[i]);
    const std::string which = "dictionary update sequence element #" + std::to_string(i);
    if (!pair) {
      if (!failure_->type.empty()) fail("TypeError", "cannot convert " + which + " to a sequence");
    } else if (pair->size() != 2) {
      fail("ValueError", which + " has length " + std::to_string(pair->size()) + "; 2 is required");
    } else {
      setItem(dict, (*pair)[0], (*pair)[1]);
    }
  }
}

void Operations::setItem(ObjectId dict, Value key, Value value) {
  const auto at = findKey(dict, key);
  if (failed()) return;
  if (at) {
    heap_.at(dict, *at + 1) = value;
  } else if (!isNumber(key) && !key.is(Tag::text)) {
    stop("a dict with a key that is neither an int nor a str");
  } else if (checkLength(heap_.length(dict) / 2 + 1)) {
    heap_.append(dict, key);
    heap_.append(dict, value);
  }
}

// In ascending order, numbers before texts before all else, so that equal sets are equal states.
void Operations::addToSet(ObjectId set, Value element) {
  if (isOf(heap_, element, Kind::set)) {
    fail("TypeError", "unhashable type: 'set'");
    return;
  }
  if (findKey(set, element) || failed() || !checkLength(heap_.length(set) + 1)) return;
  const auto rank = [this](Value value) { return isNumber(value) ? 0 : value.is(Tag::text) ? 1 : 2; };
  std::size_t at = 0;
  while (at < heap_.length(set)) {
    const Value other = heap_.at(set, at);
    const auto found = order(element, other, Operator::less);
    takeFailure();
    if (found ? *found < 0 : rank(element) < rank(other)) break;
    ++at;
  }
  heap_.insert(set, at, element);
}

bool Operations::contains(Value container, Value element) {
  if (container.is(Tag::text)) {
    if (element.is(Tag::text)) return text(container).find(text(element)) != std::string::npos;
    fail("TypeError", "'in <string>' requires string as left operand, not " + shownType(element));
    return false;
  }
  if (isOf(heap_, container, Kind::dict) || isOf(heap_, container, Kind::set))
    return findKey(idOf(container), element).has_value();
  if (isOf(heap_, container, Kind::range)) {
    if (element.is(Tag::real) && std::trunc(real(element)) == real(element) && std::abs(real(element)) < 9e18) {
      return contains(container, constants_.integer(static_cast<std::int64_t>(real(element))));
    }
    if (!isInteger(element)) return false;
    const auto values = heap_.values(idOf(container));
    const std::int64_t start = integer(values[0]), stop = integer(values[1]), step = integer(values[2]),
                       wanted = integer(element);
    const bool inside = step > 0 ? wanted >= start && wanted < stop : wanted <= start && wanted > stop;
    return inside && (wanted - start) % step == 0;
  }
  if (!container.is(Tag::object) ||
      !(isContainer(heap_.kind(idOf(container))) || isOf(heap_, container, Kind::tuple) || isOf(heap_, container, Kind::view))) {
    fail("TypeError", "argument of type '" + shownType(container) + "' is not iterable");
    return false;
  }
  const auto all = elements(container, true);
  return all && std::ranges::any_of(*all, [&](Value value) { return equalElements(value, element); });
}

std::optional<std::size_t> Operations::place(Value object, Value index, std::string_view what) {
  const std::optional<std::size_t> length = this->length(object);
  if (!length) return std::nullopt;
  const std::size_t size = *length;
  if (!isInteger(index)) {
    const std::string type = object.is(Tag::text)               ? "string"
                             : isOf(heap_, object, Kind::deque) ? "sequence index must be integer, not"
                                                                : shownType(object);
    if (isOf(heap_, object, Kind::deque)) fail("TypeError", type + " '" + shownType(index) + "'");
    else fail("TypeError", type + " indices must be integers or slices, not " + shownType(index));
    if (object.is(Tag::text)) failure_->text = "string indices must be integers, not '" + shownType(index) + "'";
    return std::nullopt;
  }
  std::int64_t at = integer(index);
  if (at < 0) at += static_cast<std::int64_t>(size);
  if (at < 0 || at >= static_cast<std::int64_t>(size)) {
    fail("IndexError", std::string(what));
    return std::nullopt;
  }
  return static_cast<std::size_t>(at);
}

Value Operations::subscript(Value object, Value index) {
  if (object.is(Tag::text)) {
    const auto at = place(object, index, "string index out of range");
    return at ? (*elements(object))[*at] : kAbsent;
  }
  if (object.is(Tag::object)) {
    const ObjectId id = idOf(object);
    switch (heap_.kind(id)) {
      case Kind::dict: {
        const auto at = findKey(id, index);
        if (at) return heap_.at(id, *at + 1);
        if (!failed()) {
          fail("KeyError", repr(index));
          failure_->argument = index;
        }
        return kAbsent;
      }
      case Kind::list:
      case Kind::tuple:
      case Kind::deque: {
        const Kind kind = heap_.kind(id);
        const auto at =
            place(object, index, kind == Kind::deque ? "deque index out of range" : shownType(object) + " index out of range");
        return at ? heap_.at(id, *at) : kAbsent;
      }
      case Kind::range: {
        const auto at = place(object, index, "range object index out of range");
        return at ? constants_.integer(integer(heap_.at(id, 0)) + static_cast<std::int64_t>(*at) * integer(heap_.at(id, 2)))
                  : kAbsent;
      }
      default: break;
    }
  }
  return notSubscriptable(object);
}

Value Operations::notSubscriptable(Value object) {
  if (typeOf(heap_, object) == Type::classes)
    return fail("TypeError", "type '" + program_.classes[heap_.detail(idOf(object))].name + "' is not subscriptable");
  if (object.is(Tag::entry) && shownType(object) == "type") {
    const std::string_view name = lang::entries()[object.index()].name;
    return fail("TypeError", "type '" + std::string(name.substr(name.rfind('.') + 1)) + "' is not subscriptable");
  }
  return fail("TypeError", "'" + shownType(object) + "' object is not subscriptable");
}

void Operations::storeSubscript(Value object, Value index, Value value) {
  if (isOf(heap_, object, Kind::dict)) return setItem(idOf(object), index, value);
  if (isOf(heap_, object, Kind::list) || isOf(heap_, object, Kind::deque)) {
    const auto at =
        place(object, index, isOf(heap_, object, Kind::list) ? "list assignment index out of range" : "deque index out of range");
    if (at) heap_.at(idOf(object), *at) = value;
    return;
  }
  fail("TypeError", "'" + shownType(object) + "' object does not support item assignment");
}

void Operations::deleteSubscript(Value object, Value index) {
  if (isOf(heap_, object, Kind::dict)) {
    const auto at = findKey(idOf(object), index);
    if (at) return heap_.remove(idOf(object), *at, 2);
    if (failed()) return;
    fail("KeyError", repr(index));
    failure_->argument = index;
    return;
  }
  if (isOf(heap_, object, Kind::list) || isOf(heap_, object, Kind::deque)) {
    const auto at =
        place(object, index, isOf(heap_, object, Kind::list) ? "list assignment index out of range" : "deque index out of range");
    if (at) heap_.remove(idOf(object), *at);
    return;
  }
  const Type type = typeOf(heap_, object);
  const bool sequence = type == Type::text || type == Type::tuple || type == Type::range || type == Type::set ||
                        type == Type::instance || (type == Type::exception && heap_.at(idOf(object), 0).is(Tag::object));
  fail("TypeError", "'" + shownType(object) + "' object " + (sequence ? "doesn't" : "does not") + " support item deletion");
}

// The indices of a slice: the reference of slice.indices().
Value Operations::slice(Value object, Value lower, Value upper, Value step) {
  const bool sequence = object.is(Tag::text) || isOf(heap_, object, Kind::list) || isOf(heap_, object, Kind::tuple);
  if (!sequence) {
    if (isOf(heap_, object, Kind::range)) return stop("a slice of a range");
    if (isOf(heap_, object, Kind::deque)) return fail("TypeError", "sequence index must be integer, not 'slice'");
    if (isOf(heap_, object, Kind::dict)) return fail("TypeError", "unhashable type: 'slice'");
    return notSubscriptable(object);
  }
  for (const Value part : {lower, upper, step}) {
    if (!part.is(Tag::none) && !isInteger(part)) {
      return fail("TypeError", "slice indices must be integers or None or have an __index__ method");
    }
  }
  const std::int64_t by = step.is(Tag::none) ? 1 : integer(step);
  if (by == 0) return fail("ValueError", "slice step cannot be zero");
  const std::vector<Value> all = *elements(object);
  const auto size = static_cast<std::int64_t>(all.size());
  const auto clamp = [&](Value part, std::int64_t otherwise) {
    if (part.is(Tag::none)) return otherwise;
    std::int64_t at = integer(part);
    if (at < 0) at = at < -size ? -1 : at + size;
    return by > 0 ? std::clamp<std::int64_t>(at, 0, size) : std::clamp<std::int64_t>(at, -1, size - 1);
  };
  const std::int64_t from = clamp(lower, by > 0 ? 0 : size - 1), to = clamp(upper, by > 0 ? size : -1);
  std::vector<Value> part;
  for (std::int64_t i = from; by > 0 ? i < to : i > to;) {
    part.push_back(all[static_cast<std::size_t>(i)]);
    if (by > size || by < -size) break;
    i += by;
  }
  if (!object.is(Tag::text)) return objectValue(heap_.make(heap_.kind(idOf(object)), part));
  std::string joined;
  for (const Value character : part) joined += text(character);
  return makeText(joined);
}

// ---- Classes -------------------------------------------------------------------------

namespace {

bool isDerived(lang::EntryId from, lang::EntryId to) {
  for (;;) {
    if (from == to) return true;
    const std::string_view base = lang::entries()[from].base;
    if (base.empty()) return false;
    from = *lang::findEntry(base);
  }
}

}  // namespace

bool Operations::isInstance(Value value, Value type) {
  if (isOf(heap_, type, Kind::tuple)) {
    const auto types = heap_.values(idOf(type));
    return std::ranges::any_of(std::vector<Value>(types.begin(), types.end()), [&](Value one) { return isInstance(value, one); });
  }
  if (type.is(Tag::entry)) {
    const auto entry = static_cast<lang::EntryId>(type.payload());
    const std::string_view name = lang::entries()[entry].name;
    if (isOf(heap_, value, Kind::exception)) {
      const Value own = heap_.at(idOf(value), 0);
      const auto its =
          own.is(Tag::entry) ? static_cast<lang::EntryId>(own.payload()) : program_.classes[heap_.detail(idOf(own))].entry;
      return isDerived(its, entry);
    }
    if (isOf(heap_, value, Kind::instance)) {
      return program_.classes[heap_.detail(idOf(value))].base == Base::thread && name == "threading.Thread";
    }
    if (name == "int") return isInteger(value);
    const TypeRow& row = rowOf(typeOf(heap_, value));
    if (row.type == Type::boundedSemaphore && name == "threading.Semaphore") return true;
    if (row.type == Type::lifoQueue && name == "queue.Queue") return true;
    return name == row.members || name == row.name;
  }
  if (!isOf(heap_, type, Kind::classes)) {
    fail("TypeError", "isinstance() arg 2 must be a type, a tuple of types, or a union");
    return false;
  }
  if (!isOf(heap_, value, Kind::exception) && !isOf(heap_, value, Kind::instance)) return false;
  for (Value own = heap_.at(idOf(value), 0); own.is(Tag::object); own = heap_.at(idOf(own), 1)) {
    if (own == type) return true;
  }
  return false;
}

std::string Operations::classNameOf(ObjectId exception) const {
  const Value own = heap_.at(exception, 0);
  if (own.is(Tag::object)) return program_.classes[heap_.detail(idOf(own))].name;
  const std::string_view name = lang::entries()[own.index()].name;
  return std::string(name.substr(name.rfind('.') + 1));
}

std::string Operations::typeName(Value value) const {
  const std::string shown = shownType(value);
  return shown.substr(shown.rfind('.') + 1);
}

std::string Operations::shownType(Value value) const {
  const TypeRow& row = rowOf(typeOf(heap_, value));
  if (row.type == Type::instance) return program_.classes[heap_.detail(idOf(value))].name;
  if (row.type == Type::exception) return classNameOf(idOf(value));
  if (row.type == Type::entry && lang::entries()[value.index()].kind == lang::EntryKind::function)
    return "builtin_function_or_method";
  return std::string(row.name);
}

}  // namespace interleave::program
