// A program's text as the value of `code`: raw DEFLATE (RFC 1951), then base64url without padding (RFC 4648, 5).
//
// Packing is canonical: equal texts give equal codes. Unpacking takes what any encoder made, stops at the limit of a program's length, and
// takes no more memory than that. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace interleave {

// Throws std::bad_alloc.
std::string packed(std::string_view source);

// None if the code is none, and then `fault` says in words what is wrong with it. Throws std::bad_alloc.
std::optional<std::string> unpacked(std::string_view code, std::string& fault);

}  // namespace interleave
