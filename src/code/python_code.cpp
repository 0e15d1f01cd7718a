// The program in Python.
#include "account/python_text.h"
#include "code/writer.h"

namespace interleave {

Listing pythonListing(const RunSettings& settings) {
  Listing listing;
  for (PythonLine& line : pythonText(settings, PythonDialect::shown)) {
    if (line.update) listing.update = listing.lines.size();
    listing.lines.push_back({std::move(line.text), {}, std::move(line.places)});
  }
  return listing;
}

}  // namespace interleave
