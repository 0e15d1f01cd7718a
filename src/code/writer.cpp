#include "code/writer.h"

#include "text/directions.h"

namespace interleave {

std::string stringLiteral(std::string_view label, std::string_view escaped) {
  std::string text = "\"";
  while (!label.empty()) {
    const DirectionControl* const control = directionAt(label);
    if (control != nullptr) {
      text += control->escaped;
    } else {
      if (escaped.find(label.front()) != std::string_view::npos) text += '\\';
      text += label.front();
    }
    label.remove_prefix(control != nullptr ? control->utf8.size() : 1);
  }
  return text + "\"";
}

}  // namespace interleave
