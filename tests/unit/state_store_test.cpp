#include "explore/state_store.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "support.h"

namespace interleave {
namespace {

using State = std::vector<std::uint64_t>;

// In few bits of any word, so that many are alike.
State randomState(test::Random& random, std::size_t words) {
  State state(words);
  for (std::uint64_t& word : state) word = (random() % 16) << (random() % 2 * 60);
  return state;
}

std::uint32_t insert(StateStore& store, const State& state, std::uint64_t most = StateStore::kMostStates) {
  return store.insert(state.data(), StateStore::hashOf(state.data(), state.size()), most, state.size());
}

std::uint32_t find(const StateStore& store, const State& state) {
  return store.find(state.data(), StateStore::hashOf(state.data(), state.size()), state.size());
}

TEST(StateStore, NumbersStatesInOrderOfArrivalAndForgetsTheLast) {
  test::Random random(1);
  for (const std::size_t words : {1U, 2U, 3U, 5U}) {
    StateStore store(words);
    std::vector<State> order;
    std::map<State, std::uint32_t> numbers;
    for (int round = 0; round < 20; ++round) {
      for (int i = 0; i < 1'000; ++i) {
        const State state = randomState(random, words);
        const auto [known, isNew] = numbers.try_emplace(state, static_cast<std::uint32_t>(order.size()));
        if (isNew) order.push_back(state);
        ASSERT_EQ(insert(store, state), known->second);
      }
      const auto kept = static_cast<std::uint32_t>(order.size() - order.size() / 3);
      store.shrink(kept);
      ASSERT_EQ(store.size(), kept);
      for (std::uint32_t number = 0; number < order.size(); ++number) {
        ASSERT_EQ(find(store, order[number]), number < kept ? number : StateStore::kNone);
        if (number >= kept) numbers.erase(order[number]);
      }
      order.resize(kept);
    }
  }
}

TEST(StateStore, TakesAsManyAsItMay) {
  StateStore store(1);
  EXPECT_EQ(insert(store, {7}, 1), 0U);
  EXPECT_EQ(insert(store, {8}, 1), StateStore::kNone);
  EXPECT_EQ(insert(store, {7}, 1), 0U);
}

TEST(StateStore, StatesOfAConstantLengthAreTheSame) {
  const State state = {3, 1ull << 60};
  std::uint64_t hash = 0;
  withLength(2, [&](auto words) { hash = StateStore::hashOf(state.data(), words); });
  EXPECT_EQ(hash, StateStore::hashOf(state.data(), state.size()));
}

}  // namespace
}  // namespace interleave
