// Programs to start from, by topic: small ones with a fault, each beside the same program without it.
//
// A program is programs/NAME.py, the one without the fault programs/NAME-fixed.py; both run under CPython as they are. What a row of
// the table claims is tested on every schedule of both.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace interleave::gallery {

// The worst that a schedule of a faulty program comes to. `forever`: some schedules never end, and each that ends does so as expected.
enum class Worst { wrong, error, deadlock, forever };
// "wrong", "error", "deadlock", "for ever"
std::string_view nameOf(Worst worst);

struct Entry {
  std::string_view topic;  // "Deadlock"; the rows of a topic follow each other
  std::string_view name;  // of its files, without `.py`
  std::string_view title;  // "A lock for each call"
  std::string_view sentence;  // what goes wrong, and why
  std::string_view kind;  // of its fault, as src/words/fault.h names it; "livelock" where it is that
  Worst worst = Worst::wrong;
  std::string_view fault;  // the text of the program
  std::string_view fix;  // the text of the one without the fault: its schedules all end, as expected or in another order
};

std::span<const Entry> entries();

// A program of the gallery, as a name or a text leads to it.
struct Found {
  const Entry* entry = nullptr;
  bool fixed = false;

  std::string_view source() const { return fixed ? entry->fix : entry->fault; }
  // The other one of the two.
  std::string_view other() const { return fixed ? entry->fault : entry->fix; }
  bool operator==(const Found&) const = default;
};

// "counter", "counter-fixed". None: there is no such program.
std::optional<Found> named(std::string_view name);
// None: it is no text of the gallery; one changed letter suffices.
std::optional<Found> withSource(std::string_view source);

// Of a program's text: "#v=1&code=..."
std::string linkOf(std::string_view source);

// The topic of the account's programs (link/presets.h), which comes first.
inline constexpr std::string_view kAccountTopic = "The account";

// [{"topic", "name", "title", "kind", "sentence", "link", "fixed"}]; the account's come first, and have no "name", "kind" and "fixed".
std::string toJson();

}  // namespace interleave::gallery
