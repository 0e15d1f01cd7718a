#include "explore/wakeup_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "support.h"

namespace interleave {
namespace {

struct Label {
  std::uint8_t task = 0;
  bool write = false;

  bool operator==(const Label&) const = default;
};
bool dependent(const Label& a, const Label& b) { return a.task == b.task || a.write || b.write; }

using Trees = WakeupTrees<Label>;

// "a": A reads; "A": A writes.
Label label(char letter) {
  const bool write = letter >= 'A' && letter <= 'Z';
  return {.task = static_cast<std::uint8_t>(letter - (write ? 'A' : 'a')), .write = write};
}

std::vector<Label> labels(std::string_view letters) {
  std::vector<Label> sequence;
  for (const char letter : letters) sequence.push_back(label(letter));
  return sequence;
}

// All sequences of the tree, which is consumed.
void takeAll(Trees& trees, Trees::Tree tree, const std::string& prefix, std::vector<std::string>& found) {
  while (tree != Trees::kEmpty) {
    const Label front = trees.front(tree);
    const std::string path = prefix + static_cast<char>((front.write ? 'A' : 'a') + static_cast<char>(front.task));
    const Trees::Tree below = trees.takeFront(tree);
    if (below == Trees::kEmpty) found.push_back(path);
    takeAll(trees, below, path, found);
  }
}

// The contents of a tree after these have been inserted.
std::vector<std::string> treeOf(std::initializer_list<std::string_view> sequences) {
  Trees trees;
  Trees::Tree tree = Trees::kEmpty;
  for (const std::string_view letters : sequences) {
    std::vector<Label> sequence = labels(letters);
    trees.insert(tree, sequence);
  }
  std::vector<std::string> found;
  takeAll(trees, tree, "", found);
  EXPECT_EQ(trees.size(), 0u);
  return found;
}

using Sequences = std::vector<std::string>;

TEST(WakeupTree, KnowsWhatCanGoFirst) {
  std::size_t found = 0;
  EXPECT_EQ(fit(label('b'), labels("acb"), found), Fit::first);
  EXPECT_EQ(found, 2u);
  EXPECT_EQ(fit(label('b'), labels("aAb"), found), Fit::conflicts);
  EXPECT_EQ(fit(label('b'), labels("ac"), found), Fit::independent);
  EXPECT_EQ(fit(label('b'), labels(""), found), Fit::independent);
  EXPECT_EQ(fit(label('B'), labels("a"), found), Fit::conflicts);
  EXPECT_TRUE(isWeakInitial(label('b'), labels("acb")));
  EXPECT_TRUE(isWeakInitial(label('b'), labels("ac")));
  EXPECT_FALSE(isWeakInitial(label('B'), labels("a")));
}

TEST(WakeupTree, KeepsConflictingSequencesInTheOrderTheyCame) {
  EXPECT_EQ(treeOf({"B", "aC", "D"}), (Sequences{"B", "aC", "D"}));
}

TEST(WakeupTree, AddsNothingForAClassThatIsOnItsWay) {
  EXPECT_EQ(treeOf({"abC", "abC"}), (Sequences{"abC"}));
  // The same in another order.
  EXPECT_EQ(treeOf({"abC", "baC"}), (Sequences{"abC"}));
  // A prefix of the other.
  EXPECT_EQ(treeOf({"a", "abC"}), (Sequences{"a"}));
  EXPECT_EQ(treeOf({"abC", "ab"}), (Sequences{"abC"}));
}

TEST(WakeupTree, BranchesWhereSequencesPart) {
  EXPECT_EQ(treeOf({"abC", "baD"}), (Sequences{"abC", "abD"}));
  EXPECT_EQ(treeOf({"abC", "adE"}), (Sequences{"abC", "adE"}));
  // b goes with ad, although it is no part of it.
  EXPECT_EQ(treeOf({"abC", "ad"}), (Sequences{"abC", "abd"}));
}

TEST(WakeupTree, KeepsSiblingsWhenTheFirstIsTaken) {
  Trees trees;
  Trees::Tree tree = trees.chain(labels("abC"));
  std::vector<Label> other = labels("D");
  trees.insert(tree, other);
  EXPECT_EQ(trees.size(), 4u);
  const Trees::Tree below = trees.takeFront(tree);
  EXPECT_EQ(trees.size(), 3u);
  EXPECT_EQ(trees.front(below), label('b'));
  EXPECT_EQ(trees.front(tree), label('D'));
}

// Of random sequences of reads and writes: each is covered by a path, and no two paths by each other.
TEST(WakeupTree, EveryPathIsOfAClassOfItsOwn) {
  test::Random random(1);
  const auto covers = [](std::string_view path, std::vector<Label> sequence) {
    for (const char letter : path) {
      std::size_t found = 0;
      const Fit fits = fit(label(letter), sequence, found);
      if (fits == Fit::conflicts) return false;
      if (fits == Fit::first) sequence.erase(sequence.begin() + static_cast<std::ptrdiff_t>(found));
    }
    return true;
  };
  for (int i = 0; i < test::rounds(2'000); ++i) {
    Trees trees;
    Trees::Tree tree = Trees::kEmpty;
    std::vector<std::vector<Label>> put;
    for (int n = 0; n < 8; ++n) {
      // Each task reads, then writes.
      std::string letters = "aAbBcC";
      std::string sequence;
      for (std::int64_t length = test::between(random, 1, 6); length > 0; --length) {
        std::vector<std::size_t> possible;
        for (std::size_t at = 0; at < letters.size(); ++at) {
          const bool write = letters[at] <= 'Z';
          if (!write || at == 0 || letters[at - 1] != letters[at] - 'A' + 'a') possible.push_back(at);
        }
        const std::size_t at = possible[random() % possible.size()];
        sequence += letters[at];
        letters.erase(at, 1);
      }
      put.push_back(labels(sequence));
      std::vector<Label> used = put.back();
      trees.insert(tree, used);
    }
    std::vector<std::string> paths;
    takeAll(trees, tree, "", paths);
    for (const std::vector<Label>& sequence : put) {
      EXPECT_TRUE(std::ranges::any_of(paths, [&](const std::string& path) { return covers(path, sequence); }));
    }
    for (const std::string& one : paths) {
      for (const std::string& two : paths) {
        if (&one != &two) EXPECT_FALSE(covers(one, labels(two))) << one << " and " << two;
      }
    }
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace interleave
