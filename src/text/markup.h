// Escapes text for HTML, XML and SVG.
#pragma once

#include <string>
#include <string_view>

namespace interleave {

// `text` as content of an element, or as the value of an attribute between double quotes: never as markup.
std::string forMarkup(std::string_view text);

}  // namespace interleave
