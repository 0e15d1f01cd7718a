// Passes the newest of several values from one thread to another; neither ever waits.
//
// It holds one value. A new value replaces one that has not been taken. A taken value belongs to the taker alone.
#pragma once

#include <atomic>
#include <memory>

namespace interleave {

template <class Value>
class Mailbox {
 public:
  Mailbox() = default;
  ~Mailbox() { take(); }
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  // Any thread.
  void put(std::unique_ptr<Value> value) { std::unique_ptr<Value> old(value_.exchange(value.release())); }
  // The newest value, or null if there is none that has not been taken. Any thread.
  std::unique_ptr<Value> take() { return std::unique_ptr<Value>(value_.exchange(nullptr)); }

 private:
  std::atomic<Value*> value_{nullptr};
};

}  // namespace interleave
