// Threads that share out the parts of a piece of work.
//
// The thread that calls does its share and more: helpers are started when work first pays for them,
// and a helper that comes up late, or never, is not waited for.
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
  // `threads`, the caller included; 0: as many as the machine has, at most kMaxExploreThreads.
  explicit Team(int threads);
  // Ends the helpers; blocks until they have ended.
  ~Team();
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;

  int threads() const { return threads_; }

  // Calls part(index, thread) for every index below `parts`, each once, on several threads if `pays`;
  // thread is 0 to threads() - 1, and no two calls at a time have the same. Returns when all have
  // returned; an exception of one is thrown on, and the parts not begun are left out.
  // Always from the thread that made the team.
  using Part = std::function<void(std::size_t index, std::size_t thread)>;
  void forEach(std::size_t parts, bool pays, const Part& part);

 private:
  // Shared with the helpers, one of which may come up after the team is gone.
  struct Work {
    std::mutex mutex;
    std::condition_variable news;
    const Part* part = nullptr;  // null while there is nothing to join in
    std::size_t parts = 0;
    std::size_t round = 0;
    std::size_t helping = 0;
    std::vector<bool> up;        // of each helper
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
