#include "program/like_agents.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

#include "lang/vocabulary.h"

namespace interleave::program {
namespace {

bool asksForTheCurrentThread(const Program& program) {
  const auto entry = lang::findEntry("threading.current_thread");
  const auto is = [&](const auto& one) { return one.second == *entry; };
  return std::ranges::any_of(program.members, is) || std::ranges::any_of(program.moduleMembers, is) ||
         std::ranges::find(program.values, Value(Tag::entry, *entry)) != program.values.end();
}

// What can be reached from some values.
class Reach {
 public:
  explicit Reach(const Heap& heap) : heap_(heap), reached_(heap.size(), false) {}

  void add(Value value) {
    std::vector<Value> open{value};
    while (!open.empty()) {
      const Value next = open.back();
      open.pop_back();
      if (!next.is(Tag::object) || reached_[idOf(next)]) continue;
      reached_[idOf(next)] = true;
      const auto values = heap_.values(idOf(next));
      open.insert(open.end(), values.begin(), values.end());
    }
  }
  void add(const Agent& agent) {
    for (const Value value : agent.stack.present()) add(value);
    for (const Value value : {agent.memory, agent.pool, agent.failure}) add(value);
  }
  bool has(Value object) const { return object.is(Tag::object) && reached_[idOf(object)]; }

 private:
  const Heap& heap_;
  std::vector<bool> reached_;
};

class Finder {
 public:
  Finder(const Machine& base, PartWriter& writer)
      : base_(base), writer_(writer), byOthers_(base.heap()), byMain_(base.heap()), main_(base.agent(kMain)) {
    const Program& program = base.program();
    for (std::size_t i = 0; i < base.globals().size(); ++i)
      (program.globals[i].shared ? byOthers_ : byMain_).add(base.globals()[i]);
    const auto agents = static_cast<AgentId>(base.agents());
    for (AgentId agent = 0; agent < agents; ++agent) (agent == kMain ? byMain_ : byOthers_).add(base.agent(agent));
    Machine copy = base;
    mainWaits_ = main_.stance == Stance::waits ? copy.whyNot(kMain) : Why{};
  }

  LikeAgents find() {
    LikeAgents all;
    std::map<std::vector<std::uint64_t>, std::vector<AgentId>> like;
    const auto agents = static_cast<AgentId>(base_.agents());
    for (AgentId agent = 1; agent < agents; ++agent) {
      if (isFit(agent)) like[told(agent)].push_back(agent);
    }
    for (auto& [unused, some] : like) {
      if (some.size() > 1) all.push_back(std::move(some));
    }
    std::ranges::sort(all);
    return all;
  }

 private:
  bool isFit(AgentId agent) const {
    const Agent& one = base_.agent(agent);
    if (one.stance == Stance::ended || one.stance == Stance::queued || one.made != 0 || one.failure.bound()) return false;
    return !byOthers_.has(one.subject) && (!byMain_.has(one.subject) || mainWaitsFor(agent));
  }
  // Main takes no step until the agent has ended.
  bool mainWaitsFor(AgentId agent) const {
    if (main_.stance == Stance::ended || std::ranges::find(base_.joined(), agent) != base_.joined().end()) return true;
    const Agent& one = base_.agent(agent);
    return mainWaits_.waits == Waits::shutdown && one.isTask && mainWaits_.object == one.pool;
  }

  // All that could tell it from another one.
  std::vector<std::uint64_t> told(AgentId agent) {
    const Agent& one = base_.agent(agent);
    std::vector<std::uint64_t> all{(one.daemon ? 1u : 0u) | (one.isTask ? 2u : 0u), one.pool.bits()};
    using Part = PartKey::Kind;
    for (const Part kind : {Part::agent, Part::call, Part::summary}) add(all, {kind, agent});
    // What it was called with is looked at by nothing once it is called.
    const std::size_t first = one.calls.size() > 1 ? one.calls[1].base : 0;
    const auto slots = writer_.slotsOf(one);
    for (const std::size_t place : std::vector(slots.begin(), slots.end())) {
      if (place < first) continue;
      all.push_back(place);
      add(all, {Part::slot, agent, static_cast<std::uint32_t>(place)});
    }
    return all;
  }
  void add(std::vector<std::uint64_t>& all, const PartKey& key) {
    writer_.begin();
    const auto words = writer_.write(key);
    all.push_back(words.size());
    all.insert(all.end(), words.begin(), words.end());
  }

  const Machine& base_;
  PartWriter& writer_;
  Reach byOthers_, byMain_;  // agents other than main, and main
  const Agent& main_;
  Why mainWaits_;
};

}  // namespace

LikeAgents likeAgents(const Machine& base, PartWriter& writer) {
  if (asksForTheCurrentThread(base.program())) return {};
  return Finder(base, writer).find();
}

}  // namespace interleave::program
