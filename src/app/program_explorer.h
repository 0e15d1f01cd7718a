// Explorations that programs on the page ask for: one at a time, and none of them in the way of what
// the page explores for its user.
//
// Main thread only; nothing here waits.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "background/explorer.h"

namespace interleave {

class ProgramExplorer {
 public:
  struct Request {
    unsigned number = 0;  // comes back with the answer
    AccountProgram program;
    ExploreOptions options;
    std::size_t endings = 0;  // at most so many are listed
  };
  struct Answer {
    unsigned number = 0;
    std::string json;
    std::shared_ptr<const Exploration> exploration;
  };

  // `onNews` is called by another thread; take() then has something. `makeBackground`: empty where there are threads.
  ProgramExplorer(std::function<void()> onNews, MakeBackground makeBackground)
      : onNews_(std::move(onNews)), makeBackground_(std::move(makeBackground)) {}

  // False if one has not been taken yet, or there is no thread for it.
  bool start(Request request);
  // What is going on ends soon, and its answer says so.
  void cancel();
  std::optional<Answer> take();
  // A thread failed; the number of the request that it leaves without an answer.
  std::optional<unsigned> threadFailed();

 private:
  std::function<void()> onNews_;
  MakeBackground makeBackground_;
  std::optional<Request> request_;
  // Made when it is first asked for: most pages never need its thread.
  std::unique_ptr<Explorer> explorer_;
};

}  // namespace interleave
