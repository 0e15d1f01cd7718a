// The balance of an account that several threads share, with the name of its latest write.
//
// read() and write() are two separate atomic accesses (see account.h for why). Both are lock-free and
// return the neighbouring write, so that the order of all accesses can be reconstructed exactly
// (trace/trace.h) although every thread records on its own. Only the record depends on these names:
// the value that a write stores never depends on the write that it replaces.
//
// How: a balance and the name of its write do not fit into one atomic word. So the shared word,
// `latest_`, holds only the name; the amount lies in one of two slots of the worker that wrote it.
// A worker fills a slot, then publishes it by exchanging `latest_`. A slot is used again two writes
// later, when `latest_` has moved on; a reader that was overtaken finds another name in the slot, and
// reads again. This is a sequence lock whose number is the write's name (H.-J. Boehm, "Can
// seqlocks get along with programming language memory models?", MSPC 2012) without its waiting:
// another round means that a newer write is complete.
//
// Every access of `latest_` is sequentially consistent. Acquire and release order the accesses of one balance, but not
// those of two: where each of two threads writes one balance and then reads the other, both could miss the other's
// write, and no order of the four accesses would explain what they saw. All seq_cst operations have one total order that
// agrees with the order of each variable and of each thread ([atomics.order]/4): that is the order which the merge
// rebuilds. For the same reason every number that places an event among those of other threads (of a task, a ticket, a
// lock's operation) is drawn by a seq_cst operation. x86-64 and WebAssembly make the same instructions of either.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "model/limits.h"

namespace interleave {

// Names one write of one run: the worker that wrote and how many writes it had made before.
// The starting balance counts as a write of its own, of no worker.
struct WriteId {
  std::uint64_t bits = kInitialBits;

  static constexpr std::uint64_t kInitialBits = ~std::uint64_t{0};
  static constexpr WriteId of(int worker, std::uint64_t number) {
    return {number * limits::kMaxWorkers + static_cast<std::uint64_t>(worker)};
  }
  constexpr bool initial() const { return bits == kInitialBits; }
  constexpr int worker() const { return static_cast<int>(bits % limits::kMaxWorkers); }
  constexpr std::uint64_t number() const { return bits / limits::kMaxWorkers; }
  bool operator==(const WriteId&) const = default;
};

class Balance {
 public:
  struct Seen {
    Money value;
    WriteId write;  // the write that stored it
  };

  // Not thread-safe: call before the threads of a run begin.
  void reset(Money start) {
    initial_ = start;
    latest_.store(WriteId{}.bits, std::memory_order_relaxed);
    for (Worker& worker : workers_) worker.writes = 0;
  }

  // Any thread.
  Seen read() const {
    for (;;) {
      const WriteId write{latest_.load(std::memory_order_seq_cst)};
      if (write.initial()) return {initial_, write};
      const Slot& slot = workers_[static_cast<std::size_t>(write.worker())].slots[write.number() % 2];
      const Money value = slot.value.load(std::memory_order_acquire);
      // If `value` came from a later write of this slot, its release store makes the new name visible.
      if (slot.write.load(std::memory_order_relaxed) == write.bits) return {value, write};
    }
  }

  // Stores `value` as the next write of `worker` and returns the write that it replaced. At most one
  // thread at a time for each worker, 0 to kMaxWorkers - 1.
  WriteId write(int worker, Money value) {
    Worker& mine = workers_[static_cast<std::size_t>(worker)];
    const WriteId name = WriteId::of(worker, mine.writes++);
    Slot& slot = mine.slots[name.number() % 2];
    slot.write.store(name.bits, std::memory_order_relaxed);
    slot.value.store(value, std::memory_order_release);
    return {latest_.exchange(name.bits, std::memory_order_seq_cst)};
  }

  // Adds in one step; returns the balance before. For the same threads as write().
  //
  // The processor's own addition would not return the write that it came after. So the sum is published by
  // compare-and-exchange, which fails if another write has come in between.
  Seen add(int worker, Money amount) {
    for (;;) {
      const Seen seen = read();
      if (publish(worker, seen.write, seen.value + amount)) return seen;
    }
  }

  struct Swapped {
    bool done;
    Seen seen;  // the balance that was replaced, or that prevented the swap
  };
  // Stores `value` if the balance is still the expected one: `byValue`, has the same value; otherwise, is of the same
  // write. For the same threads as write().
  Swapped swap(int worker, const Seen& expected, Money value, bool byValue) {
    for (;;) {
      const Seen seen = read();
      if (byValue ? seen.value != expected.value : seen.write != expected.write) return {false, seen};
      if (publish(worker, seen.write, value)) return {true, seen};
    }
  }

 private:
  // False if another write has come after `last`; the filled slot then remains the next one.
  bool publish(int worker, WriteId last, Money value) {
    Worker& mine = workers_[static_cast<std::size_t>(worker)];
    const WriteId name = WriteId::of(worker, mine.writes);
    Slot& slot = mine.slots[name.number() % 2];
    slot.write.store(name.bits, std::memory_order_relaxed);
    slot.value.store(value, std::memory_order_release);
    if (!latest_.compare_exchange_strong(last.bits, name.bits, std::memory_order_seq_cst)) return false;
    ++mine.writes;
    return true;
  }

  struct Slot {
    std::atomic<std::uint64_t> write{WriteId::kInitialBits};
    std::atomic<Money> value{0};
  };
  // Workers write their slots all the time, so each has a cache line of its own.
  struct alignas(64) Worker {
    std::array<Slot, 2> slots;
    std::uint64_t writes = 0;
  };

  alignas(64) std::atomic<std::uint64_t> latest_{WriteId::kInitialBits};
  Money initial_ = 0;
  std::array<Worker, limits::kMaxWorkers> workers_;
};

}  // namespace interleave
