// What is wrong with a program, as JSON. Pure.
#pragma once

#include <string>
#include <string_view>

#include "lang/source.h"

namespace interleave::lang {

// {"faults": [{"line", "column", "message", "source"}]}: columns count characters from 1; `source` there is the line. `source` here is
// the text that the faults are about.
std::string faultsJson(const Faults& faults, std::string_view source);

}  // namespace interleave::lang
