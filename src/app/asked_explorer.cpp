#include "app/asked_explorer.h"

#include <utility>

namespace interleave {

template <class Kind>
bool AskedExplorer::begin(std::unique_ptr<Kind>& explorer, const typename Kind::Program& program, const Request& request) {
  if (!explorer) explorer = std::make_unique<Kind>(onNews_, makeBackground_ ? makeBackground_() : nullptr);
  if (!explorer->able()) return false;
  explorer->start(program, request.options, request.endings);
  return true;
}

bool AskedExplorer::start(Request request) {
  if (request_) return false;
  const auto* const account = std::get_if<AccountProgram>(&request.program);
  const bool begun = account != nullptr ? begin(accounts_, *account, request)
                                        : begin(programs_, std::get<ProgramText>(request.program), request);
  if (begun) request_ = std::move(request);
  return begun;
}

void AskedExplorer::cancel() {
  if (!request_) return;
  ofAccount() ? accounts_->cancel() : programs_->cancel();
}

std::optional<AskedExplorer::Answer> AskedExplorer::take() {
  if (!request_) return std::nullopt;
  Answer answer{request_->number, {}, {}, {}};
  if (ofAccount()) {
    answer.exploration = accounts_->take();
    if (!answer.exploration) return std::nullopt;
    answer.json = accounts_->takeJson();
  } else {
    answer.explored = programs_->take();
    if (!answer.explored) return std::nullopt;
    answer.json = programs_->takeJson();
  }
  request_.reset();
  return answer;
}

std::optional<unsigned> AskedExplorer::threadFailed() {
  // The system does not say which thread failed; one that has begun is up.
  if (!request_ || !(ofAccount() ? accounts_->abandon() : programs_->abandon())) return std::nullopt;
  if (ofAccount()) accounts_.reset();
  else programs_.reset();
  return std::exchange(request_, std::nullopt)->number;
}

}  // namespace interleave
