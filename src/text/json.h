// The only kind of JSON values in the project, with all its functions. A header that only names the type includes
// text/json_fwd.h.
#pragma once

#include <nlohmann/json.hpp>

#include "text/json_fwd.h"
