#include "text/literal.h"

#include "text/directions.h"

namespace interleave {

std::string stringLiteral(std::string_view text, std::string_view escaped) {
  std::string literal = "\"";
  while (!text.empty()) {
    const DirectionControl* const control = directionAt(text);
    if (control != nullptr) {
      literal += control->escaped;
    } else {
      if (escaped.find(text.front()) != std::string_view::npos) literal += '\\';
      literal += text.front();
    }
    text.remove_prefix(control != nullptr ? control->utf8.size() : 1);
  }
  return literal + "\"";
}

}  // namespace interleave
