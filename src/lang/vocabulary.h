// What a program can name without defining it: modules, their functions and classes, built-in functions and exceptions, and the
// methods and attributes of values. One row each, in vocabulary.cpp; the checker refuses what has no row, and the machine has
// one implementation a row (program/library). Constant data; for any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace interleave::lang {

enum class EntryKind : std::uint8_t {
  module,      // `threading`
  function,    // `len`, `time.sleep`
  type,        // `int`, `threading.Lock`: a call makes a value
  exception,   // `ValueError`, `queue.Empty`; Entry::base is the class that it is derived from
  method,      // `str.upper`, `threading.Lock.acquire`
  attribute,   // `threading.Thread.name`: read without a call
};

// How CPython 3.11 takes a call's arguments, which says what it tells of those that do not fit (program/misfit.cpp).
enum class Convention : std::uint8_t {
  usual,     // by the entry: see conventionOf()
  python,    // a function written in Python
  exact,     // none, or exactly one
  counted,   // positional ones, counted first
  tuple,     // the same, by an older parser
  keywords,  // with names
  mixed,     // positional ones that are counted, and further ones by name
  more,      // more than the language has: a call that does not fit may be right in CPython
};

struct Entry {
  EntryKind kind = EntryKind::function;
  // In full: what stands before the last dot is the module or the type. Built-in names have none.
  std::string_view name;
  // As in a `def` of Python: "blocking=True, timeout=-1"; a `/` and a `*` mean what they mean there, "*items" takes any number,
  // "**items" any names. A default is for readers: "?" where CPython has none that can be written.
  std::string_view parameters;
  // Of an exception.
  std::string_view base;
  Convention convention = Convention::usual;
  // What CPython calls it in messages about arguments, where that does not follow from the name.
  std::string_view shown = {};
};

// Never `usual`.
Convention conventionOf(const Entry& entry);

// The number of an entry: its place in entries().
using EntryId = std::uint16_t;

std::span<const Entry> entries();

// By its full name.
std::optional<EntryId> findEntry(std::string_view name);

// Whether some type has a method or an attribute of this name: `acquire`.
bool isMember(std::string_view name);

// The method or attribute of a type: ("threading.Lock", "acquire").
std::optional<EntryId> findMember(std::string_view type, std::string_view name);

struct Parameter {
  std::string_view name;
  bool required = true;
  bool byPosition = true;
  bool byName = true;
};
struct Signature {
  std::vector<Parameter> parameters;
  bool anyNumber = false;  // takes further positional arguments: "*items"
  bool anyName = false;  // takes further arguments by name: "**items"
};

// Of a function, type, exception or method. A method's own object is no parameter.
const Signature& signatureOf(EntryId id);

}  // namespace interleave::lang
