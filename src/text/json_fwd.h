// Names the only kind of JSON values in the project; members keep the order in which they are written. A second kind
// would instantiate the library's code once more, in a page that every visitor loads.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace interleave {

using Json = nlohmann::ordered_json;

}  // namespace interleave
