// Settings or a program <-> the hash of a URL: `#v=1&start=100&tx=deposit:50,withdrawal:-150&...`, `#v=1&code=...`
//
// The grammar, its defaults and its limits are a public contract: src/link/README.md, "The link". Encoding is
// canonical: equal settings give the same link, defaults are left out, `v` comes first.
//
// A link is untrusted input. Decoding as a whole fails only for an unknown version, an oversized link, or a program that cannot be
// unpacked: any other key that is given twice, unknown, or out of its limits is reported, its default is used, and the other keys
// count. Pure; any thread; time and memory are linear in the link's length, and a program takes no more than its longest.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/program_settings.h"
#include "model/settings.h"

namespace interleave {

// One problem of a link, in the user's words.
struct LinkProblem {
  enum class Kind : std::uint8_t {
    link,  // too long, or of an unknown version: nothing of it is used
    code,  // a program that cannot be unpacked: nothing of the link is used
    unknownKey,  // ignored
    misplaced,  // of links without `code`, in one with it, or the other way round: ignored
    repeated,  // given more than once: the default is used
    value,  // not allowed: the default is used
  };
  Kind kind = Kind::value;
  std::string key;  // "workers"; empty for the link as a whole
  std::string given;  // the value, shortened
  std::string allowed;  // "1 to 16"

  // "workers: \"0\" is not allowed; allowed is a whole number from 1 to 16. The default is used."
  std::string message() const;
};

// What a link describes: the account with its transactions, or, with `code`, a program that a user wrote.
using LinkContent = std::variant<Settings, ProgramSettings>;

struct DecodedContent {
  LinkContent content;  // the default settings where nothing of the link is used
  std::vector<LinkProblem> problems;
  bool setsEmbed = false;  // the link says whether it is embedded
};

// Whether a link has a program, which is not unpacked.
bool hasProgram(std::string_view link);

// Accepts a hash with or without its '#', and a whole URL, of which it takes the hash. An empty link
// is the defaults.
DecodedContent decodeContent(std::string_view link);

struct DecodedLink {
  Settings settings;
  std::vector<LinkProblem> problems;
  bool setsEmbed = false;
};

// For what knows the account alone: a link with a program is a problem, and nothing of it is used.
DecodedLink decodeLink(std::string_view link);

// For callers that need a link without problems: none, and the first problem, if it has any.
std::optional<Settings> settingsOfLink(const std::string& link, std::string& problem);

// With the leading '#'. Precondition: settings within their limits; of a program, at most lang::kMaxSourceBytes. No such link is
// longer than a link may be.
std::string encodeLink(const Settings& settings);
std::string encodeLink(const ProgramSettings& settings);
std::string linkOf(const LinkContent& content);

}  // namespace interleave
