#include "app/sharing.h"

#include <utility>

#include "link/share.h"
#include "text/json.h"

namespace interleave {

bool Sharing::refused() {
  const std::string why = document_.whyNoLink();
  if (!why.empty()) notices_.raise(Notices::Key::copy, why + " It cannot be shared as a link.");
  return !why.empty();
}

void Sharing::copyLink() {
  if (refused()) return;
  asked_ = What::link;
  document_.flush();
  platform_.request(request::kCopyLink, linkOf(inFull(document_.content())));
}

void Sharing::copyIframe() {
  if (refused()) return;
  asked_ = What::iframe;
  platform_.copyText(iframeOf(platform_.query(query::kAddress), document_.content()));
}

void Sharing::copyMarkdown() {
  if (refused()) return;
  asked_ = What::markdown;
  platform_.copyText(markdownOf(platform_.query(query::kAddress), document_.content()));
}

void Sharing::copyText(What what, const std::string& text) {
  asked_ = what;
  platform_.copyText(text);
}

void Sharing::openInFull() {
  if (refused()) return;
  const bool program = document_.program() != nullptr;
  platform_.request(request::kOpenPage, linkOf(program ? inFull(document_.content()) : display_.wholePage()));
}

void Sharing::copied(bool done) {
  // Text of a field is copied without being asked for here.
  const std::optional<What> what = std::exchange(asked_, std::nullopt);
  if (done) {
    copied_ = what;
    copiedAt_ = time_.seconds;
  }
  std::string refused = "The browser did not let the page use the clipboard.";
  if (what == What::link) refused += " Copy the link from the address bar.";
  notices_.raise(Notices::Key::copy, done ? std::string() : refused);
  platform_.requestFrame();
}

}  // namespace interleave
