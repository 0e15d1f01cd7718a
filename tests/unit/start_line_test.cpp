#include "run/start_line.h"

#include <vector>

#include "support.h"

namespace interleave {
namespace {

TEST(StartLineTest, LetsAllThreadsGo) {
  for (int round = 0; round < 50; ++round) {
    StartLine line(4);
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back([&] { line.await(); });
    for (std::thread& thread : threads) thread.join();
  }
}

TEST(StartLineTest, NoThreadWaitsForLongForOneThatDoesNotCome) {
  StartLine line(2);
  line.await();
}

TEST(StartLineTest, OneThreadAloneGoesAtOnce) {
  StartLine line(1);
  line.await();
}

}  // namespace
}  // namespace interleave
