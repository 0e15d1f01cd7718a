#include <atomic>
#include <csignal>
#include <iostream>
#include <limits>
#include <optional>
#include <string>
#include <system_error>
#include <thread>

#include "cli/command.h"
#include "cli/exploration_text.h"
#include "explore/class_sample.h"
#include "explore/compact_program.h"
#include "explore/exploration.h"

namespace interleave {
namespace {

constexpr std::size_t kShownEndings = 20;

// During the lifetime of an object, Ctrl-C cancels the exploration and does not end the program, so that what was
// found can be printed. Threads started meanwhile block the signal. Where no thread can be made to watch for it, Ctrl-C
// ends the program as usual.
class CancelOnInterrupt {
 public:
  explicit CancelOnInterrupt(ExploreProgress& progress) {
    sigemptyset(&interrupt_);
    sigaddset(&interrupt_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &interrupt_, &before_);
    try {
      watcher_ = std::thread([this, &progress] { watch(progress); });
    } catch (const std::system_error&) {
      pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
  }
  ~CancelOnInterrupt() {
    if (!watcher_.joinable()) return;
    done_.store(true);
    watcher_.join();
    // `timeout` sends the signal twice; the first one has cancelled the exploration.
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
  bool cancelled_ = false;  // written by the watcher until it is joined
  std::thread watcher_;
};

// Classes are defined only where the dependence of steps is: for plain programs.
bool knowsClasses(const AccountProgram& program) { return CompactProgram(program).plain(); }

struct Found {
  Exploration exploration;
  std::optional<ClassSample> classes;
};

Found exploreUnlessInterrupted(const AccountProgram& program, const Arguments& arguments) {
  ExploreOptions options;
  if (arguments.boundStates) options.maxStates = *arguments.boundStates;
  if (arguments.boundTime) options.maxTime = *arguments.boundTime;
  ExploreProgress progress;
  const CancelOnInterrupt cancelOnInterrupt(progress);
  Found found{explore(program, options, progress), {}};
  if (!arguments.classes || !knowsClasses(program)) return found;
  PartialOrderOptions ofClasses;
  ofClasses.maxTime = options.maxTime;
  found.classes = sampleClasses(program, ofClasses, limits::kMaxListedClasses, progress.cancel);
  return found;
}

std::string textOf(const Found& found, std::size_t most) {
  std::string text = textOf(found.exploration, most);
  if (found.classes) text += textOf(*found.classes);
  return text;
}

}  // namespace

int exploreCommand(const Arguments& arguments) {
  const DecodedLink decoded = readLink(arguments.link);
  const Found found = exploreUnlessInterrupted(decoded.settings.program, arguments);
  constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();
  if (arguments.json) {
    const std::size_t most = arguments.allEndings ? kAll : limits::kMaxShownEndings;
    std::cout << toJson(found.exploration, most, found.classes ? &*found.classes : nullptr) << '\n';
  } else {
    std::cout << textOf(found, arguments.allEndings ? kAll : kShownEndings);
  }
  if (arguments.classes && !knowsClasses(decoded.settings.program)) {
    std::cerr << "interleave: --classes is possible with one account and lock none, manual, scoped, spin, or semaphore "
                 "with one permit.\n";
    return kBadInput;
  }
  if (!decoded.problems.empty()) return kBadInput;
  const bool complete = found.exploration.complete && (!found.classes || found.classes->found.complete);
  return complete ? kDone : kCutShort;
}

}  // namespace interleave
