#include "app/user_program.h"

#include <algorithm>
#include <utility>

#include "explore/decimal.h"
#include "program/load.h"
#include "text/format.h"
#include "walk/ending_words.h"
#include "walk/verdict.h"
#include "words/words.h"

namespace interleave {
namespace {

// What went wrong in an execution of more steps takes longer to find than a frame: its ending's example tells it.
constexpr std::size_t kMostToldHere = 200;
// Examples of an exploration that tell more of the steps of lines.
constexpr std::size_t kMostExamples = 20;

// "A, update(50), reads balance next, on line 8."
std::string threadSentence(const walk::ThreadState& thread) {
  std::string text = thread.letter == 'm' ? "Main" : std::string(1, thread.letter) + ", " + thread.title + ",";
  text += thread.able ? " " + thread.next + " next" : " " + thread.whyNot;
  if (thread.line != 0) text += ", on line " + std::to_string(thread.line);
  return text + ".";
}

std::string droppedNotice(const walk::ProgramSchedule& schedule, std::size_t steps) {
  const std::size_t dropped = steps - schedule.schedule().size();
  const std::string what = dropped == steps ? "All of its " + formatCount(steps, "step")
                                            : "The last " + formatNumber(dropped) + " of its " + formatCount(steps, "step");
  return "The schedule does not fit the program: " + schedule.refused() + ". " + what +
         (dropped == 1 ? " is put aside; edit the program back before the next step, and it returns."
                       : " are put aside; edit the program back before the next step, and they return.");
}

}  // namespace

UserProgram::UserProgram(std::function<void()> onNews, std::function<void()> onChange, bool threads,
                         const MakeBackground& makeBackground)
    : onChange_(std::move(onChange)), outcomes_(onNews, threads, makeBackground), asking_(onNews, threads, makeBackground) {}

void UserProgram::changed() {
  ++version_;
  sentence_.reset();
  onChange_();
}

// ---- The text

void UserProgram::begin(ProgramSettings settings) {
  settings_ = std::move(settings);
  wanted_ = settings_.view.schedule;
  wantedAt_ = settings_.view.at.value_or(wanted_.size());
  typedAt_.reset();
  asking_.begin();
  // Where there is nothing good of this one, nothing is shown of another one.
  check(IfFaulty::forget);
}

void UserProgram::load(ProgramSettings settings) {
  begin(std::move(settings));
  changed();
}

void UserProgram::load(ProgramSettings settings, std::string typed) {
  begin(std::move(settings));
  type(std::move(typed));
}

void UserProgram::type(std::string source) {
  if (present() && source == settings_.source) return;
  settings_.source = std::move(source);
  state_ = State::typed;
  typedAt_.reset();
  changed();
}

void UserProgram::setOutput(bool output) {
  settings_.output = output;
  check(IfFaulty::keep);
  changed();
}

void UserProgram::leave() {
  if (!present()) return;
  state_ = State::absent;
  settings_ = {};
  faults_.clear();
  wanted_.clear();
  forget();
  changed();
}

void UserProgram::forget() {
  text_ = {};
  program_.reset();
  schedule_.reset();
  serial_ = {};
  lineSteps_.clear();
  notice_.clear();
  outcomes_.clear();
  asking_.clear();
  choices_.clear();
}

void UserProgram::check(IfFaulty then) {
  program::Loaded loaded = program::load(settings_.source);
  faults_ = std::move(loaded.faults);
  state_ = faults_.empty() ? State::good : State::faulty;
  if (loaded.program) renew(std::move(loaded.program));
  else if (then == IfFaulty::forget) forget();
}

// The text without faults is another one, perhaps.
void UserProgram::renew(std::shared_ptr<const program::Program> program) {
  const ProgramText text{settings_.source, settings_.output};
  const bool same = playable() && text == text_;
  if (!same) {
    text_ = text;
    program_ = std::move(program);
    schedule_.emplace(program_, text_.source, text_.output);
    serial_ = walk::serialOf(program_, text_.output);
    lineSteps_ = walk::stepsOfLines(program_, text_.output);
    outcomes_.explore(text_);
    asking_.renew(text_);
  }
  if (!same || schedule_->schedule() != wanted_ || schedule_->at() != wantedAt_) schedule_->load(wanted_, wantedAt_);
  notice_ = schedule_->refused().empty() ? "" : droppedNotice(*schedule_, wanted_.size());
}

// ---- The schedule

void UserProgram::acted(bool didSomething) {
  if (!didSomething) return;
  wanted_ = schedule_->schedule();
  wantedAt_ = schedule_->at();
  notice_ = schedule_->refused().empty() ? "" : "The schedule does not fit the program: " + schedule_->refused() + ".";
  changed();
}

void UserProgram::step(char letter) {
  if (playable()) acted(schedule_->step(letter));
}
void UserProgram::random() {
  if (playable()) acted(schedule_->random(seeds_()));
}
void UserProgram::follow(std::string_view schedule, std::size_t at) {
  if (!playable()) return;
  const bool did = schedule_->follow(schedule, at);
  acted(did || !schedule_->refused().empty());
}
void UserProgram::seek(std::size_t step) {
  if (playable()) acted(schedule_->seek(step));
}
void UserProgram::undo() {
  if (playable()) acted(schedule_->undo());
}
void UserProgram::redo() {
  if (playable()) acted(schedule_->redo());
}

void UserProgram::run() {
  if (!playable()) return;
  walk::ProgramSchedule anew(program_, text_.source, text_.output);
  anew.random(seeds_());
  follow(anew.schedule(), anew.schedule().size());
}

void UserProgram::showFault() {
  if (!playable()) return;
  constexpr int kTries = 8;
  walk::ProgramSchedule anew(program_, text_.source, text_.output);
  for (int i = 0; i < kTries; ++i) {
    anew.seek(0);
    anew.random(seeds_());
    if (const auto& ending = anew.ending(); !ending || ending != serial_.ending) break;
  }
  schedule_->load(anew.schedule(), anew.schedule().size());
  acted(true);
}

std::optional<Grade> UserProgram::grade() const {
  if (!playable() || !schedule_->atEnd()) return std::nullopt;
  const auto& ending = schedule_->ending();
  if (!ending) return std::nullopt;
  if (!ending->deadlock.empty()) return Grade::deadlock;
  if (!ending->errors.empty()) return Grade::error;
  if (!outcomes_.isCurrent()) return std::nullopt;
  const ProgramExploration& known = outcomes_.explored()->exploration;
  if (known.expected && *ending == *known.expected) return Grade::expected;
  // Of what is cut short, nothing may be expected yet.
  if (!known.complete && !known.expected) return std::nullopt;
  const auto same = std::ranges::find(known.endings, *ending, &ProgramEnding::ending);
  return same == known.endings.end() ? std::nullopt : std::optional(same->grade);
}

const std::string& UserProgram::sentence() const {
  if (!sentence_) sentence_ = sentenceNow();
  return *sentence_;
}

std::string UserProgram::sentenceNow() const {
  if (!playable()) return {};
  const walk::State& state = schedule_->state();
  if (!state.stopped.empty() && schedule_->atEnd()) return "The program was ended: " + state.stopped + ".";
  const auto ending = schedule_->atEnd() ? schedule_->ending() : std::nullopt;
  if (!ending && schedule_->schedule().empty() && outcomes_.isCurrent())
    return walk::verdictOf(outcomes_.explored()->exploration);
  if (!ending && schedule_->at() == 0) return "No thread has taken a step yet.";
  if (!ending) {
    const std::string step = formatNumber(schedule_->at()) + " of " + formatNumber(schedule_->schedule().size());
    return "After step " + step + ": " + walk::valuesWords(state) + ".";
  }
  const auto graded = grade();
  if (!graded) return "The end: " + walk::endingWords(*ending) + ".";
  if (schedule_->schedule().size() <= kMostToldHere) {
    const auto told = words::tell(program_, text_.source, text_.output, schedule_->schedule(), *graded);
    if (told) return capitalized(std::string(told->kind)) + ": " + told->sentence;
  } else if (outcomes_.isCurrent()) {
    const ExploredProgram& known = *outcomes_.explored();
    const auto same = std::ranges::find(known.exploration.endings, *ending, &ProgramEnding::ending);
    const auto number = static_cast<std::size_t>(same - known.exploration.endings.begin());
    if (number < known.words.endings.size() && !known.words.endings[number].empty())
      return walk::gradeSentence(*ending, *graded) +
             (same->anySchedule ? " Such a schedule: " : " The simplest such schedule: ") + known.words.endings[number];
  }
  return walk::gradeSentence(*ending, *graded);
}

std::string UserProgram::stateWords() const {
  if (!playable()) return {};
  std::string text = "Step " + formatNumber(schedule_->at()) + " of " + formatNumber(schedule_->schedule().size()) + ": " +
                     walk::valuesWords(schedule_->state()) + ".";
  for (const walk::ThreadState& thread : schedule_->state().threads) text += " " + threadSentence(thread);
  return text;
}

// ---- Every schedule

const ProgramExploration* UserProgram::exploration() const {
  const ExploredProgram* const known = outcomes_.explored();
  // Until an exploration turns out to take long, the one before stays.
  if (known == nullptr || (!outcomes_.isCurrent() && outcomes_.exploring())) return nullptr;
  return &known->exploration;
}

const ExplorationWords& UserProgram::words() const {
  static const ExplorationWords kNone;
  return exploration() == nullptr ? kNone : outcomes_.explored()->words;
}

std::string UserProgram::totals() const {
  const ProgramExploration* const known = exploration();
  if (known == nullptr) return {};
  const std::string endings = formatCount(known->endings.size() + known->endingsOmitted, "ending");
  if (known->endless) return "executions can go on for ever; " + endings;
  if (!isDecimal(known->schedules)) return endings + (known->complete ? "" : " so far");
  const std::string schedules = formatDecimal(known->schedules);
  return schedules + (schedules == "1" ? " schedule, " : " schedules, ") + endings;
}

std::string UserProgram::remarks() const {
  std::string text;
  const auto say = [&text](const std::string& words) { text += (text.empty() ? "" : " ") + words; };
  if (outcomes_.unable()) say("Not explored: there is no thread for it.");
  const ProgramExploration* const known = exploration();
  if (known == nullptr) return text;
  if (!known->complete) say("Not every schedule: " + known->bound + ".");
  if (const BadEndingSearch* const search = outcomes_.search()) say(inWords(*search));
  if (known->endless && !words().forever.empty()) say(words().forever);
  if (known->endingsOmitted > 0) say(formatCount(known->endingsOmitted, "more ending") + " are in no list.");
  if (known->complete && !known->expected)
    say("Nothing is expected: the threads one after another end in an error, in a deadlock, or not at all.");
  return text;
}

// The schedules of a new exploration tell more of the steps of lines.
void UserProgram::learn() {
  if (!outcomes_.isCurrent()) return;
  std::vector<std::string> schedules;
  for (const ProgramEnding& each : outcomes_.explored()->exploration.endings) {
    if (schedules.size() == kMostExamples) break;
    if (!each.simplest.empty()) schedules.push_back(each.simplest);
  }
  lineSteps_ = walk::stepsOfLines(program_, text_.output, schedules);
  choices_.follow(program_, text_.output, outcomes_.explored()->exploration);
}

void UserProgram::offer(const std::shared_ptr<const ExploredProgram>& explored) {
  if (!playable() || !outcomes_.offer(explored)) return;
  learn();
  changed();
}

void UserProgram::threadFailed() {
  outcomes_.threadFailed();
  asking_.threadFailed();
  if (present()) changed();
}

// ---- Time

void UserProgram::advance(double seconds) {
  now_ = seconds;
  if (state_ == State::typed) {
    if (!typedAt_) typedAt_ = now_;
    if (now_ - *typedAt_ >= kPatience) {
      check(IfFaulty::keep);
      changed();
    }
  }
  const bool exploring = outcomes_.advance(seconds), asking = asking_.advance(seconds);
  if (exploring || asking) changed();
}

void UserProgram::collect() {
  if (asking_.collect()) answered();
  if (!outcomes_.hasBegun() || !outcomes_.collect()) return;
  learn();
  changed();
}

void UserProgram::ask(Question question) {
  if (!playable()) return;
  asking_.ask(text_, std::move(question));
  // It may be known from before.
  answered();
}

void UserProgram::answered() {
  if (const auto schedule = asking_.takeSchedule()) follow(*schedule, schedule->size());
  changed();
}

std::optional<double> UserProgram::changesWithin() const {
  std::optional<double> soonest = outcomes_.changesWithin();
  const auto consider = [&soonest](double seconds) { soonest = std::min(seconds, soonest.value_or(seconds)); };
  if (const auto answered = asking_.changesWithin()) consider(*answered);
  if (state_ == State::typed) consider(typedAt_ ? std::max(0.0, *typedAt_ + kPatience - now_) : 0);
  return soonest;
}

}  // namespace interleave
