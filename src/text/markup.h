// Text as a part of HTML, XML or SVG.
#pragma once

#include <string>
#include <string_view>

namespace interleave {

// `text` as content of an element, or as the value of an attribute between double quotes: never as markup.
std::string forMarkup(std::string_view text);

}  // namespace interleave
