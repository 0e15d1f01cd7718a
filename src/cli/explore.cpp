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

// While this lives, Ctrl-C cancels the exploration and does not end the program, so that what was found can be
// printed. Threads that are made meanwhile leave the signal alone.
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
    // Whoever is in a hurry, or `timeout`, sends it twice; the first has been heeded.
    constexpr timespec kNow{0, 0};
    while (cancelled_ && sigtimedwait(&interrupt_, nullptr, &kNow) == SIGINT) {
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  CancelOnInterrupt(const CancelOnInterrupt&) = delete;
  CancelOnInterrupt& operator=(const CancelOnInterrupt&) = delete;

 private:
  void watch(ExploreProgress& progress) {
    constexpr timespec kMoment{0, 20'000'000};
    while (!done_.load() && !cancelled_) cancelled_ = sigtimedwait(&interrupt_, nullptr, &kMoment) == SIGINT;
    if (cancelled_) progress.cancel.store(true);
  }

  sigset_t interrupt_{};
  sigset_t before_{};
  std::atomic<bool> done_{false};
  bool cancelled_ = false;  // the watcher's, until it is joined
  std::thread watcher_;
};

Exploration exploreUnlessInterrupted(const Settings& settings, const ExploreOptions& options) {
  ExploreProgress progress;
  const CancelOnInterrupt cancelOnInterrupt(progress);
  return explore(settings, options, progress);
}

}  // namespace

int exploreCommand(const Arguments& arguments) {
  const DecodedLink decoded = readLink(arguments.link);
  ExploreOptions options;
  if (arguments.boundStates) options.maxStates = *arguments.boundStates;
  if (arguments.boundTime) options.maxTime = *arguments.boundTime;
  const Exploration exploration = exploreUnlessInterrupted(decoded.settings, options);
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
