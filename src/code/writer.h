// Collects the lines of a listing. Used in this folder only.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "code/listing.h"

namespace interleave {

// A label as a string of either language: the characters of `escaped` get a backslash, and controls of the direction of
// writing become escapes, as a reader would see another text than the compiler (Unicode Standard Annex 9, 2.7).
std::string stringLiteral(std::string_view label, std::string_view escaped);

class CodeWriter {
 public:
  explicit CodeWriter(std::size_t indent) : indent_(indent) {}

  void line(std::string_view text = {}, std::initializer_list<Place> places = {}) {
    const std::string before(text.empty() ? 0 : level_ * indent_, ' ');
    listing_.lines.push_back({before + std::string(text), {}, std::vector<Place>(places)});
    for (Place& place : listing_.lines.back().places) place.reader = reader_;
  }
  void in() { ++level_; }
  void out() { --level_; }
  // The next line begins the function of the updates.
  void update() { listing_.update = listing_.lines.size(); }
  // The lines that follow are in the function of the readers.
  void readers(bool on) { reader_ = on; }

  Listing take() { return std::move(listing_); }

 private:
  std::size_t indent_;
  std::size_t level_ = 0;
  bool reader_ = false;
  Listing listing_;
};

// The properties of a program that decide what its code contains.
struct CodeNeeds {
  explicit CodeNeeds(const RunSettings& settings)
      : transfers(settings.program.mode == Mode::transfer), checks(settings.program.overdraft == Overdraft::refuse) {
    for (std::size_t task = 0; task < settings.program.transactions.size(); ++task) {
      const Transaction& each = settings.program.transactions[task];
      throws = throws || each.throws;
      repeats = repeats || each.times > 1;
      (readsOnly(settings.program, task) ? reads : writes) = true;
    }
    pool = static_cast<std::size_t>(settings.program.workers) < settings.program.transactions.size();
  }

  bool transfers;
  bool checks;
  bool throws = false;
  bool repeats = false;
  bool reads = false;   // some transactions only read
  bool writes = false;
  bool pool = false;    // fewer workers than tasks
};

Listing cppListing(const RunSettings& settings);
Listing pythonListing(const RunSettings& settings);
void highlight(Listing& listing, Language language);

}  // namespace interleave
