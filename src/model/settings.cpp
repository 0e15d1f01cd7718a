#include "model/settings.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdlib>

namespace interleave {
namespace {

constexpr std::array kLocks = {
    LockInfo{LockKind::none, "none", "No lock",
             "Nothing keeps two threads from using the balance at the same time."},
    LockInfo{LockKind::manual, "manual", "By hand",
             "The lock is acquired and released by hand: an exception in between leaves it held."},
    LockInfo{LockKind::scoped, "scoped", "Context manager",
             "std::scoped_lock (Python's \"with lock\") releases on every way out of the block."},
};

// How many of `times` withdrawals of `amount` (positive) a balance can pay when each is checked.
std::int64_t affordable(Money balance, Money amount, std::int64_t times) {
  return balance < amount ? 0 : std::min<std::int64_t>(times, balance / amount);
}

// Length of the UTF-8 sequence that starts at text[0], 0 if it is malformed.
std::size_t sequenceLength(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  // Overlong forms, surrogates and what lies past U+10FFFF are ruled out by the second byte.
  if (lead == 0xE0 && byte(1) < 0xA0) return 0;
  if (lead == 0xED && byte(1) > 0x9F) return 0;
  if (lead == 0xF0 && byte(1) < 0x90) return 0;
  if (lead == 0xF4 && byte(1) > 0x8F) return 0;
  return length;
}

bool isControl(std::string_view sequence) {
  const auto lead = static_cast<unsigned char>(sequence[0]);
  if (sequence.size() == 1) return lead < 0x20 || lead == 0x7F;
  return lead == 0xC2 && static_cast<unsigned char>(sequence[1]) < 0xA0;
}

}  // namespace

std::span<const LockInfo> allLocks() { return kLocks; }

const LockInfo& lockInfo(LockKind kind) {
  const auto found = std::ranges::find(kLocks, kind, &LockInfo::kind);
  assert(found != kLocks.end());
  return *found;
}

std::string lockNames() {
  std::string names;
  for (const LockInfo& lock : kLocks) {
    if (!names.empty()) names += ", ";
    names += lock.name;
  }
  return names;
}

bool totalsFit(Money start, std::span<const Transaction> transactions) {
  Money total = std::abs(start);
  for (const Transaction& transaction : transactions) {
    // At most 26 products of 10^9 and 10^6: the sum stays far below 2^63.
    total += std::abs(transaction.amount) * transaction.times;
  }
  return total <= limits::kMaxTotal;
}

Settings withoutSchedule(Settings settings) {
  settings.schedule.clear();
  settings.at.reset();
  return settings;
}

bool sameSchedules(Settings a, const Settings& b) {
  if (a.transactions.size() != b.transactions.size()) return false;
  for (std::size_t i = 0; i < a.transactions.size(); ++i) a.transactions[i].label = b.transactions[i].label;
  a.delay = b.delay;
  return sameProgram(std::move(a), b);
}

bool sameProgram(Settings a, const Settings& b) {
  a.schedule = b.schedule;
  a.at = b.at;
  return a == b;
}

std::optional<Money> serialEnding(const Settings& settings) {
  Money balance = settings.start;
  bool held = false;
  for (const Transaction& transaction : settings.transactions) {
    if (held) return std::nullopt;
    if (transaction.throws) {
      held = settings.lock == LockKind::manual;
      // It throws right after its first read, before anything is checked or written.
      continue;
    }
    const bool checked = settings.overdraft == Overdraft::refuse && transaction.amount < 0;
    const std::int64_t times =
        checked ? affordable(balance, -transaction.amount, transaction.times) : transaction.times;
    balance += transaction.amount * times;
  }
  return balance;
}

std::optional<std::size_t> countCharacters(std::string_view utf8) {
  std::size_t count = 0;
  while (!utf8.empty()) {
    const std::size_t length = sequenceLength(utf8);
    if (length == 0 || isControl(utf8.substr(0, length))) return std::nullopt;
    utf8.remove_prefix(length);
    ++count;
  }
  return count;
}

}  // namespace interleave
