// Explorations for programs on the page: one at a time, independent of those that the page makes for its user.
//
// Main thread only; nothing here waits.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "background/explorer.h"
#include "background/program_explorer.h"

namespace interleave {

class AskedExplorer {
 public:
  struct Request {
    unsigned number = 0;  // comes back with the answer
    std::variant<AccountProgram, ProgramText> program;
    ExploreOptions options;
    std::size_t endings = 0;  // the most that are listed
  };
  struct Answer {
    unsigned number = 0;
    std::string json;
    // One of them: of an account, of a program.
    std::shared_ptr<const Exploration> exploration;
    std::shared_ptr<const ExploredProgram> explored;
  };

  // Another thread calls `onNews`; take() then has something. `makeBackground`: empty if there are threads.
  AskedExplorer(std::function<void()> onNews, MakeBackground makeBackground)
      : onNews_(std::move(onNews)), makeBackground_(std::move(makeBackground)) {}

  // False if one has not been taken yet, or there is no thread for it.
  bool start(Request request);
  // The current exploration ends soon, and its answer is marked as cancelled.
  void cancel();
  std::optional<Answer> take();
  // To be called when a thread has failed; returns the number of the request that gets no answer.
  std::optional<unsigned> threadFailed();

 private:
  template <class Kind>
  bool begin(std::unique_ptr<Kind>& explorer, const typename Kind::Program& program, const Request& request);
  bool ofAccount() const { return std::holds_alternative<AccountProgram>(request_->program); }

  std::function<void()> onNews_;
  MakeBackground makeBackground_;
  std::optional<Request> request_;
  // Made at the first request, since most pages never need their threads.
  std::unique_ptr<Explorer> accounts_;
  std::unique_ptr<ProgramExplorer> programs_;
};

}  // namespace interleave
