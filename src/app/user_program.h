// The program that the user wrote, in the place of the account: its text, what is wrong with it, its schedule, and its outcomes.
//
//   state  | load(settings)  | type(text) | advance(), kPatience after the newest key     | leave()
//   absent | good or faulty  | typed      | -                                             | absent
//   typed  | good or faulty  | typed      | good, or faulty where the checker refuses it  | absent
//   good   | good or faulty  | typed      | -                                             | absent
//   faulty | good or faulty  | typed      | -                                             | absent
//
// Where the text has faults, everything but faults() and source() is still of the last text without any, and current() is false: it is
// shown dimmed. Outcomes are explored in the background anew after each change; an older exploration is cancelled. What is still possible
// of the schedule is kept, and the rest comes back if the text is edited back before the next action. Main thread only; nothing here
// waits.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "app/program_asking.h"
#include "app/program_choices.h"
#include "app/program_outcomes.h"
#include "background/background.h"
#include "explore/program_exploration.h"
#include "lang/source.h"
#include "model/program_settings.h"
#include "walk/line_steps.h"
#include "walk/program_schedule.h"
#include "walk/serial.h"

namespace interleave {

class UserProgram {
 public:
  // A text is checked when no key has been pressed for this time, in seconds.
  static constexpr double kPatience = 0.15;

  // Other threads call `onNews`; collect() then has something new. `onChange` follows whatever changes what is shown. `threads`: whether
  // there are any; without, a Background explores.
  UserProgram(std::function<void()> onNews, std::function<void()> onChange, bool threads, const MakeBackground& makeBackground);

  // ---- The text
  bool present() const { return state_ != State::absent; }
  // Of no program, those of an empty one. Of its view, schedule() has what holds now.
  const ProgramSettings& settings() const { return settings_; }
  const std::string& source() const { return settings_.source; }
  // Of the text; where it has been typed just now, of the text before.
  const lang::Faults& faults() const { return faults_; }
  // They are those of the text as it is.
  bool checked() const { return state_ == State::good || state_ == State::faulty; }
  // Everything below is of the text as it is.
  bool current() const { return state_ == State::good; }
  // There has been a text without faults.
  bool playable() const { return schedule_.has_value(); }
  // "3 threads, 2 locks, 4 variables"; empty: not playable().
  const std::string& summary() const { return serial_.summary; }
  // The steps of its lines.
  const std::vector<walk::LineSteps>& lineSteps() const { return lineSteps_; }

  void load(ProgramSettings settings);
  // The same, and then another text is typed at once.
  void load(ProgramSettings settings, std::string typed);
  void type(std::string source);
  // Whether printing is a step.
  void setOutput(bool output);
  void leave();

  // ---- The schedule; precondition: playable()
  const walk::ProgramSchedule& schedule() const { return *schedule_; }
  // What the schedule that is shown comes to, once the cursor is at its end ("Lost update: …"), and else the values at the cursor. While
  // there is no schedule, what all schedules come to.
  const std::string& sentence() const;
  // The state at the cursor, a sentence for each thread.
  std::string stateWords() const;
  // Of the schedule's ending, once the cursor is at its end and it is known; none: unfinished or unknown.
  std::optional<Grade> grade() const;
  // The part of a schedule that an edit or a link made impossible, and why; empty: none.
  const std::string& notice() const { return notice_; }
  void dismissNotice() { notice_.clear(); }
  // Actions (walk/program_schedule.h). Without a playable program, nothing.
  void step(char letter);
  void random();
  // From the beginning: what Run does.
  void run();
  // The same, of some by chance one that does not end as the serial execution does, where one is soon found; with nothing to undo.
  void showFault();
  void follow(std::string_view schedule, std::size_t at);
  void seek(std::size_t step);
  void undo();
  void redo();

  // ---- Every schedule
  // Null before there is one. For a moment after a change it is still of the text before.
  const ProgramExploration* exploration() const;
  // Sentences, one for each ending of exploration().
  const ExplorationWords& words() const;
  // It has taken long enough to be shown.
  bool exploring() const { return outcomes_.exploring(); }
  // What takes long is the search for a bad ending in classes of schedules, which progress() then counts.
  bool searching() const { return outcomes_.searching(); }
  const ExploreProgress& progress() const { return outcomes_.progress(); }
  void cancel() { outcomes_.cancel(); }
  // "6 schedules, 3 endings"; "executions can go on for ever; 2 endings"
  std::string totals() const;
  // What the table leaves open, in a sentence or two; empty: nothing.
  std::string remarks() const;
  // The tree of choices of the program of exploration().
  ProgramChoices& choices() { return choices_; }
  // ---- A question about them
  // Without a playable program, nothing. The schedule of the answer is followed.
  void ask(Question question);
  const ProgramAsking& asking() const { return asking_; }
  void cancelAsking() { asking_.cancel(); }

  // The result of another exploration: taken over where it is of use.
  void offer(const std::shared_ptr<const ExploredProgram>& explored);
  void threadFailed();

  // ---- Time
  // Call once a frame.
  void advance(double seconds);
  void collect();
  // The seconds after which something changes by itself and should be drawn.
  std::optional<double> changesWithin() const;
  // Counts up whenever anything that is shown has changed.
  std::uint64_t version() const { return version_; }

 private:
  enum class State : std::uint8_t { absent, typed, good, faulty };

  enum class IfFaulty : std::uint8_t { keep, forget };
  void begin(ProgramSettings settings);
  void check(IfFaulty then);
  void renew(std::shared_ptr<const program::Program> program);
  void learn();
  void answered();
  void forget();
  void acted(bool didSomething);
  void changed();
  std::string sentenceNow() const;

  std::function<void()> onChange_;
  State state_ = State::absent;
  ProgramSettings settings_;
  lang::Faults faults_;
  std::optional<double> typedAt_;  // by the clock of frames
  double now_ = 0;
  std::uint64_t version_ = 0;

  // Of the last text without faults.
  ProgramText text_;
  std::shared_ptr<const program::Program> program_;
  std::optional<walk::ProgramSchedule> schedule_;
  walk::Serial serial_;
  std::vector<walk::LineSteps> lineSteps_;
  mutable std::optional<std::string> sentence_;

  std::string wanted_;  // the schedule as it was after the newest action
  std::size_t wantedAt_ = 0;
  std::string notice_;
  std::mt19937_64 seeds_{std::random_device{}()};
  ProgramOutcomes outcomes_;
  ProgramAsking asking_;
  ProgramChoices choices_;
};

}  // namespace interleave
