// An update that is lost: a thread reads, another one writes, and the first writes what it has made of the old value.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "words/phrases.h"

namespace interleave::words {

struct LostUpdate {
  // Steps: the read and the write of one thread, and the other's last write between them. The write may be behind the last step: main,
  // once it is alone, takes none.
  std::size_t read = 0, lost = 0, write = 0;
};

// The first one. Those with locks on both sides of which none is the same are told apart.
std::optional<LostUpdate> findLostUpdate(const ProgramTrace& trace, bool underDifferentLocks);

// "B overwrites `balance` with `balance = copy` on line 14, having read it on line 12 before A wrote it on line 14: A's +50 is lost".
std::string textOf(const LostUpdate& update, const ProgramTrace& trace, Phrases& phrases);

}  // namespace interleave::words
