// Explores in the background for a caller that must not wait: the page.
//
// Every function returns at once and is for one thread, the one that made the explorer. The work is
// done on a thread of its own, which is started once; where there are no threads, by a Background.
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
  // `onNews` is called by the explorer's thread when a result is there; it must not block. `background`: null
  // where there are threads. `makeThread`: empty, but in tests.
  explicit Explorer(std::function<void()> onNews, std::unique_ptr<Background> background = nullptr, MakeThread makeThread = {});
  // Cancels and blocks until the thread has ended; not for the browser's main thread.
  ~Explorer();
  Explorer(const Explorer&) = delete;
  Explorer& operator=(const Explorer&) = delete;

  // False if the system gave no thread: nothing is ever found.
  bool able() const { return background_ || thread_.made(); }
  // Gives up on a thread that has not come up: what was asked never comes, and the explorer may go without waiting for
  // anything. False if the thread is up, or there is a Background.
  bool abandon() { return thread_.abandon(); }
  // Begins to explore; what is going on is cancelled, and its result never comes.
  // `listed`: the result is wanted as JSON, too, with at most so many endings.
  void start(const AccountProgram& program, const ExploreOptions& options, std::optional<std::size_t> listed = {});
  // What is going on ends soon; its result comes all the same, and says that it was cancelled. A Background has then
  // found nothing.
  void cancel();
  bool busy() const;
  // The result, once there is one that has not been taken; else null.
  std::shared_ptr<const Exploration> take();
  // The same as JSON. It may take longer to write than a frame lasts, so the explorer's thread does it.
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
