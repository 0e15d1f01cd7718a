// What is shown, taken elsewhere: as a link, as HTML or Markdown with that link, or as a page of its own. Main thread only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/display.h"
#include "app/document.h"
#include "app/frame_time.h"
#include "app/notices.h"
#include "platform/platform.h"

namespace interleave {

class Sharing {
 public:
  // How long it is shown that something was copied.
  static constexpr double kCopiedSeconds = 2.0;

  Sharing(Platform& platform, const FrameTime& time, Document& document, const Display& display, Notices& notices)
      : platform_(platform), time_(time), document_(document), display_(display), notices_(notices) {}

  enum class What : std::uint8_t { link, iframe, markdown, code, console };
  // The link; HTML that embeds it; a link in Markdown.
  void copyLink();
  void copyIframe();
  void copyMarkdown();
  // The program as source text, or what it has printed.
  void copyText(What what, const std::string& text);
  // Opens exactly what is shown as a page of its own.
  void openInFull();

  // What was to be copied is, or the system refused.
  void copied(bool done);
  // One of them was copied a moment ago; that one was.
  bool justCopied() const { return copied_ && time_.seconds - copiedAt_ < kCopiedSeconds; }
  bool justCopied(What what) const { return justCopied() && copied_ == what; }

 private:
  // There is no link of what is set; a notice says why.
  bool refused();

  Platform& platform_;
  const FrameTime& time_;
  Document& document_;
  const Display& display_;
  Notices& notices_;
  std::optional<What> asked_;   // that the system has not answered yet
  std::optional<What> copied_;
  double copiedAt_ = 0;
};

}  // namespace interleave
