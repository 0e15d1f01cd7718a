// Values as bytes, for the two copies of the program (background/messages.h): of one build, so that there is no version.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "explore/exploration.h"

namespace interleave {

// Of a struct: each() calls `use` with each of its fields, in one order for writing and reading.
template <class Struct>
struct Fields;

// Numbers in their memory layout, texts preceded by their length.
class ByteWriter {
 public:
  template <class Number>
    requires std::is_arithmetic_v<Number> || std::is_enum_v<Number>
  void put(Number number) {
    const auto bytes = std::bit_cast<std::array<char, sizeof number>>(number);
    bytes_.append(bytes.data(), bytes.size());
  }
  void put(const std::string& text) {
    put(std::uint64_t{text.size()});
    bytes_ += text;
  }
  template <class Value>
  void put(const std::optional<Value>& value) {
    put(value.has_value());
    put(value.value_or(Value()));
  }
  template <class Value>
  void put(const std::vector<Value>& list) {
    put(std::uint64_t{list.size()});
    for (const Value& each : list) put(each);
  }
  template <class One, class Other>
  void put(const std::pair<One, Other>& pair) {
    put(pair.first);
    put(pair.second);
  }
  template <class Struct>
    requires requires { Fields<Struct>(); }
  void put(const Struct& value) {
    Fields<Struct>::each(value, [this](const auto& field) { this->put(field); });
  }
  std::string take() { return std::move(bytes_); }
  std::string& bytes() { return bytes_; }

 private:
  std::string bytes_;
};

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  template <class Number>
    requires std::is_arithmetic_v<Number> || std::is_enum_v<Number>
  void get(Number& number) {
    std::array<char, sizeof number> bytes;
    std::ranges::copy(next(bytes.size()), bytes.begin());
    number = std::bit_cast<Number>(bytes);
  }
  void get(bool& value) { value = next(1).front() != 0; }
  void get(std::string& text) { text = next(count()); }
  template <class Value>
  void get(std::optional<Value>& value) {
    bool there = false;
    Value inner{};
    get(there);
    get(inner);
    value = there ? std::optional(inner) : std::nullopt;
  }
  template <class Value>
  void get(std::vector<Value>& list) {
    list.clear();
    for (std::size_t left = count(); left > 0; --left) get(list.emplace_back());
  }
  template <class One, class Other>
  void get(std::pair<One, Other>& pair) {
    get(pair.first);
    get(pair.second);
  }
  template <class Struct>
    requires requires { Fields<Struct>(); }
  void get(Struct& value) {
    Fields<Struct>::each(value, [this](auto& field) { this->get(field); });
  }
  std::size_t count() {
    std::uint64_t count = 0;
    get(count);
    return static_cast<std::size_t>(count);
  }
  std::string_view next(std::size_t size) {
    if (size > bytes_.size()) throw std::runtime_error("the message ends early");
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }

 private:
  std::string_view bytes_;
};

template <>
struct Fields<std::chrono::milliseconds> {
  static void each(auto& time, auto&& use) {
    std::int64_t count = time.count();
    use(count);
    if constexpr (!std::is_const_v<std::remove_reference_t<decltype(time)>>) time = std::chrono::milliseconds(count);
  }
};
template <>
struct Fields<ExploreOptions> {
  static void each(auto& options, auto&& use) {
    use(options.maxStates), use(options.maxTime), use(options.maxBytes), use(options.threads), use(options.thenClasses),
        use(options.levels);
    use(options.method);
  }
};

}  // namespace interleave
