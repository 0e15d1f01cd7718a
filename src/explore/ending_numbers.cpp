#include "explore/ending_numbers.h"

#include <utility>

#include "model/limits.h"

namespace interleave {
namespace {

// FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo).
std::uint64_t hashOf(const std::string& bytes) {
  std::uint64_t hash = 0xCBF2'9CE4'8422'2325;
  for (const char byte : bytes) hash = (hash ^ static_cast<std::uint8_t>(byte)) * 0x0000'0100'0000'01B3;
  return hash;
}

}  // namespace

std::string keyOf(const program::Ending& ending) {
  std::string key;
  for (const auto& [name, value] : ending.values) key += name + '\1' + value + '\2';
  key += '\3';
  for (const program::EndingError& error : ending.errors) key += error.text + (error.lost ? '\1' : '\2');
  key += '\3';
  for (const program::DeadlockedThread& one : ending.deadlock) {
    key += one.thread + std::string(one.waits) + '\1' + one.object + '\1' + one.held + std::to_string(one.line) + '\2';
  }
  return key + '\3' + ending.printed;
}

std::uint32_t EndingNumbers::of(const program::Ending& ending) {
  std::string key = keyOf(ending);
  if (const auto known = numbers_.find(key); known != numbers_.end()) return known->second;
  if (numbers_.size() == limits::kMaxShownEndings) {
    omitted_.insert(hashOf(key));
    return kNone;
  }
  return numbers_.emplace(std::move(key), static_cast<std::uint32_t>(numbers_.size())).first->second;
}

}  // namespace interleave
