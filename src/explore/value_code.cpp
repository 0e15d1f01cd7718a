#include "explore/value_code.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace interleave {
namespace {

constexpr std::size_t kMaxListed = 1 << 16;

}  // namespace

ValueCode::ValueCode(const AccountProgram& program) : start_(program.start), least_(program.start) {
  Money greatest = program.start;
  for (const Transaction& transaction : program.transactions) {
    amounts_.push_back(transaction.amount);
    // A task that throws never writes.
    if (transaction.throws) continue;
    const Money total = transaction.amount * transaction.times;
    (total < 0 ? least_ : greatest) += total;
    divisor_ = std::gcd(divisor_, transaction.amount);
  }
  divisor_ = std::max<Money>(divisor_, 1);
  Number numbers = static_cast<Number>((greatest - least_) / divisor_) + 1;
  if (numbers > 1 && list(program) && values_.size() >= numbers) {
    values_.clear();
    tables_.clear();
  }
  if (!values_.empty()) numbers = values_.size();
  bits_ = std::max(1, static_cast<int>(std::bit_width(numbers - 1)));
}

// True if all values fit the list.
bool ValueCode::list(const AccountProgram& program) {
  std::vector<Money> values = {program.start};
  for (const Transaction& transaction : program.transactions) {
    if (transaction.throws) continue;
    const auto copies = static_cast<std::size_t>(transaction.times) + 1;
    if (copies > kMaxListed / values.size()) return false;
    std::vector<Money> sums;
    sums.reserve(values.size() * copies);
    for (const Money value : values) {
      for (std::size_t i = 0; i < copies; ++i) sums.push_back(value + static_cast<Money>(i) * transaction.amount);
    }
    std::ranges::sort(sums);
    sums.erase(std::unique(sums.begin(), sums.end()), sums.end());
    values = std::move(sums);
  }
  values_ = std::move(values);
  for (const Money amount : amounts_) {
    std::vector<std::uint32_t>& table = tables_.emplace_back(values_.size(), 0U);
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const auto sum = std::ranges::lower_bound(values_, values_[i] + amount);
      if (sum != values_.end() && *sum == values_[i] + amount) table[i] = static_cast<std::uint32_t>(sum - values_.begin());
    }
  }
  return true;
}

ValueCode::Number ValueCode::numberOf(Money value) const {
  if (values_.empty()) return static_cast<Number>((value - least_) / divisor_);
  return static_cast<Number>(std::ranges::lower_bound(values_, value) - values_.begin());
}

ValueCode::Number ValueCode::firstFrom(Money value) const {
  if (!values_.empty()) return numberOf(value);
  return value <= least_ ? 0 : static_cast<Number>((value - least_ + divisor_ - 1) / divisor_);
}

ValueCode::Adder ValueCode::adder(std::size_t task) const {
  if (!tables_.empty()) return {tables_[task].data(), 0};
  return {nullptr, static_cast<Number>(amounts_[task] / divisor_)};
}

}  // namespace interleave
