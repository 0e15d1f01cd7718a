// What is set: the settings, what is wrong with the link that they came from, and the address that holds them.
//
//   state   | load(link)                   | a change         | publisher, or flush()
//   current | current or faulty            | changed          | -
//   faulty  | current or faulty            | changed          | current, by flush() alone
//   changed | current or faulty            | changed          | current
//
// current: the address is the link of the settings. faulty: the address stays as it was given, so that the user can see
// and mend it; problems() lists what is wrong. changed: the address follows soon, Matter::link. Main thread only.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/notices.h"
#include "app/publisher.h"
#include "link/link.h"
#include "platform/platform.h"

namespace interleave {

class Document {
 public:
  // Browsers limit how often a page may change its address: the address follows a pause, and not every key stroke.
  static constexpr double kLinkDelay = 0.3;

  Document(Platform& platform, Publisher& publisher, Notices& notices);

  const Settings& settings() const { return settings_; }
  std::string link() const { return encodeLink(settings_); }
  const std::vector<LinkProblem>& problems() const { return problems_; }
  void forgetProblems() { problems_.clear(); }
  // The page is shown inside another one, compact; it stays so until a link says otherwise, in a frame whatever is loaded.
  bool embedded() const { return settings_.view.embed; }

  void load(std::string_view link);
  // ---- Changes
  void set(Settings settings);
  void setSchedule(std::string schedule, std::optional<std::size_t> at);
  void closeLesson();
  // Brings the address up to date now; what was wrong with the link is gone.
  void flush() { publisher_.publish(Matter::link); }

 private:
  void publish();

  Platform& platform_;
  Publisher& publisher_;
  Notices& notices_;
  Settings settings_;
  std::vector<LinkProblem> problems_;
};

}  // namespace interleave
