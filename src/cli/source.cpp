#include "cli/source.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <system_error>

#include "cli/terminal.h"
#include "gallery/gallery.h"
#include "lang/faults_json.h"
#include "lang/source.h"
#include "program/load.h"
#include "text/format.h"

namespace interleave {
namespace {

// No more than that is read of what does not end.
constexpr std::size_t kMostRead = 16U << 20;

bool isLink(const std::string& word) {
  if (word.empty() || word.starts_with('#') || word.find("://") != std::string::npos) return true;
  std::error_code unused;
  if (word.ends_with(".py") || std::filesystem::exists(word, unused)) return false;
  return word.find_first_of("#=") != std::string::npos;
}

// What `file` has, or what is wrong with it.
std::optional<std::string> contentsOf(FILE* file, std::string& problem) {
  std::string contents;
  std::size_t length = 0;
  char buffer[4096];
  errno = 0;
  for (std::size_t got = 0; length < kMostRead && (got = std::fread(buffer, 1, sizeof buffer, file)) > 0; length += got) {
    if (length <= lang::kMaxSourceBytes) contents.append(buffer, got);
  }
  if (std::ferror(file) != 0) {
    problem = std::string("cannot be read: ") + std::strerror(errno);
  } else if (length > lang::kMaxSourceBytes) {
    problem = "has " + std::string(length >= kMostRead ? "at least " : "") + formatCount(length, "byte") + ", " +
              formatNumber(length - lang::kMaxSourceBytes) + " too many: a program has at most " +
              formatNumber(lang::kMaxSourceBytes);
  } else {
    return contents;
  }
  return std::nullopt;
}

std::optional<Source> readFile(const std::string& path) {
  const bool standardInput = path == "-";
  const std::string name = standardInput ? "standard input" : path;
  std::string problem;
  FILE* const file = standardInput ? stdin : std::fopen(path.c_str(), "rb");
  std::optional<std::string> contents;
  if (file == nullptr) {
    problem = std::string("cannot be read: ") + std::strerror(errno);
  } else {
    contents = contentsOf(file, problem);
    if (!standardInput) std::fclose(file);
  }
  if (contents) return Source{name, ProgramSettings{std::move(*contents), false, true, {}}, false};
  std::cerr << "interleave: " << shown(name) << ' ' << problem << '\n';
  return std::nullopt;
}

constexpr std::string_view kGallery = "gallery:";

std::optional<Source> readGallery(const std::string& word) {
  const auto found = gallery::named(std::string_view(word).substr(kGallery.size()));
  if (found) return Source{word, ProgramSettings{std::string(found->source()), false, true, {}}, false};
  std::cerr << "interleave: " << shown(word) << " is no program of the gallery; 'interleave gallery' lists them\n";
  return std::nullopt;
}

std::optional<Source> readLink(const std::string& link) {
  DecodedContent decoded = decodeContent(link);
  bool usable = true;
  for (const LinkProblem& problem : decoded.problems) {
    std::cerr << "interleave: " << problem.message() << '\n';
    usable = usable && problem.kind != LinkProblem::Kind::link && problem.kind != LinkProblem::Kind::code;
  }
  if (!usable) return std::nullopt;
  return Source{"link", std::move(decoded.content), !decoded.problems.empty()};
}

// The part of a line that a message shows: all of it, or of a longer one what is around the column.
struct Excerpt {
  std::string text;
  std::size_t column;  // in `text`, from 0
};

Excerpt excerptOf(std::string_view line, std::size_t column) {
  constexpr std::size_t kMost = 160, kBefore = 80;
  const std::vector<std::string> characters = charactersOf(line);
  const std::size_t from = characters.size() > kMost && column > kBefore ? column - kBefore : 0;
  const std::size_t to = std::min(characters.size(), from + kMost);
  Excerpt excerpt{from > 0 ? "..." : "", column - from + (from > 0 ? 3 : 0)};
  for (std::size_t i = from; i < to; ++i) excerpt.text += characters[i];
  if (to < characters.size()) excerpt.text += "...";
  return excerpt;
}

}  // namespace

std::optional<Source> readSource(std::string_view word) {
  const std::string text(word);
  if (text.starts_with(kGallery)) return readGallery(text);
  return isLink(text) ? readLink(text) : readFile(text);
}

LoadedProgram loadProgram(const Source& source, bool json) {
  const std::string& text = source.program()->source;
  program::Loaded loaded = program::load(text);
  if (!loaded.program) {
    if (json) std::cout << lang::faultsJson(loaded.faults, text) << '\n';
    else std::cerr << faultsText(loaded.faults, text, source.name);
  }
  return {std::move(loaded.program), text};
}

std::string faultsText(const lang::Faults& faults, std::string_view source, std::string_view name) {
  std::string text;
  for (const lang::Fault& fault : faults) {
    const std::size_t column = lang::columnOf(fault, source);
    text += shown(name) + ":" + std::to_string(fault.span.line) + ":" + std::to_string(column) + ": " + fault.what + '\n';
    const Excerpt excerpt = excerptOf(lang::lineOf(source, fault.span.line), column - 1);
    if (excerpt.text.empty()) continue;
    text += "    " + excerpt.text + "\n    " + std::string(excerpt.column, ' ') + "^\n";
  }
  if (faults.size() == lang::kMaxFaults) text += "(only the first " + std::to_string(lang::kMaxFaults) + " are listed)\n";
  return text;
}

}  // namespace interleave
