// What makes listings. Used in this folder only.
#pragma once

#include <vector>

#include "account/text_template.h"
#include "code/listing.h"

namespace interleave {

Listing listingOf(std::vector<TemplateLine> lines);

Listing cppListing(const RunSettings& settings);
Listing pythonListing(const RunSettings& settings);
void highlight(Listing& listing, Language language);

}  // namespace interleave
