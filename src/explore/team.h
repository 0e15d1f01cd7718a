// Threads that share the parts of a piece of work.
//
// The calling thread works, too. Helpers are started when work first is large enough; a helper that starts late,
// or never, is not waited for.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace interleave {

class Team {
 public:
  // `threads` includes the caller; 0: as many as the machine has, at most kMaxExploreThreads.
  explicit Team(int threads);
  // Ends the helpers; blocks until they have ended.
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  int threads() const { return threads_; }

  // Calls part(index, thread) once for every index below `parts`, on several threads if `pays`. `thread` is 0 to
  // threads() - 1 and differs between calls that run at the same time. Returns when all calls have returned. An
  // exception of a call is rethrown; parts that have not begun are then skipped.
  // Only for the thread that made the team.
  using Part = std::function<void(std::size_t index, std::size_t thread)>;
  void forEach(std::size_t parts, bool pays, const Part& part);

 private:
  // Shared with the helpers, since a helper may start after the team is destroyed.
  struct Work {
    std::mutex mutex;
    std::condition_variable news;
    const Part* part = nullptr;  // null while there is no work to join
    std::size_t parts = 0;
    std::size_t round = 0;
    std::size_t helping = 0;
    std::vector<bool> up;        // each helper has started
    bool quit = false;
    std::exception_ptr failure;
    std::atomic<std::size_t> next{0};

    void help(std::size_t helper);
    void share(const Part& each, std::size_t count, std::size_t thread);
  };
  void startHelpers();

  int threads_;
  std::vector<std::thread> helpers_;
  std::shared_ptr<Work> work_ = std::make_shared<Work>();
};

}  // namespace interleave
