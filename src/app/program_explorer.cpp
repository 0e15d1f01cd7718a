#include "app/program_explorer.h"

#include <utility>

namespace interleave {

bool ProgramExplorer::start(Request request) {
  if (request_) return false;
  if (!explorer_) explorer_ = std::make_unique<Explorer>(onNews_, makeBackground_ ? makeBackground_() : nullptr);
  if (!explorer_->able()) return false;
  explorer_->start(request.program, request.options, request.endings);
  request_ = std::move(request);
  return true;
}

void ProgramExplorer::cancel() {
  if (explorer_) explorer_->cancel();
}

std::optional<ProgramExplorer::Answer> ProgramExplorer::take() {
  if (!request_) return std::nullopt;
  auto exploration = explorer_->take();
  if (!exploration) return std::nullopt;
  const unsigned number = std::exchange(request_, std::nullopt)->number;
  return Answer{number, explorer_->takeJson(), std::move(exploration)};
}

std::optional<unsigned> ProgramExplorer::threadFailed() {
  // The system does not say which thread failed; one that has begun is up.
  if (!request_ || !explorer_->abandon()) return std::nullopt;
  explorer_.reset();
  return std::exchange(request_, std::nullopt)->number;
}

}  // namespace interleave
