// The one kind of JSON values here: their members stay in the order in which they are written. Another kind would be as
// much code once more, in a page that everybody loads.
#pragma once

#include <nlohmann/json.hpp>

namespace interleave {

using Json = nlohmann::ordered_json;

}  // namespace interleave
