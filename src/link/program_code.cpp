#include "link/program_code.h"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <new>
#include <vector>

#include "lang/source.h"
#include "text/format.h"

namespace interleave {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
// The smallest output for texts of this size: a window of 32 kB, without a header.
constexpr int kRawWindow = -15;
constexpr int kMemoryLevel = 9;

using Bytes = std::vector<std::uint8_t>;

std::string base64Of(const Bytes& bytes) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) group = group << 8 | (k < count ? bytes[i + k] : 0U);
    for (std::size_t k = 0; k <= count; ++k) text += kAlphabet[group >> (18 - 6 * k) & 63];
  }
  return text;
}

std::optional<Bytes> bytesOf(std::string_view base64, std::string& fault) {
  Bytes bytes;
  std::uint32_t bits = 0;
  int count = 0;  // of `bits` that belong to the next byte
  for (std::size_t i = 0; i < base64.size(); ++i) {
    const std::size_t digit = kAlphabet.find(base64[i]);
    if (digit == std::string_view::npos) {
      fault = "its character " + formatNumber(i + 1) + " is not of base64url (A to Z, a to z, 0 to 9, - and _, no padding)";
      return std::nullopt;
    }
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<std::uint8_t>(bits >> count & 255));
    bits &= (1U << count) - 1;
  }
  // A last digit of its own is no byte, and bits behind the last byte are zero.
  if (count == 6 || bits != 0) {
    fault = "its base64url ends in the middle of a byte";
    return std::nullopt;
  }
  return bytes;
}

}  // namespace

std::string packed(std::string_view source) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kRawWindow, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
  const Bytes input(source.begin(), source.end());
  Bytes output(deflateBound(&stream, static_cast<uLong>(input.size())));
  stream.next_in = const_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = output.data();
  stream.avail_out = static_cast<uInt>(output.size());
  deflate(&stream, Z_FINISH);
  output.resize(stream.total_out);
  deflateEnd(&stream);
  return base64Of(output);
}

std::optional<std::string> unpacked(std::string_view code, std::string& fault) {
  const auto input = bytesOf(code, fault);
  if (!input) return std::nullopt;
  z_stream stream{};
  if (inflateInit2(&stream, kRawWindow) != Z_OK) throw std::bad_alloc();
  // One byte more than is allowed tells that there is more.
  std::string source(lang::kMaxSourceBytes + 1, '\0');
  stream.next_in = const_cast<Bytef*>(input->data());
  stream.avail_in = static_cast<uInt>(input->size());
  stream.next_out = reinterpret_cast<Bytef*>(source.data());
  stream.avail_out = static_cast<uInt>(source.size());
  const int result = inflate(&stream, Z_FINISH);
  const std::size_t length = stream.total_out, left = stream.avail_in;
  inflateEnd(&stream);
  if (result == Z_MEM_ERROR) throw std::bad_alloc();
  if (length > lang::kMaxSourceBytes) {
    fault = "it unpacks to more";
  } else if (result == Z_DATA_ERROR || result == Z_NEED_DICT) {
    fault = "it is no DEFLATE";
  } else if (result != Z_STREAM_END) {
    fault = "it ends too early: a part of the link is missing";
  } else if (left != 0) {
    fault = "there is more behind the end of its DEFLATE: " + formatCount(left, "byte");
  } else {
    source.resize(length);
    return source;
  }
  return std::nullopt;
}

}  // namespace interleave
