// The values of a state of the step machine, packed into words: balances, copies in hand, and whatever else a
// step can depend on beside the positions (compact_program.h).
//
// What FinalState tells beside the balance may be kept, too: no step depends on it.
//
//   lock            | kept beside balances and copies
//   ticket          | for each task with a ticket: how many are served before it
//   optimistic      | for each copy only whether it is stale: one that is not equals the balance
//   check-then-lock | whether the flag is taken
//   atomic          | no copies
//
// A value that no longer matters is 0, so that states which differ only in it are one state. Immutable after
// construction; any thread.
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

  // What a step does to the values, and with which values it is possible.
  enum class Effect : std::uint8_t {
    none,
    read,
    refusedRead,  // only with a balance that is too small; `read` of a task that may refuse: only with any other
    look,         // like read, without keeping a copy
    write,
    add,          // the last effect that PreparedStep::takePlain() takes
    toldWrite,    // a write of which is kept what it does to the parts of FinalState
    giveUp,
    swap,         // only with a copy that is good
    failedSwap,   // only with a copy that is not
    check,        // only while the flag is free
    lockFlag,
    releaseFlag,
    draw,
    serve,        // only if no other task is served before
    leaveQueue,
  };
  struct StepEffect {
    Effect effect;
    StepOutcome outcome;
    bool mayRefuse = false;
    std::uint8_t account = 0;
    // Of a swap and a write: the tasks with a copy that becomes stale, a bit each; of a draw: how many are queued.
    std::uint32_t others = 0;
  };

  // `parts`: what is kept of FinalState beside the balance.
  PackedValues(const AccountProgram& source, const CompactProgram& program, const EndParts& parts);

  // The length of a state in words.
  std::size_t words() const { return words_; }
  static constexpr std::size_t kMostWords = limits::kMaxTransactions + ObjectSpan::kMostObjects + 4;
  void first(Word* values) const;

  // The possible effects of the next step of a task at that position: one or two.
  void effects(std::size_t task, std::span<const Position> positions, std::vector<StepEffect>& found) const;
  // One step, prepared to be taken in many states.
  class PreparedStep {
   public:
    PreparedStep(const PackedValues& values, const StepEffect& step, std::size_t task)
        : values_(values),
          step_(step),
          task_(task),
          balance_(values.balances_[step.account]),
          copy_(values.copies_[task]),
          adder_(values.adders_[step.account * values.program_.tasks() + task]),
          refusedBelow_(values.refusedBelow_[task]) {}

    // Takes the step; false if it is not possible with these values.
    bool take(Word* values) const {
      if (isPlain()) return takePlain(values);
      const bool swaps = step_.effect == Effect::swap || step_.effect == Effect::failedSwap;
      return swaps ? values_.swap(step_, task_, values) : values_.applyOther(step_, task_, values);
    }

    // Whether takePlain() can take the step. takePlain() calls no function, so that in a loop over millions of
    // states the values can stay in registers.
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

  // Of a state in which all tasks have ended; of any other, its balance. Without the parts that are not kept.
  FinalState finalState(const Word* values) const;

 private:
  void layOut();
  void readEffects(std::size_t task, Position position, std::vector<StepEffect>& found) const;
  std::uint32_t holdersOfCopies(std::size_t except, ObjectId account, std::span<const Position> positions) const;
  StepEffect writeEffect(std::size_t task, std::span<const Position> positions) const;
  void toldWrite(const StepEffect& step, std::size_t task, Word* values) const;
  bool swap(const StepEffect& step, std::size_t task, Word* values) const;
  bool applyOther(const StepEffect& step, std::size_t task, Word* values) const;

  const CompactProgram& program_;
  const bool byVersion_;  // a swap looks whether the copy is stale
  const bool queue_;      // the lock has tickets
  const bool hasFlag_;    // and a flag that is looked at and set in two steps
  std::vector<ValueCode> codes_;       // of each account
  std::size_t words_ = 1;
  std::vector<BitField> balances_;        // of each account
  std::vector<BitField> copies_;          // of each task, or whether its copy is stale
  std::vector<BitField> places_;          // of each task: in the queue
  BitField flag_;
  EndParts parts_;
  Money dueOfTransfers_ = 0;           // transfers change no sum
  BitField due_;                       // of one account
  std::vector<BitField> stale_;        // of each task: its copy is
  BitField lost_;
  BitField gaveUp_;
  std::vector<ValueCode::Adder> adders_;  // for each task; of the first account, then of the next
  std::vector<Word> refusedBelow_;     // of each task: balances of the account that pays that it refuses
};

}  // namespace interleave
