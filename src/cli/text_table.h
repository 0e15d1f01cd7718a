// Tables and numbers of the command's text. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace interleave {

using TableRow = std::vector<std::string>;

// Rows of the same number of cells, of what shown() gave, the first with the titles. Columns are two spaces apart; numbers (`right`) are
// aligned to the right, words to the left. Lines end with '\n'.
std::string tableOf(const std::vector<TableRow>& rows, const std::vector<bool>& right);

// Cuts words until a table has at most so many columns, the widest first, and none below what a grade takes; whether any was cut.
bool fit(std::vector<TableRow>& rows, const std::vector<bool>& right, std::size_t columns);

// A sentence in lines of at most so many columns, each behind `indent` spaces; empty, if it is empty.
std::string wrapped(const std::string& sentence, std::size_t indent, std::size_t columns);

// All digits of a decimal number, so that it can be copied from a terminal: "1,234".
std::string grouped(std::string_view decimal);
// "33.33%" of a part from 0 to 1.
std::string percent(double part);
// A schedule, cut where it is long: JSON has it whole.
std::string exampleText(const std::string& letters);

}  // namespace interleave
