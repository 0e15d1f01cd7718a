// Light or dark: what the system prefers, unless the user has chosen otherwise on this device. Main thread only.
#pragma once

#include <cstdint>

#include "platform/platform.h"

namespace interleave {

class Looks {
 public:
  // Takes what was chosen before, and publishes it.
  explicit Looks(Platform& platform);

  bool dark() const;
  // To the opposite of what is seen, so that every press shows; back to the system's where equal.
  void cycle();
  // After the system has changed, too.
  void publish();

 private:
  enum class Choice : std::uint8_t { system, light, dark };

  Platform& platform_;
  Choice choice_;
};

}  // namespace interleave
