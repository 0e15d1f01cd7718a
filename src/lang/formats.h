// Format specifications as far as the language has them. Pure functions, for any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace interleave::lang {

// Whether it is `[[fill]align][sign][0][width][,][.digits][d|f|s]`.
bool isFormat(std::string_view spec);

// What is wrong with the fields of a text whose method `format` is called; none if nothing is.
std::optional<std::string> faultOfTemplate(std::string_view text);

inline constexpr std::string_view kFormats = "formats are `[[fill]align][sign][0][width][,][.digits]` and `d`, `f` or `s`";

}  // namespace interleave::lang
