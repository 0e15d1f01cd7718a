// The lines of a text. Pure function, for any thread.
#pragma once

#include <string_view>
#include <vector>

namespace interleave {

// Without their ends; behind the last line's end there is no other line. They refer to the text.
std::vector<std::string_view> linesOf(std::string_view text);

}  // namespace interleave
