// Every schedule of the user's program, explored in the background anew after each change.
//
//   state     | explore(another) | cancel()            | a result                                       | a thread has failed
//   settled   | exploring        | -                   | -                                              | -
//   exploring | exploring anew   | a result comes soon | settled; searching where isWorthSearching()    | settled, if it was the one
//   searching | exploring        | a result comes soon | settled                                        | settled, if it was the one
//
// With threads, a thread of the page explores first, in no more memory than the page has free from the start; where that is too little,
// a second copy of the program goes on (app/outcomes.h). Searching is going through classes of schedules for a bad ending
// (explore/program_classes.h), for the time that an exploration has left. Main thread only; nothing here waits.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "background/program_explorer.h"

namespace interleave {

class ProgramOutcomes {
 public:
  // An exploration is shown when it has taken so long, in seconds: most are over before.
  static constexpr double kNoticedAfter = 0.1;

  // Other threads call `onNews`; collect() then has something new. `threads`: whether there are any; without, a Background does all.
  ProgramOutcomes(std::function<void()> onNews, bool threads, MakeBackground makeBackground)
      : onNews_(std::move(onNews)), threads_(threads), makeBackground_(std::move(makeBackground)) {}

  // Precondition: the program has no faults.
  void explore(const ProgramText& program);
  // Forgets all.
  void clear();
  // The exploration, or the search, ends soon, with what it has found.
  void cancel();
  // The result of another exploration: taken over where it is of use. Whether it is.
  bool offer(const std::shared_ptr<const ExploredProgram>& explored);
  // To be called when a thread of the page will never start, which may be the explorer's.
  void threadFailed();

  // Whether something that is shown has changed.
  bool advance(double seconds);
  // Precondition: hasBegun(). Before that, the part of the module that has it need not be there (web/split.mjs).
  bool collect();
  // There has been something to explore.
  bool hasBegun() const { return near_ || beyond_ || searcher_; }
  std::optional<double> changesWithin() const;

  // What is known; null before there is anything. For a moment after a change that is of the program before.
  const ExploredProgram* explored() const { return explored_.get(); }
  // It is of the program that was explored last.
  bool isCurrent() const { return explored_ && explored_->program == program_; }
  bool exploring() const { return exploring_ && since_ && now_ - *since_ >= kNoticedAfter; }
  // Then progress() counts classes.
  bool searching() const { return exploring() && searcher_; }
  // Behind that exploration, of which the list of endings then has what it found; null: there was none, or it is not over.
  const BadEndingSearch* search() const { return isCurrent() && search_ ? &*search_ : nullptr; }
  const ExploreProgress& progress() const;
  // There is no thread to explore with.
  bool unable() const { return unable_; }

 private:
  bool begin(const ExploreOptions& options);
  void giveUp();
  void accept(std::shared_ptr<const ExploredProgram> result);
  void goBeyond();
  void searchOn();
  bool collectSearch();

  std::function<void()> onNews_;
  bool threads_;
  MakeBackground makeBackground_;
  ProgramText program_;
  std::shared_ptr<const ExploredProgram> explored_;
  std::optional<BadEndingSearch> search_;
  bool exploring_ = false;  // or searching
  bool shown_ = false;  // that it explores
  bool unable_ = false;
  std::optional<double> since_;
  double now_ = 0;
  double begun_ = 0;  // when the exploration that goes on, or went on last, began
  std::unique_ptr<ProgramSearcher> searcher_;  // while it searches
  std::unique_ptr<ProgramExplorer> beyond_;  // while a second copy explores what was too large for near_
  // Last: its thread calls back until it is gone. Made for the first program, as most pages never have one.
  std::unique_ptr<ProgramExplorer> near_;
};

}  // namespace interleave
