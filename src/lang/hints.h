// What to write instead of what the language leaves out. Constant data and pure functions, for any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::lang {

// For a well-known name of Python that the language leaves out: what can be written instead; empty where nothing is known.
// `name` in full: "os", "threading.Timer", "input", ".setDaemon" (a method or attribute of any object), "print(file)" (a
// parameter), "__str__".
std::string_view hintFor(std::string_view name);

// Whether Python 3.11 has a built-in function, type or exception of this name that the language leaves out.
bool isBuiltInOfPython(std::string_view name);

// The nearest of the names by single letters that are changed, added, left out or swapped; empty where none is near.
std::string_view nearest(std::string_view name, std::span<const std::string_view> known);

// Names that instances of threading.Thread use themselves in CPython 3.11, less those of the language.
bool isUsedByThread(std::string_view name);

}  // namespace interleave::lang
