// What is shown, taken elsewhere: as a link, as HTML or Markdown with that link, or as a page of its own. Main thread only.
#pragma once

#include <optional>

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

  void copyLink();
  // As HTML that embeds it, or as a link in Markdown.
  void copyIframe();
  void copyMarkdown();
  // Opens exactly what is shown as a page of its own.
  void openInFull();

  // What was to be copied is, or the system refused.
  void copied(bool done);
  // Something was copied a moment ago.
  bool justCopied() const { return copiedAt_ && time_.seconds - *copiedAt_ < kCopiedSeconds; }

 private:
  Platform& platform_;
  const FrameTime& time_;
  Document& document_;
  const Display& display_;
  Notices& notices_;
  std::optional<double> copiedAt_;
};

}  // namespace interleave
