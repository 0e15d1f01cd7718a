#include "cli/text_table.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "cli/terminal.h"
#include "text/format.h"
#include "text/utf8.h"

namespace interleave {
namespace {

constexpr std::size_t kExampleLetters = 60;
constexpr std::size_t kNarrowestWords = 16;

std::vector<std::size_t> widthsOf(const std::vector<TableRow>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const TableRow& row : rows) {
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(widths[i], widthOf(row[i]));
  }
  return widths;
}

}  // namespace

bool fit(std::vector<TableRow>& rows, const std::vector<bool>& right, std::size_t columns) {
  const std::vector<std::size_t> widths = widthsOf(rows);
  std::vector<std::size_t> most = widths;
  std::size_t total = 2 * (widths.size() - 1);
  for (const std::size_t width : widths) total += width;
  while (total > columns) {
    std::size_t widest = widths.size();
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (!right[i] && most[i] > kNarrowestWords && (widest == widths.size() || most[i] > most[widest])) widest = i;
    }
    if (widest == widths.size()) break;
    --most[widest];
    --total;
  }
  if (most == widths) return false;
  for (TableRow& row : rows) {
    for (std::size_t i = 0; i < widths.size(); ++i) row[i] = cutTo(row[i], most[i]);
  }
  return true;
}

std::string tableOf(const std::vector<TableRow>& rows, const std::vector<bool>& right) {
  const std::vector<std::size_t> widths = widthsOf(rows);
  std::string text;
  for (const TableRow& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const std::string padding(widths[i] - widthOf(row[i]), ' ');
      line += (i == 0 ? "" : "  ") + (right[i] ? padding + row[i] : row[i] + padding);
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
  }
  return text;
}

std::string wrapped(const std::string& sentence, std::size_t indent, std::size_t columns) {
  std::string text, line;
  const auto end = [&] { text += std::exchange(line, {}) + '\n'; };
  const std::string whole = shown(sentence);
  for (std::size_t from = 0, to = 0; from < whole.size(); from = to + 1) {
    to = std::min(whole.find(' ', from), whole.size());
    const std::string word = whole.substr(from, to - from);
    if (!line.empty() && widthOf(line) + 1 + widthOf(word) > columns) end();
    line += (line.empty() ? std::string(indent, ' ') : " ") + word;
  }
  if (!line.empty()) end();
  return text;
}

std::string grouped(std::string_view decimal) { return formatDecimal(decimal, std::string_view::npos); }

std::string percent(double part) {
  if (part > 0 && part < 0.0001) return "<0.01%";
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%.2f%%", part * 100);
  return text.data();
}

std::string exampleText(const std::string& letters) {
  return shortened(letters, kExampleLetters, "... (" + formatCount(letters.size(), "step") + ")");
}

}  // namespace interleave
