// Settings <-> the hash of a URL: `#v=1&start=100&tx=deposit:50,withdrawal:-150&...`
//
// The grammar, its defaults and its limits are a public contract: src/link/README.md, "The link". Encoding is
// canonical: equal settings give the same link, defaults are left out, `v` comes first.
//
// A link is untrusted input. Decoding as a whole fails only for an unknown version or an oversized link: a key
// that is given twice, unknown, or out of its limits is reported, its default is used, and the other keys
// count. Pure; any thread; time and memory are linear in the link's length.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/settings.h"

namespace interleave {

// One problem of a link, in the user's words.
struct LinkProblem {
  enum class Kind : std::uint8_t {
    link,        // too long, or of an unknown version: nothing of it is used
    unknownKey,  // ignored
    repeated,    // given more than once: the default is used
    value,       // not allowed: the default is used
  };
  Kind kind = Kind::value;
  std::string key;      // "workers"; empty for the link as a whole
  std::string given;    // the value, shortened
  std::string allowed;  // "1 to 16"

  // "workers: \"0\" is not allowed; allowed is a whole number from 1 to 16. The default is used."
  std::string message() const;
};

struct DecodedLink {
  Settings settings;
  std::vector<LinkProblem> problems;
  bool setsEmbed = false;  // the link says whether it is embedded
};

// Accepts a hash with or without its '#', and a whole URL, of which it takes the hash. An empty link
// is the defaults.
DecodedLink decodeLink(std::string_view link);

// For callers that need a link without problems: none, and the first problem, if it has any.
std::optional<Settings> settingsOfLink(const std::string& link, std::string& problem);

// With the leading '#'. Precondition: settings within their limits.
std::string encodeLink(const Settings& settings);

}  // namespace interleave
