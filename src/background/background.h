// Work for a caller that must not wait: in a browser that gives pages no shared memory and so no threads, or where its
// memory must be given back.
//
// A second copy of the program, without threads, does it in memory of its own. Requests and answers are bytes
// (background/messages.h); the work itself is background/work.h.
//
// The copy ends with this object, or when its memory has grown large; its memory is then given back.
//
// Every function is for one thread, the one that made the object, and returns at once.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace interleave {

// platform.lib.js and worker.mjs repeat these numbers.
enum class BackgroundTask : int { explore, readTrace, exploreProgram, searchProgram };

struct BackgroundProgress {
  std::uint64_t found = 0;  // states, events, or classes of schedules
  std::uint64_t done = 0;   // of `total`; 0 of 0 while unknown
  std::uint64_t total = 0;
};

class Background {
 public:
  // Called on the requesting thread, and not after cancel(). One of the last two ends the work.
  struct Replies {
    std::function<void(const BackgroundProgress&)> progress;
    std::function<void(const std::string& answer)> answer;
    std::function<void(const std::string& why)> failure;
  };

  virtual ~Background() = default;

  // One request at a time: a new one cancels the current one.
  virtual void begin(BackgroundTask task, const std::string& question, Replies replies) = 0;
  virtual void cancel() = 0;
};

// Empty, or what it makes is null: there are threads, which do the work.
using MakeBackground = std::function<std::unique_ptr<Background>()>;

}  // namespace interleave
