// The only kind of JSON values in the project, with all its functions. A header that only names the type includes
// text/json_fwd.h.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "text/json_fwd.h"

namespace interleave {

// In one line. Texts that are no UTF-8, as a user's program may have them, get U+FFFD in the place of the bytes that are wrong.
std::string jsonText(const Json& json);

}  // namespace interleave
