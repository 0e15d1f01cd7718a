#include "program/function_writer.h"

#include <utility>

namespace interleave::program {
namespace {

bool isJump(Op op) { return op == Op::jump || op == Op::jumpIfFalse || op == Op::jumpIfTrue || op == Op::next; }
bool goesOn(Op op) { return op != Op::jump && op != Op::returnValue && op != Op::raise && op != Op::reraise && op != Op::end; }

// Slots by what an instruction does to them.
bool reads(Op op) {
  return op == Op::loadLocal || op == Op::loadCell || op == Op::storeCell || op == Op::clearCell || op == Op::makeCell ||
         op == Op::loadSlot || op == Op::reraise;
}
bool replaces(Op op) { return op == Op::storeLocal || op == Op::clearLocal; }

}  // namespace

void FunctionWriter::write(Op op, int change, std::uint32_t a, std::uint8_t b, std::uint16_t c) {
  function_.code.push_back({op, b, c, a});
  function_.places.push_back(place_);
  depth_ += static_cast<std::uint32_t>(change);
}

std::uint32_t FunctionWriter::slot(std::string name) {
  function_.slotNames.push_back(std::move(name));
  return function_.slots++;
}

Function FunctionWriter::finished() {
  for (const std::uint32_t at : jumps_) function_.code[at].a = labels_[function_.code[at].a];
  for (Handler handler : handlers_) {
    handler.target = labels_[handler.target];
    function_.handlers.push_back(handler);
  }
  findLive();
  return std::move(function_);
}

// Backward data flow to a fixed point (Aho, Lam, Sethi, Ullman, "Compilers", 9.2.5): a bit a slot.
void FunctionWriter::findLive() {
  const std::uint32_t words = (function_.slots + 63) / 64;
  std::vector<std::uint64_t> bits(function_.code.size() * words, 0);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::uint32_t pc = here(); pc-- > 0;) changed |= updateLive(bits, words, pc);
  }
  for (std::uint32_t pc = 0; pc < here(); ++pc) {
    function_.liveFrom.push_back(static_cast<std::uint32_t>(function_.live.size()));
    for (std::uint32_t slot = 0; slot < function_.slots; ++slot) {
      if ((bits[std::size_t{pc} * words + slot / 64] >> (slot % 64) & 1) != 0) function_.live.push_back(slot);
    }
  }
  function_.liveFrom.push_back(static_cast<std::uint32_t>(function_.live.size()));
}

bool FunctionWriter::updateLive(std::vector<std::uint64_t>& bits, std::uint32_t words, std::uint32_t pc) const {
  const Instruction& instruction = function_.code[pc];
  std::vector<std::uint64_t> live(words, 0);
  const auto add = [&](std::uint32_t from) {
    for (std::uint32_t i = 0; i < words; ++i) live[i] |= bits[std::size_t{from} * words + i];
  };
  if (goesOn(instruction.op) && pc + 1 < function_.code.size()) add(pc + 1);
  if (isJump(instruction.op)) add(instruction.a);
  const std::uint64_t bit = std::uint64_t{1} << (instruction.a % 64);
  if (replaces(instruction.op)) live[instruction.a / 64] &= ~bit;
  if (instruction.op == Op::begin) live[0] |= 7;
  if (reads(instruction.op)) live[instruction.a / 64] |= bit;
  for (const Handler& handler : function_.handlers) {
    if (pc >= handler.from && pc < handler.to) add(handler.target);
  }
  bool changed = false;
  for (std::uint32_t i = 0; i < words; ++i) {
    std::uint64_t& known = bits[std::size_t{pc} * words + i];
    changed |= known != live[i];
    known = live[i];
  }
  return changed;
}

}  // namespace interleave::program
