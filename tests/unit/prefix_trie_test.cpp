#include "explore/prefix_trie.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "support.h"

namespace interleave {
namespace {

TEST(PrefixTrie, GivesBackTheSchedulesOfEveryLevel) {
  test::Random random(4);
  for (int round = 0; round < 20; ++round) {
    const auto letters = static_cast<std::size_t>(test::between(random, 1, 26));
    PrefixTrie trie(letters);
    std::vector<std::string> schedules = {""};  // in the alphabet's order, as ranks are
    for (int level = 0; level < 12; ++level) {
      std::map<std::string, std::uint64_t> pairs;
      for (std::size_t rank = 0; rank < schedules.size(); ++rank) {
        for (std::size_t letter = 0; letter < letters; ++letter) {
          // A level grows until it is large, and is never empty.
          const bool first = rank == 0 && letter == 0;
          if (first || test::oneIn(random, static_cast<std::int64_t>(schedules.size() > 2'000 ? letters : letters / 3 + 1))) {
            pairs.emplace(schedules[rank] + taskLetter(letter), trie.pair(rank, letter));
          }
        }
      }
      trie.beginLevel();
      for (const auto& [schedule, pair] : pairs) {
        trie.mark(pair);
        if (test::oneIn(random, 3)) trie.mark(pair);  // once more changes nothing
      }
      trie.endLevel();
      schedules.clear();
      for (const auto& [schedule, pair] : pairs) {
        ASSERT_EQ(trie.rank(pair), schedules.size());
        ASSERT_EQ(trie.schedule(schedules.size()), schedule);
        schedules.push_back(schedule);
      }
    }
  }
}

// Of the schedules to a level few lead on, and alphabets grow.
TEST(PrefixTrie, ForgetsWhatLeadsNowhere) {
  test::Random random(5);
  for (int round = 0; round < 20; ++round) {
    PrefixTrie trie(3), all(3);
    std::vector<std::string> schedules = {""};
    std::size_t letters = 3;
    for (int level = 0; level < 40; ++level) {
      if (test::oneIn(random, 8)) letters = std::min<std::size_t>(26, letters + 5);
      for (PrefixTrie* const one : {&trie, &all}) {
        one->setLetters(letters);
        one->beginLevel();
      }
      std::map<std::string, std::uint64_t> pairs;
      for (std::size_t rank = 0; rank < schedules.size(); ++rank) {
        for (std::size_t letter = 0; letter < letters; ++letter) {
          const auto chance = static_cast<std::int64_t>(letters * (schedules.size() < 100 ? 1 : schedules.size() / 50));
          if (rank == 0 ? letter == 0 : test::oneIn(random, chance))
            pairs.emplace(schedules[rank] + taskLetter(letter), trie.pair(rank, letter));
          if (schedules.size() == 1) pairs.emplace(schedules[rank] + taskLetter(letter), trie.pair(rank, letter));
        }
      }
      for (const auto& [schedule, pair] : pairs) {
        trie.mark(pair);
        all.mark(pair);
      }
      trie.endLevel();
      all.endLevel();
      schedules.clear();
      for (const auto& [schedule, pair] : pairs) {
        ASSERT_EQ(trie.rank(pair), schedules.size());
        schedules.push_back(schedule);
      }
      if (test::oneIn(random, 3)) trie.prune();
      for (std::size_t rank = 0; rank < schedules.size(); ++rank) ASSERT_EQ(trie.schedule(rank), schedules[rank]);
    }
    trie.prune();
    EXPECT_LT(trie.bytes(), all.bytes());
    for (std::size_t rank = 0; rank < schedules.size(); ++rank) ASSERT_EQ(trie.schedule(rank), all.schedule(rank));
  }
}

}  // namespace
}  // namespace interleave
