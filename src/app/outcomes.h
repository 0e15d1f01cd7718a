// Possible endings of the present program beside actual ones: every schedule, explored automatically in the background,
// and the endings of the real runs.
//
//   state     | follow(another) | advance()                   | cancel() | a result
//   settled   | waiting         | -                           | -        | -
//   waiting   | waiting anew    | exploring, after kPatience  | settled  | -
//   exploring | waiting         | -                           | settled  | settled
//
// With threads, a thread of the page explores first, in no more memory than the page has free from the start. Where that
// is too little, a second copy of the program goes on (background/background.h): memory of WebAssembly never shrinks, but
// that of a copy is given back when the copy ends, as it does with its answer, or when another program is followed. What
// the user asks for beyond that is explored on threads again.
//
// Main thread only; nothing here waits.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/outcome_table.h"
#include "background/explorer.h"
#include "trace/result.h"

namespace interleave {

class Outcomes {
 public:
  // A program is explored when it has not been edited for this time.
  static constexpr double kPatience = 0.15;
  // An exploration is shown when it has taken so long: most are over before.
  static constexpr double kNoticedAfter = 0.1;

  // Other threads call `onNews`; collect() then has something new. `onChange` follows whatever changes the table, or
  // what there is to say about it. `threads`: whether there are threads; without, a Background does all.
  Outcomes(std::function<void()> onNews, std::function<void()> onChange, bool threads, const MakeBackground& makeBackground);

  // The program whose outcomes are shown. One that has the same schedules with the same endings (it
  // differs in labels or the delay) keeps its exploration, but not its runs; the same keeps all.
  void follow(const RunSettings& settings);
  // Call once a frame.
  void advance(double seconds);
  void collect();
  // The seconds after which something changes by itself and should be drawn.
  std::optional<double> changesWithin() const;

  // ---- What can happen
  // Of the present program; null before there is one.
  const Exploration* exploration() const { return exploration_.get(); }
  // It has taken long enough to be shown.
  bool exploring() const;
  const ExploreProgress& progress() const { return beyond_ ? beyond_->progress() : explorer_.progress(); }
  void cancel();
  // There is no thread to explore with.
  bool unable() const { return unable_; }
  // To be called when a thread of the page will never start, which may be the explorer's.
  void threadFailed() { threadFailed_ = true; }
  // What goOn() would spend where the exploration is not complete; none: no more.
  std::optional<ExploreOptions> larger() const;
  void goOn();
  // The result of another exploration: taken over where it is of use.
  void offer(std::shared_ptr<const Exploration> exploration);

  // ---- What did happen
  // Runs of other programs are not counted.
  void count(const RunResult& run);
  // Many runs begin, and what they have counted so far takes the place of what they had before. They
  // count as long as the program stays as it is.
  void beginMany(const RunSettings& settings);
  bool countsMany() const { return many_.has_value(); }
  void countMany(const RunTally& soFar);
  void endMany(const RunTally& tally);
  // They came to no end: what was counted last stays.
  void endMany();

  // ---- Both
  // For a moment after the program has changed it is still the one before.
  const OutcomeTable& table() const { return table_; }
  bool tableIsCurrent() const { return !holding(); }
  // Whether it is known how many schedules end there: of an exploration that is not complete, not where there are none so far.
  bool knowsSchedules(const OutcomeRow& row) const;
  // "6 schedules, 3 endings; 1,000 runs"
  std::string totals() const;
  // What the table leaves open, in a sentence or two; empty: nothing.
  std::string remarks() const;
  // {"totals", "remarks", "rows": [{"ending", "schedules", "runs", "grade", "example"}], "omitted"}
  std::string json() const;

 private:
  enum class State : std::uint8_t { settled, waiting, exploring };

  void enter(State state);
  void exploreByItself();
  void explore(const ExploreOptions& options);
  void goBeyond(std::shared_ptr<const Exploration> near);
  void giveUp();
  void take(std::shared_ptr<const Exploration> result);
  void accept(std::shared_ptr<const Exploration> exploration);
  bool holding() const;
  // Whether an exploration of that program is one of the program followed: no more than its labels differ.
  bool sameOutcomes(const AccountProgram& program) const;
  bool seemsLost() const;
  void rebuild();

  std::function<void()> onChange_;
  bool followed_ = false;        // there is a program
  RunSettings settings_;
  State state_ = State::settled;
  std::optional<double> since_;  // when the state began, by the clock of frames
  double now_ = 0;
  ExploreOptions asked_;         // what the newest exploration may spend
  ExploreOptions options_;       // what `exploration_` could
  bool futile_ = false;          // a larger bound has brought nothing
  bool threadFailed_ = false;    // and none has come back from exploring since
  bool unable_ = false;
  std::shared_ptr<const Exploration> exploration_;
  RunTally counted_;             // without the many runs that are going on
  std::optional<RunTally> many_; // these; none: there are none of this program
  bool stale_ = false;           // what follows
  RunTally tally_;
  OutcomeTable table_;
  std::shared_ptr<const Exploration> tabled_;  // what the table points into, beside the tally

  std::function<void()> onNews_;
  bool byItself_ = false;             // nobody asked for the newest exploration
  MakeBackground makeBeyond_;         // empty without threads
  std::unique_ptr<Explorer> beyond_;  // while a second copy explores what was too large for explorer_

  // Last: its thread calls back until it is gone.
  Explorer explorer_;
};

}  // namespace interleave
