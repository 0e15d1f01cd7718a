#include "lesson/lock_inspector.h"

#include <utility>

namespace interleave {

LockInspector::LockInspector(std::function<void()> onNews, OtherThread other)
    : onNews_(std::move(onNews)), other_(other), thread_([this] { work(); }) {}

void LockInspector::say(std::string_view words) { log_.emplace_back(words); }

std::string LockInspector::words() const {
  if (!made_) return "There is no lock yet.";
  std::string words = "Unlocked.";
  if (shownOwner_ != Who::nobody) {
    words = std::string("Locked, owned by the ") + (shownOwner_ == Who::main ? "main" : "other") + " thread";
    words += times_ > 1 ? ", " + std::to_string(times_) + " times." : ".";
  }
  return words + (shownWaiting_ ? " The other thread waits." : "");
}

void LockInspector::make(Kind kind) {
  collect();
  if (shownWaiting_ || otherBusy()) return say("The other thread waits for this lock: release it first.");
  owner_.store(kFree);
  shownOwner_ = Who::nobody;
  times_ = 0;
  kind_ = kind;
  made_ = true;
  log_.clear();
  seen_ = {};
  say(kind == Kind::lock ? "A new lock: it is unlocked." : "A new recursive lock: it is unlocked.");
}

void LockInspector::acquire() {
  collect();
  if (!made_) return;
  if (take(kMain)) {
    shownOwner_ = Who::main;
    times_ = 1;
    seen_.lockedByMain = true;
    return say("The main thread acquired it: it is locked.");
  }
  if (shownOwner_ != Who::main) {
    return say("The other thread holds it: acquire() would wait here, and the page with it. It was not called.");
  }
  seen_.acquiredTwice = true;
  if (kind_ == Kind::recursive) {
    ++times_;
    return say("Acquired again by its owner: it takes " + std::to_string(times_) + " releases to unlock it.");
  }
  say("A second acquire() by its owner: Python waits for ever, C++ calls it undefined behaviour "
      "([thread.mutex.requirements.mutex]). It was not called.");
}

void LockInspector::release() {
  collect();
  if (!made_) return;
  if (shownOwner_ == Who::main) {
    if (--times_ > 0) return say("Released once: its owner still holds it.");
    shownOwner_ = Who::nobody;
    owner_.store(kFree);
    thread_.ring();
    letPlayedGoOn();
    return say("The main thread released it: it is unlocked.");
  }
  if (shownOwner_ == Who::other) {
    return say(
        kind_ == Kind::lock
            ? "The other thread holds it: Python would unlock it all the same, C++ calls that undefined behaviour. "
              "It was not called."
            : "The other thread holds it: Python raises RuntimeError, C++ calls it undefined behaviour. It was not called.");
  }
  seen_.releasedUnlocked = true;
  say("release() of an unlocked lock: Python raises RuntimeError, C++ calls it undefined behaviour "
      "([thread.mutex.requirements.mutex]). It was not called.");
}

void LockInspector::play(Command command) {
  if (command == toRelease) owner_.store(kFree);
  if (command == toAcquire && !take(kOther)) waiting_.store(true);
  else done_.fetch_add(1);
  onNews_();
}

void LockInspector::letPlayedGoOn() {
  if (other_ == OtherThread::real || !waiting_.exchange(false)) return;
  take(kOther);
  done_.fetch_add(1);
  onNews_();
}

void LockInspector::tell(Command command) {
  if (other_ == OtherThread::played) {
    told_ = command;
    return play(command);
  }
  if (!thread_.start().empty()) return say("The system gives no other thread.");
  told_ = command;
  command_.store(command);
  thread_.ring();
}

void LockInspector::acquireOnOther() {
  collect();
  if (!made_ || otherBusy() || shownWaiting_) return;
  if (shownOwner_ == Who::other) return say("The other thread holds it already.");
  tell(toAcquire);
}

void LockInspector::releaseOnOther() {
  collect();
  if (!made_ || otherBusy() || shownWaiting_) return;
  if (shownOwner_ != Who::other) return say("The other thread does not hold it.");
  tell(toRelease);
}

bool LockInspector::collect() {
  bool news = false;
  if (told_ == toAcquire && !shownWaiting_ && waiting_.load()) {
    shownWaiting_ = true;
    seen_.otherWaited = seen_.otherWaited || shownOwner_ == Who::main;
    say("The other thread called acquire(), and waits.");
    news = true;
  }
  if (collected_ == done_.load()) return news;
  collected_ = done_.load();
  const bool waited = std::exchange(shownWaiting_, false);
  if (std::exchange(told_, nothing) == toAcquire) {
    shownOwner_ = Who::other;
    times_ = 1;
    seen_.passedOn = seen_.passedOn || waited;
    say(waited ? "The other thread waits no more: it has acquired the lock." : "The other thread acquired it: it is locked.");
  } else {
    shownOwner_ = Who::nobody;
    times_ = 0;
    seen_.unlockedAgain = true;
    say("The other thread released it: it is unlocked.");
  }
  return true;
}

// ---- The other thread

void LockInspector::acquireWaiting() {
  if (take(kOther)) return;
  waiting_.store(true);
  onNews_();
  while (!take(kOther)) {
    thread_.waitForRing();
    if (thread_.ending()) return;
  }
  waiting_.store(false);
}

void LockInspector::work() {
  const int command = command_.load();
  if (command == nothing) return;
  if (command == toAcquire) acquireWaiting();
  else owner_.store(kFree);
  if (thread_.ending()) return;
  command_.store(nothing);
  done_.fetch_add(1);
  onNews_();
}

}  // namespace interleave
