// The properties of settings that decide what the text of their program contains.
#pragma once

#include "model/run_settings.h"

namespace interleave {

struct CodeNeeds {
  explicit CodeNeeds(const AccountProgram& program)
      : transfers(program.mode == Mode::transfer),
        checks(program.overdraft == Overdraft::refuse),
        pool(static_cast<std::size_t>(program.workers) < program.transactions.size()) {
    for (std::size_t task = 0; task < program.transactions.size(); ++task) {
      const Transaction& each = program.transactions[task];
      const bool reader = readsOnly(program, task);
      throws = throws || each.throws;
      repeats = repeats || each.times > 1;
      (reader ? reads : writes) = true;
      if (each.times > 1) (reader ? repeatsReading : repeatsWriting) = true;
    }
  }

  bool transfers;
  bool checks;
  bool pool;            // fewer workers than tasks
  bool throws = false;
  bool reads = false;   // some transactions only read
  bool writes = false;
  bool repeats = false;
  bool repeatsReading = false;
  bool repeatsWriting = false;
};

}  // namespace interleave
