#include "app/lock_costs.h"

#include <thread>
#include <utility>

#include "text/json.h"

namespace interleave {

LockCosts::LockCosts(Platform& platform, Answers& answers)
    : platform_(platform), answers_(answers), comparer_([&platform] { platform.wake(); }) {}

void LockCosts::compare() {
  note_.clear();
  if (!comparer_.start({})) note_ = "A thread to measure with could not be started.";
  platform_.requestFrame();
}

void LockCosts::compareFor(unsigned number, Comparison comparison) {
  note_.clear();
  if (comparer_.start(std::move(comparison))) number_ = number;
  else answers_.refuse(number, "locks are being compared already, or a thread to measure with could not be started");
  platform_.requestFrame();
}

void LockCosts::cancel(std::string_view note) {
  if (!comparer_.busy()) return;
  note_ = note;
  comparer_.cancel();
}

void LockCosts::threadFailed(std::string_view why) {
  cancel();
  if (number_) answers_.refuse(std::exchange(number_, std::nullopt), why);
}

void LockCosts::collect() {
  if (!comparer_.collect()) return;
  const std::string json = toJson(comparer_.results());
  platform_.publishJson(topic::kComparison, json);
  platform_.requestFrame();
  if (comparer_.busy() || !number_) return;
  const Json answer = {{"cancelled", comparer_.cancelled()},
                       {"cores", std::thread::hardware_concurrency()},
                       {"speeds", Json::parse(std::string_view(json))}};
  answers_.give(std::exchange(number_, std::nullopt), answer.dump());
}

}  // namespace interleave
