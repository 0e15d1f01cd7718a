#include "app/runs.h"

#include <utility>

#include "text/json.h"

namespace interleave {

Runs::Runs(Platform& platform, const FrameTime& time, Events& events)
    : platform_(platform), time_(time), events_(events), runner_([&platform] { platform.wake(); }) {}

void Runs::refuseNext(std::string_view why) {
  if (const auto job = std::exchange(next_, std::nullopt)) events_.onRefused(*job, why);
}

bool Runs::ask(Job job) {
  // What a program waits for is not forgotten for a user's key.
  if (next_ && next_->number && !job.number) return false;
  refuseNext("another run was asked for before it began");
  next_ = std::move(job);
  if (running()) expectStop();
  return true;
}

void Runs::stop() {
  looping_ = false;
  refuseNext("the run was stopped before it began");
  expectStop();
}

void Runs::setLooping(bool looping) { looping_ = looping; }

void Runs::stopManyOfUser() {
  if (goesOn(Job::Kind::many) && !going_->number) runner_.stop();
}

void Runs::expectStop() {
  runner_.stop();
  stopping_ = running();
  // Frames may be far between, as while many runs go on.
  if (stopping_) platform_.requestFrameIn(kStopPatience);
}

// The system does not say so when it takes a thread away.
void Runs::watchStop() {
  if (!running()) stopping_ = false;
  if (!stopping_) stoppingSince_.reset();
  else if (!stoppingSince_) stoppingSince_ = time_.seconds;
  const bool unanswered = stoppingSince_ && time_.seconds - *stoppingSince_ >= kStopPatience;
  if (unanswered == unanswered_) return;
  unanswered_ = unanswered;
  events_.onUnanswered(unanswered);
}

void Runs::threadFailed(std::string_view why) {
  looping_ = false;
  const bool noResult = runner_.threadFailed();
  refuseNext(why);
  if (!noResult) return;
  if (const auto job = std::exchange(going_, std::nullopt)) events_.onRefused(*job, why);
  platform_.publish(topic::kRunning, false);
}

void Runs::warm() {
  if (const std::string why = runner_.warm(events_.settingsToRun().program.workers); !why.empty()) events_.onNoThread(why);
}

bool Runs::start(const Job& job) {
  switch (job.kind) {
    case Job::Kind::run:
      return runner_.start(job.settings, job.byItself ? limits::kMaxEventsByItself : limits::kMaxRecordedEvents);
    case Job::Kind::many: return runner_.startMany(job.settings, job.runs);
    case Job::Kind::forced: break;
  }
  const std::string& schedule = job.settings.view.schedule;
  return runner_.startForced(job.settings, schedule.substr(0, job.settings.view.at.value_or(schedule.size())));
}

void Runs::begin(Job job) {
  if (job.kind == Job::Kind::run) job.settings = events_.settingsToRun();
  begunAt_.reset();
  liveTrace_.reset();
  stopping_ = false;
  stoppingSince_.reset();
  if (!start(job)) {
    looping_ = false;
    warm();
    return events_.onRefused(job, "a thread that the run needs could not be started");
  }
  going_ = std::move(job);
  manyDone_ = 0;
  events_.onBegun(*going_);
  platform_.publish(topic::kRunning, true);
}

void Runs::beginNext() {
  if (next_ && !running()) begin(*std::exchange(next_, std::nullopt));
}

void Runs::advance() {
  if (looping_ && !running()) begin({});
  if (running() && !begunAt_) begunAt_ = time_.seconds;
  watchStop();
  if (noticed()) follow();
}

bool Runs::noticed() const { return runningOne() && begunAt_ && time_.seconds - *begunAt_ >= kNoticedAfter; }

void Runs::follow() {
  if (!going_ || runner_.phase() != Runner::Phase::running) return;
  if (!liveTrace_) liveTrace_.emplace(going_->settings.program);
  if (runner_.follow(*liveTrace_)) events_.onFollowed();
}

Runs::Job Runs::end() {
  liveTrace_.reset();
  begunAt_.reset();
  return *std::exchange(going_, std::nullopt);
}

void Runs::collect() {
  if (auto report = runner_.take()) {
    events_.onEnded(end(), std::move(report));
    if (!looping_) platform_.publish(topic::kRunning, false);
  }
  if (runner_.takeOutOfMemory()) {
    looping_ = false;
    events_.onFailed(end(), "there was not enough memory for its result");
    platform_.publish(topic::kRunning, false);
  }
  if (const auto tally = runner_.tallySoFar(); tally && tally->runs != manyDone_) {
    manyDone_ = tally->runs;
    events_.onTally(*tally);
  }
  if (auto tally = runner_.takeTally()) {
    events_.onManyEnded(end(), std::move(tally));
    if (!looping_) platform_.publish(topic::kRunning, false);
  }
}

std::optional<Runs::ManyRuns> Runs::manyRuns() const {
  if (next_ && next_->kind == Job::Kind::many) return ManyRuns{next_->runs, 0};
  if (goesOn(Job::Kind::many)) return ManyRuns{going_->runs, manyDone_};
  return std::nullopt;
}

}  // namespace interleave
