#include "app/program_outcomes.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "app/explore_bounds.h"

namespace interleave {
namespace {

// The interval at which progress is drawn.
constexpr double kProgressEvery = 0.1;

}  // namespace

void ProgramOutcomes::explore(const ProgramText& program) {
  if (exploring_ && program == program_) return;
  giveUp();
  program_ = program;
  since_.reset();
  shown_ = false;
  search_.reset();
  if (isCurrent() && explored_->exploration.complete) return;
  exploring_ = begin(threads_ && makeBackground_ ? nearBounds(pageBounds()) : pageBounds());
  unable_ = !exploring_;
}

bool ProgramOutcomes::begin(const ExploreOptions& options) {
  if (!near_) near_ = std::make_unique<ProgramExplorer>(onNews_, threads_ ? nullptr : makeBackground_());
  if (!near_->able()) return false;
  near_->start(program_, options);
  begun_ = now_;
  return true;
}

void ProgramOutcomes::clear() {
  giveUp();
  explored_.reset();
  search_.reset();
  program_ = {};
}

void ProgramOutcomes::cancel() {
  if (!exploring_) return;
  if (searcher_) searcher_->cancel();
  else if (beyond_) beyond_->cancel();
  else near_->cancel();
}

void ProgramOutcomes::giveUp() {
  exploring_ = false;
  searcher_.reset();
  beyond_.reset();
  if (near_) near_->cancel();
}

bool ProgramOutcomes::offer(const std::shared_ptr<const ExploredProgram>& explored) {
  const bool wanted = explored->faults.empty() && explored->exploration.complete && explored->program == program_;
  if (!wanted || (isCurrent() && explored_->exploration.complete)) return false;
  giveUp();
  explored_ = explored;
  search_.reset();
  return true;
}

void ProgramOutcomes::threadFailed() {
  // The system does not say which thread failed; one that has begun is up.
  if (!exploring_ || beyond_ || searcher_ || !near_ || !near_->abandon()) return;
  near_.reset();
  exploring_ = false;
  unable_ = true;
}

bool ProgramOutcomes::advance(double seconds) {
  now_ = seconds;
  if (!exploring_) return false;
  if (!since_) since_ = now_;
  return exploring() && !std::exchange(shown_, true);
}

bool ProgramOutcomes::collect() {
  auto beyond = beyond_ ? beyond_->take() : nullptr;
  if (beyond) beyond_.reset();
  auto near = near_ ? near_->take() : nullptr;
  // What was cancelled by a change is of no use any more.
  if (!exploring_) return false;
  if (searcher_) return collectSearch();
  if (!beyond && (!near || near->program != program_)) return false;
  const bool mayGoBeyond = !beyond && near->exploration.outOfMemory;
  auto result = beyond ? std::move(beyond) : std::move(near);
  const bool leavesOpen = isWorthSearching(result->exploration);
  // What is known so far stays until more is.
  accept(std::move(result));
  if (mayGoBeyond) goBeyond();
  if (leavesOpen && !exploring_) searchOn();
  return true;
}

bool ProgramOutcomes::collectSearch() {
  const auto searched = searcher_->take();
  if (!searched) return false;
  search_ = searched->search;
  // A copy that was ended does not answer.
  if (!search_->complete && search_->classes == 0) search_->classes = searcher_->progress().states.load();
  exploring_ = false;
  searcher_.reset();
  if (search_->leftOut) {
    search_.reset();
  } else if (search_->bad) {
    auto more = std::make_shared<ExploredProgram>(*explored_);
    addFound(*search_, more->exploration, more->words);
    explored_ = std::move(more);
  }
  return true;
}

void ProgramOutcomes::accept(std::shared_ptr<const ExploredProgram> result) {
  exploring_ = false;
  // One that was given up early knows less than the one before.
  const bool knowsLess =
      isCurrent() && !result->exploration.complete && result->exploration.states < explored_->exploration.states;
  if (!knowsLess) explored_ = std::move(result);
  search_.reset();
}

void ProgramOutcomes::goBeyond() {
  auto background = threads_ && makeBackground_ ? makeBackground_() : nullptr;
  if (!background) return;
  beyond_ = std::make_unique<ProgramExplorer>(onNews_, std::move(background));
  beyond_->start(program_, pageBounds());
  begun_ = now_;
  exploring_ = true;
}

// In a copy, whose memory goes with it, and which can be ended at any time.
void ProgramOutcomes::searchOn() {
  ExploreOptions options = pageBounds();
  options.maxTime -= std::chrono::milliseconds(std::llround((now_ - begun_) * 1'000));
  auto background = makeBackground_ ? makeBackground_() : nullptr;
  if (!background || options.maxTime.count() <= 0) return;
  searcher_ = std::make_unique<ProgramSearcher>(onNews_, std::move(background));
  searcher_->start(program_, options);
  exploring_ = true;
}

std::optional<double> ProgramOutcomes::changesWithin() const {
  if (!exploring_) return std::nullopt;
  return exploring() ? kProgressEvery : since_ ? std::max(0.0, *since_ + kNoticedAfter - now_) : 0;
}

const ExploreProgress& ProgramOutcomes::progress() const {
  static const ExploreProgress kNone;
  return searcher_ ? searcher_->progress() : beyond_ ? beyond_->progress() : near_ ? near_->progress() : kNone;
}

}  // namespace interleave
