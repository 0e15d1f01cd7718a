#include "explore/schedule_edits.h"

#include <algorithm>
#include <utility>

namespace interleave {

bool ScheduleEdits::seek(std::size_t at) {
  if (at > letters_.size() || at == at_) return false;
  at_ = at;
  changed_.reset();
  return true;
}

bool ScheduleEdits::step(char letter) {
  const bool comesNext = at_ < letters_.size() && letters_[at_] == letter;
  if (comesNext) replace(letters_.size(), {}, at_ + 1);
  else replace(at_, {letter}, at_ + 1);
  return true;
}

bool ScheduleEdits::append(std::string letters) {
  if (letters.empty()) return false;
  const std::size_t end = at_ + letters.size();
  replace(at_, std::move(letters), end);
  return true;
}

bool ScheduleEdits::follow(std::string_view letters, std::size_t at) {
  if (letters == letters_) return seek(at);
  const auto split = std::ranges::mismatch(letters_, letters);
  const auto same = static_cast<std::size_t>(split.in1 - letters_.begin());
  replace(same, std::string(letters.substr(same)), at);
  return true;
}

void ScheduleEdits::replace(std::size_t from, std::string letters, std::size_t at) {
  Edit edit{from, letters_.substr(from), std::move(letters), at_, at};
  changed_ = edit.changes();
  if (changed_) {
    redo_.clear();
    letters_.replace(from, std::string::npos, edit.added);
  }
  at_ = at;
  if (undo_.size() == most_) undo_.erase(undo_.begin());
  undo_.push_back(std::move(edit));
}

bool ScheduleEdits::undo() {
  if (!canUndo()) return false;
  Edit edit = std::move(undo_.back());
  undo_.pop_back();
  letters_.replace(edit.from, std::string::npos, edit.removed);
  at_ = edit.before;
  changed_ = edit.changes();
  redo_.push_back(std::move(edit));
  return true;
}

bool ScheduleEdits::redo() {
  if (!canRedo()) return false;
  Edit edit = std::move(redo_.back());
  redo_.pop_back();
  letters_.replace(edit.from, std::string::npos, edit.added);
  at_ = edit.after;
  changed_ = edit.changes();
  undo_.push_back(std::move(edit));
  return true;
}

}  // namespace interleave
