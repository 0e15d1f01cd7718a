#include "program/machine.h"

#include <algorithm>
#include <array>
#include <utility>

#include "program/interpreter.h"

namespace interleave::program {

std::string_view nameOf(Waits waits) {
  static constexpr std::array<std::string_view, 12> kNames = {"",       "acquire",   "wait",     "get",   "put",   "join",
                                                              "result", "exception", "shutdown", "check", "polls", "worker"};
  return kNames[static_cast<std::size_t>(waits)];
}

Machine::Machine(std::shared_ptr<const Program> program, bool output, bool keepsPrinted)
    : program_(std::move(program)), globals_(program_->globals.size()), output_(output), keepsPrinted_(output || keepsPrinted) {
  Agent main;
  main.calls.push_back({});
  main.stack.resize(program_->functions[0].slots);
  agents_.push_back(std::move(main));
  settle();
  arrange();
}

// What is at hand is asked first: an agent of which nothing is missing, or of which it is known that it has not ended.
bool Machine::finished() const {
  const auto unfinished = [](const Agent& one) {
    return !one.daemon && one.stance != Stance::ended && (!one.missing.summary || one.stance != Stance::stands);
  };
  if (std::ranges::any_of(agents_, unfinished)) return false;
  for (AgentId agent = 0; agent < agents_.size(); ++agent) {
    if (!agents_[agent].daemon && !hasEnded(agent)) return false;
  }
  return true;
}

// What is at hand is asked first, as above.
bool Machine::joinedHaveEnded() const {
  for (const bool atHand : {true, false}) {
    for (const AgentId agent : joined_) {
      if (agents_[agent].missing.summary != atHand && !hasEnded(agent)) return false;
    }
  }
  return true;
}

void Machine::joinTogether() {
  std::vector<AgentId> joined;
  Machine trial = *this;
  while (trial.agents_[kMain].stance == Stance::waits) {
    const Why why = trial.whyNot(kMain);
    const auto awaited = std::ranges::find(trial.agents_, why.object, &Agent::subject);
    if (why.waits != Waits::join || awaited == trial.agents_.end()) break;
    joined.push_back(static_cast<AgentId>(awaited - trial.agents_.begin()));
    if (!trial.goesOnWhenEnds(joined.back())) break;
  }
  joined_ = std::move(joined);
}

// Whether main, after that agent's end, goes on to wait for something else, and does nothing on the way that is seen from elsewhere.
// It has looked only at what it has for itself, as any other look is a step while threads are unfinished.
bool Machine::goesOnWhenEnds(AgentId agent) {
  Agent& ended = agents_[agent];
  ended.stance = Stance::ended;
  ended.calls.clear();
  ended.stack.clear();
  if (othersHaveEnded(kMain)) return false;
  const Machine before = *this;
  Interpreter(*this, kMain).run(false);
  if (!stopped_.empty() || agents_[kMain].stance != Stance::waits) return false;
  if (agents_.size() != before.agents_.size() || namedThreads_ != before.namedThreads_ || printed_ != before.printed_)
    return false;
  if (listed_ != before.listed_) return false;
  // A question sees what main has for itself, too.
  const bool isAsked = program_->question != 0;
  const auto asks = [this, isAsked](std::size_t global) {
    return isAsked && std::ranges::any_of(program_->functions[program_->question].code, [global](const Instruction& one) {
             return one.op == Op::loadGlobal && one.a == global;
           });
  };
  const auto known = static_cast<ObjectId>(before.heap_.size());
  for (ObjectId object = 0; (object = heap_.firstDifference(before.heap_, object, known)) < known; ++object) {
    if (heap_.shared(object) || (isAsked && heap_.kind(object) != Kind::iterator)) return false;
  }
  for (std::size_t i = 0; i < globals_.size(); ++i) {
    if ((program_->globals[i].shared || asks(i)) && globals_[i] != before.globals_[i]) return false;
  }
  return true;
}

void Machine::joinOneByOne() {
  joined_.clear();
  settle();
}

bool Machine::othersHaveEnded(AgentId agent) const {
  for (const bool atHand : {true, false}) {
    for (AgentId other = 0; other < agents_.size(); ++other) {
      if (other != agent && agents_[other].missing.summary != atHand && !hasEnded(other)) return false;
    }
  }
  return true;
}

bool Machine::canStep(AgentId agent) {
  const Stance stance = use(agent).stance;
  if ((stance != Stance::stands && stance != Stance::looks) || finished() || !stopped_.empty()) return false;
  return Interpreter(*this, agent).look() == Outcome::stands;
}

Taken Machine::step(AgentId agent) {
  Interpreter interpreter(*this, agent);
  interpreter.run(true);
  settle();
  return interpreter.taken().value_or(Taken{agent, {}, 0, 0});
}

Why Machine::whyNot(AgentId agent) {
  if (agents_[agent].stance == Stance::queued) return {Waits::worker, agents_[agent].pool, kNobody, {}};
  Interpreter interpreter(*this, agent);
  return interpreter.look() == Outcome::stands ? interpreter.polled() : interpreter.why();
}

int Machine::lineOf(AgentId agent) const {
  const Agent& one = agents_[agent];
  if (one.calls.empty()) return 0;
  // In a task that has not begun, and in the library's own code, no line is.
  for (auto call = one.calls.rbegin(); call != one.calls.rend(); ++call) {
    const auto& places = program_->functions[call->function].places;
    const std::size_t pc = call == one.calls.rbegin() ? call->pc : call->pc - 1;
    if (places[pc].line != 0) return places[pc].line;
  }
  return 0;
}

// Main first, then in the order of the letters, again and again until none goes on.
void Machine::settle() {
  for (bool moved = true; moved && stopped_.empty() && !finished();) {
    moved = false;
    beginTasks();
    for (AgentId agent = 0; agent < agents_.size() && stopped_.empty(); ++agent) {
      if (!mayGoOn(agent)) continue;
      if (source_) source_->runs(agent);
      moved |= Interpreter(*this, agent).run(false);
      if (source_) source_->hasRun(agent);
    }
  }
}

// A step of main is none once main is alone.
bool Machine::mayGoOn(AgentId agent) {
  const Stance stance = agents_[agent].stance;
  if (stance != Stance::stands) return goesOnByItself(stance) && (agent != kMain || joined_.empty() || joinedHaveEnded());
  return agent == kMain && othersHaveEnded(kMain) && use(kMain).stance == Stance::stands;
}

// The tasks in flight are the first unfinished ones of their pool, as many as it has workers.
void Machine::beginTasks() {
  for (AgentId agent = 1; agent < agents_.size(); ++agent) {
    if (agents_[agent].stance != Stance::queued) continue;
    std::int64_t before = 0;
    for (AgentId other = 1; other < agent; ++other) before += agents_[other].pool == agents_[agent].pool && !hasEnded(other);
    if (before < std::as_const(heap_).at(idOf(agents_[agent].pool), 1).small()) use(agent).stance = Stance::runs;
  }
  if (agents_.size() <= kMaxAtWork + 1) return;
  int atWork = 0;
  for (AgentId agent = 1; agent < agents_.size(); ++agent) atWork += agents_[agent].stance != Stance::queued && !hasEnded(agent);
  if (atWork > kMaxAtWork) stopped_ = "more than " + std::to_string(kMaxAtWork) + " threads and tasks at work at once";
}

Answer Machine::ask() const { return Machine(*this).askInPlace(); }

// As an agent that has no number in any state, and so is seen by none.
Answer Machine::askInPlace() {
  Agent asking;
  asking.daemon = true;
  asking.calls.push_back({program_->question, 0, 0, false});
  asking.stack.resize(program_->functions[program_->question].slots);
  agents_.push_back(std::move(asking));
  Interpreter interpreter(*this, static_cast<AgentId>(agents_.size() - 1));
  Answer answer;
  const Value value = interpreter.answer(answer.failure);
  if (!value.bound()) return answer;
  answer.holds = interpreter.operations().truth(value);
  // As of a view, which is used where it is made.
  if (const auto failure = interpreter.operations().takeFailure()) answer.failure = failure->text;
  return answer;
}

// In the order of their serial numbers, which is the same in every schedule.
void Machine::list(ObjectId object) {
  needRest();
  if (std::ranges::find(listed_, object) != listed_.end()) return;
  listed_.push_back(object);
  sortListed();
}

// What an agent has for itself, an iterator for example, is then numbered in each state by where it is reached.
void Machine::arrange() {
  std::vector<ObjectId> order, places(heap_.size());
  for (const bool shared : {true, false}) {
    for (ObjectId object = 0; object < heap_.size(); ++object) {
      if (heap_.shared(object) == shared) order.push_back(object);
    }
  }
  for (ObjectId place = 0; place < order.size(); ++place) places[order[place]] = place;
  const auto moved = [&places](Value value) { return value.is(Tag::object) ? objectValue(places[value.index()]) : value; };
  Heap arranged;
  for (const ObjectId object : order) {
    std::vector<Value> values;
    for (const Value value : heap_.values(object)) values.push_back(moved(value));
    const ObjectId made = arranged.make(heap_.kind(object), values, heap_.detail(object));
    if (heap_.shared(object)) arranged.setShared(made);
  }
  heap_ = std::move(arranged);
  for (Value& value : globals_) value = moved(value);
  for (ObjectId& object : listed_) object = places[object];
  for (Agent& agent : agents_) {
    for (Value* const value : {&agent.memory, &agent.subject, &agent.pool, &agent.failure}) *value = moved(*value);
    for (Value& value : agent.stack.present()) value = moved(value);
  }
}

void Machine::sortListed() {
  std::ranges::sort(listed_, {}, [this](ObjectId one) { return heap_.serial(one).small(); });
}

std::vector<Error> Machine::errors() const {
  std::vector<Error> all;
  Heap& heap = const_cast<Heap&>(heap_);
  Operations operations(*program_, heap);
  operations.showSetsInOrder();
  for (AgentId agent = 0; agent < agents_.size(); ++agent) {
    const Agent& one = agents_[agent];
    Value exception = one.failure;
    bool lost = false;
    if (one.isTask && one.stance == Stance::ended) {
      const auto future = static_cast<ObjectId>(one.subject.payload());
      exception = heap_.at(future, 4) == kTrue ? kAbsent : heap_.at(future, 3);
      lost = true;
    }
    if (!exception.is(Tag::object)) continue;
    const auto id = static_cast<ObjectId>(exception.payload());
    all.push_back(
        {agent, operations.classNameOf(id), operations.str(exception), static_cast<int>(heap_.at(id, 2).small()), lost});
  }
  return all;
}

std::vector<WaitingAgent> Machine::waiting() {
  std::vector<WaitingAgent> all;
  for (AgentId agent = 0; agent < agents_.size(); ++agent) {
    if (agents_[agent].daemon || agents_[agent].stance == Stance::ended) continue;
    all.push_back({agent, whyNot(agent), lineOf(agent)});
  }
  return all;
}

}  // namespace interleave::program
