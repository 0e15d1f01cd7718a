// Decides which event may come next in the order in which a run's events happened, by the rules of trace/trace.h, for
// code that goes through the workers' records.
//
// Events that are still to come matter, too: a write waits for the reads of the value that it replaces. So events are
// noted before they are taken.
//
// Not thread-safe. Noting throws std::bad_alloc if there is no memory.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory_resource>
#include <optional>
#include <utility>
#include <vector>

#include "trace/event.h"

namespace interleave {

class MergeRules {
 public:
  // Of so many workers' records; an event's worker is one of them, and its objects are among so many.
  MergeRules(std::size_t workers, std::size_t objects) : registers_(objects + 1), lockOperations_(objects, 0), flag_(objects) {
    for (Register& each : registers_) each.readsLeft.resize(workers);
  }

  // Notes an event of the records; those of each worker in order. The write that a read has seen must be noted before it,
  // unless it is in no record.
  void noteWrite(const Event& event) {
    if (const auto written = writesOf(event)) registers_[*written].readsLeft[event.worker].push_back(0);
  }
  void noteRead(const Event& event) {
    if (event.kind == EventKind::gaveUp) ++givesUpAt_[{lockOf(event), event.value}];
    const auto read = readsOf(event);
    std::uint32_t* left = read ? registers_[*read].left(event.link) : nullptr;
    if (left != nullptr) ++*left;
  }
  // Whether the write that it has seen, if any, is noted.
  bool knowsOrigin(const Event& event) {
    const auto read = readsOf(event);
    return !read || registers_[*read].left(event.link) != nullptr;
  }

  // Tasks begin in list order. This one never begins, so that later tasks do not wait for it.
  void passOver(std::size_t task) { passedOver_[task] = true; }

  // Whether the event may come next, as far as events are noted.
  bool allowed(const Event& event) {
    if (const auto read = readsOf(event)) return event.link == registers_[*read].latest;
    if (const auto written = writesOf(event)) {
      Register& each = registers_[*written];
      return event.link == each.latest && *each.left(each.latest) == 0;
    }
    switch (event.kind) {
      case EventKind::acquired:
      case EventKind::released: return event.value == lockOperations_[lockOf(event)] && !someoneGivesUpAt(event);
      case EventKind::gaveUp: return event.value == lockOperations_[lockOf(event)];
      case EventKind::ticket: return event.value == nextTicket_;
      case EventKind::updating: return !begins(event) || event.task == nextToBegin();
      default: return true;
    }
  }

  // Whether an event that belongs after it has been taken, so that it can never be allowed.
  bool missed(const Event& event) const {
    if (const auto seen = readsOf(event) ? readsOf(event) : writesOf(event)) {
      const Register& each = registers_[*seen];
      return event.link != each.latest && each.taken(event.link);
    }
    switch (event.kind) {
      case EventKind::acquired:
      case EventKind::released:
      case EventKind::gaveUp: return event.value < lockOperations_[lockOf(event)];
      case EventKind::ticket: return event.value < nextTicket_;
      case EventKind::updating: return begins(event) && event.task < begun_;
      default: return false;
    }
  }

  // Takes the event as the next one. Precondition: it has been noted and is allowed.
  void take(const Event& event) {
    if (const auto read = readsOf(event)) --*registers_[*read].left(event.link);
    if (const auto written = writesOf(event)) {
      Register& each = registers_[*written];
      each.latest = WriteId::of(event.worker, each.writesTaken[event.worker]++);
    } else if (operatesLock(event)) {
      ++lockOperations_[lockOf(event)];
    }
    if (event.kind == EventKind::ticket) ++nextTicket_;
    if (event.kind == EventKind::gaveUp) {
      const auto left = givesUpAt_.find({lockOf(event), event.value});
      if (--left->second == 0) givesUpAt_.erase(left);
    }
    if (begins(event)) begun_ = nextToBegin() + 1;
  }

  // Whether it is the first of its task.
  static bool begins(const Event& event) { return event.kind == EventKind::updating && event.update == 0; }

 private:
  // Something that threads read and write: a balance, or the flag of a lock.
  struct Register {
    std::vector<std::pmr::deque<std::uint32_t>> readsLeft;  // of each worker's writes
    std::uint32_t readsLeftOfInitial = 0;
    std::array<std::uint64_t, limits::kMaxWorkers> writesTaken{};
    WriteId latest;

    bool taken(WriteId write) const {
      return write.initial() || write.number() < writesTaken[static_cast<std::size_t>(write.worker())];
    }
    // The number of reads of this write that are still to come; null for a write that is not noted.
    std::uint32_t* left(WriteId write) {
      if (write.initial()) return &readsLeftOfInitial;
      const auto worker = static_cast<std::size_t>(write.worker());
      if (worker >= readsLeft.size() || write.number() >= readsLeft[worker].size()) return nullptr;
      return &readsLeft[worker][static_cast<std::size_t>(write.number())];
    }
  };

  // The register that an event reads or writes; none if it accesses nothing shared.
  std::optional<std::size_t> readsOf(const Event& event) const {
    if (event.kind == EventKind::checked) return flag_;
    return readsBalance(event.kind) ? std::optional<std::size_t>(event.objects.first()) : std::nullopt;
  }
  std::optional<std::size_t> writesOf(const Event& event) const {
    if (operatesLock(event)) return event.value == kByLink ? std::optional(flag_) : std::nullopt;
    return writesBalance(event.kind) ? std::optional<std::size_t>(event.objects.first()) : std::nullopt;
  }
  static bool operatesLock(const Event& event) { return event.kind == EventKind::acquired || event.kind == EventKind::released; }
  // Several locks are operated as one, and numbered as the first.
  static std::size_t lockOf(const Event& event) { return event.objects.first(); }

  // Lock operations come in the order of their numbers. An event that gave up at an operation's number comes before that
  // operation, so the events that are still to give up have this number or a later one.
  bool someoneGivesUpAt(const Event& operation) const {
    return !givesUpAt_.empty() && givesUpAt_.contains({lockOf(operation), operation.value});
  }

  std::size_t nextToBegin() const {
    std::size_t task = begun_;
    while (task < passedOver_.size() && passedOver_[task]) ++task;
    return task;
  }

  std::vector<Register> registers_;    // of the objects, and the flag
  std::vector<Money> lockOperations_;  // of each object's lock
  std::size_t flag_;                   // the register of a lock that is a flag: behind those of the objects
  // How many are still to give up, by the lock and the operation in their way.
  std::pmr::map<std::pair<std::size_t, Money>, std::uint32_t> givesUpAt_;
  Money nextTicket_ = 0;
  std::size_t begun_ = 0;                          // tasks that have begun or are passed over
  std::array<bool, limits::kMaxTransactions> passedOver_{};
};

}  // namespace interleave
