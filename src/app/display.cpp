#include "app/display.h"

#include <algorithm>
#include <utility>

#include "link/share.h"
#include "text/format.h"
#include "text/json.h"
#include "trace/event_table.h"
#include "trace/explanation.h"

namespace interleave {

Display::Display(Platform& platform, Publisher& publisher, const Document& document, Scheduler& scheduler, const Runs& runs)
    : platform_(platform),
      publisher_(publisher),
      document_(document),
      scheduler_(scheduler),
      runs_(runs),
      before_(document.settings().program) {
  publisher_.define(Matter::schedule, Publisher::Pace::atOnce, kScheduleEvery, [this] { publishSchedule(); });
  publisher_.define(Matter::result, Publisher::Pace::inFrame, kResultEvery, [this] { publishResult(); });
}

// ---- Which of them

void Display::showSchedule() {
  showsSchedule_ = true;
  publisher_.drop(Matter::result);
  scheduleChanged();
  platform_.requestFrame();
}

void Display::scheduleChanged() {
  if (!showsSchedule_) return;
  ++version_;
  publisher_.changed(Matter::schedule);
}

void Display::programChanged() {
  before_ = Timeline(document_.settings().program);
  const bool wasOutdated = std::exchange(outdated_, result_ && isOfAnother(result_->run.settings));
  if (showsSchedule_ || !(outdated_ || wasOutdated)) return;
  dropCursor();
  ++version_;
  publisher_.drop(Matter::result);
  publishResult();
}

void Display::leaveSchedule() {
  if (!showsSchedule_) return;
  showsSchedule_ = false;
  publisher_.drop(Matter::schedule);
  ++version_;
  platform_.publish(topic::kSchedule, "");
}

void Display::showRun() {
  leaveSchedule();
  if (result_) publishResult();
  platform_.requestFrame();
}

void Display::runFollowed() {
  if (!showsSchedule_) ++version_;
}

void Display::takeResult(std::shared_ptr<const Report> result) {
  result_ = std::move(result);
  outdated_ = isOfAnother(result_->run.settings);
  resultJson_.clear();
  dropCursor();
  ++version_;
}

void Display::setResult(std::shared_ptr<const Report> result, bool inLoop) {
  takeResult(std::move(result));
  if (showsSchedule_) {
    publisher_.drop(Matter::result);
  } else if (inLoop) {
    publisher_.changed(Matter::result);
  } else {
    publisher_.publish(Matter::result);
  }
}

void Display::openResult(std::shared_ptr<const Report> result) {
  takeResult(std::move(result));
  leaveSchedule();
  publishResult();
  platform_.requestFrame();
}

// ---- What that is

const std::string& Display::resultJson() {
  if (resultJson_.empty()) resultJson_ = toJson(*result_);
  return resultJson_;
}

std::shared_ptr<const RunResult> Display::keptReport() const {
  if (showsSchedule_) return std::make_shared<const RunResult>(scheduler_.report().run);
  return {result_, &result_->run};
}

bool Display::runsAnother() const { return runs_.going() != nullptr && isOfAnother(runs_.going()->settings); }

bool Display::showsReport() const {
  return showsSchedule_ || (result() && (runs_.looping() || !(runs_.liveTrace() != nullptr || runs_.noticed())));
}

const Trace& Display::trace() const {
  static const Trace kEmpty;
  if (showsSchedule_) return scheduler_.report().run.trace;
  if (live()) return liveTrace()->trace();
  return result() ? result_->run.trace : kEmpty;
}

const RunSettings& Display::settings() const {
  if (showsSchedule_) return document_.settings();
  if (live() && runs_.going() != nullptr) return runs_.going()->settings;
  return result() ? result_->run.settings : document_.settings();
}

const Timeline& Display::timeline() const {
  if (showsSchedule_) return scheduler_.report().timeline;
  if (live()) return liveTrace()->timeline();
  return result() ? result_->timeline : before_;
}

// ---- The cursor

std::optional<std::size_t> Display::cursor() const { return showsSchedule_ || live() || !result() ? std::nullopt : cursor_; }

ThreadStates Display::states() const {
  if (live()) return liveTrace()->states();
  const Report* shown = report();
  if (shown == nullptr) return threadStatesBefore(settings().program);
  const auto at = cursor();
  return at ? shown->threadStates.after(shown->run.settings.program, shown->run.trace, *at + 1) : shown->threadStates.end();
}

void Display::seek(std::size_t event) {
  const EventList& events = trace().events;
  if (event >= events.size()) return;
  if (showsSchedule_) {
    // Events without a letter belong to the step before them.
    const auto steps = std::count_if(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(event) + 1,
                                     [](const Event& each) { return isStep(each.kind); });
    scheduler_.seek(static_cast<std::size_t>(steps));
  } else if (!live()) {
    cursor_ = event;
    ++cursorVersion_;
    publishCursor();
    platform_.requestFrame();
  }
}

void Display::stepSchedule(int by) {
  const ScheduleCursor& cursor = scheduler_.cursor();
  if (by > 0 ? !cursor.atEnd() : cursor.at() > 0) scheduler_.seek(by > 0 ? cursor.at() + 1 : cursor.at() - 1);
}

void Display::step(int by) {
  if (showsSchedule_) return stepSchedule(by);
  const std::size_t count = trace().events.size();
  const std::size_t at = cursor_.value_or(count);
  if (by < 0 && at > 0) seek(at - 1);
  if (by > 0 && count > 0) seek(cursor_ ? std::min(at + 1, count - 1) : 0);
}

void Display::stepScheduleLost(int by) {
  const std::vector<std::size_t>& losses = scheduler_.cursor().losses();
  const std::size_t at = scheduler_.cursor().at();
  // A step's number, counted from 1, is the cursor's place right after it.
  const auto next = std::ranges::upper_bound(losses, at);
  const auto before = std::ranges::find_if(losses.rbegin(), losses.rend(), [&](std::size_t step) { return step < at; });
  if (by > 0 && next != losses.end()) scheduler_.seek(*next);
  if (by < 0 && before != losses.rend()) scheduler_.seek(*before);
}

void Display::stepLost(int by) {
  if (showsSchedule_) return stepScheduleLost(by);
  if (!result() || live()) return;
  // By the write that loses it: that is where it is seen.
  std::optional<std::size_t> found;
  for (const LostUpdate& each : result_->run.lost) {
    const bool beyond = by > 0 ? !cursor_ || each.by > *cursor_ : !cursor_ || each.by < *cursor_;
    const bool nearer = !found || (by > 0 ? each.by < *found : each.by > *found);
    if (beyond && nearer) found = each.by;
  }
  if (found) seek(*found);
}

void Display::dropCursor() {
  if (!cursor_) return;
  cursor_.reset();
  ++cursorVersion_;
  platform_.publish(topic::kCursor, "");
}

// ---- As a link

std::string Display::whyNotFollowRun() const {
  if (!result_) return "No run has ended yet.";
  if (!scheduler_.follows(result_->run.settings.program)) return "The last run was one of another program.";
  if (result_->run.trace.dropped > 0) {
    return formatCount(result_->run.trace.dropped, "event") + " of the last run " +
           (result_->run.trace.dropped == 1 ? "was" : "were") + " not kept: its order is not known.";
  }
  // Each step is an event.
  if (result_->run.trace.events.size() <= limits::kMaxScheduleSteps) return {};
  const std::size_t steps = result_->steps;
  return steps <= limits::kMaxScheduleSteps ? std::string()
                                            : "The last run took " + formatCount(steps, "step") + "; a schedule has at most " +
                                                  formatNumber(limits::kMaxScheduleSteps) + ".";
}

std::string Display::orderOfRun() const { return scheduleOf(result_->run.trace, limits::kMaxScheduleSteps); }

// Of a run, its order is what makes another page show the same; of one that is no schedule, the program alone.
Settings Display::wholePage() const {
  Settings settings = inFull(document_.settings());
  if (showsSchedule_ || !result() || live()) return settings;
  settings.view.schedule.clear();
  settings.view.at.reset();
  if (whyNotFollowRun().empty()) settings.view.schedule = orderOfRun();
  return settings;
}

std::string Display::linkForFile() const {
  if (showsSchedule_) return document_.link();
  Settings whole{settings(), {}};
  whole.view.embed = document_.embedded();
  return encodeLink(whole);
}

// ---- The page's words; App publishes those of a program of the user's

void Display::publishAll() {
  if (showsSchedule_) return publishSchedule();
  platform_.publish(topic::kSchedule, "");
  if (result_) return publishResult();
  platform_.publishJson(topic::kOutcome, "null");
  platform_.publishJson(topic::kEvents, "null");
}

void Display::publishResult() {
  if (document_.program() != nullptr) return;
  if (outdated_) {
    platform_.publishJson(topic::kOutcome, "null");
    platform_.publishJson(topic::kEvents, "null");
    return;
  }
  platform_.publishJson(topic::kOutcome, resultJson());
  publishEvents();
}

void Display::publishSchedule() {
  if (document_.program() != nullptr) return;
  platform_.publishJson(topic::kOutcome, toJson(scheduler_.report()));
  publishEvents();
  platform_.publish(topic::kSchedule, scheduler_.words());
}

void Display::publishCursor() {
  if (document_.program() != nullptr) return;
  const auto at = cursor();
  platform_.publish(topic::kCursor, at ? eventSentence(*result_, *at) : std::string());
  publishEvents();
}

void Display::publishEvents() {
  if (const Report* shown = report()) platform_.publishJson(topic::kEvents, eventTableJson(*shown, cursor()));
}

}  // namespace interleave
