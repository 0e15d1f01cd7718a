#include "app/code_editor.h"

#include "text/json.h"

namespace interleave {
void CodeEditor::edit(const std::string& source, CodePlace at) {
  sought_ = true;
  platform_.request(
      request::kOpenEditor,
      {{"source", source}, {"line", at.line}, {"column", at.column}, {"below", at.below ? Json(*at.below) : Json(nullptr)}});
}

void CodeEditor::place(const std::optional<FieldArea>& area, float growth) {
  if (area == area_ && (!area || growth == growth_)) return;
  area_ = area;
  growth_ = growth;
  if (!area) return platform_.publish(topic::kEditor, nullptr);
  platform_.publish(topic::kEditor,
                    {{"x", area->x}, {"y", area->y}, {"width", area->width}, {"height", area->height}, {"growth", growth}});
}

}  // namespace interleave
