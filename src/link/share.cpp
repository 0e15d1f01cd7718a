#include "link/share.h"

#include <algorithm>

#include "link/link.h"
#include "model/lock_info.h"
#include "text/markup.h"

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
std::string target(std::string_view page, const Settings& settings) { return std::string(page) + encodeLink(settings); }

}  // namespace

std::string titleOf(const Settings& settings) {
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

Settings inFull(Settings settings) {
  settings.view.embed = false;
  return settings;
}

std::string iframeOf(std::string_view page, Settings settings) {
  settings.view.embed = true;
  return "<iframe src=\"" + forMarkup(target(page, settings)) + "\" title=\"" + forMarkup(titleOf(settings)) +
         "\" width=\"720\" height=\"480\" style=\"border:0;max-width:100%\" loading=\"lazy\" "
         "allow=\"cross-origin-isolated; clipboard-write\"></iframe>";
}

std::string markdownOf(std::string_view page, const Settings& settings) {
  const Settings plain = inFull(settings);
  return "[" + forMarkdown(titleOf(plain)) + "](<" + target(page, plain) + ">)";
}

}  // namespace interleave
