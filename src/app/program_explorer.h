// Explorations for programs on the page: one at a time, independent of those that the page makes for its user.
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
    std::size_t endings = 0;  // the most that are listed
  };
  struct Answer {
    unsigned number = 0;
    std::string json;
    std::shared_ptr<const Exploration> exploration;
  };

  // Another thread calls `onNews`; take() then has something. `makeBackground`: empty if there are threads.
  ProgramExplorer(std::function<void()> onNews, MakeBackground makeBackground)
      : onNews_(std::move(onNews)), makeBackground_(std::move(makeBackground)) {}

  // False if one has not been taken yet, or there is no thread for it.
  bool start(Request request);
  // The current exploration ends soon, and its answer is marked as cancelled.
  void cancel();
  std::optional<Answer> take();
  // To be called when a thread has failed; returns the number of the request that gets no answer.
  std::optional<unsigned> threadFailed();

 private:
  std::function<void()> onNews_;
  MakeBackground makeBackground_;
  std::optional<Request> request_;
  // Made at the first request, since most pages never need its thread.
  std::unique_ptr<Explorer> explorer_;
};

}  // namespace interleave
