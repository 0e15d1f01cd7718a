#include "app/outcomes.h"

#include <algorithm>
#include <utility>

#include "app/explore_bounds.h"
#include "text/format.h"
#include "text/json.h"
#include "text/utf8.h"
#include "trace/verdict.h"

namespace interleave {
namespace {

// The most rows of the table in words, which a screen reader's user has to get past.
constexpr std::size_t kRowsInWords = 500;
// The interval at which progress is drawn.
constexpr double kProgressEvery = 0.1;
// After some thread has failed to start: how long one without news is waited for.
constexpr double kThreadPatience = 2;

}  // namespace

Outcomes::Outcomes(std::function<void()> onNews, std::function<void()> onChange, bool threads,
                   const MakeBackground& makeBackground)
    : onChange_(std::move(onChange)),
      onNews_(std::move(onNews)),
      makeBeyond_(threads ? makeBackground : MakeBackground()),
      explorer_(onNews_, threads ? nullptr : makeBackground()) {}

void Outcomes::follow(const RunSettings& settings) {
  if (followed_ && settings == settings_) return;
  const bool keep = followed_ && sameOutcomes(settings.program);
  followed_ = true;
  settings_ = settings;
  counted_ = emptyTally(settings_, 0);
  many_.reset();
  stale_ = true;
  if (keep) return;
  giveUp();
  exploration_.reset();
  futile_ = false;
  enter(State::waiting);
}

bool Outcomes::sameOutcomes(const AccountProgram& program) const {
  return withoutLabels(program) == withoutLabels(settings_.program);
}

void Outcomes::enter(State state) {
  state_ = state;
  since_.reset();
}

void Outcomes::advance(double seconds) {
  now_ = seconds;
  if (!since_) since_ = now_;
  if (state_ == State::waiting && now_ - *since_ >= kPatience) exploreByItself();
  if (seemsLost()) {
    unable_ = true;
    stale_ = true;
    enter(State::settled);
  }
  if (stale_ && !holding()) rebuild();
}

void Outcomes::collect() {
  if (auto result = explorer_.take()) take(std::move(result));
  auto beyond = beyond_ ? beyond_->take() : nullptr;
  if (!beyond) return;
  beyond_.reset();
  take(std::move(beyond));
}

std::optional<double> Outcomes::changesWithin() const {
  if (state_ == State::waiting) return since_ ? std::max(0.0, *since_ + kPatience - now_) : 0;
  if (state_ == State::exploring) return kProgressEvery;
  return stale_ ? std::optional(0.0) : std::nullopt;
}

// Until an exploration turns out to take long, the previous table stays.
bool Outcomes::holding() const {
  return state_ == State::waiting || (state_ == State::exploring && !exploration_ && !exploring());
}

bool Outcomes::exploring() const { return state_ == State::exploring && since_ && now_ - *since_ >= kNoticedAfter; }

void Outcomes::exploreByItself() {
  explore(makeBeyond_ ? nearBounds(pageBounds()) : pageBounds());
  byItself_ = true;
}

// What is known so far stays in the table until more is.
void Outcomes::goBeyond(std::shared_ptr<const Exploration> near) {
  const auto since = since_;
  accept(std::move(near));
  enter(State::exploring);
  since_ = since;
  byItself_ = false;
  asked_ = pageBounds();
  beyond_ = std::make_unique<Explorer>(onNews_, makeBeyond_());
  beyond_->start(settings_.program, asked_);
}

void Outcomes::giveUp() {
  explorer_.cancel();
  beyond_.reset();
}

void Outcomes::explore(const ExploreOptions& options) {
  byItself_ = false;
  asked_ = options;
  stale_ = true;
  unable_ = !explorer_.able();
  if (unable_) return enter(State::settled);
  explorer_.start(settings_.program, asked_);
  enter(State::exploring);
}

void Outcomes::take(std::shared_ptr<const Exploration> result) {
  threadFailed_ = false;
  // A thread that was given up has started after all.
  const bool late = std::exchange(unable_, false) && sameOutcomes(result->program);
  if (state_ == State::exploring && byItself_ && makeBeyond_ && result->outOfMemory) return goBeyond(std::move(result));
  if (state_ == State::exploring || late) accept(std::move(result));
  stale_ = true;
}

void Outcomes::accept(std::shared_ptr<const Exploration> exploration) {
  stale_ = true;
  enter(State::settled);
  const bool noFurther = exploration_ && !exploration->complete && exploration->states <= exploration_->states;
  // One that was given up early, or never began, knows less than the one before.
  if (noFurther && (exploration->cancelled || exploration->states == 0)) return;
  // For example if memory was the bound, and not the number of states.
  futile_ = noFurther;
  options_ = asked_;
  exploration_ = std::move(exploration);
}

void Outcomes::cancel() {
  beyond_ ? beyond_->cancel() : explorer_.cancel();
  if (state_ == State::waiting) enter(State::settled);
}

// The system does not say which thread: one that has found something is up.
bool Outcomes::seemsLost() const {
  return threadFailed_ && state_ == State::exploring && !beyond_ && explorer_.progress().states.load() == 0 && since_ &&
         now_ - *since_ >= kThreadPatience;
}

std::optional<ExploreOptions> Outcomes::larger() const {
  if (!exploration_ || exploration_->complete || futile_ || state_ != State::settled) return std::nullopt;
  ExploreOptions options = options_;
  if (exploration_->cancelled) return options;
  if (options.maxStates == limits::kMaxExploreStates) return std::nullopt;
  options.maxStates = std::min(10 * options.maxStates, limits::kMaxExploreStates);
  options.maxTime *= 10;
  options.maxBytes = std::min(10 * options.maxBytes, limits::kDefaultExploreBytes);
  return options;
}

void Outcomes::goOn() {
  if (const auto options = larger()) explore(*options);
}

void Outcomes::offer(std::shared_ptr<const Exploration> exploration) {
  if (!exploration->complete || (exploration_ && exploration_->complete)) return;
  if (!sameOutcomes(exploration->program)) return;
  giveUp();
  accept(std::move(exploration));
}

void Outcomes::count(const RunResult& run) {
  if (run.settings != settings_) return;
  countRun(counted_, run.end, run.finalState(counted_.parts), [&run] { return &run; });
  stale_ = true;
}

void Outcomes::beginMany(const RunSettings& settings) {
  if (sameOutcomes(settings.program)) many_ = emptyTally(settings_, 0);
}

void Outcomes::countMany(const RunTally& soFar) {
  if (!many_) return;
  many_ = soFar;
  stale_ = true;
}

void Outcomes::endMany(const RunTally& tally) {
  countMany(tally);
  endMany();
}

void Outcomes::endMany() {
  if (many_) addTally(counted_, *many_);
  many_.reset();
}

void Outcomes::rebuild() {
  stale_ = false;
  tally_ = counted_;
  if (many_) addTally(tally_, *many_);
  tabled_ = exploration_;
  table_ = outcomeTable(tabled_.get(), tally_);
  onChange_();
}

std::string Outcomes::totals() const {
  std::string text;
  if (exploration_) {
    if (!exploration_->complete && exploration_->schedules == "0")
      return "No schedule counted; " + formatCount(tally_.runs, "run");
    const std::string schedules = formatDecimal(exploration_->schedules);
    text = schedules + (schedules == "1" ? " schedule" : " schedules") + (exploration_->complete ? ", " : " so far, ") +
           formatCount(exploration_->endings.size(), "ending");
    if (exploration_->deadlock.schedules != "0") text += " and a deadlock";
    text += "; ";
  }
  return text + formatCount(tally_.runs, "run");
}

std::string Outcomes::remarks() const {
  std::string text;
  const auto say = [&text](const std::string& words) { text += (text.empty() ? "" : " ") + words; };
  if (unable_) say("Not explored: there is no thread for it.");
  if (exploration_ && !exploration_->complete) say("Not every schedule: " + exploration_->bound + ".");
  if (table_.grouped) {
    say(formatCount(table_.endings, "ending") + " are too many to list: they are grouped into ranges.");
  }
  if (tally_.others > 0) say(formatCount(tally_.others, "run") + " ended elsewhere and are not listed.");
  return text;
}

bool Outcomes::knowsSchedules(const OutcomeRow& row) const {
  return exploration_ && (exploration_->complete || row.schedules != "0");
}

std::string Outcomes::json() const {
  Json rows = Json::array();
  for (const OutcomeRow& row : table_.rows) {
    if (rows.size() == kRowsInWords) break;
    rows.push_back({{"ending", outcomeName(row)},
                    {"schedules", knowsSchedules(row) ? formatDecimal(row.schedules) : "–"},
                    {"runs", formatNumber(row.runs)},
                    {"grade", verdictName(row.grade)},
                    {"example", shortenedInside(row.example, limits::kMaxScheduleSteps / 2)}});
  }
  const Json json = {{"totals", totals()},
                     {"remarks", remarks()},
                     {"rows", std::move(rows)},
                     {"omitted", table_.rows.size() - std::min(table_.rows.size(), kRowsInWords)}};
  return json.dump();
}

}  // namespace interleave
