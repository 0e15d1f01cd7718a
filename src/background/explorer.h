// Explores in the background for a caller that must not wait: the page.
//
// Every function returns at once and is for one thread, the one that made the explorer. A thread of its own,
// which is started once, does the work; without threads, a Background does it.
#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "background/background.h"
#include "explore/exploration.h"
#include "run/mailbox.h"
#include "run/service_thread.h"

namespace interleave {

// What is explored, `Work` says:
//   Program, Result                                                        plain values
//   kTask                                                                  of a Background
//   Result explore(const Program&, const ExploreOptions&, ExploreProgress&)
//   std::string question(const Program&, const ExploreOptions&)            for a Background
//   Result resultOf(const std::string& answer, const Program&)             of its answer; throws where that is none
//   Result nothing(const Program&, bool cancelled, const std::string& bound)   where nothing is known, and why
//   std::string json(const Result&, std::size_t listed)                    with at most that many endings
template <class Work>
class ExplorerOf {
 public:
  using Program = typename Work::Program;
  using Result = typename Work::Result;

  // The explorer's thread calls `onNews` when there is a result; it must not block. `background`: null if there
  // are threads. `makeThread`: empty, but in tests.
  explicit ExplorerOf(std::function<void()> onNews, std::unique_ptr<Background> background = nullptr, MakeThread makeThread = {})
      : onNews_(std::move(onNews)), background_(std::move(background)), thread_([this] { work(); }, std::move(makeThread)) {
    // Without a thread busy() stays false and nothing is ever found; able() says so.
    if (!background_) thread_.start();
  }
  // Cancels and blocks until the thread has ended; not for the browser's main thread.
  ~ExplorerOf() {
    if (!background_) cancel();
  }
  ExplorerOf(const ExplorerOf&) = delete;
  ExplorerOf& operator=(const ExplorerOf&) = delete;

  // False if the system provided no thread: there is never a result.
  bool able() const { return background_ || thread_.made(); }
  // Gives up on a thread that has not come up: what was asked never comes, and the explorer may go without waiting for
  // anything. False if the thread is up, or there is a Background.
  bool abandon() { return thread_.abandon(); }
  // Begins to explore; a current exploration is cancelled, and its result never comes.
  // `listed`: makes the result as JSON, too, with at most that many endings.
  void start(const Program& program, const ExploreOptions& options, std::optional<std::size_t> listed = {}) {
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
  // The current exploration ends soon; its result still comes, marked as cancelled. From a Background it is then
  // empty.
  void cancel() {
    if (!search_) return;
    search_->progress.cancel.store(true);
    if (!background_ || !busy()) return;
    background_->cancel();
    finish(*search_, Work::nothing(search_->program, true, "it was cancelled; nothing is counted"));
    onNews_();
  }
  bool busy() const { return search_ && !search_->finished.load(std::memory_order_acquire); }
  // A result that has not been taken; otherwise null.
  std::shared_ptr<const Result> take() {
    if (!search_ || busy()) return nullptr;
    return std::exchange(search_->result, nullptr);
  }
  // The same as JSON. The explorer's thread makes it, since that may take longer than a frame.
  std::string takeJson() {
    if (!search_ || busy()) return {};
    return std::exchange(search_->json, {});
  }
  const ExploreProgress& progress() const {
    static const ExploreProgress kNone;
    return search_ ? search_->progress : kNone;
  }

 private:
  struct Search {
    Program program;
    ExploreOptions options;
    ExploreProgress progress;
    std::optional<std::size_t> listed;
    std::shared_ptr<const Result> result;
    std::string json;
    std::atomic<bool> finished{false};  // `result` and `json` are there
  };

  void work() {
    const auto asked = asked_.take();
    if (!asked) return;
    Search& search = **asked;
    finish(search, Work::explore(search.program, search.options, search.progress));
    onNews_();
  }

  void ask() {
    Search& search = *search_;
    background_->begin(Work::kTask, Work::question(search.program, search.options),
                       {[&search](const BackgroundProgress& progress) {
                          search.progress.states.store(progress.found);
                          search.progress.done.store(progress.done);
                          search.progress.total.store(progress.total);
                        },
                        [this, &search](const std::string& answer) {
                          finish(search, resultOf(answer, search.program));
                          onNews_();
                        },
                        [this, &search](const std::string& why) {
                          finish(search, Work::nothing(search.program, false, why + "; nothing is counted"));
                          onNews_();
                        }});
  }

  static Result resultOf(const std::string& answer, const Program& program) {
    try {
      return Work::resultOf(answer, program);
    } catch (const std::exception&) {
      return Work::nothing(program, false, "there is not enough memory for its result; nothing is listed");
    }
  }

  static void finish(Search& search, Result result) {
    search.result = std::make_shared<const Result>(std::move(result));
    if (search.listed) search.json = Work::json(*search.result, *search.listed);
    search.finished.store(true, std::memory_order_release);
  }

  std::function<void()> onNews_;
  std::unique_ptr<Background> background_;
  std::shared_ptr<Search> search_;  // the newest; handed back by its `finished`
  Mailbox<std::shared_ptr<Search>> asked_;
  // Last: it works with what is above until it has ended.
  ServiceThread thread_;
};

// Every schedule of an account.
struct AccountExploring {
  using Program = AccountProgram;
  using Result = Exploration;
  static constexpr BackgroundTask kTask = BackgroundTask::explore;
  static Result explore(const Program& program, const ExploreOptions& options, ExploreProgress& progress);
  static std::string question(const Program& program, const ExploreOptions& options);
  static Result resultOf(const std::string& answer, const Program& program);
  static Result nothing(const Program& program, bool cancelled, const std::string& bound);
  static std::string json(const Result& result, std::size_t listed);
};

extern template class ExplorerOf<AccountExploring>;
using Explorer = ExplorerOf<AccountExploring>;

}  // namespace interleave
