// A question about the states of a program: an expression over what its module has, as `account.balance < 0`.
//
// It looks at a state and changes nothing. It has what expressions of the language have, but for lambdas and calls that run code of the
// program's own, wait or change something; calls that only look stay: `len(q)`, `lock.locked()`.
#pragma once

#include <cstddef>
#include <string_view>

#include "lang/parser.h"
#include "lang/scopes.h"
#include "lang/source.h"
#include "lang/tree.h"
#include "lang/vocabulary.h"

namespace interleave::lang {

// Of a question, in bytes.
inline constexpr std::size_t kMaxQuestionBytes = 1'000;

struct Asked {
  Tree tree;  // the program's, with the same numbers, and behind its last statement a function that returns what is asked
  Scopes scopes;
  NodeId function = kNoNode;
  Faults faults;  // of the question: places in its text. Where there are any, the rest is not to be used
};

// `program` has no faults. Pure; for any thread.
Asked askedOf(const Tree& program, std::string_view question);

// Whether a call of an entry of the vocabulary changes nothing, never waits, and calls nothing but what it is given.
bool onlyLooks(EntryId entry);

}  // namespace interleave::lang
