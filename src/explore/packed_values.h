// The values of a state of the step machine, packed into words: balances, copies in hand, and what else a
// step can depend on beside the positions (compact_program.h).
//
//   lock            | kept beside balances and copies
//   ticket          | of each task with a number: how many are served before it
//   optimistic      | of each copy only whether it is stale: else it equals the balance
//   check-then-lock | whether the flag is taken
//   atomic          | no copies
//
// What is not held any more is 0, so that states which differ only by it are one. Immutable once made;
// any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "explore/bit_field.h"
#include "explore/compact_program.h"
#include "explore/value_code.h"

namespace interleave {

class PackedValues {
 public:
  using Word = std::uint64_t;
  using Position = CompactProgram::Position;

  // What a step does to the values, and of which values it is a step.
  enum class Effect : std::uint8_t {
    none,
    read,
    refusedRead,  // only of a balance that is too small; `read` of a task that may refuse: only of others
    look,         // a read that keeps no copy; else the same
    write,
    add,          // the last of those that Stepper::takePlain() takes
    swap,         // only of a copy that is good
    failedSwap,   // only of one that is not
    check,        // only while the flag is free
    lockFlag,
    releaseFlag,
    draw,
    serve,        // only if nobody is served before
    leaveQueue,
  };
  struct StepEffect {
    Effect effect;
    StepOutcome outcome;
    bool mayRefuse = false;
    std::uint8_t account = 0;
    std::uint32_t others = 0;  // swap: the tasks whose copies it makes stale, a bit each; draw: how many are queued
  };

  PackedValues(const AccountProgram& source, const CompactProgram& program);

  // A state has so many words.
  std::size_t words() const { return words_; }
  static constexpr std::size_t kMostWords = limits::kMaxTransactions + ObjectSpan::kMostObjects + 4;
  void first(Word* values) const;

  // What may come of the next step of a task that stands there: one or two.
  void effects(std::size_t task, std::span<const Position> positions, std::vector<StepEffect>& found) const;
  // One step, ready to be taken in many states: what it needs is at hand.
  class Stepper {
   public:
    Stepper(const PackedValues& values, const StepEffect& step, std::size_t task)
        : values_(values),
          step_(step),
          task_(task),
          balance_(values.balances_[step.account]),
          copy_(values.copies_[task]),
          adder_(values.adders_[step.account * values.program_.tasks() + task]),
          refusedBelow_(values.refusedBelow_[task]) {}

    // Takes it; false if these values make another step of it.
    bool take(Word* values) const {
      if (isPlain()) return takePlain(values);
      const bool swaps = step_.effect == Effect::swap || step_.effect == Effect::failedSwap;
      return swaps ? values_.swap(step_, task_, values) : values_.applyToLock(step_, task_, values);
    }

    // Whether takePlain() can take it. That calls nothing: where it is done for millions of states, the values
    // can stay in registers.
    bool isPlain() const { return step_.effect <= Effect::add; }
    bool takePlain(Word* values) const {
      switch (step_.effect) {
        case Effect::none: return true;
        case Effect::refusedRead: return balance_.get(values) < refusedBelow_;
        case Effect::look: return !step_.mayRefuse || balance_.get(values) >= refusedBelow_;
        case Effect::read: {
          const Word seen = balance_.get(values);
          copy_.set(values, seen);
          return !step_.mayRefuse || seen >= refusedBelow_;
        }
        case Effect::write:
          balance_.set(values, adder_(copy_.get(values)));
          copy_.set(values, 0);
          return true;
        case Effect::add: balance_.set(values, adder_(balance_.get(values))); return true;
        default: return false;
      }
    }

   private:
    const PackedValues& values_;
    const StepEffect step_;
    const std::size_t task_;
    const BitField balance_;
    const BitField copy_;
    const ValueCode::Adder adder_;
    const Word refusedBelow_;
  };

  // Of all accounts together.
  Money balance(const Word* values) const;

 private:
  void layOut();
  void readEffects(std::size_t task, Position position, std::vector<StepEffect>& found) const;
  std::uint32_t holdersOfCopies(std::size_t except, std::span<const Position> positions) const;
  bool swap(const StepEffect& step, std::size_t task, Word* values) const;
  bool applyToLock(const StepEffect& step, std::size_t task, Word* values) const;

  const CompactProgram& program_;
  std::vector<ValueCode> codes_;       // of each account
  std::size_t words_ = 1;
  std::vector<BitField> balances_;        // of each account
  std::vector<BitField> copies_;          // of each task, or whether its copy is stale
  std::vector<BitField> places_;          // of each task: in the queue
  BitField flag_;
  std::vector<ValueCode::Adder> adders_;  // for each task; of the first account, then of the next
  std::vector<Word> refusedBelow_;     // of each task: balances of the account that pays that it refuses
};

}  // namespace interleave
