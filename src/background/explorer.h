// Explores in the background for a caller that must not wait: the page.
//
// Every function returns at once and is for one thread, the one that made the explorer. A thread of its own,
// which is started once, does the work; without threads, a Background does it.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "background/background.h"
#include "explore/exploration.h"
#include "run/mailbox.h"
#include "run/service_thread.h"

namespace interleave {

class Explorer {
 public:
  // The explorer's thread calls `onNews` when there is a result; it must not block. `background`: null if there
  // are threads. `makeThread`: empty, but in tests.
  explicit Explorer(std::function<void()> onNews, std::unique_ptr<Background> background = nullptr, MakeThread makeThread = {});
  // Cancels and blocks until the thread has ended; not for the browser's main thread.
  ~Explorer();
  Explorer(const Explorer&) = delete;
  Explorer& operator=(const Explorer&) = delete;

  // False if the system provided no thread: there is never a result.
  bool able() const { return background_ || thread_.made(); }
  // Gives up on a thread that has not come up: what was asked never comes, and the explorer may go without waiting for
  // anything. False if the thread is up, or there is a Background.
  bool abandon() { return thread_.abandon(); }
  // Begins to explore; a current exploration is cancelled, and its result never comes.
  // `listed`: makes the result as JSON, too, with at most that many endings.
  void start(const AccountProgram& program, const ExploreOptions& options, std::optional<std::size_t> listed = {});
  // The current exploration ends soon; its result still comes, marked as cancelled. From a Background it is then
  // empty.
  void cancel();
  bool busy() const;
  // A result that has not been taken; otherwise null.
  std::shared_ptr<const Exploration> take();
  // The same as JSON. The explorer's thread makes it, since that may take longer than a frame.
  std::string takeJson();
  const ExploreProgress& progress() const;

 private:
  struct Search {
    AccountProgram program;
    ExploreOptions options;
    ExploreProgress progress;
    std::optional<std::size_t> listed;
    std::shared_ptr<const Exploration> result;
    std::string json;
    std::atomic<bool> finished{false};  // `result` and `json` are there
  };
  void work();
  void ask();
  static Exploration explorationOf(const std::string& answer, const AccountProgram& program);
  static void finish(Search& search, Exploration result);

  std::function<void()> onNews_;
  std::unique_ptr<Background> background_;
  std::shared_ptr<Search> search_;           // the newest; handed back by its `finished`
  Mailbox<std::shared_ptr<Search>> asked_;
  // Last: it works with what is above until it has ended.
  ServiceThread thread_;
};

}  // namespace interleave
