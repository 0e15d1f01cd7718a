#include "app/sharing.h"

#include "link/share.h"
#include "text/json.h"

namespace interleave {

void Sharing::copyLink() {
  document_.flush();
  Settings settings = document_.settings();
  settings.view.embed = false;
  platform_.request(request::kCopyLink, encodeLink(settings));
}

void Sharing::copyIframe() { platform_.copyText(iframeOf(platform_.query(query::kAddress), document_.settings())); }

void Sharing::copyMarkdown() { platform_.copyText(markdownOf(platform_.query(query::kAddress), document_.settings())); }

void Sharing::openInFull() { platform_.request(request::kOpenPage, encodeLink(display_.wholePage())); }

void Sharing::copied(bool done) {
  if (done) copiedAt_ = time_.seconds;
  notices_.raise(Notices::Key::copy,
                 done ? "" : "The browser did not let the page use the clipboard. Copy the link from the address bar.");
  platform_.requestFrame();
}

}  // namespace interleave
