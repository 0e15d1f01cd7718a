#include "text/missing_runs.h"

#include <algorithm>
#include <array>

#include "text/utf8.h"

namespace interleave {
namespace {

constexpr char32_t kLastAscii = 0x7F;

struct Range {
  char32_t first, last;
};
// Accents, joiners, signs around a letter, variation selectors, half marks.
constexpr std::array kJoining = {Range{0x0300, 0x036F}, Range{0x200C, 0x200D}, Range{0x20D0, 0x20FF}, Range{0xFE00, 0xFE0F},
                                 Range{0xFE20, 0xFE2F}};

bool joins(char32_t character) {
  return std::ranges::any_of(kJoining,
                             [character](const Range& each) { return character >= each.first && character <= each.last; });
}

// Of the characters that a font of ours has: Latin, Greek and Cyrillic ones.
bool isLetter(char32_t character) {
  if (character > kLastAscii) return character >= 0xC0 && character < 0x2000;
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

class RunFinder {
 public:
  RunFinder(std::string_view text, const std::function<bool(char32_t)>& has, std::span<const std::string> wholes)
      : text_(text), has_(has), wholes_(wholes) {}

  std::vector<TextRun> find() {
    std::size_t previous = 0;  // where the character before begins
    for (std::size_t at = 0; at < text_.size();) {
      const std::size_t whole = wholeAt(at);
      const Character here = characterAt(text_.substr(at));
      if (whole > 0) {
        runs_.push_back({at, at + whole});
      } else if (!lacks(here.value)) {
        previous = at;
        at += here.bytes;
        continue;
      } else {
        const std::size_t least = runs_.empty() ? 0 : runs_.back().end;
        runs_.push_back({joins(here.value) ? std::max(previous, least) : at, stretchFrom(at)});
      }
      previous = at = runs_.back().end;
    }
    return runs_;
  }

 private:
  bool lacks(char32_t character) const { return character > kLastAscii && !has_(character); }

  bool lacksSome(std::string_view text) const {
    while (!text.empty()) {
      const Character each = characterAt(text);
      if (lacks(each.value)) return true;
      text.remove_prefix(each.bytes);
    }
    return false;
  }

  // The bytes of the first of `wholes_` that stands here; 0: none. What goes on with letters that are missing is another word.
  std::size_t wholeAt(std::size_t at) const {
    const std::string_view rest = text_.substr(at);
    for (const std::string& whole : wholes_) {
      if (whole.empty() || !rest.starts_with(whole)) continue;
      const std::string_view behind = rest.substr(whole.size());
      if (!behind.empty() && lacks(characterAt(behind).value)) continue;
      if (lacksSome(whole)) return whole.size();
    }
    return 0;
  }

  std::size_t stretchFrom(std::size_t begin) const {
    std::size_t end = begin;
    for (std::size_t at = begin; at < text_.size();) {
      if (at > begin && wholeAt(at) > 0) break;
      const Character each = characterAt(text_.substr(at));
      const bool missing = lacks(each.value);
      if (!missing && isLetter(each.value)) break;
      at += each.bytes;
      if (missing) end = at;
    }
    return end;
  }

  std::string_view text_;
  const std::function<bool(char32_t)>& has_;
  std::span<const std::string> wholes_;
  std::vector<TextRun> runs_;
};

}  // namespace

std::vector<TextRun> missingRuns(std::string_view utf8, const std::function<bool(char32_t)>& has,
                                 std::span<const std::string> wholes) {
  return RunFinder(utf8, has, wholes).find();
}

}  // namespace interleave
