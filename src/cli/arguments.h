// The arguments of the command, checked.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace interleave {

enum class CommandKind : std::uint8_t { run, replay, explore, check, link, code, gallery };

struct Arguments {
  CommandKind command = CommandKind::run;
  std::string_view source;                   // the word for a file, a link, or standard input
  std::optional<std::string_view> schedule;  // of replay, beside the source
  bool json = false;
  bool output = false;                       // printing is a step
  bool help = false;                         // all else is then ignored
  bool allEndings = false;                   // this and the following are options of explore
  bool classes = false;
  bool firstBad = false;
  std::optional<std::string_view> ask;       // an expression
  bool atEnd = false;                        // it is asked of endings
  std::optional<std::uint64_t> boundStates;
  std::optional<std::chrono::milliseconds> boundTime;
  std::string problem;                       // the first problem, in words; empty: none
};

// Points into `words`.
Arguments parseArguments(std::span<char* const> words);

std::string usage();

}  // namespace interleave
