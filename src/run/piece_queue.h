// Passes pieces of text, in order, from one thread to another; neither ever waits.
//
// One thread gives, one takes. The queue holds at most kPieces.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace interleave {

class PieceQueue {
 public:
  static constexpr std::size_t kPieces = 16;

  // For the giving thread. False if there is no room now; `piece` is then unchanged.
  bool give(std::string& piece) {
    const std::size_t given = given_.load(std::memory_order_relaxed);
    if (given - taken_.load(std::memory_order_acquire) == kPieces) return false;
    pieces_[given % kPieces] = std::exchange(piece, {});
    given_.store(given + 1, std::memory_order_release);
    return true;
  }

  // For the taking thread. None if the queue is empty now.
  std::optional<std::string> take() {
    const std::size_t taken = taken_.load(std::memory_order_relaxed);
    if (taken == given_.load(std::memory_order_acquire)) return std::nullopt;
    std::string piece = std::exchange(pieces_[taken % kPieces], {});
    taken_.store(taken + 1, std::memory_order_release);
    return piece;
  }

 private:
  std::array<std::string, kPieces> pieces_;
  std::atomic<std::size_t> given_{0};
  std::atomic<std::size_t> taken_{0};
};

}  // namespace interleave
