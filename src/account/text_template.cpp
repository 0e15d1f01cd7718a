#include "account/text_template.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace interleave {
namespace {

constexpr std::string_view kMark = "  @";

constexpr auto kSteps = std::to_array<Step>(
    {Step::acquire, Step::read, Step::write, Step::release, Step::check, Step::ticket, Step::add, Step::swap});

bool isNameCharacter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }

std::string_view nameAt(std::string_view text) {
  return text.substr(0, static_cast<std::size_t>(std::ranges::find_if_not(text, isNameCharacter) - text.begin()));
}

// Takes what comes before `end` from the front of `text`, and the end itself.
std::string_view takeUntil(std::string_view& text, char end) {
  const std::string_view taken = text.substr(0, text.find(end));
  text.remove_prefix(std::min(text.size(), taken.size() + 1));
  return taken;
}

std::size_t takeIndent(std::string_view& text) {
  const std::size_t indent = std::min(text.size(), text.find_first_not_of(' '));
  text.remove_prefix(indent);
  return indent;
}

// "read1" or "write~".
Place placeOf(std::string_view mark) {
  const std::string_view name = nameAt(mark);
  Place place;
  place.step = *std::ranges::find(kSteps, name, stepName);
  for (const char c : mark.substr(name.size())) {
    if (c == '~') place.sleep = true;
    else if (c == '*') place.reader = true;
    else place.number = c - '0';
  }
  return place;
}

class Expansion {
 public:
  Expansion(const TemplateNames& names, std::size_t level, std::vector<TemplateLine>& lines)
      : names_(names), level_(level), lines_(lines) {}

  // Whether there was anything.
  bool block(std::string_view text, std::size_t indent) {
    const std::size_t before = lines_.size();
    std::vector<std::size_t> leftOut;  // the indentations of heads around a line
    bool empty = false;                // the line before was a block without lines
    while (!text.empty()) {
      std::string_view rest = takeUntil(text, '\n');
      if (rest.empty()) {
        if (!empty) lines_.push_back({});
        empty = false;
        continue;
      }
      std::size_t at = takeIndent(rest);
      bool holds = true;
      while (rest.starts_with('?')) {
        rest.remove_prefix(1);
        holds = names_.condition(takeUntil(rest, ' ')) && holds;
        at += takeIndent(rest);
      }
      while (!leftOut.empty() && leftOut.back() >= at) leftOut.pop_back();
      const std::string_view code = rest.substr(0, rest.find("  "));
      const bool head = code.ends_with(':') || code.ends_with('{');
      empty = false;
      if (holds) empty = !line(rest, indent + at - level_ * leftOut.size());
      else if (head) leftOut.push_back(at);
    }
    return lines_.size() > before;
  }

 private:
  // Whether there was anything.
  bool line(std::string_view text, std::size_t indent) {
    const std::size_t marked = std::min(text.size(), text.find(kMark));
    std::string_view marks = text.substr(marked);
    text = text.substr(0, marked);
    const std::size_t first = lines_.size();
    if (text.starts_with('$') && nameAt(text.substr(1)).size() + 1 == text.size()) {
      if (const auto inner = names_.block(text.substr(1))) {
        if (!(inner->literal ? literally(inner->text, indent) : block(inner->text, indent))) return false;
      } else {
        lines_.push_back({std::string(indent, ' ') + names_.value(text.substr(1)), {}, false});
      }
    } else {
      lines_.push_back({std::string(indent, ' ') + filled(text), {}, false});
    }
    mark(lines_[first], marks);
    return true;
  }

  bool literally(std::string_view text, std::size_t indent) {
    if (text.empty()) return false;
    while (!text.empty()) lines_.push_back({std::string(indent, ' ') + std::string(takeUntil(text, '\n')), {}, false});
    return true;
  }

  std::string filled(std::string_view text) const {
    std::string all;
    while (true) {
      const std::size_t at = text.find('$');
      all += text.substr(0, at);
      if (at == std::string_view::npos) return all;
      const std::string_view name = nameAt(text.substr(at + 1));
      all += names_.value(name);
      text.remove_prefix(at + 1 + name.size());
    }
  }

  static void mark(TemplateLine& line, std::string_view marks) {
    while (!marks.empty()) {
      const std::string_view word = takeUntil(marks, ' ');
      if (word == "@update") line.update = true;
      else if (!word.empty()) line.places.push_back(placeOf(word.substr(1)));
    }
  }

  const TemplateNames& names_;
  std::size_t level_;
  std::vector<TemplateLine>& lines_;
};

}  // namespace

std::vector<TemplateLine> expandTemplate(std::string_view text, std::size_t indent, const TemplateNames& names) {
  std::vector<TemplateLine> lines;
  Expansion(names, indent, lines).block(text, 0);
  return lines;
}

}  // namespace interleave
