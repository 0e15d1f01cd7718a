#include "background/work.h"

#include <chrono>

#include "background/messages.h"
#include "background/trace_import.h"
#include "link/link.h"

namespace interleave {
namespace {

constexpr std::chrono::milliseconds kTellEvery{100};

// Forwards progress at a limited rate.
class Teller {
 public:
  explicit Teller(const std::function<void(const BackgroundProgress&)>& tell) : tell_(tell) {}

  void operator()(const BackgroundProgress& progress) {
    const auto now = std::chrono::steady_clock::now();
    if (now - told_ < kTellEvery) return;
    told_ = now;
    tell_(progress);
  }

 private:
  const std::function<void(const BackgroundProgress&)>& tell_;
  std::chrono::steady_clock::time_point told_ = std::chrono::steady_clock::now();
};

std::string exploreFor(const std::string& bytes, Teller teller) {
  const ExploreQuestion question = decodeExploreQuestion(bytes);
  ExploreProgress progress;
  progress.onLook = [&] { teller({progress.states.load(), progress.done.load(), progress.total.load()}); };
  return encodeExploration(explore(question.program, question.options, progress));
}

// `work`: makes the answer.
template <class Work>
std::string forProgram(const std::string& bytes, Teller teller, Work work) {
  const ProgramQuestion question = decodeProgramQuestion(bytes);
  ExploreProgress progress;
  progress.onLook = [&] { teller({progress.states.load(), progress.done.load(), progress.total.load()}); };
  return work(question.program, question.options, progress);
}

std::string readFor(const std::string& file, Teller teller) {
  TraceReader reader(settingsOfLink, [&] { teller({reader.eventsSoFar(), 0, 0}); });
  const std::atomic<bool> never{false};
  return encodeReadTrace(readTrace(reader, TraceReader::allOf(file), never));
}

}  // namespace

std::string performTask(BackgroundTask task, const std::string& question,
                        const std::function<void(const BackgroundProgress&)>& tell) {
  switch (task) {
    case BackgroundTask::explore: return exploreFor(question, Teller(tell));
    case BackgroundTask::exploreProgram:
      return forProgram(question, Teller(tell), [](auto&... given) { return encodeExploredProgram(exploreText(given...)); });
    case BackgroundTask::searchProgram:
      return forProgram(question, Teller(tell), [](auto&... given) { return encodeSearchedProgram(searchText(given...)); });
    case BackgroundTask::readTrace: break;
  }
  return readFor(question, Teller(tell));
}

}  // namespace interleave
