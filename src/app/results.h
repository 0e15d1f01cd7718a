// Where the results of runs go: to what is shown, to what can happen and did, to the history, to the lesson, and to the
// program that asked. Main thread only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "app/answers.h"
#include "app/display.h"
#include "app/document.h"
#include "app/lesson.h"
#include "app/notices.h"
#include "app/outcomes.h"
#include "app/runs.h"
#include "trace/run_history.h"

namespace interleave {

class Results final : public Runs::Events {
 public:
  struct Parts {
    const Document& document;
    const Runs& runs;
    Display& display;
    Outcomes& outcomes;
    Lesson& lesson;
    Answers& answers;
    Notices& notices;
  };
  // The parts need not be made yet.
  explicit Results(const Parts& parts) : parts_(parts) {}

  // Run after run, of the program that is set; null before its first. Runs of another program begin a new one.
  const RunHistory* history() const;
  // Counts up with every run.
  std::uint64_t historyVersion() const { return historyVersion_; }

  Settings settingsToRun() const override { return parts_.document.settings(); }
  void onBegun(const Runs::Job& job) override;
  void onTally(const RunTally& soFar) override { parts_.outcomes.countMany(soFar); }
  void onEnded(const Runs::Job& job, std::shared_ptr<const Report> report) override;
  void onManyEnded(const Runs::Job& job, std::shared_ptr<const RunTally> tally) override;
  void onRefused(const Runs::Job& job, std::string_view why) override { parts_.answers.refuse(job.number, why); }
  void onFailed(const Runs::Job& job, std::string_view why) override;
  void onFollowed() override { parts_.display.runFollowed(); }
  void onUnanswered(bool unanswered) override;
  void onNoThread(const std::string& why) override;

 private:
  RunHistory& historyOf(const RunSettings& settings);

  Parts parts_;
  std::optional<RunHistory> history_;
  std::uint64_t historyVersion_ = 0;
};

}  // namespace interleave
