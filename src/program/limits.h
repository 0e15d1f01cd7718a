// Every bound of programs that users write (those of settings and links are in model/limits.h).
#pragma once

#include <cstddef>
#include <cstdint>

namespace interleave::program {

inline constexpr int kMaxLettered = 26;                    // threads and tasks beside main, A to Z
inline constexpr int kMaxAgents = kMaxLettered + 1;
inline constexpr int kMaxAtWork = 16;                      // threads and tasks that have begun and not ended, beside main
inline constexpr std::size_t kMaxObjects = 10'000;         // that can be reached
inline constexpr std::size_t kMaxElements = 1'000;         // in a container
inline constexpr std::size_t kMaxTextBytes = 16'384;       // of a str that a program makes
inline constexpr std::size_t kMaxCalls = 64;               // one in another
inline constexpr std::uint32_t kMaxInstructions = 200'000; // of a thread between two steps
inline constexpr std::size_t kMaxCode = 65'000;            // instructions of a function

}  // namespace interleave::program
