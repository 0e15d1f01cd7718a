// The program in Python.
#include "account/python_text.h"
#include "code/writer.h"

namespace interleave {

Listing pythonListing(const RunSettings& settings) { return listingOf(pythonText(settings, PythonDialect::shown)); }

}  // namespace interleave
