#include "explore/schedule_edits.h"

#include <utility>

namespace interleave {

void ScheduleEdits::replace(std::size_t from, std::string letters, std::size_t at) {
  Edit edit{from, letters_.substr(from), std::move(letters), at_, at};
  if (edit.removed != edit.added) {
    redo_.clear();
    letters_.replace(from, std::string::npos, edit.added);
  }
  at_ = at;
  if (undo_.size() == most_) undo_.erase(undo_.begin());
  undo_.push_back(std::move(edit));
}

void ScheduleEdits::undo() {
  Edit edit = std::move(undo_.back());
  undo_.pop_back();
  letters_.replace(edit.from, std::string::npos, edit.removed);
  at_ = edit.before;
  redo_.push_back(std::move(edit));
}

void ScheduleEdits::redo() {
  Edit edit = std::move(redo_.back());
  redo_.pop_back();
  letters_.replace(edit.from, std::string::npos, edit.added);
  at_ = edit.after;
  undo_.push_back(std::move(edit));
}

}  // namespace interleave
