#include <atomic>
#include <csignal>
#include <iostream>
#include <limits>
#include <thread>

#include "cli/command.h"
#include "cli/exploration_text.h"
#include "explore/exploration.h"

namespace interleave {
namespace {

constexpr std::size_t kShownEndings = 20;

// Makes Ctrl-C cancel the exploration, so that what was found is printed; pressed again, it ends the program
// as ever. Threads that are made while this lives leave the signal alone.
class CancelOnInterrupt {
 public:
  explicit CancelOnInterrupt(ExploreProgress& progress) {
    sigemptyset(&interrupt_);
    sigaddset(&interrupt_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &interrupt_, &before_);
    watcher_ = std::thread([this, &progress] { watch(progress); });
  }
  ~CancelOnInterrupt() {
    done_.store(true);
    watcher_.join();
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  CancelOnInterrupt(const CancelOnInterrupt&) = delete;
  CancelOnInterrupt& operator=(const CancelOnInterrupt&) = delete;

 private:
  void watch(ExploreProgress& progress) const {
    constexpr timespec kMoment{0, 20'000'000};
    while (!done_.load()) {
      if (sigtimedwait(&interrupt_, nullptr, &kMoment) != SIGINT) continue;
      progress.cancel.store(true);
      pthread_sigmask(SIG_UNBLOCK, &interrupt_, nullptr);
      return;
    }
  }

  sigset_t interrupt_{};
  sigset_t before_{};
  std::atomic<bool> done_{false};
  std::thread watcher_;
};

}  // namespace

int exploreCommand(const Arguments& arguments) {
  const DecodedLink decoded = readLink(arguments.link);
  ExploreOptions options;
  if (arguments.boundStates) options.maxStates = *arguments.boundStates;
  if (arguments.boundTime) options.maxTime = *arguments.boundTime;
  ExploreProgress progress;
  const CancelOnInterrupt cancelOnInterrupt(progress);
  const Exploration exploration = explore(decoded.settings, options, progress);

  constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();
  if (arguments.json) {
    std::cout << toJson(exploration, arguments.allEndings ? kAll : limits::kMaxShownEndings) << '\n';
  } else {
    std::cout << textOf(exploration, arguments.allEndings ? kAll : kShownEndings);
  }
  if (!decoded.problems.empty()) return kBadInput;
  return exploration.complete ? kDone : kCutShort;
}

}  // namespace interleave
