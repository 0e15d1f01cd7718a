// Templates of Python and of C++: the text of a program with parts that settings fill in.
//
// A line of a template is one of the program, with
//   $name        a value, anywhere in it
//   $name        alone: a block, another template in the same indentation. Where it is empty, a blank line behind it goes, too
//   ?name LINE   only where that condition holds. A line that is left out and ends in a colon or an opening brace leaves its
//                block, one level further out
//   LINE  @mark  what it does, for the places of a listing: the name of a step; @read1: the second of the update; @write~: the
//                sleep before it; @read*: in the function of the readers; @update: the head of the function of the updates
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "account/place.h"

namespace interleave {

struct TemplateLine {
  std::string text;
  std::vector<Place> places;
  bool update = false;        // the head of the function of the updates
};

struct TemplateBlock {
  std::string text;      // lines
  bool literal = false;  // taken as they are
};

struct TemplateNames {
  std::function<bool(std::string_view)> condition;
  std::function<std::string(std::string_view)> value;
  // None: there is no block of that name.
  std::function<std::optional<TemplateBlock>(std::string_view)> block;
};

// `indent`: spaces of a level. Precondition: `names` knows each name in the template. Pure; for any thread.
std::vector<TemplateLine> expandTemplate(std::string_view text, std::size_t indent, const TemplateNames& names);

}  // namespace interleave
