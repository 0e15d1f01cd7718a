// The program that is running as source text, in C++ and in Python, made from the settings.
//
// A listing does what model/account.h does: it can be copied, compiled (C++20) and run, and prints what the page
// prints. It contains only what its settings need. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "account/place.h"
#include "model/run_settings.h"
#include "trace/thread_states.h"

namespace interleave {

enum class Language : std::uint8_t { cpp, python };

enum class TokenKind : std::uint8_t { plain, keyword, string, number, comment };
struct Token {
  std::size_t begin = 0;  // bytes of the line
  std::size_t end = 0;
  TokenKind kind = TokenKind::plain;
};

struct CodeLine {
  std::string text;
  std::vector<Token> tokens;  // in order, without gaps
  std::vector<Place> places;
};

struct Listing {
  std::vector<CodeLine> lines;
  std::size_t update = 0;  // the line at which the function of the updates begins
  // The line after its last one.
  std::size_t updateEnd() const;

  // All lines, as they are copied.
  std::string text() const;
};

Listing listingOf(const RunSettings& settings, Language language);
// Any text as a program in Python; without places.
Listing listingOf(std::string_view source);

// The line at which a task stands: that of its next step, or of the sleep before it. None if the task has not begun or
// has ended. `steps`: the task is one of a schedule, in which no task sleeps.
std::optional<std::size_t> lineOf(const Listing& listing, const RunSettings& settings, std::size_t task,
                                  const ThreadState& thread, bool steps);

}  // namespace interleave
