// Measures every lock with 1, 2, 4 and 8 threads and prints one line of JSON. locks.mjs runs it.
//
//   interleave_locks_bench [MILLISECONDS OF EACH]

#include <cstdlib>
#include <iostream>

#include "compare/lock_comparer.h"

int main(int argc, char** argv) {
  using namespace interleave;
  Comparison comparison;
  comparison.time = std::chrono::milliseconds(argc > 1 ? std::atoi(argv[1]) : 400);
  const std::atomic<bool> never{false};
  std::vector<LockSpeed> speeds;
  for (const int threads : comparison.threads) {
    for (const LockKind lock : comparison.locks) {
      const auto subject = makeSpeedSubject(lock);
      speeds.push_back(*measureSpeed(subject, lock, threads, comparison.time, never));
    }
  }
  std::cout << toJson(speeds) << std::endl;
  return 0;
}
