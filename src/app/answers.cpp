#include "app/answers.h"

#include "text/json.h"

namespace interleave {

void Answers::give(std::optional<unsigned> number, const std::string& json) {
  if (number) platform_.answer(*number, json);
}

void Answers::refuse(std::optional<unsigned> number, std::string_view why) { give(number, Json{{"error", why}}.dump()); }

}  // namespace interleave
