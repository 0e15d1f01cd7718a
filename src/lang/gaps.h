// What a tree does not have of its program: the lines that could not be parsed, and the names that may be bound there.
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lang/source.h"
#include "lang/source_text.h"

namespace interleave::lang {

class Gaps {
 public:
  // Lines count from 1; `last` belongs to the gap.
  void add(std::size_t first, std::size_t last) { lines_.emplace_back(first, last); }
  std::size_t count() const { return lines_.size(); }
  // Behind the last add(): finds the names in the text of the lines. Too many rather than too few: comments and strings count.
  void findNames(const SourceText& source);

  // Whether a variable, function, class, attribute or import of this name may stand in the gaps.
  bool mayBind(std::string_view name) const { return names_.contains(name); }
  bool hasLine(std::size_t line) const { return touches(line, line); }
  bool touches(std::size_t first, std::size_t last) const;

 private:
  std::vector<std::pair<std::size_t, std::size_t>> lines_;
  std::set<std::string, std::less<>> names_;
};

}  // namespace interleave::lang
