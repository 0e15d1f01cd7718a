#include "run/service_thread.h"

#include <system_error>
#include <utility>

namespace interleave {

ServiceThread::ServiceThread(std::function<void()> work, MakeThread makeThread) : makeThread_(std::move(makeThread)) {
  state_->work = std::move(work);
}

std::string ServiceThread::start() {
  if (made()) return {};
  const auto body = [state = state_] { state->live(); };
  try {
    thread_ = makeThread_ ? makeThread_(body) : std::thread(body);
  } catch (const std::system_error& error) {
    return error.what();
  }
  return {};
}

bool ServiceThread::abandon() {
  if (!made()) return false;
  Phase expected = Phase::made;
  if (!state_->phase.compare_exchange_strong(expected, Phase::abandoned)) return false;
  thread_.detach();
  return true;
}

void ServiceThread::end() {
  state_->ending.store(true);
  ring();
  if (!abandon() && made()) thread_.join();
}

void ServiceThread::State::live() {
  Phase expected = Phase::made;
  if (!phase.compare_exchange_strong(expected, Phase::up)) return;
  // The work may have taken the last ring for one of its own.
  while (!ending.load()) {
    doorbell.wait();
    if (!ending.load()) work();
  }
}

bool runDetached(std::function<void()> job) {
  try {
    std::thread(std::move(job)).detach();
  } catch (const std::system_error&) {
    return false;
  }
  return true;
}

}  // namespace interleave
