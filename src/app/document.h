// What is set: the account's settings or a program that the user wrote, what is wrong with the link that they came from, and the address
// that holds them. While a program is set, the account's settings stay as they were.
//
//   state   | load(link)                   | a change         | publisher, or flush()
//   current | current or faulty            | changed          | -
//   faulty  | current or faulty            | changed          | current, by flush() alone
//   changed | current or faulty            | changed          | current
//
// current: the address is the link of the settings. faulty: the address stays as it was given, so that the user can see
// and mend it; problems() lists what is wrong. changed: the address follows soon, Matter::link. A program that is longer than a link may
// have is in no address: that stays as it was, with a notice. Main thread only.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/notices.h"
#include "app/publisher.h"
#include "lang/source.h"
#include "link/link.h"
#include "platform/platform.h"

namespace interleave {

class Document {
 public:
  // Browsers limit how often a page may change its address: the address follows a pause, and not every key stroke.
  static constexpr double kLinkDelay = 0.3;

  Document(Platform& platform, Publisher& publisher, Notices& notices);

  const Settings& settings() const { return settings_; }
  // Null: the account is set.
  const ProgramSettings* program() const { return program_ ? &*program_ : nullptr; }
  // What is shown of the account or program.
  const View& view() const { return program_ ? program_->view : settings_.view; }
  LinkContent content() const { return program_ ? LinkContent(*program_) : LinkContent(settings_); }
  // Of a program that is longer than a link may have, the link before.
  const std::string& link() const;
  // Why there is no link of the program: a sentence; empty: there is one.
  std::string whyNoLink() const;
  const std::vector<LinkProblem>& problems() const { return problems_; }
  void forgetProblems() { problems_.clear(); }
  // The page is shown inside another one, compact; it stays so until a link says otherwise, in a frame whatever is loaded.
  bool embedded() const { return view().embed; }

  void load(std::string_view link) { load(decodeContent(link)); }
  void load(DecodedContent decoded);
  // ---- Changes
  void set(Settings settings);
  void set(ProgramSettings program);
  void setSchedule(std::string schedule, std::optional<std::size_t> at);
  void closeLesson();
  // Brings the address up to date now; what was wrong with the link is gone.
  void flush() { publisher_.publish(Matter::link); }

 private:
  View& changingView() { return program_ ? program_->view : settings_.view; }
  void publish();
  bool fits() const { return !program_ || program_->source.size() <= lang::kMaxSourceBytes; }
  void changed();

  Platform& platform_;
  Publisher& publisher_;
  Notices& notices_;
  Settings settings_;
  std::optional<ProgramSettings> program_;
  mutable std::string link_;
  mutable bool linkIsCurrent_ = false;
  std::vector<LinkProblem> problems_;
};

}  // namespace interleave
