// The program that the user wrote, in the place of the account: its text, what is wrong with it, its schedule, and its outcomes.
//
//   state  | type(text)       | advance(), kPatience after the newest key     | leave()
//   absent | typed            | -                                             | -
//   typed  | typed            | good, or faulty where the checker refuses it  | absent
//   good   | typed            | -                                             | absent
//   faulty | typed            | -                                             | absent
//
// Where the text has faults, everything but faults() and source() is still of the last text without any, and current() is false: it is
// shown dimmed. Outcomes are explored in the background anew after each change; an older exploration is cancelled. What is still possible
// of the schedule is kept. Main thread only; nothing here waits.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "background/background.h"
#include "explore/program_exploration.h"
#include "lang/source.h"
#include "model/program_settings.h"
#include "walk/program_schedule.h"

namespace interleave {

class UserProgram {
 public:
  // A text is checked when no key has been pressed for this time, in seconds.
  static constexpr double kPatience = 0.15;
  static constexpr double kNoticedAfter = 0.1;

  // Other threads call `onNews`; collect() then has something new. `onChange` follows whatever changes what is shown.
  UserProgram(std::function<void()> onNews, std::function<void()> onChange, bool threads, const MakeBackground& makeBackground);
  ~UserProgram();

  // ---- The text
  bool present() const;
  // Precondition of all that follows: present().
  const ProgramSettings& settings() const;
  const std::string& source() const { return settings().source; }
  const lang::Faults& faults() const;
  // Everything below is of the text as it is.
  bool current() const;
  // There has been a text without faults.
  bool playable() const;
  // "3 threads, 2 locks, 4 variables"
  std::string summary() const;

  void load(ProgramSettings settings);
  void type(std::string source);
  void leave();

  // ---- The schedule; precondition: playable()
  const walk::ProgramSchedule& schedule() const;
  // A sentence for the page: what the schedule that is shown comes to ("lost update: …"), or the state at the cursor.
  const std::string& sentence() const;
  // Of the schedule's ending, once it is at its end and known; none: unfinished or unknown.
  std::optional<Grade> grade() const;
  // The part of a schedule that an edit or a link made impossible; empty: none.
  const std::string& notice() const;
  void step(char letter);
  void random();
  // From the beginning: what Run does.
  void run();
  void follow(std::string_view schedule, std::size_t at);
  void seek(std::size_t step);
  void undo();
  void redo();

  // ---- Every schedule
  // Null before there is one.
  const ProgramExploration* exploration() const;
  // Sentences, one for each ending of exploration().
  const ExplorationWords& words() const;
  // It has taken long enough to be shown.
  bool exploring() const;
  const ExploreProgress& progress() const;
  void cancel();
  // "6 schedules, 3 endings"; "executions can go on for ever; 2 endings"
  std::string totals() const;
  // What the table leaves open, in a sentence or two; empty: nothing.
  std::string remarks() const;

  // ---- Time
  void advance(double seconds);
  void collect();
  std::optional<double> changesWithin() const;
  // Counts up whenever anything that is shown has changed.
  std::uint64_t version() const;

 private:
  struct Data;
  std::unique_ptr<Data> data_;
};

}  // namespace interleave
