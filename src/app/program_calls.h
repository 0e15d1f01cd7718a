// What programs on the page may ask the application for. Each question has a number, which is returned, and one answer
// (Answers), perhaps before the call has returned. What a link says is checked here: where something is wrong with it,
// nothing is done. Main thread only; nothing here waits.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/answers.h"
#include "app/asked_explorer.h"
#include "app/trace_files.h"
#include "link/link.h"
#include "model/settings.h"

namespace interleave {

class App;

class ProgramCalls {
 public:
  // `app` is there for as long as this; `makeBackground`: as for AskedExplorer.
  ProgramCalls(App& app, Answers& answers, MakeBackground makeBackground);

  unsigned run();
  // An empty link: the present settings. Any other is loaded.
  unsigned replay(std::string_view link);
  // Without a delay: that of the settings.
  unsigned runMany(std::uint64_t runs, std::optional<std::chrono::milliseconds> delay);
  // Each number of threads 1 to kMaxWorkers, each lock for so long.
  unsigned compare(std::vector<int> threads, std::chrono::milliseconds time);
  // An empty link: the present settings. None is loaded. At most `endings` are listed. `question`: that is asked, instead of counting.
  unsigned explore(std::string_view link, const ExploreOptions& options, std::size_t endings, std::optional<Question> question);
  // A program that a user wrote, or a question about it. One with faults is refused.
  unsigned explore(ProgramText program, const ExploreOptions& options, std::size_t endings);
  void cancelExploration() { explorer_.cancel(); }
  // What is shown, as a file.
  unsigned save(FileFormat format);
  // A saved trace follows in pieces (Files::read).
  unsigned open();
  unsigned refuse(std::string_view why);

  // A thread could not be started, perhaps that of the exploration.
  void threadFailed(std::string_view why);
  // Answers what has been explored.
  void collect();

 private:
  std::optional<LinkContent> contentOf(std::string_view link, unsigned number);
  std::optional<Settings> accountOf(std::string_view link, unsigned number);
  void begin(AskedExplorer::Request request);

  App& app_;
  Answers& answers_;
  // Last: its thread calls the platform until it is gone.
  AskedExplorer explorer_;
};

}  // namespace interleave
