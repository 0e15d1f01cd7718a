// Whether a call's arguments fit what is called. Pure functions, for any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lang/facts.h"

namespace interleave::lang {

// Of a function or lambda of the program; without its first parameter where it is called as a method. Its names are texts of
// the tree.
Signature signatureOfFunction(const Tree& tree, NodeId function, bool asMethod);

// What a call of a class of the program takes. None where that is not certain.
std::optional<Signature> signatureOfClass(const Facts& facts, const ClassFacts& one);

// What is wrong with the arguments, where it is and what fits; none if they fit. `callee` in full for hints.
std::optional<Fault> misfit(const Tree& tree, NodeId call, const Signature& signature, std::string_view callee);

// The value of an argument by its name, or by its place among the positional ones; kNoNode if it is not given.
NodeId argumentOf(const Tree& tree, NodeId call, std::string_view name, std::size_t place);

}  // namespace interleave::lang
