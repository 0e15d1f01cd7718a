// Text as a terminal shows it. Pure, but for terminalColumns().
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace interleave {

// The columns that a table may have: of a file or a pipe any number, of a terminal 100.
std::size_t columnsOfOutput();

// A text's characters, one a column: what is not UTF-8 or would move the cursor is '?', a tabulator a space.
std::vector<std::string> charactersOf(std::string_view text);
std::string shown(std::string_view text);
// How many columns a text takes that shown() gave.
std::size_t widthOf(std::string_view text);

// At most `columns` characters of a text that shown() gave, the last an ellipsis if there are more.
std::string cutTo(std::string_view text, std::size_t columns);

}  // namespace interleave
