// Texts as string literals of a programming language.
#pragma once

#include <string>
#include <string_view>

namespace interleave {

// A text between double quotes. The characters of `escaped` get a backslash, and controls of the direction of writing become
// escapes, as a reader would see another text than the compiler (Unicode Standard Annex 9, 2.7). Pure; for any thread.
std::string stringLiteral(std::string_view text, std::string_view escaped);

}  // namespace interleave
