// The balances that a program can pass through, numbered in ascending order.
//
// A balance is the start and a subset of the updates. So there are at most prod(times + 1) balances, and all
// differ from the start by a multiple of the amounts' greatest common divisor. If the first bound is smaller
// and the balances fit a table, they are listed; otherwise the number of a balance is computed by the divisor. A
// number takes bits() bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/account_program.h"

namespace interleave {

class ValueCode {
 public:
  using Number = std::uint64_t;

  explicit ValueCode(const AccountProgram& program);

  int bits() const { return bits_; }
  Number start() const { return numberOf(start_); }
  Money value(Number number) const {
    return values_.empty() ? least_ + static_cast<Money>(number) * divisor_ : values_[static_cast<std::size_t>(number)];
  }
  // The first number that has a value of at least `value`.
  Number firstFrom(Money value) const;

  // What an update of `task` turns each number into.
  struct Adder {
    const std::uint32_t* table;  // null: add `difference`
    Number difference;           // modulo 2^64

    Number operator()(Number number) const { return table ? table[number] : number + difference; }
  };
  Adder adder(std::size_t task) const;

 private:
  Number numberOf(Money value) const;
  bool list(const AccountProgram& program);

  Money start_;
  Money least_;
  Money divisor_ = 0;
  int bits_ = 0;
  std::vector<Money> amounts_;
  std::vector<Money> values_;                       // ascending; empty: numbers are computed
  std::vector<std::vector<std::uint32_t>> tables_;  // for each task; 0 where it never adds
};

}  // namespace interleave
