#include "render/shader_constants.h"

#include <array>
#include <cstdio>

#include "model/limits.h"
#include "render/history_scene.h"
#include "render/lane_shape.h"

namespace interleave {
namespace {

using namespace lane_shape;

constexpr ShaderConstant of(std::string_view name, BoxStyle style) { return {name, static_cast<float>(style), false}; }
constexpr ShaderConstant of(std::string_view name, MarkShape shape) { return {name, static_cast<float>(shape), false}; }

constexpr std::array kConstants = {
    ShaderConstant{"kMostTasks", limits::kMaxTransactions, true},
    ShaderConstant{"kLocksOfLane", kLocksOfLane, true},
    of("kHatched", BoxStyle::hatched),
    of("kDashed", BoxStyle::dashed),
    of("kDotted", BoxStyle::dotted),
    of("kRingMark", MarkShape::ring),
    of("kCrossMark", MarkShape::cross),
    of("kBarMark", MarkShape::bar),
    ShaderConstant{"kBoxTop", kBoxTop},
    ShaderConstant{"kBoxBottom", kBoxBottom},
    ShaderConstant{"kSleepingShade", kSleepingShade},
    ShaderConstant{"kStaleShade", kStaleShade},
    ShaderConstant{"kBetweenStripes", kBetweenStripes},
    ShaderConstant{"kLineWidth", kLineWidth},
    ShaderConstant{"kStrip", kStrip},
    ShaderConstant{"kContendedStrip", kContendedStrip},
    ShaderConstant{"kOwnerTop", kOwnerTop},
    ShaderConstant{"kOwnerBottom", kOwnerBottom},
    ShaderConstant{"kHatchPeriod", kHatchPeriod},
    ShaderConstant{"kHatchWidth", kHatchWidth},
    ShaderConstant{"kDashPeriod", kDashPeriod},
    ShaderConstant{"kDashWidth", kDashWidth},
    ShaderConstant{"kDotPeriod", kDotPeriod},
    ShaderConstant{"kDotWidth", kDotWidth},
    ShaderConstant{"kDotShade", kDotShade},
    ShaderConstant{"kStroke", mark_shape::kStroke},
    ShaderConstant{"kRing", mark_shape::kRing},
    ShaderConstant{"kArm", mark_shape::kArm},
};

// GLSL takes no int for a float: there is a decimal point wherever one belongs.
std::string valueOf(const ShaderConstant& constant) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), constant.whole ? "%.0f" : "%.4f", static_cast<double>(constant.value));
  return text.data();
}

}  // namespace

std::span<const ShaderConstant> shaderConstants() { return kConstants; }

std::string withShaderConstants(std::string_view text) {
  const std::size_t line = text.find('\n') + 1;
  std::string whole(text.substr(0, line));
  for (const ShaderConstant& each : kConstants) whole += "#define " + std::string(each.name) + " " + valueOf(each) + "\n";
  whole += "#line 2\n";
  whole += text.substr(line);
  return whole;
}

}  // namespace interleave
