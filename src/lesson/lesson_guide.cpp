#include "lesson/lesson_guide.h"

#include <charconv>

#include "text/json.h"

namespace interleave {
namespace {

constexpr std::string_view kFormat = "1:";

}  // namespace

LessonGuide::LessonGuide(std::string_view stored, bool realThreads) : realThreads_(realThreads) {
  if (!stored.starts_with(kFormat)) return;
  std::bitset<limits::kLessonSteps> answered;
  for (stored.remove_prefix(kFormat.size()); !stored.empty();) {
    const std::string_view number = stored.substr(0, stored.find(','));
    std::size_t step = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), step);
    const bool whole = error == std::errc() && end == number.data() + number.size();
    if (!whole || step < 1 || step > answered.size()) return;
    answered.set(step - 1);
    stored.remove_prefix(std::min(stored.size(), number.size() + 1));
  }
  answered_ = answered;
}

void LessonGuide::open(int step) {
  if (step == step_) return;
  step_ = step;
  facts_ = nothingSeen();
}

LessonFacts LessonGuide::nothingSeen() const {
  LessonFacts facts;
  facts.realThreads = realThreads_;
  return facts;
}

std::string_view LessonGuide::text() const { return ended() ? lessonSummary() : current().text; }

std::string_view LessonGuide::question() const {
  const LessonStep& step = current();
  return realThreads_ || step.threadless.empty() ? step.question : step.threadless;
}

int LessonGuide::next() const {
  for (int step = 1; step <= limits::kLessonSteps; ++step) {
    if (!answered(step)) return step;
  }
  return 1;
}

std::string LessonGuide::remark() const {
  if (step_ == 0) return {};
  if (!current().answered(facts_)) {
    const std::string hint = current().hint(facts_);
    return hint.empty() && answered(step_) ? "Answered before." : hint;
  }
  const std::string measured = current().measured != nullptr ? current().measured(facts_) : std::string();
  return measured.empty() ? std::string(current().learned) : measured;
}

template <class Seen>
bool LessonGuide::judge(const Seen& seen) {
  // The time to look through a run is proportional to its events.
  if (step_ == 0) return false;
  const std::string before = remark();
  interleave::see(facts_, seen);
  const bool isNew = current().answered(facts_) && !answered(step_);
  if (isNew) answered_.set(static_cast<std::size_t>(step_) - 1);
  return isNew || remark() != before;
}

bool LessonGuide::see(const RunResult& result) { return judge(result); }
bool LessonGuide::see(const RunTally& tally) { return judge(tally); }
bool LessonGuide::see(const Exploration& exploration) { return judge(exploration); }
bool LessonGuide::see(const LockInspector::Seen& seen) { return judge(seen); }

void LessonGuide::forget() {
  answered_.reset();
  facts_ = nothingSeen();
}

std::string LessonGuide::stored() const {
  std::string numbers;
  for (int step = 1; step <= limits::kLessonSteps; ++step) {
    if (answered(step)) numbers += (numbers.empty() ? "" : ",") + std::to_string(step);
  }
  return std::string(kFormat) + numbers;
}

std::string LessonGuide::json(const LockInspector& lock) const {
  Json done = Json::array();
  for (int step = 1; step <= limits::kLessonSteps; ++step) {
    if (answered(step)) done.push_back(step);
  }
  Json json = {{"step", step_}, {"steps", limits::kLessonSteps}, {"done", done}, {"next", next()}};
  if (step_ > 0) {
    json["title"] = current().title;
    json["text"] = text();
    json["question"] = question();
    json["answered"] = answered(step_);
    json["remark"] = remark();
  }
  json["lock"] = {{"state", lock.words()}, {"log", lock.log()}};
  return json.dump();
}

}  // namespace interleave
