// What operators, comparisons and texts of values mean: the Python 3.11 reference, chapter 6 ("Expressions"), and the standard
// library's "Built-in Types". Nothing in here is a step; who calls decides that.
#pragma once

#include <compare>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/tree.h"
#include "lang/vocabulary.h"
#include "program/code.h"
#include "program/heap.h"
#include "program/types.h"

namespace interleave::program {

// What an operation ends with instead of a value.
struct Failure {
  // An exception of the language, with what its only argument is, or a text that ends the program.
  std::string_view type;  // name of an entry; empty: the program ends
  std::string text;
  Value argument;         // of a KeyError: the key; absent: the text
};

// Works on the values of one state. A function that fails sets the failure, and returns an absent value, false or an empty text.
class Operations {
 public:
  Operations(const Program& program, Heap& heap) : program_(program), constants_(*program.constants), heap_(heap) {}

  // The failure of the operation before, which is then forgotten.
  std::optional<Failure> takeFailure() { return std::exchange(failure_, std::nullopt); }
  bool failed() const { return failure_.has_value(); }

  Value unary(lang::Operator op, Value operand);
  // `inPlace`: of `x += y`; containers on the left are changed.
  Value binary(lang::Operator op, Value left, Value right, bool inPlace);
  Value compare(lang::Operator op, Value left, Value right);
  bool truth(Value value);
  bool equal(Value left, Value right);
  // As containers compare their elements: what is the same object is equal. Fails for two nans, which cannot be told apart.
  bool equalElements(Value left, Value right);
  // Ascending order; fails for what has none.
  bool less(Value left, Value right);

  Value subscript(Value object, Value index);
  void storeSubscript(Value object, Value index, Value value);
  void deleteSubscript(Value object, Value index);
  Value slice(Value object, Value lower, Value upper, Value step);
  // The elements of what can be gone through at once; of a dict its keys. Fails for a set, unless `ofSet`, and for what has none.
  std::optional<std::vector<Value>> elements(Value object, bool ofSet = false);
  std::optional<std::size_t> length(Value object);
  bool contains(Value container, Value element);
  // Where a key is in a dict, or an element in a set; none.
  std::optional<std::size_t> findKey(ObjectId dict, Value key);
  void setItem(ObjectId dict, Value key, Value value);
  // Of pairs, as dict() and dict.update() take them.
  void setPairs(ObjectId dict, std::span<const Value> pairs);
  void addToSet(ObjectId set, Value element);
  bool checkLength(std::size_t length);
  // Sorts, stably, by `keys`, which are as many. Where a comparison fails: as far as it has come.
  std::vector<Value> sorted(const std::vector<Value>& items, const std::vector<Value>& keys, bool reverse);

  // Sets are shown in order from now on. A program cannot have that: its CPython has another one.
  void showSetsInOrder() { setsInOrder_ = true; }
  std::string str(Value value);
  std::string repr(Value value);
  std::string format(Value value, std::string_view spec);
  // str.format.
  struct FormatArguments {
    std::span<const Value> positional;
    std::span<const std::pair<std::string, Value>> named;
  };
  std::string formatted(const std::string& pattern, const FormatArguments& arguments);
  // `type(x).__name__`.
  std::string typeName(Value value) const;
  // The same, as error messages have it.
  std::string shownType(Value value) const;
  std::string classNameOf(ObjectId exception) const;

  bool isNumber(Value value) const;
  bool isInteger(Value value) const;  // a bool is one, too
  std::int64_t integer(Value value) const { return constants_.integerOf(value); }
  double real(Value value) const;
  const std::string& text(Value value) const { return constants_.textOf(value); }
  Value makeText(std::string_view text);
  Value makeTuple(std::span<const Value> values);

  // Whether an exception is one of a class, or of one of a tuple of classes.
  bool isInstance(Value value, Value type);

  Value fail(std::string_view type, std::string text) {
    failure_ = {type, std::move(text), kAbsent};
    return kAbsent;
  }
  Value stop(std::string text) { return fail({}, std::move(text)); }

 private:
  Value notSubscriptable(Value object);
  // Of the fields of str.format: `{}` or `{0}`, not both.
  struct Numbering {
    bool begun = false;
    bool automatic = false;
    std::size_t next = 0;
  };
  std::string formattedField(std::string field, const FormatArguments& arguments, Numbering& numbering);
  Value argumentOf(const std::string& field, const FormatArguments& arguments, Numbering& numbering);
  Value arithmetic(lang::Operator op, std::int64_t left, std::int64_t right);
  Value arithmetic(lang::Operator op, double left, double right);
  Value power(std::int64_t base, std::int64_t exponent);
  std::optional<Value> concatenated(Value left, Value right);
  std::optional<Value> repeated(Value sequence, Value times);
  Value unsupported(lang::Operator op, Value left, Value right, bool inPlace);
  bool extend(Value left, Value right);
  std::optional<std::size_t> place(Value object, Value index, std::string_view what);
  void reprInto(std::string& out, Value value);
  void reprElements(std::string& out, std::span<const Value> values);
  void reprObject(std::string& out, ObjectId object);
  void reprContainer(std::string& out, ObjectId object);
  std::string reprText(const std::string& text);
  std::string addressed(std::string_view what, Value object) const;
  std::string qualifiedName(Value function) const;
  std::optional<std::partial_ordering> order(Value left, Value right, lang::Operator op);
  // Whether `left` was changed by `left OP= right`.
  bool changed(lang::Operator op, Value left, Value right);
  std::string reprCharacter(std::string_view character);

  const Program& program_;
  Constants& constants_;
  Heap& heap_;
  std::optional<Failure> failure_;
  bool setsInOrder_ = false;
  std::vector<ObjectId> shown_;  // containers whose repr is being made
};

// A float as Python's repr has it.
std::string reprOf(double value);

// The symbol of an operator: `+`.
std::string_view symbolOf(lang::Operator op);

}  // namespace interleave::program
