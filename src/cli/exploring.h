// What explorations of accounts and of programs share.
#pragma once

#include <atomic>
#include <csignal>
#include <cstddef>
#include <thread>

#include "cli/arguments.h"
#include "explore/class_search.h"
#include "explore/exploration.h"

namespace interleave {

// Endings that a table lists unless all are asked for.
inline constexpr std::size_t kShownEndings = 20;

ExploreOptions optionsOf(const Arguments& arguments);
PartialOrderOptions classOptionsOf(const Arguments& arguments);

// During the lifetime of an object, Ctrl-C cancels the exploration and does not end the program, so that what was
// found can be printed. Threads started meanwhile block the signal. Where no thread can be made to watch for it, Ctrl-C
// ends the program as usual.
class CancelOnInterrupt {
 public:
  explicit CancelOnInterrupt(ExploreProgress& progress);
  ~CancelOnInterrupt();
  CancelOnInterrupt(const CancelOnInterrupt&) = delete;
  CancelOnInterrupt& operator=(const CancelOnInterrupt&) = delete;

 private:
  void watch(ExploreProgress& progress);

  sigset_t interrupt_{};
  sigset_t before_{};
  std::atomic<bool> done_{false};
  bool cancelled_ = false;  // written by the watcher until it is joined
  std::thread watcher_;
};

}  // namespace interleave
