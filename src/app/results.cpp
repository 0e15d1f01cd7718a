#include "app/results.h"

#include <utility>

namespace interleave {

void Results::onBegun(const Runs::Job& job) {
  if (job.kind == Runs::Job::Kind::many) parts_.outcomes.beginMany(job.settings);
}

const RunHistory* Results::history() const {
  return history_ && history_->settings().program == parts_.document.settings().program ? &*history_ : nullptr;
}

RunHistory& Results::historyOf(const RunSettings& settings) {
  ++historyVersion_;
  if (!history_ || !history_->continues(settings)) history_.emplace(settings);
  return *history_;
}

void Results::onEnded(const Runs::Job& job, std::shared_ptr<const Report> report) {
  parts_.lesson.see(report->run);
  // A run that was forced says nothing about how often it happens.
  if (job.kind == Runs::Job::Kind::run) {
    parts_.outcomes.count(report->run);
    historyOf(report->run.settings).add(*report);
  }
  parts_.display.setResult(report, parts_.runs.looping() && !job.number);
  if (job.number) parts_.answers.give(job.number, parts_.display.resultJson());
}

void Results::onManyEnded(const Runs::Job& job, std::shared_ptr<const RunTally> tally) {
  parts_.outcomes.endMany(*tally);
  RunHistory& history = historyOf(tally->settings);
  for (const auto& ending : tally->latest) history.add(ending);
  parts_.lesson.see(*tally);
  parts_.answers.give(job.number, toJson(*tally));
}

void Results::onFailed(const Runs::Job& job, std::string_view why) {
  if (job.kind == Runs::Job::Kind::many) parts_.outcomes.endMany();
  parts_.display.runFollowed();
  if (job.number) return parts_.answers.refuse(job.number, why);
  parts_.notices.raise(Notices::Key::input,
                       "The run: " + std::string(why) + ". Close other pages, or run it with fewer repetitions.");
}

void Results::onUnanswered(bool unanswered) {
  parts_.notices.raise(Notices::Key::stopPatience,
                       unanswered ? "A thread of the run does not answer: the system may have taken it away. Reload the page; "
                                    "its link keeps your settings."
                                  : "");
}

void Results::onNoThread(const std::string& why) {
  parts_.notices.raise(Notices::Key::threadError,
                       "A thread could not be started: " + why +
                           ". Run again, with fewer workers if need be; if that does not help, reload the page.");
}

}  // namespace interleave
