#include "background/explorer.h"

#include <exception>
#include <utility>

#include "background/messages.h"

namespace interleave {

Explorer::Explorer(std::function<void()> onNews, std::unique_ptr<Background> background, MakeThread makeThread)
    : onNews_(std::move(onNews)), background_(std::move(background)), thread_([this] { work(); }, std::move(makeThread)) {
  // Without a thread busy() stays false and nothing is ever found; able() says so.
  if (!background_) thread_.start();
}

Explorer::~Explorer() {
  if (!background_) cancel();
}

void Explorer::start(const AccountProgram& program, const ExploreOptions& options, std::optional<std::size_t> listed) {
  if (!able()) return;
  cancel();
  search_ = std::make_shared<Search>();
  search_->program = program;
  search_->options = options;
  search_->listed = listed;
  if (background_) return ask();
  asked_.put(std::make_unique<std::shared_ptr<Search>>(search_));
  thread_.ring();
}

void Explorer::cancel() {
  if (!search_) return;
  search_->progress.cancel.store(true);
  if (!background_ || !busy()) return;
  background_->cancel();
  finish(*search_, nothingExplored(search_->program, true, "it was cancelled; nothing is counted"));
  onNews_();
}

void Explorer::ask() {
  Search& search = *search_;
  background_->begin(BackgroundTask::explore, encodeQuestion(search.program, search.options),
                     {[&search](const BackgroundProgress& progress) {
                        search.progress.states.store(progress.found);
                        search.progress.done.store(progress.done);
                        search.progress.total.store(progress.total);
                      },
                      [this, &search](const std::string& answer) {
                        finish(search, explorationOf(answer, search.program));
                        onNews_();
                      },
                      [this, &search](const std::string& why) {
                        finish(search, nothingExplored(search.program, false, why + "; nothing is counted"));
                        onNews_();
                      }});
}

Exploration Explorer::explorationOf(const std::string& answer, const AccountProgram& program) {
  try {
    return decodeExploration(answer, program);
  } catch (const std::exception&) {
    return nothingExplored(program, false, "there is not enough memory for its result; nothing is listed");
  }
}

void Explorer::finish(Search& search, Exploration result) {
  search.result = std::make_shared<const Exploration>(std::move(result));
  if (search.listed) search.json = toJson(*search.result, *search.listed);
  search.finished.store(true, std::memory_order_release);
}

bool Explorer::busy() const { return search_ && !search_->finished.load(std::memory_order_acquire); }

std::shared_ptr<const Exploration> Explorer::take() {
  if (!search_ || busy()) return nullptr;
  return std::exchange(search_->result, nullptr);
}

std::string Explorer::takeJson() {
  if (!search_ || busy()) return {};
  return std::exchange(search_->json, {});
}

const ExploreProgress& Explorer::progress() const {
  static const ExploreProgress kNone;
  return search_ ? search_->progress : kNone;
}

void Explorer::work() {
  const auto asked = asked_.take();
  if (!asked) return;
  Search& search = **asked;
  finish(search, explore(search.program, search.options, search.progress));
  onNews_();
}

}  // namespace interleave
