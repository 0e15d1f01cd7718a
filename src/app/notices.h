// What is wrong and what to do about it, until it has been put right or the user dismisses it. For one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace interleave {

class Notices {
 public:
  // In the order in which they are shown.
  enum class Key : std::uint8_t {
    threadsOff,    // real threads are not to be had
    link,          // what is wrong with the link that was loaded
    input,         // the newest thing that was typed or opened and is not allowed
    program,       // why the program of a link is refused
    schedule,      // what an edit has put aside of the schedule
    threadError,   // a thread could not be started
    stopPatience,  // a thread of the run does not answer
    copy,          // the system did not let the page copy
  };

  // `onChange` follows whatever changes lines().
  explicit Notices(std::function<void()> onChange) : onChange_(std::move(onChange)) {}

  // Shows the words, in place of those of that key; dismissed ones come back. None: as clear().
  void raise(Key key, std::vector<std::string> words);
  void raise(Key key, std::string words);
  void clear(Key key);
  void dismiss();          // all but the standing one
  void dismissStanding();

  bool shows(Key key) const { return notices_.contains(key); }
  // All of them, a line each.
  const std::vector<std::string>& lines() const { return lines_; }
  // The notice that real threads are off, which holds from the start; and the others.
  std::vector<std::string> standing() const;
  std::vector<std::string> since() const;

 private:
  void update();

  std::function<void()> onChange_;
  std::map<Key, std::vector<std::string>> notices_;
  std::vector<std::string> lines_;
};

}  // namespace interleave
