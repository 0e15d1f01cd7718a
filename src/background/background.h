// Work for a caller that must not wait, where no thread can do it: a browser that gives pages no shared memory.
//
// Another copy of the program does it, in memory of its own. It is asked in text or bytes, and answers so
// (background/messages.h); what it does is background/work.h. Where there are threads, nobody needs this.
//
// Every function is for one thread, the one that made the object, and returns at once.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace interleave {

// Beside platform.lib.js and worker.mjs these numbers are known to nobody.
enum class BackgroundTask : int { explore, readTrace };

struct BackgroundProgress {
  std::uint64_t found = 0;  // states, or events
  std::uint64_t done = 0;   // of `total`; 0 of 0 while unknown
  std::uint64_t total = 0;
};

class Background {
 public:
  // Called on the thread that asked, and none of them after cancel(). One of the last two ends the work.
  struct Replies {
    std::function<void(const BackgroundProgress&)> progress;
    std::function<void(const std::string& answer)> answer;
    std::function<void(const std::string& why)> failure;
  };

  virtual ~Background() = default;

  // One thing at a time: what was going on is cancelled.
  virtual void begin(BackgroundTask task, const std::string& question, Replies replies) = 0;
  virtual void cancel() = 0;
};

// Null: there are threads, and they do it.
using MakeBackground = std::function<std::unique_ptr<Background>()>;

}  // namespace interleave
