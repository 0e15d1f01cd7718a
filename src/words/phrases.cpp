#include "words/phrases.h"

#include <algorithm>

namespace interleave::words {
namespace {

constexpr std::size_t kLongest = 60;  // of the program's text, in bytes

std::string nameIn(const std::string& title) { return title.substr(0, title.find('(')); }

}  // namespace

std::string letterText(program::AgentId agent) {
  return agent == program::kMain ? std::string("main") : std::string(1, program::letterOf(agent));
}

std::string listOf(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
  return text;
}

std::string listOfLetters(std::string_view letters) {
  std::vector<std::string> parts;
  for (const char letter : letters) parts.emplace_back(1, letter);
  return listOf(parts);
}

std::string_view pastOf(Deed deed) {
  switch (deed) {
    case Deed::write: return "wrote";
    case Deed::acquire: return "acquired";
    case Deed::release: return "released";
    case Deed::notify: return "notified";
    case Deed::set: return "set";
    case Deed::clear: return "cleared";
    case Deed::shutdown: return "shut down";
    default: return "changed";
  }
}

std::string code(const std::string& text) {
  std::string line = text;
  std::ranges::replace_if(line, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '`'; }, ' ');
  if (line.size() > kLongest) {
    // Not within a character.
    std::size_t end = kLongest - 3;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xc0) == 0x80) --end;
    line = line.substr(0, end) + "...";
  }
  return "`" + line + "`";
}

std::string onLine(int line) { return line == 0 ? "" : " on line " + std::to_string(line); }
std::string onLines(int one, int other) {
  return one == other ? onLine(one) : " on lines " + std::to_string(one) + " and " + std::to_string(other);
}
std::string inLine(int line) { return line == 0 ? "" : " (line " + std::to_string(line) + ")"; }

std::string Phrases::who(program::AgentId agent) {
  std::string text = letterText(agent);
  if (!mentioned_.insert(agent).second || agent == program::kMain) return text;
  const std::string& title = trace_.titleOf(agent);
  bool otherName = false, otherTitle = false;
  for (std::size_t other = 1; other < trace_.end().agents(); ++other) {
    const std::string& its = trace_.titleOf(static_cast<program::AgentId>(other));
    otherName = otherName || nameIn(its) != nameIn(title);
    otherTitle = otherTitle || its != title;
  }
  if (title.empty() || !otherTitle) return text;
  const bool readable = title.size() <= kLongest && title.find(" object at 0x") == std::string::npos;
  if (!otherName && !readable) return text;
  const std::string& shown = otherName ? nameIn(title) : title;
  return text + " (" + shown + ")";
}

std::string Phrases::behind(std::string_view word, const Event& event) {
  if (event.line == 0) return " at its end";
  return " " + std::string(quoted_.contains(event.line) ? "on" : word) + " " + at(event);
}

std::string Phrases::at(const Event& event) {
  if (event.line == 0) return "its end";
  if (!quoted_.insert(event.line).second) return "line " + std::to_string(event.line);
  return code(trace_.sourceOf(event.line)) + onLine(event.line);
}

std::string Phrases::objects(const std::vector<program::ObjectId>& objects) const {
  std::vector<std::string> names;
  for (const program::ObjectId each : objects) names.push_back(object(each));
  return listOf(names);
}

}  // namespace interleave::words
