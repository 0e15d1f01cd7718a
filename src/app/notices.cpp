#include "app/notices.h"

#include <utility>

namespace interleave {

void Notices::raise(Key key, std::vector<std::string> words) {
  if (words.empty()) return clear(key);
  std::vector<std::string>& shown = notices_[key];
  if (shown == words) return;
  shown = std::move(words);
  update();
}

void Notices::raise(Key key, std::string words) {
  if (words.empty()) return clear(key);
  raise(key, std::vector{std::move(words)});
}

void Notices::clear(Key key) {
  if (notices_.erase(key) > 0) update();
}

void Notices::dismiss() {
  if (std::erase_if(notices_, [](const auto& notice) { return notice.first != Key::threadsOff; }) > 0) update();
}

void Notices::dismissStanding() { clear(Key::threadsOff); }

std::vector<std::string> Notices::standing() const {
  const auto found = notices_.find(Key::threadsOff);
  return found == notices_.end() ? std::vector<std::string>() : found->second;
}

std::vector<std::string> Notices::since() const {
  std::vector<std::string> all;
  for (const auto& [key, words] : notices_) {
    if (key != Key::threadsOff) all.insert(all.end(), words.begin(), words.end());
  }
  return all;
}

void Notices::update() {
  lines_.clear();
  for (const auto& [key, words] : notices_) lines_.insert(lines_.end(), words.begin(), words.end());
  onChange_();
}

}  // namespace interleave
