#include "cli/exploring.h"

#include <system_error>

namespace interleave {

ExploreOptions optionsOf(const Arguments& arguments) {
  ExploreOptions options;
  if (arguments.boundStates) options.maxStates = *arguments.boundStates;
  if (arguments.boundTime) options.maxTime = *arguments.boundTime;
  return options;
}

PartialOrderOptions classOptionsOf(const Arguments& arguments) {
  PartialOrderOptions options;
  options.maxTime = optionsOf(arguments).maxTime;
  return options;
}

CancelOnInterrupt::CancelOnInterrupt(ExploreProgress& progress) {
  sigemptyset(&interrupt_);
  sigaddset(&interrupt_, SIGINT);
  pthread_sigmask(SIG_BLOCK, &interrupt_, &before_);
  try {
    watcher_ = std::thread([this, &progress] { watch(progress); });
  } catch (const std::system_error&) {
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
}

CancelOnInterrupt::~CancelOnInterrupt() {
  if (!watcher_.joinable()) return;
  done_.store(true);
  watcher_.join();
  // `timeout` sends the signal twice; the first one has cancelled the exploration.
  constexpr timespec kNow{0, 0};
  while (cancelled_ && sigtimedwait(&interrupt_, nullptr, &kNow) == SIGINT) {
  }
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void CancelOnInterrupt::watch(ExploreProgress& progress) {
  constexpr timespec kMoment{0, 20'000'000};
  while (!done_.load() && !cancelled_) cancelled_ = sigtimedwait(&interrupt_, nullptr, &kMoment) == SIGINT;
  if (cancelled_) progress.cancel.store(true);
}

}  // namespace interleave
