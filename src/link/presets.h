// The account's programs in the gallery, each a link like any other.
#pragma once

#include <span>
#include <string_view>

namespace interleave {

struct Preset {
  std::string_view name;
  std::string_view description;
  std::string_view link;
};

std::span<const Preset> presets();

}  // namespace interleave
