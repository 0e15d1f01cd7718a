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
#include <thread>

#include "background/background.h"
#include "explore/exploration.h"
#include "run/doorbell.h"
#include "run/mailbox.h"

namespace interleave {

class Explorer {
 public:
  // `onNews` is called by the explorer's thread when a result is there; it must not block. `background`: null
  // where there are threads.
  explicit Explorer(std::function<void()> onNews, std::unique_ptr<Background> background = nullptr);
  // Cancels and blocks until the thread has ended; not for the browser's main thread.
  ~Explorer();
  Explorer(const Explorer&) = delete;
  Explorer& operator=(const Explorer&) = delete;

  // False if the system gave no thread: nothing is ever found.
  bool able() const { return background_ || thread_.joinable(); }
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
  void live();
  void ask();
  static Exploration explorationOf(const std::string& answer, const AccountProgram& program);
  static void finish(Search& search, Exploration result);

  std::function<void()> onNews_;
  std::unique_ptr<Background> background_;
  Doorbell doorbell_;
  std::shared_ptr<Search> search_;           // the newest; handed back by its `finished`
  Mailbox<std::shared_ptr<Search>> asked_;
  std::atomic<bool> quit_{false};
  std::thread thread_;
};

}  // namespace interleave
