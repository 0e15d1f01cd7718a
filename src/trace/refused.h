// What was refused, told from what was due: which withdrawals a program that ended so has left out.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/account_program.h"

namespace interleave {

// The refusals of one program, worked out once for all its ends. It refers to the program, and does not change: any thread.
class Refusals {
 public:
  explicit Refusals(const AccountProgram& program);

  // "all paid", "B refused", "A, B 2 times refused"; "20 due" where different refusals leave as much, or are too many to
  // try. Precondition: some schedule of the program ends with `due` (FinalState).
  std::string inWords(Money due) const;

 private:
  // How many updates of each of `tasks_` are refused, as one number: digits in the base of the task's updates and one more.
  using Set = std::int64_t;

  template <class Visit>
  void forEachTask(Set set, Visit visit) const;

  const AccountProgram& program_;
  std::vector<std::size_t> tasks_;             // that may refuse
  std::vector<std::pair<Money, Set>> leaves_;  // what is due after each set, sorted; empty: sets tell nothing
};

}  // namespace interleave
