// What CPython 3.11 says of calls whose arguments do not fit. Pure functions, for any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lang/vocabulary.h"

namespace interleave::program {

// "3 positional arguments".
std::string counted(std::size_t count, std::string_view noun);

// Of a function that is written in Python, by its __qualname__: too many positional arguments. `places`: how many it has, of
// which `required` have no default; `byName`: how many arguments are given that can be given by name alone.
std::string tooMany(const std::string& name, std::size_t required, std::size_t places, std::size_t given, std::size_t byName);
// The parameters `names` are not given; `byName`: they can be given by name alone.
std::string missing(const std::string& name, const std::vector<std::string>& names, bool byName);
std::string unexpected(const std::string& name, std::string_view keyword);
std::string repeated(const std::string& name, std::string_view parameter);

struct Misfit {
  std::string text;
  // CPython takes these arguments and the language does not: a message for the program's end, else one of a TypeError.
  bool leftOut = false;
};

// Of an entry of the vocabulary. `names` are those of the arguments behind the positional ones; a method's own object is none.
// Nothing: the arguments fit lang::signatureOf(entry).
std::optional<Misfit> misfitOf(lang::EntryId entry, std::size_t positional, std::span<const std::string_view> names);

}  // namespace interleave::program
