#include "explore/program_levels.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <unordered_map>
#include <utility>

#include "explore/ending_numbers.h"
#include "explore/key_table.h"
#include "explore/letter_rank.h"
#include "explore/prefix_trie.h"

namespace interleave {
namespace {

using Edge = ProgramGraph::Edge;
using Word = std::uint64_t;

// Nodes of a level from which a second thread pays.
constexpr std::uint32_t kPaysFrom = 2'000;
constexpr Word kUnknown = ~Word{0};

// The fewest preemptions, and below them a schedule: its rank, or the pair that gives it (PrefixTrie).
constexpr int kRankBits = 40;
constexpr Word kPreemption = Word{1} << kRankBits;
constexpr Word rankIn(Word cost) { return cost & (kPreemption - 1); }

// Before the first step: a letter that no step has.
constexpr LetterRank kNoLetter = 31;

constexpr std::size_t letterOfRank(LetterRank rank, std::size_t agents) {
  return rank == program::kMaxAgents - 1 ? agents - 1 : rank;
}
char nameOfLetter(std::size_t letter, std::size_t agents) {
  return interleave::letterOfRank(letter + 1 == agents ? program::kMaxAgents - 1 : static_cast<LetterRank>(letter));
}

template <typename T>
std::size_t bytesOf(const std::vector<T>& all) {
  return all.capacity() * sizeof(T);
}

// What is known of the states of a level.
struct Level {
  std::size_t limbs = 1;
  std::vector<Word> ways;  // by node: how many schedules lead to it, in limbs
  std::vector<Word> first;  // by node: its first schedule
  std::vector<std::uint32_t> letters;  // by node: who can have stepped last, a bit a rank, as its own state has them
  std::vector<std::uint32_t> pairs;  // by node: the first of its pairs, which are those with each such letter
  std::vector<Word> cheapest;  // by pair
  // Of merged states: what the letters of a node are on these schedules.
  std::vector<Renaming> firstNames, cheapestNames;

  std::size_t pairOf(std::uint32_t node, LetterRank last) const {
    return pairs[node] + static_cast<std::size_t>(std::popcount(letters[node] & ((1u << last) - 1)));
  }
  std::size_t bytes() const {
    return bytesOf(ways) + bytesOf(first) + bytesOf(letters) + bytesOf(pairs) + bytesOf(cheapest) + bytesOf(firstNames) +
           bytesOf(cheapestNames);
  }
};

Level firstLevel(bool isMerged) {
  Level level;
  level.ways = {1};
  level.first = {0};
  level.letters = {1u << kNoLetter};
  level.pairs = {0, 1};
  level.cheapest = {0};
  if (isMerged) level.firstNames = level.cheapestNames = {Renaming{}};
  return level;
}

// In how many levels a state is, on an average: by a sample of all states, which is told by their hashes.
class Recurrence {
 public:
  void add(Word hash) {
    if ((hash & mask_) != 0) return;
    ++levels_[hash];
    ++total_;
    if (levels_.size() <= kMost) return;
    mask_ = 2 * mask_ + 1;
    std::erase_if(levels_, [this](const auto& one) { return (one.first & mask_) != 0; });
    total_ = 0;
    for (const auto& [one, levels] : levels_) total_ += levels;
  }
  bool isAny() const { return total_ > levels_.size(); }
  // Whether the graph is likely to take less time: a state of a level takes about as much as one of the graph, often less.
  bool isHigh() const { return levels_.size() >= kFew && 4 * total_ > 5 * levels_.size(); }

 private:
  static constexpr std::size_t kFew = 500, kMost = 4'000;
  std::unordered_map<Word, std::uint32_t> levels_;
  std::size_t total_ = 0;
  Word mask_ = 0;
};

class LevelSearch {
 public:
  LevelSearch(ProgramGraph& graph, Budget& budget, Team& team, Recurring recurring)
      : graph_(graph), budget_(budget), team_(team), recurring_(recurring), trie_(1) {
    found_.levels.complete = true;
  }

  // False: states cannot be merged.
  bool run(ProgramGraph::LikeStates like) {
    graph_.beginLevels(budget_, like);
    now_ = firstLevel(graph_.isMerged());
    found_.states = 1;
    while (graph_.expandLevel(budget_, team_, bytes())) {
      found_.stateBytes = std::max<std::uint64_t>(found_.stateBytes, graph_.stateBytes());
      collectEndings();
      noteLevel();
      found_.states += graph_.statesOfNext();
      if (budget_.spent() || !graph_.stopped().empty() || graph_.statesOfNext() == 0) return true;
      advance();
      if (budget_.spent()) return true;
      graph_.enterNextLevel();
      if (recurring_ == Recurring::isGivenUp && recurs()) return true;
    }
    return false;
  }

  LevelledSearch found() && {
    found_.endingsOmitted = numbers_.omitted();
    return std::move(found_);
  }

 private:
  std::size_t bytes() const { return now_.bytes() + next_.bytes() + trie_.bytes() + endingBytes_; }
  bool isSpent(std::uint32_t node) {
    constexpr std::uint32_t kPerLook = 1u << 13;
    if (node % kPerLook != 0) return false;
    budget_.look();
    return budget_.spent();
  }
  std::uint32_t nodes() const { return static_cast<std::uint32_t>(graph_.nodes()); }

  // Looks at the level that was entered last. True: it is given up.
  bool recurs() {
    // In another layout states have other hashes.
    if (std::exchange(sampledLayouts_, graph_.layouts()) != graph_.layouts()) recurrence_ = {};
    for (std::uint32_t node = 0; node < now_.first.size(); ++node) {
      const auto state = graph_.state(node);
      recurrence_.add(hashWords(state.data(), state.size()));
    }
    found_.recurs = found_.recurs || recurrence_.isAny();
    found_.gaveUp = recurrence_.isHigh();
    return found_.gaveUp;
  }

  // ---- The next level ----------------------------------------------------------------------

  void advance() {
    const std::uint32_t count = graph_.statesOfNext();
    trie_.setLetters(graph_.agents());
    next_.limbs = limbsOfNext();
    next_.ways.assign(std::size_t{count} * next_.limbs, 0);
    next_.first.assign(count, kUnknown);
    next_.letters.assign(count, 0);
    team_.forEach(2, nodes() >= kPaysFrom, [&](std::size_t part, std::size_t) {
      if (part == 0) {
        addWays();
        findFirst();
      } else {
        findPairs();
        findCheapest();
      }
    });
    budget_.hold(graph_.bytes() + bytes());
    if (budget_.spent()) return;
    rankSchedules();
    std::swap(now_, next_);
  }

  // Of the sum of all schedules that reach the next level: none of its states has more.
  std::size_t limbsOfNext() {
    sum_.assign(now_.limbs + 1, 0);
    for (std::uint32_t node = 0; node < nodes(); ++node) {
      const std::size_t edges = graph_.firstEdge(node + 1) - graph_.firstEdge(node);
      if (edges != 0) limbs::addMultiple(sum_.data(), sum_.size(), &now_.ways[node * now_.limbs], now_.limbs, edges);
    }
    ways_ = limbs::toCount(sum_.data(), sum_.size());
    while (sum_.size() > 1 && sum_.back() == 0) sum_.pop_back();
    return sum_.size();
  }

  void addWays() {
    const std::size_t from = now_.limbs, to = next_.limbs;
    for (std::uint32_t node = 0; node < nodes() && !isSpent(node); ++node) {
      const Word* const ways = now_.ways.data() + std::size_t{node} * from;
      for (const Edge& edge : graph_.edges(node)) {
        if (to == 1) next_.ways[edge.target] += *ways;
        else limbs::addMultiple(next_.ways.data() + std::size_t{edge.target} * to, to, ways, from, 1);
      }
    }
  }

  Word pairBy(Word rank, LetterRank letter) const { return trie_.pair(rank, letterOfRank(letter, graph_.agents())); }
  // Who takes a node's edge on a schedule to it that is kept.
  LetterRank letterBy(const std::vector<Renaming>& names, std::size_t at, const Edge& edge) const {
    const auto rank = static_cast<LetterRank>(edge.rank);
    return graph_.isMerged() ? names[at][rank] : rank;
  }

  void findFirst() {
    const auto forEachEdge = [this](const auto& use) {
      for (std::uint32_t node = 0; node < nodes() && !isSpent(node); ++node) {
        for (std::size_t edge = graph_.firstEdge(node), end = graph_.firstEdge(node + 1); edge < end; ++edge) {
          const LetterRank letter = letterBy(now_.firstNames, node, graph_.edge(edge));
          use(node, edge, next_.first[graph_.edge(edge).target], pairBy(now_.first[node], letter));
        }
      }
    };
    forEachEdge([](std::uint32_t, std::size_t, Word& known, Word pair) { known = std::min(known, pair); });
    if (!graph_.isMerged()) return;
    next_.firstNames.resize(next_.first.size());
    forEachEdge([this](std::uint32_t node, std::size_t edge, Word known, Word pair) {
      if (known == pair) next_.firstNames[graph_.edge(edge).target] = now_.firstNames[node].afterInverseOf(graph_.renaming(edge));
    });
  }

  void findPairs() {
    for (std::uint32_t node = 0; node < nodes() && !isSpent(node); ++node) {
      for (std::size_t edge = graph_.firstEdge(node), end = graph_.firstEdge(node + 1); edge < end; ++edge)
        next_.letters[graph_.edge(edge).target] |= 1u << graph_.arrival(edge);
    }
    next_.pairs.resize(next_.letters.size() + 1);
    std::uint32_t count = 0;
    for (std::size_t node = 0; node < next_.letters.size(); ++node) {
      next_.pairs[node] = count;
      count += static_cast<std::uint32_t>(std::popcount(next_.letters[node]));
    }
    next_.pairs.back() = count;
    next_.cheapest.assign(count, kUnknown);
    if (graph_.isMerged()) next_.cheapestNames.resize(count);
  }

  // Of a node's pairs: the one from which a step by any letter is cheapest, and what the letters cost that went on before.
  struct Leaving {
    Word cost = kUnknown;  // with a preemption, if there is one
    std::size_t pair = 0;
  };
  Leaving leavingOf(std::uint32_t node, std::uint32_t able) const {
    Leaving best;
    std::size_t pair = now_.pairs[node];
    for (std::uint32_t left = now_.letters[node]; left != 0; left &= left - 1, ++pair) {
      const bool couldGoOn = (able & left & ~(left - 1)) != 0;
      const Word cost = now_.cheapest[pair] + (couldGoOn ? kPreemption : 0);
      if (cost < best.cost) best = {cost, pair};
    }
    return best;
  }

  void findCheapest() {
    forEachStep([](Word& known, Word cost, std::size_t, std::size_t, std::size_t) { known = std::min(known, cost); });
    if (!graph_.isMerged()) return;
    forEachStep([this](Word known, Word cost, std::size_t to, std::size_t from, std::size_t edge) {
      if (known == cost) next_.cheapestNames[to] = now_.cheapestNames[from].afterInverseOf(graph_.renaming(edge));
    });
  }

  // Calls use(what is known of the pair behind it, what this costs, that pair, the pair before it, edge) for each edge, taken from the pair
  // from which that is cheapest: after a step of the same letter, or after the one that leaves best.
  void forEachStep(const auto& use) {
    for (std::uint32_t node = 0; node < nodes() && !isSpent(node); ++node) {
      const std::size_t begin = graph_.firstEdge(node), end = graph_.firstEdge(node + 1);
      if (begin == end) continue;
      std::uint32_t able = 0;
      for (std::size_t edge = begin; edge < end; ++edge) able |= 1u << graph_.edge(edge).rank;
      const Leaving best = leavingOf(node, able);
      for (std::size_t edge = begin; edge < end; ++edge) {
        const Edge& step = graph_.edge(edge);
        Leaving taken = best;
        if ((now_.letters[node] >> step.rank & 1) != 0) {
          const std::size_t own = now_.pairOf(node, static_cast<LetterRank>(step.rank));
          if (now_.cheapest[own] < taken.cost) taken = {now_.cheapest[own], own};
        }
        const LetterRank letter = letterBy(now_.cheapestNames, taken.pair, step);
        const Word cost = (taken.cost & ~(kPreemption - 1)) | pairBy(rankIn(taken.cost), letter);
        const std::size_t to = next_.pairOf(step.target, graph_.arrival(edge));
        use(next_.cheapest[to], cost, to, taken.pair, edge);
      }
    }
  }

  // From here on a schedule of the next level is its rank.
  void rankSchedules() {
    constexpr std::size_t kFew = 1u << 20;
    const bool pays = next_.cheapest.size() >= kPaysFrom;
    trie_.beginLevel();
    team_.forEach(2, pays, [&](std::size_t part, std::size_t) {
      if (part == 0) {
        for (const Word pair : next_.first) trie_.mark(pair);
      } else {
        for (const Word cost : next_.cheapest) trie_.mark(rankIn(cost));
      }
    });
    trie_.endLevel();
    team_.forEach(2, pays, [&](std::size_t part, std::size_t) {
      if (part == 0) {
        for (Word& pair : next_.first) pair = trie_.rank(pair);
      } else {
        for (Word& cost : next_.cheapest) cost = (cost & ~(kPreemption - 1)) | trie_.rank(rankIn(cost));
      }
    });
    if (trie_.bytes() < 3 * prunedBytes_ + kFew) return;
    trie_.prune();
    prunedBytes_ = trie_.bytes();
  }

  // As levelsOf() does.
  void noteLevel() {
    if (!found_.levels.complete) return;
    const bool tooMany = found_.states > limits::kMaxLevelStates || found_.levels.levels.size() > limits::kMaxScheduleSteps;
    if (tooMany || budget_.spent() || graph_.expanded() < nodes()) {
      found_.levels.complete = false;
      return;
    }
    StepLevel level{.states = nodes()};
    for (std::uint32_t node = 0; node < nodes(); ++node)
      level.ends += graph_.firstEdge(node) == graph_.firstEdge(node + 1) ? 1 : 0;
    std::string ways = ways_.str();
    constexpr std::size_t kTooManyDigits = kTooManyWaysLog10;
    for (; ways.size() > kTooManyDigits + 1; level.exponent += kTooManyWaysLog10) ways.resize(ways.size() - kTooManyDigits);
    level.ways = std::strtod(ways.c_str(), nullptr);
    found_.levels.levels.push_back(level);
  }

  // ---- Endings ---------------------------------------------------------------------------------

  std::uint32_t endingOf(std::uint32_t node) {
    if (std::exchange(layouts_, graph_.layouts()) != graph_.layouts()) known_.clear();
    const auto state = graph_.state(node);
    const auto [at, isNew] =
        known_.try_emplace(std::string(reinterpret_cast<const char*>(state.data()), state.size_bytes()), EndingNumbers::kNone);
    if (!isNew) return at->second;
    endingBytes_ += state.size_bytes() + kBytesBeside;
    program::Ending ending = program::endingOf(graph_.machineAt(node));
    const std::size_t before = numbers_.size();
    at->second = numbers_.of(ending);
    if (at->second == before) {
      endingBytes_ += keyOf(ending).size() + sizeof(LevelledEnding);
      found_.endings.push_back({std::move(ending), 0, {}, {}, {}});
      inLevel_.emplace_back();
    }
    return at->second;
  }

  // Of the states of the level that have one ending: the first schedule, and the cheapest.
  struct InLevel {
    Word first = kUnknown, cheapest = kUnknown;
  };

  void collectEndings() {
    Word first = kUnknown;
    std::uint32_t firstNode = 0;
    const std::size_t knownBefore = found_.endings.size();
    met_.clear();
    for (std::uint32_t node = 0; node < graph_.expanded(); ++node) {
      if (graph_.firstEdge(node) != graph_.firstEdge(node + 1)) continue;
      if (budget_.spent()) break;
      if (now_.first[node] < first) {
        first = now_.first[node];
        firstNode = node;
      }
      const std::uint32_t number = endingOf(node);
      if (number == EndingNumbers::kNone) continue;
      found_.endings[number].schedules += limbs::toCount(&now_.ways[std::size_t{node} * now_.limbs], now_.limbs);
      InLevel& here = inLevel_[number];
      if (here.first == kUnknown) met_.push_back(number);
      here.first = std::min(here.first, now_.first[node]);
      for (std::size_t pair = now_.pairs[node]; pair < now_.pairs[node + 1]; ++pair)
        here.cheapest = std::min(here.cheapest, now_.cheapest[pair]);
    }
    for (const std::uint32_t number : met_) exemplify(number, number >= knownBefore, std::exchange(inLevel_[number], {}));
    if (first == kUnknown) return;
    std::string schedule = scheduleOf(first);
    if (found_.serial && found_.serialSchedule < schedule) return;
    found_.serial = program::endingOf(graph_.machineAt(firstNode));
    found_.serialSchedule = std::move(schedule);
  }

  std::string scheduleOf(Word rank) const { return trie_.schedule(rank, nameOfLetter); }

  // `isNew`: the ending is in no earlier level.
  void exemplify(std::uint32_t number, bool isNew, const InLevel& here) {
    LevelledEnding& ending = found_.endings[number];
    std::string first = scheduleOf(here.first);
    const auto preemptions = static_cast<int>(here.cheapest >> kRankBits);
    if (isNew) {
      ending.shortest = first;
      endingBytes_ += 3 * first.size();
    }
    if (isNew || preemptions < ending.simplest.preemptions) ending.simplest = {preemptions, scheduleOf(rankIn(here.cheapest))};
    if (isNew || first < ending.first) ending.first = std::move(first);
  }

  static constexpr std::size_t kBytesBeside = 64;  // of an entry of a map

  ProgramGraph& graph_;
  Budget& budget_;
  Team& team_;
  const Recurring recurring_;
  Recurrence recurrence_;
  std::size_t sampledLayouts_ = 0;
  PrefixTrie trie_;
  std::size_t prunedBytes_ = 0;
  Level now_, next_;
  std::vector<Word> sum_;
  Count ways_ = 1;  // of all schedules that reach the level
  LevelledSearch found_;
  EndingNumbers numbers_;
  std::unordered_map<std::string, std::uint32_t> known_;  // by the words of a state at which nothing can step
  std::size_t layouts_ = 0;  // by which these are
  std::vector<InLevel> inLevel_;  // by ending
  std::vector<std::uint32_t> met_;  // endings
  std::size_t endingBytes_ = 0;
};

}  // namespace

LevelledSearch searchLevels(ProgramGraph& graph, Budget& budget, Team& team, ProgramGraph::LikeStates like, Recurring recurring) {
  LevelSearch search(graph, budget, team, recurring);
  if (search.run(like)) return std::move(search).found();
  LevelSearch apart(graph, budget, team, recurring);
  apart.run(ProgramGraph::LikeStates::apart);
  return std::move(apart).found();
}

}  // namespace interleave
