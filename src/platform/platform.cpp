#include "platform/platform.h"

#include "text/json.h"

namespace interleave {
namespace {

Json toJson(const FieldArea& area) { return {{"x", area.x}, {"y", area.y}, {"width", area.width}, {"height", area.height}}; }

}  // namespace

void Platform::publish(Topic topic, const Json& value) { publishJson(topic, jsonText(value)); }

void Platform::request(Request request, const Json& value) { requestJson(request, jsonText(value)); }

void Platform::copyText(const std::string& text) { request(request::kCopyText, text); }

void Platform::storePreference(const std::string& name, const std::string& value) {
  request(request::kStorePreference, {{"name", name}, {"value", value}});
}

void Platform::editText(unsigned field, TextKind kind, const FieldArea& area, const std::string& text, const std::string& name) {
  request(request::kEditText,
          {{"field", field}, {"isNumber", kind == TextKind::number}, {"area", toJson(area)}, {"text", text}, {"name", name}});
}

void Platform::finishFile(unsigned number, const std::string& name, const std::string& type) {
  request(request::kFinishFile, {{"number", number}, {"name", name}, {"type", type}});
}

void Platform::savePicture(unsigned number, const std::string& name, const FieldArea& area) {
  request(request::kSavePicture, {{"number", number}, {"name", name}, {"area", toJson(area)}});
}

}  // namespace interleave
