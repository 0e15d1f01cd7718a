// A histogram of waiting times, in bounded memory.
//
// A bucket is as wide as 1/32 of the power of two that it lies in, so a time read from it is at most 1/32 (3.2 %) too
// small; below 32 it is exact. After G. Tene, HdrHistogram. For one thread at a time.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace interleave {

class Histogram {
 public:
  void add(std::uint64_t ns) {
    ++counts_[bucketOf(ns)];
    ++total_;
    longest_ = std::max(longest_, ns);
  }
  void add(const Histogram& other) {
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
    total_ += other.total_;
    longest_ = std::max(longest_, other.longest_);
  }

  std::uint64_t total() const { return total_; }
  std::uint64_t longest() const { return longest_; }
  // A quantile: the least time that `part` (0 to 1) of all times do not exceed; 0 where there is no time.
  std::uint64_t percentile(double part) const {
    // The least whole rank that is enough. The product may be rounded up a little, which must not add one.
    const auto wanted = static_cast<std::uint64_t>(std::ceil(part * static_cast<double>(total_) - 1e-9));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
      seen += counts_[i];
      if (seen > 0 && seen >= wanted) return leastOf(i);
    }
    return 0;
  }

 private:
  static constexpr int kBits = 5;
  static constexpr std::uint64_t kSteps = std::uint64_t{1} << kBits;

  static std::size_t bucketOf(std::uint64_t ns) {
    if (ns < kSteps) return static_cast<std::size_t>(ns);
    const int shift = static_cast<int>(std::bit_width(ns)) - 1 - kBits;
    return static_cast<std::size_t>(static_cast<std::uint64_t>(shift + 1) * kSteps + ((ns >> shift) - kSteps));
  }
  static std::uint64_t leastOf(std::size_t bucket) {
    if (bucket < kSteps) return bucket;
    const auto shift = static_cast<int>(bucket / kSteps) - 1;
    return (bucket % kSteps + kSteps) << shift;
  }

  std::array<std::uint64_t, static_cast<std::size_t>(64 - kBits + 1) * kSteps> counts_{};
  std::uint64_t total_ = 0;
  std::uint64_t longest_ = 0;
};

}  // namespace interleave
