// What an execution leaves, as JSON: src/link/README.md, "An exploration". Pure.
#pragma once

#include "explore/program_classes.h"
#include "program/ending.h"
#include "text/json_fwd.h"

namespace interleave {

Json valuesJson(const program::Ending& ending);
Json errorsJson(const program::Ending& ending);
Json deadlockJson(const program::Ending& ending);
// null: there is none.
Json badJson(const BadEndingSearch& search, bool output);

}  // namespace interleave
