// Letters of names beyond ASCII.
#pragma once

namespace interleave::lang {

// Letters that Python allows in a name and that stay as they are when Python normalizes it (Unicode's form NFKC), so that two
// names are the same exactly if their bytes are: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Georgian, Japanese, Chinese
// and Korean ones, up to Unicode 14. No combining marks, and no digits.
bool isLetter(char32_t codePoint);

}  // namespace interleave::lang
