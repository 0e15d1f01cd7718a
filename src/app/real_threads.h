// Whether programs can be run on real threads here. Where they cannot, random schedules take the place of runs, and what
// else asks for threads is refused.
#pragma once

#include <string>

#include "platform/platform.h"

namespace interleave {

class RealThreads {
 public:
  explicit RealThreads(Platform& platform)
      : why_(platform.query(query::kWhyNoThreads)), remedy_(platform.query(query::kThreadsRemedy)) {}

  bool available() const { return why_.empty(); }
  // "Real threads are off here, because ..."
  std::string sentence() const { return "Real threads are off here, because " + why_ + ". " + remedy_; }

 private:
  std::string why_;  // the rest of a sentence that begins with "because"
  std::string remedy_;  // a sentence of its own
};

}  // namespace interleave
