#include "program/footprint.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "program/interpreter.h"

namespace interleave::program {

// Marks what others can reach as missing, though it is there, so that each look at it is told.
class StepFollower final : private MissingParts {
 public:
  explicit StepFollower(Machine& machine)
      : machine_(machine), globals_(machine.globals_), printed_(machine.printed_.size()), named_(machine.namedThreads_) {
    machine_.source_ = this;
    machine_.heap_.setFollower(this);
    for (ObjectId object = 0; object < machine_.heap_.size(); ++object) mark(object);
    for (std::size_t i = 0; i < globals_.size(); ++i) hide(i);
    for (Agent& agent : machine_.agents_) {
      agent.missing.summary = true;
      wasQueued_.push_back(agent.stance == Stance::queued);
      hadEnded_.push_back(agent.stance == Stance::ended);
    }
  }
  ~StepFollower() {
    machine_.source_ = nullptr;
    machine_.heap_.setFollower(nullptr);
    for (ObjectId object = 0; object < machine_.heap_.size(); ++object) machine_.heap_.setMissing(object, Heap::Missing::none);
    for (std::size_t i = 0; i < globals_.size(); ++i) show(i);
    for (Agent& agent : machine_.agents_) agent.missing.summary = false;
  }
  StepFollower(const StepFollower&) = delete;
  StepFollower& operator=(const StepFollower&) = delete;

  StepReport step(AgentId agent) {
    runner_ = agent;
    isStep_ = true;
    element_ = elementAt(agent);
    noteDeques(agent);
    report_.makes.push_back({agent, size()});
    const std::size_t agents = machine_.agents_.size();
    Interpreter(machine_, agent).run(true);
    isStep_ = false;
    tellMade(agents);
    if (machine_.agents_.size() > agents || machine_.namedThreads_ != named_) write({Place::Of::agents, 0, 0});
    tellPools(agents);
    runner_ = kNobody;
    machine_.settle();
    tellEnds(agent);
    report_.changes = report_.changes || wentOn_ || machine_.agents_.size() > agents || !report_.ended.empty();
    return std::move(report_);
  }

  std::vector<Access> look(AgentId agent) {
    Interpreter(machine_, agent).look();
    for (const Seen& seen : seen_) note({seen.place, false});
    return std::move(report_.accesses);
  }

 private:
  struct Seen {
    Place place;
    bool written = false;
    std::vector<Value> before{};
  };

  ObjectId size() const { return static_cast<ObjectId>(machine_.heap_.size()); }

  void mark(ObjectId object) {
    const Heap& heap = machine_.heap_;
    if (!heap.sharedNow(object)) return;
    machine_.heap_.setMissing(object, hasFields(heap.kind(object)) ? Heap::Missing::fields : Heap::Missing::all);
  }
  void hide(std::size_t global) {
    if (machine_.program().globals[global].shared) machine_.globals_[global] = kMissing;
  }
  void show(std::size_t global) {
    if (machine_.globals_[global].is(Tag::missing)) machine_.globals_[global] = globals_[global];
  }

  // ---- What is looked at ---------------------------------------------------------------
  // What is looked at first is written only if it is another value afterwards.
  void sees(const Place& place, bool written, std::vector<Value> before) {
    if (std::ranges::find(seen_, place, &Seen::place) == seen_.end()) seen_.push_back({place, written, std::move(before)});
  }

  void readObject(ObjectId object) override {
    const auto values = machine_.heap_.present(object);
    sees({Place::Of::object, object, 0}, false, {values.begin(), values.end()});
    machine_.heap_.setMissing(object, Heap::Missing::none);
    opened_.push_back(object);
  }
  void readFields(ObjectId object) override {
    for (std::size_t i = kFirstField; i < machine_.heap_.present(object).size(); ++i) readField(object, i);
  }
  void readField(ObjectId object, std::size_t index) override {
    if (index < kFirstField) return;
    sees(partOf(object, index), false, {machine_.heap_.field(object, index)});
  }
  void writeField(ObjectId object, std::size_t index) override {
    if (index >= kFirstField) sees(partOf(object, index), true, {machine_.heap_.field(object, index)});
  }
  void readGlobal(std::size_t global) override {
    show(global);
    sees({Place::Of::global, static_cast<ObjectId>(global), 0}, false, {globals_[global]});
  }
  void writeGlobal(std::size_t global) override {
    if (!machine_.program().globals[global].shared) return;
    show(global);
    sees({Place::Of::global, static_cast<ObjectId>(global), 0}, true, {globals_[global]});
  }
  void readSummary(AgentId agent) override {
    if (runner_ != kNobody) sees({Place::Of::end, agent, 0}, false, {});
  }
  void readAgent(AgentId) override {}
  void readSlot(AgentId, std::size_t) override {}
  void readCall(AgentId) override {}
  void readRest() override {}
  void readEverything() override {}
  void actsAlone() override { alone_ = true; }

  static Place partOf(ObjectId object, std::size_t index) { return {Place::Of::part, object, static_cast<std::uint32_t>(index)}; }

  // The list, and the element of it, that the agent's next instruction is about; nothing if it is another.
  std::optional<Place> elementAt(AgentId id) const {
    const Agent& agent = machine_.agents_[id];
    const Call& call = agent.calls.back();
    const Op op = machine_.program().functions[call.function].code[call.pc].op;
    if ((op != Op::subscript && op != Op::storeSubscript) || agent.stack.size() < 2) return std::nullopt;
    const auto stack = agent.stack.present();
    const Value object = stack[stack.size() - 2], index = stack.back();
    if (!object.is(Tag::object) || !index.is(Tag::integer) || machine_.heap_.kind(idOf(object)) != Kind::list)
      return std::nullopt;
    const auto length = static_cast<std::int64_t>(machine_.heap_.present(idOf(object)).size());
    const std::int64_t at = index.small() < 0 ? index.small() + length : index.small();
    if (at < 0 || at >= length) return std::nullopt;
    return partOf(idOf(object), static_cast<std::size_t>(at));
  }

  // A change of a deque ends all going through it that has begun: what goes through it depends on it, whatever it looks at.
  void noteDeques(AgentId id) {
    const Agent& agent = machine_.agents_[id];
    const Call& call = agent.calls.back();
    const Op op = machine_.program().functions[call.function].code[call.pc].op;
    if (op == Op::iterate || op == Op::next) noteDequesOf(agent.stack.present().back());
  }
  void noteDequesOf(Value value) {
    if (!value.is(Tag::object)) return;
    const Kind kind = machine_.heap_.kind(idOf(value));
    if (kind == Kind::deque && machine_.heap_.sharedNow(idOf(value))) note({{Place::Of::object, idOf(value), 0}, false});
    if (kind == Kind::iterator) noteDequesOf(machine_.heap_.present(idOf(value))[0]);
    if (kind != Kind::tuple) return;
    for (const Value one : machine_.heap_.present(idOf(value))) noteDequesOf(one);
  }

  // ---- Instructions ----------------------------------------------------------------------
  void executed(bool done) override {
    if (done) takeIn();
    seen_.clear();
    alone_ = false;
    for (const ObjectId object : opened_) mark(object);
    opened_.clear();
    for (std::size_t i = 0; i < globals_.size(); ++i) hide(i);
    isStep_ = isStep_ && !done;
  }

  void takeIn() {
    if (alone_) tell({Aftermath::What::alone, runner_, {}, kNobody});
    // Behind what it waits for, what an agent looks at is known.
    std::ranges::partition(seen_, [](const Seen& seen) { return seen.place.of == Place::Of::end; });
    for (Seen& seen : seen_) {
      const bool changed = hasChanged(seen);
      report_.changes = report_.changes || changed;
      if (isStep_) {
        if (element_ && seen.place == Place{Place::Of::object, element_->object, 0}) seen.place = *element_;
        note({seen.place, changed || seen.written});
      } else if (seen.place.of == Place::Of::end) {
        const auto agent = static_cast<AgentId>(seen.place.object);
        if (machine_.agents_[agent].stance == Stance::ended) tell({Aftermath::What::joins, runner_, {}, agent});
      } else {
        tell({changed || seen.written ? Aftermath::What::changes : Aftermath::What::looks, runner_, seen.place, kNobody});
      }
    }
    for (std::size_t i = 0; i < globals_.size(); ++i) {
      if (!machine_.globals_[i].is(Tag::missing)) globals_[i] = machine_.globals_[i];
    }
    if (machine_.output_ && machine_.printed_.size() != printed_) {
      if (isStep_) write({Place::Of::output, 0, 0});
      printed_ = machine_.printed_.size();
      report_.changes = true;
    }
  }

  bool hasChanged(const Seen& seen) const {
    switch (seen.place.of) {
      case Place::Of::global: return machine_.globals_[seen.place.object] != seen.before[0];
      case Place::Of::object: return !std::ranges::equal(machine_.heap_.present(seen.place.object), seen.before);
      case Place::Of::part: return machine_.heap_.field(seen.place.object, seen.place.index) != seen.before[0];
      default: return false;
    }
  }

  void note(const Access& access) {
    const auto known = std::ranges::find(report_.accesses, access.place, &Access::place);
    if (known == report_.accesses.end()) report_.accesses.push_back(access);
    else known->writes = known->writes || access.writes;
  }
  void write(const Place& place) { note({place, true}); }
  void tell(const Aftermath& one) { report_.aftermath.push_back(one); }

  // ---- Agents ------------------------------------------------------------------------------
  void runs(AgentId agent) override {
    runner_ = agent;
    agentsBefore_ = machine_.agents_.size();
    toldBefore_ = report_.aftermath.size();
    report_.makes.push_back({agent, size()});
    const Agent& one = machine_.agents_[agent];
    pcBefore_ = one.calls.empty() ? 0 : one.calls.back().pc;
    if (agent < wasQueued_.size() && wasQueued_[agent]) {
      wasQueued_[agent] = false;
      tell({Aftermath::What::begins, agent, {}, kNobody});
    }
    // What goes on in the middle of a call of the library was asleep.
    asleep_ = one.phase != 0 && goesOnByItself(one.stance);
  }
  void hasRun(AgentId agent) override {
    const Agent& one = machine_.agents_[agent];
    const bool moved = one.calls.empty() || one.calls.back().pc != pcBefore_ || report_.aftermath.size() > toldBefore_;
    wentOn_ = wentOn_ || moved;
    if (asleep_ && moved) {
      const auto at = report_.aftermath.begin() + static_cast<std::ptrdiff_t>(toldBefore_);
      report_.aftermath.insert(at, {Aftermath::What::wakes, agent, {}, kNobody});
    }
    tellMade(agentsBefore_);
    runner_ = kNobody;
  }

  void tellMade(std::size_t agents) {
    for (std::size_t made = agents; made < machine_.agents_.size(); ++made) {
      tell({Aftermath::What::makes, runner_, {}, static_cast<AgentId>(made)});
    }
  }

  // Handing in a task and the ends of tasks decide together who begins when.
  void tellPools(std::size_t agents) {
    for (std::size_t made = agents; made < machine_.agents_.size(); ++made) {
      if (machine_.agents_[made].isTask) write({Place::Of::pool, idOf(machine_.agents_[made].pool), 0});
    }
  }

  // The end of main that follows by itself nothing asks for.
  void tellEnds(AgentId stepping) {
    for (std::size_t i = 0; i < hadEnded_.size(); ++i) {
      const Agent& agent = machine_.agents_[i];
      if (hadEnded_[i] || agent.stance != Stance::ended) continue;
      const auto id = static_cast<AgentId>(i);
      report_.ended.push_back(id);
      if (id != kMain || id == stepping) write({Place::Of::end, id, 0});
      if (!agent.isTask) continue;
      const auto begins = [&](const Aftermath& one) {
        return one.what == Aftermath::What::begins && machine_.agents_[one.agent].pool == agent.pool;
      };
      note({{Place::Of::pool, idOf(agent.pool), 0}, std::ranges::any_of(report_.aftermath, begins)});
    }
    // By an agent that has gone on by itself behind the end of a task.
    for (const Aftermath& one : report_.aftermath) {
      if (one.what != Aftermath::What::makes || !machine_.agents_[one.other].isTask) continue;
      write({Place::Of::pool, idOf(machine_.agents_[one.other].pool), 0});
    }
  }

  Machine& machine_;
  std::vector<Value> globals_;
  std::size_t printed_;
  std::uint32_t named_;
  std::vector<bool> wasQueued_, hadEnded_;
  StepReport report_;
  AgentId runner_ = kNobody;
  bool isStep_ = false;  // the instruction is the step
  std::optional<Place> element_;
  // Of the present instruction.
  std::vector<Seen> seen_;
  std::vector<ObjectId> opened_;
  bool alone_ = false;
  // Of an agent that goes on by itself.
  std::size_t agentsBefore_ = 0, toldBefore_ = 0;
  std::uint32_t pcBefore_ = 0;
  bool asleep_ = false;
  bool wentOn_ = false;
};

StepReport takeStep(Machine& machine, AgentId agent) { return StepFollower(machine).step(agent); }

std::vector<Access> looksAt(Machine& machine, AgentId agent) { return StepFollower(machine).look(agent); }

}  // namespace interleave::program
