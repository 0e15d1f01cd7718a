#include "link/share.h"

#include <algorithm>

#include "lang/source.h"
#include "model/lock_info.h"
#include "text/markup.h"
#include "text/utf8.h"

namespace interleave {
namespace {

constexpr std::size_t kNamedTransactions = 3;

// Any ASCII punctuation may be escaped.
std::string forMarkdown(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    const bool punctuation = std::string_view("\\`*_{}[]()<>#+-.!|~&$").find(c) != std::string_view::npos;
    if (punctuation) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

// Between < and > a link's target may hold what is percent-encoded nowhere, such as brackets.
std::string target(std::string_view page, const LinkContent& content) { return std::string(page) + linkOf(content); }

View& viewOf(LinkContent& content) {
  return std::visit([](auto& one) -> View& { return one.view; }, content);
}

std::string titleOfProgram(const ProgramSettings& program) {
  constexpr std::size_t kLongest = 100;  // bytes
  const std::string_view first = lang::lineOf(program.source, 1);
  const std::size_t from = first.find_first_not_of("# \t");
  if (!first.starts_with('#') || from == std::string_view::npos) return "Interleave: a program with threads";
  const std::size_t end = first.find_last_not_of(" \t.");
  return "Interleave: " + shortened(std::string(first.substr(from, end + 1 - from)), kLongest);
}

std::string titleOfAccount(const Settings& settings) {
  std::string title = "Interleave: ";
  const std::size_t all = settings.program.transactions.size();
  for (std::size_t i = 0; i < std::min(all, kNamedTransactions); ++i) {
    const Transaction& each = settings.program.transactions[i];
    title += each.label + " " + (each.amount < 0 ? "" : "+") + std::to_string(each.amount);
    if (each.times != 1) title += " x " + std::to_string(each.times);
    title += ", ";
  }
  if (all > kNamedTransactions) title += "and " + std::to_string(all - kNamedTransactions) + " more, ";
  return title +
         (settings.program.lock == LockKind::none ? "no lock" : "lock: " + std::string(lockInfo(settings.program.lock).title));
}

}  // namespace

std::string titleOf(const LinkContent& content) {
  if (const auto* const program = std::get_if<ProgramSettings>(&content)) return titleOfProgram(*program);
  return titleOfAccount(std::get<Settings>(content));
}

Settings inFull(Settings settings) {
  settings.view.embed = false;
  return settings;
}

LinkContent inFull(LinkContent content) {
  viewOf(content).embed = false;
  return content;
}

std::string iframeOf(std::string_view page, LinkContent content) {
  viewOf(content).embed = true;
  return "<iframe src=\"" + forMarkup(target(page, content)) + "\" title=\"" + forMarkup(titleOf(content)) +
         "\" width=\"720\" height=\"480\" style=\"border:0;max-width:100%\" loading=\"lazy\" "
         "allow=\"cross-origin-isolated; clipboard-write\"></iframe>";
}

std::string markdownOf(std::string_view page, const LinkContent& content) {
  const LinkContent plain = inFull(content);
  return "[" + forMarkdown(titleOf(plain)) + "](<" + target(page, plain) + ">)";
}

}  // namespace interleave
