#include "walk/serial.h"

#include "text/format.h"
#include "walk/chronicle.h"
#include "walk/stepping.h"

namespace interleave::walk {
namespace {

// Those that threads share.
std::size_t locksIn(const program::Machine& machine) {
  std::size_t locks = 0;
  for (program::ObjectId object = 0; object < machine.heap().size(); ++object)
    locks += machine.heap().shared(object) && canBeHeld(machine.heap().kind(object));
  return locks;
}

std::string summaryOf(const program::Machine& machine) {
  std::size_t tasks = 0;
  for (std::size_t agent = 1; agent < machine.agents(); ++agent)
    tasks += machine.agent(static_cast<program::AgentId>(agent)).isTask;
  const std::size_t threads = machine.agents() - 1 - tasks;
  std::string text;
  const auto say = [&text](std::size_t count, std::string_view noun) {
    if (count > 0) text += (text.empty() ? "" : ", ") + formatCount(count, noun);
  };
  say(threads, "thread");
  say(tasks, "task");
  say(locksIn(machine), "lock");
  say(program::valuesOf(machine).size(), "variable");
  return text.empty() ? "main alone" : text;
}

}  // namespace

Serial serialOf(const std::shared_ptr<const program::Program>& program, bool output) {
  Stepping stepping(program::Machine(program, output, true));
  program::Machine machine = stepping.start();
  std::size_t steps = 0;
  std::string able = stepping.able(machine);
  for (; !able.empty() && steps < kMostSerialSteps; ++steps) {
    machine.step(program::agentOf(able[0]));
    able = stepping.able(machine);
  }
  Serial serial{std::nullopt, summaryOf(machine)};
  if (!able.empty() || !machine.stopped().empty()) return serial;
  serial.ending = program::endingOf(machine);
  if (!output) serial.ending->printed.clear();
  return serial;
}

}  // namespace interleave::walk
