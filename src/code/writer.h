// Collects the lines of a listing. Used in this folder only.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "code/listing.h"

namespace interleave {

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

Listing cppListing(const RunSettings& settings);
Listing pythonListing(const RunSettings& settings);
void highlight(Listing& listing, Language language);

}  // namespace interleave
