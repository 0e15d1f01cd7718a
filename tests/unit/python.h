// What the scripts in tests/python print.
#pragma once

#include <string>

#include "text/json.h"

namespace interleave::test {

// The JSON that `python3 tests/python/COMMAND` prints; a script that fails fails the test.
Json python(const std::string& command);

}  // namespace interleave::test
