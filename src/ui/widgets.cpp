#include "ui/widgets.h"

#include <imgui_internal.h>

#include <array>
#include <charconv>
#include <cmath>
#include <numbers>
#include <utility>

#include "text/directions.h"
#include "text/format.h"
#include "text/utf8.h"
#include "trace/verdict.h"

namespace interleave {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;

// Between a verdict's sign and its word, in CSS pixels.
constexpr float kSignGap = 4;

// After so many seconds without a key, what has been typed counts. A frame that comes late counts as a tenth of a second.
constexpr double kTypingPause = 0.3;

// Room to type a number that is far too large, and to see it refused.
constexpr std::size_t kNumberBytes = 40;

// Edits the previous item's text in a field of the page, which brings up a keyboard, and takes any script.
void editOnPage(Ui& ui, ImGuiID field, TextKind kind, const std::string& shown, std::string_view name) {
  const ImVec2 low = ImGui::GetItemRectMin();
  const ImVec2 size = ImGui::GetItemRectSize();
  const float scale = ui.cssPixel;
  ui.app.platform().editText(field, kind, {low.x / scale, low.y / scale, size.x / scale, size.y / scale}, shown,
                             std::string(name));
}

// What looks like a field; whether it was pressed.
bool pageField(const char* id, const std::string& shown, float width) {
  std::string room;
  const std::string label = std::string(drawable(shown, room)) + "###" + id;
  ImGui::PushStyleVar(ImGuiStyleVar_ButtonTextAlign, {0, 0.5f});
  const bool pressed = ImGui::Button(label.c_str(), {width, ImGui::GetFrameHeight()});
  ImGui::PopStyleVar();
  return pressed;
}

void tappedField(Ui& ui, const char* id, TextKind kind, const std::string& shown, std::string_view name, float width) {
  if (pageField(id, shown, width)) editOnPage(ui, ImGui::GetID(id), kind, shown, name);
}

std::string notAllowed(std::string_view name, std::string_view given, std::string_view allowed) {
  return std::string(name) + ": \"" + std::string(given) + "\" is not allowed; allowed is " + std::string(allowed) +
         ". It stays as it was.";
}

// Both store an allowed text in `value`, and return the reason for any other.

// ImGui's own parsing of numbers wraps around at overflow.
std::string acceptNumber(std::string_view name, std::string_view typed, Money& value, const NumberLimits& limits) {
  const std::string_view digits = typed.starts_with('+') && !typed.starts_with("+-") ? typed.substr(1) : typed;
  Money given = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), given);
  const bool isNumber = error == std::errc() && end == digits.data() + digits.size();
  if (!isNumber || given < limits.least || given > limits.most) {
    return notAllowed(name, typed, "a whole number from " + formatNumber(limits.least) + " to " + formatNumber(limits.most));
  }
  value = given;
  return {};
}

std::string acceptLabel(std::string_view name, std::string_view typed, std::string& value) {
  const auto characters = countCharacters(typed);
  if (!characters || *characters < 1 || *characters > limits::kMaxLabelCharacters) {
    return notAllowed(name, typed, "1 to " + std::to_string(limits::kMaxLabelCharacters) + " characters");
  }
  value = typed;
  return {};
}

// A field of the canvas, by mouse and keyboard. An allowed text counts once the user pauses, or leaves the field: half of a
// number is none. Any other may become allowed by further typing: it is reported when the field is left, which then restores
// the value.
template <class Accept>
void typedField(Ui& ui, char* buffer, std::size_t size, ImGuiInputTextFlags flags, Accept accept) {
  const std::string shown(buffer);
  ImGui::InputText("##field", buffer, size, flags);
  const ImGuiID id = ImGui::GetItemID();
  const bool left = ImGui::IsItemDeactivated();
  if (ImGui::IsItemActivated()) ui.state.editing[id] = {shown, shown, false, 0, {}};
  const auto found = ui.state.editing.find(id);
  if (found == ui.state.editing.end()) return;
  FieldEditing& editing = found->second;
  // ImGui says that a field was edited as long as its text differs from the value.
  if ((ImGui::IsItemActive() || left) && editing.text != buffer) {
    editing.text = buffer;
    editing.pending = true;
    editing.typedAt = ImGui::GetTime();
  }
  if (editing.pending && (left || ImGui::GetTime() - editing.typedAt >= kTypingPause)) {
    editing.pending = false;
    editing.refusal = accept(editing.text);
    if (editing.refusal.empty()) ui.app.complain({});
  }
  if (!left) return;
  if (!editing.refusal.empty()) {
    ui.app.complain(editing.refusal);
    accept(editing.before);
  }
  ui.state.editing.erase(found);
}

// A text that was typed outside the canvas is complete.
template <class Accept>
void takeText(Ui& ui, unsigned field, Accept accept) {
  if (const auto typed = ui.app.takeText(field)) ui.app.complain(accept(*typed));
}

std::string_view itemName(std::string_view label) {
  const std::size_t at = label.find("###");
  return at == std::string_view::npos ? label : label.substr(at + 3);
}

bool stepper(const Ui& ui, const char* label, const char* tip, bool enabled) {
  ImGui::BeginDisabled(!enabled);
  ImGui::PushButtonRepeat(true);
  const float size = ImGui::GetFrameHeight();
  const bool pressed = ImGui::Button(label, {std::round(size * 0.8f), size});
  ImGui::PopButtonRepeat();
  ImGui::EndDisabled();
  tooltip(ui, tip);
  return pressed;
}

void check(ImDrawList& draw, ImVec2 at, float size, ImU32 color) {
  const std::array points = {ImVec2(at.x + size * 0.15f, at.y + size * 0.55f), ImVec2(at.x + size * 0.42f, at.y + size * 0.8f),
                             ImVec2(at.x + size * 0.88f, at.y + size * 0.22f)};
  draw.AddPolyline(points.data(), static_cast<int>(points.size()), color, 0, size * 0.14f);
}

void cross(ImDrawList& draw, ImVec2 at, float size, ImU32 color) {
  const float a = size * 0.2f;
  const float b = size * 0.8f;
  draw.AddLine({at.x + a, at.y + a}, {at.x + b, at.y + b}, color, size * 0.14f);
  draw.AddLine({at.x + a, at.y + b}, {at.x + b, at.y + a}, color, size * 0.14f);
}

void bars(ImDrawList& draw, ImVec2 at, float size, ImU32 color) {
  draw.AddRectFilled({at.x + size * 0.2f, at.y + size * 0.15f}, {at.x + size * 0.4f, at.y + size * 0.85f}, color);
  draw.AddRectFilled({at.x + size * 0.6f, at.y + size * 0.15f}, {at.x + size * 0.8f, at.y + size * 0.85f}, color);
}

// Of the frame that is being drawn.
TextDrawing& textDrawing() { return *static_cast<TextDrawing*>(ImGui::GetIO().UserData); }

// Notes a text that is wider than its window, or higher than one that does not scroll.
void noteCut(std::string_view text, std::vector<std::string>& cut) {
  constexpr float kRounding = 1;
  const ImGuiWindow& window = *ImGui::GetCurrentWindow();
  const ImRect item(ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  if (!window.ClipRect.Overlaps(item)) return;
  const bool scrollsAcross = (window.Flags & ImGuiWindowFlags_HorizontalScrollbar) != 0;
  const bool scrollsDown = (window.Flags & ImGuiWindowFlags_NoScrollbar) == 0;
  const bool across = item.Max.x > window.ClipRect.Max.x + kRounding || item.Min.x < window.ClipRect.Min.x - kRounding;
  const bool down = item.Max.y > window.ClipRect.Max.y + kRounding || item.Min.y < window.ClipRect.Min.y - kRounding;
  if ((across && !scrollsAcross) || (down && !scrollsDown)) cut.emplace_back(text);
}

}  // namespace

Panel::Panel(const Ui& ui, const char* name, const Area& area, ImGuiWindowFlags flags, ImU32 background) {
  ImGui::SetCursorScreenPos({area.x, area.y});
  WithColor color(ImGuiCol_ChildBg, background != 0 ? background : ui.theme.colors().panel);
  ImGui::BeginChild(name, {area.width, area.height}, ImGuiChildFlags_AlwaysUseWindowPadding,
                    flags | ImGuiWindowFlags_NavFlattened);
}

void drawCard(const Ui& ui, const Area& upper, const Area& lower) {
  ImGui::GetBackgroundDrawList()->AddRectFilled({upper.x, upper.y}, {upper.x + upper.width, lower.y + lower.height},
                                                ui.theme.colors().panel, ImGui::GetStyle().WindowRounding);
}

Panel::~Panel() { ImGui::EndChild(); }

void text(std::string_view text) {
  std::string room;
  const std::string_view drawn = drawable(text, room);
  ImGui::TextUnformatted(drawn.data(), drawn.data() + drawn.size());
  if (TextDrawing& texts = textDrawing(); texts.notesCut) noteCut(text, texts.cut);
}

std::string_view drawable(std::string_view text, std::string& room) { return textDrawing().shaped.drawable(text, room); }

ImVec2 wordsSize(std::string_view words, float wrap) {
  std::string room;
  const std::string_view drawn = drawable(words, room);
  return ImGui::CalcTextSize(drawn.data(), drawn.data() + drawn.size(), false, wrap > 0 ? wrap : -1);
}

void drawLabel(ImDrawList& draw, ImVec2 at, float width, ImU32 color, std::string_view label) {
  const ImVec2 extent = wordsSize(label);
  draw.PushClipRect(at, {at.x + std::max(0.0f, width), at.y + extent.y}, true);
  if (extent.x > width && isRightToLeft(label)) at.x += width - extent.x;
  drawWords(draw, at, color, label);
  draw.PopClipRect();
}

void drawWords(ImDrawList& draw, ImVec2 at, ImU32 color, std::string_view words) {
  std::string room;
  const std::string_view drawn = drawable(words, room);
  draw.AddText(at, color, drawn.data(), drawn.data() + drawn.size());
}

void mutedText(const Ui& ui, std::string_view words) {
  WithColor color(ImGuiCol_Text, ui.theme.colors().muted);
  text(words);
}

void panelTitle(const Ui& ui, std::string_view title) {
  WithFont font(ui.theme.strong());
  text(title);
}

namespace {

// Where it covers none of the controls that come next: beside a menu, and above any other item, or below it at the top of the
// page.
ImVec2 placeOfTooltip(const Ui& ui, ImVec2 size) {
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  const ImVec2 low = ImGui::GetItemRectMin();
  const ImVec2 high = ImGui::GetItemRectMax();
  const float gap = ui.theme.px(6);
  const auto within = [](float at, float length, float whole) { return std::max(0.0f, std::min(at, whole - length)); };
  if ((ImGui::GetCurrentWindow()->RootWindow->Flags & ImGuiWindowFlags_Popup) != 0) {
    const ImGuiWindow& menu = *ImGui::GetCurrentWindow()->RootWindow;
    const float right = menu.Pos.x + menu.Size.x + gap;
    const float left = menu.Pos.x - gap - size.x;
    if (right + size.x <= display.x) return {right, within(low.y, size.y, display.y)};
    if (left >= 0) return {left, within(low.y, size.y, display.y)};
  }
  const float above = low.y - gap - size.y;
  return {within(low.x, size.x, display.x), above >= 0 ? above : within(high.y + gap, size.y, display.y)};
}

}  // namespace

void tooltip(const Ui& ui, const char* words) {
  if (ui.touch || !ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip | ImGuiHoveredFlags_AllowWhenDisabled)) return;
  const float wrap = ui.theme.px(320);
  WithFont body(nullptr);
  const ImVec2 padding = ImGui::GetStyle().WindowPadding;
  const ImVec2 extent = wordsSize(words, wrap);
  ImGui::SetNextWindowPos(placeOfTooltip(ui, {extent.x + 2 * padding.x, extent.y + 2 * padding.y}));
  // A disabled item is pale, what is said of it is not.
  ImGui::PushStyleVar(ImGuiStyleVar_Alpha, 1);
  if (ImGui::BeginTooltip()) {
    ImGui::PushTextWrapPos(wrap);
    text(words);
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
  }
  ImGui::PopStyleVar();
}

void noteItem(Ui& ui, std::string_view name) {
  if (!ui.state.keepItems) return;
  const ImRect item(ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  // The part in sight; all of what has been scrolled out of sight.
  const ImRect& clip = ImGui::GetCurrentWindow()->ClipRect;
  ImRect seen = item;
  if (clip.Overlaps(item)) seen.ClipWith(clip);
  else ui.state.hidden.emplace_back(name);
  const float scale = ui.cssPixel;
  ui.state.items[std::string(name)] = {seen.Min.x / scale, seen.Min.y / scale, seen.GetWidth() / scale, seen.GetHeight() / scale};
}

void touchScroll(const Ui& ui) {
  if (!ui.touch || !ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem)) return;
  if (!ImGui::IsMouseDragging(ImGuiMouseButton_Left, ui.theme.px(8))) return;
  // The finger scrolls; it does not press the item below it.
  ImGui::ClearActiveID();
  ImGui::SetScrollY(ImGui::GetScrollY() - ImGui::GetIO().MouseDelta.y);
}

void hoverWords(const Ui& ui, std::string_view words) {
  if (ui.touch || !ImGui::BeginTooltip()) return;
  ImGui::PushTextWrapPos(ui.theme.px(320));
  text(words);
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
}

bool button(Ui& ui, const char* label, const char* tip, ImVec2 size) {
  const bool pressed = ImGui::Button(label, size);
  noteItem(ui, itemName(label));
  tooltip(ui, tip);
  return pressed;
}

float buttonWidth(std::string_view label) {
  const std::string_view words = label.substr(0, label.find("###"));
  return wordsWidth(words) + 2 * ImGui::GetStyle().FramePadding.x;
}

bool rowButton(Ui& ui, const char* label, const std::string& tip, bool enabled, float gap) {
  if (gap > 0) ImGui::SameLine(0, gap);
  ImGui::BeginDisabled(!enabled);
  const bool pressed = button(ui, label, tip.c_str(), {buttonWidth(label), 0});
  ImGui::EndDisabled();
  return pressed;
}

bool primaryButton(Ui& ui, const char* label, const char* tip, ImVec2 size) {
  const Palette& p = ui.theme.colors();
  bool pressed = false;
  {
    WithColor base(ImGuiCol_Button, p.primary);
    WithColor hovered(ImGuiCol_ButtonHovered, p.primaryHover);
    WithColor active(ImGuiCol_ButtonActive, p.primaryHover);
    WithColor onPrimary(ImGuiCol_Text, p.onPrimary);
    WithFont font(ui.theme.strong());
    pressed = ImGui::Button(label, size);
    noteItem(ui, itemName(label));
  }
  tooltip(ui, tip);
  return pressed;
}

float copyWidth(const Ui& ui) { return buttonWidth("Copied") + ui.theme.px(16); }

bool copyAtRight(Ui& ui, const char* name, const char* tip, Sharing::What what) {
  const char* label = ui.app.sharing().justCopied(what) ? "Copied" : "Copy";
  ImGui::SameLine(std::max(ImGui::GetCursorPosX(), ImGui::GetWindowWidth() - copyWidth(ui)));
  return button(ui, (std::string(label) + "###" + name).c_str(), tip, {buttonWidth("Copied"), 0});
}

void padlock(const Ui& ui, bool present, bool locked, ImU32 color) {
  const float size = ImGui::GetTextLineHeight() + ui.theme.px(2);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::Dummy({size, size});
  if (!present) color = ui.theme.colors().border;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float line = std::max(1.5f, size * 0.1f);
  const ImVec2 low{at.x + size * 0.18f, at.y + size * 0.46f};
  const ImVec2 high{at.x + size * 0.82f, at.y + size * 0.95f};
  draw.AddRectFilled(low, high, color, size * 0.1f);
  // The shackle: closed over the body, or swung to the side.
  const float radius = size * 0.2f;
  const ImVec2 centre{at.x + size * (locked ? 0.5f : 0.66f), at.y + size * 0.3f};
  draw.PathArcTo(centre, radius, kPi, 2 * kPi);
  if (locked) draw.PathLineTo({centre.x + radius, low.y});
  draw.PathStroke(color, 0, line);
  draw.AddLine({centre.x - radius, centre.y}, {centre.x - radius, low.y}, color, line);
}

bool choiceButton(const Ui& ui, const char* label, bool chosen, ImVec2 size) {
  const Palette& p = ui.theme.colors();
  WithColor base(ImGuiCol_Button, chosen ? p.primary : p.field);
  WithColor hovered(ImGuiCol_ButtonHovered, chosen ? p.primaryHover : p.fieldHover);
  WithColor words(ImGuiCol_Text, chosen ? p.onPrimary : p.text);
  return ImGui::Button(label, size);
}

void dashedLine(float left, float right, float top, float line, float dash, ImU32 color) {
  for (float x = left; x < right; x += 2 * dash) {
    ImGui::GetWindowDrawList()->AddRectFilled({x, top}, {std::min(x + dash, right), top + line}, color);
  }
}

float wordsWidth(std::string_view words) { return wordsSize(words).x; }

void alignRight(float width) {
  const float indent = ImGui::GetContentRegionAvail().x - width;
  if (indent > 0) ImGui::SetCursorPosX(ImGui::GetCursorPosX() + indent);
}

std::string lettersOf(const std::vector<std::size_t>& tasks) {
  std::string letters;
  for (const std::size_t task : tasks) {
    if (!letters.empty()) letters += ", ";
    letters += taskLetter(task);
  }
  return letters;
}

int tabNames(Ui& ui, std::span<const TabName> tabs, int chosen) {
  const Palette& p = ui.theme.colors();
  const float height = ui.theme.px(28);
  int result = chosen;
  for (int i = 0; i < static_cast<int>(tabs.size()); ++i) {
    const TabName& tab = tabs[static_cast<std::size_t>(i)];
    if (i > 0) ImGui::SameLine(0, ui.theme.px(18));
    WithFont font(ui.theme.strong());
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 extent = ImGui::CalcTextSize(tab.name);
    if (ImGui::InvisibleButton(tab.name, {extent.x, height})) result = i;
    noteItem(ui, tab.name);
    const bool bright = i == chosen || ImGui::IsItemHovered();
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    draw.AddText({at.x, std::round(at.y + (height - extent.y) / 2)}, bright ? p.text : p.muted, tab.name);
    const float line = ui.theme.px(2);
    if (i == chosen) draw.AddRectFilled({at.x, at.y + height - line}, {at.x + extent.x, at.y + height}, p.text, line / 2);
    tooltip(ui, tab.tip);
  }
  return result;
}

ImU32 verdictColor(const Palette& palette, Verdict verdict) {
  const bool isBad = verdict == Verdict::wrong || verdict == Verdict::deadlock;
  return verdict == Verdict::expected ? palette.good : isBad ? palette.bad : palette.muted;
}

void verdictSign(const Ui& ui, Verdict verdict) {
  const ImU32 color = verdictColor(ui.theme.colors(), verdict);
  const float size = ImGui::GetTextLineHeight();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::Dummy({size, size});
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  switch (verdict) {
    case Verdict::expected: check(draw, at, size, color); break;
    // Neither right nor wrong.
    case Verdict::chance:
      draw.AddCircle({at.x + size / 2, at.y + size / 2}, size * 0.2f, color, 0, std::max(1.0f, ui.theme.px(2)));
      break;
    case Verdict::order:
    case Verdict::unjudged: draw.AddCircleFilled({at.x + size / 2, at.y + size / 2}, size * 0.2f, color); break;
    case Verdict::gaveUp:
    case Verdict::wrong: cross(draw, at, size, color); break;
    case Verdict::deadlock:
    case Verdict::stopped:
    case Verdict::unfinished: bars(draw, at, size, color); break;
  }
}

void verdict(const Ui& ui, Verdict verdict) {
  verdictSign(ui, verdict);
  ImGui::SameLine(0, ui.theme.px(kSignGap));
  WithColor textColor(ImGuiCol_Text, verdictColor(ui.theme.colors(), verdict));
  WithFont font(ui.theme.strong());
  text(verdictName(verdict));
}

float verdictWidth(const Ui& ui, Verdict verdict) {
  WithFont font(ui.theme.strong());
  return ImGui::GetTextLineHeight() + ui.theme.px(kSignGap) + wordsWidth(verdictName(verdict));
}

bool numberField(Ui& ui, const char* id, std::string_view name, Money& value, const NumberLimits& limits, float width,
                 const char* tip, bool steppers) {
  ImGui::PushID(id);
  WithFont font(ui.theme.mono());
  const Money before = value;
  const auto accept = [&](std::string_view typed) { return acceptNumber(name, typed, value, limits); };
  const float gap = ui.theme.px(2);
  const float stepperWidth = std::round(ImGui::GetFrameHeight() * 0.8f);
  const float fieldWidth = steppers ? width - 2 * (stepperWidth + gap) : width;
  if (steppers) {
    if (stepper(ui, "−", ("Less, by " + formatNumber(limits.step)).c_str(), value > limits.least))
      value = std::max(limits.least, value - limits.step);
    ImGui::SameLine(0, gap);
  }
  const std::string shown = std::to_string(value);
  if (ui.touch) {
    tappedField(ui, "field", TextKind::number, shown, name, fieldWidth);
  } else {
    std::array<char, kNumberBytes> typed{};
    shown.copy(typed.data(), typed.size() - 1);
    ImGui::SetNextItemWidth(fieldWidth);
    typedField(ui, typed.data(), typed.size(), ImGuiInputTextFlags_CharsDecimal | ImGuiInputTextFlags_AutoSelectAll, accept);
  }
  noteItem(ui, name);
  tooltip(ui, tip);
  takeText(ui, ImGui::GetID("field"), accept);
  if (steppers) {
    ImGui::SameLine(0, gap);
    if (stepper(ui, "+", ("More, by " + formatNumber(limits.step)).c_str(), value < limits.most))
      value = std::min(limits.most, value + limits.step);
  }
  ImGui::PopID();
  return value != before;
}

// Always on the page: a browser offers input methods, as for Chinese or Japanese, in fields of its own alone.
bool labelField(Ui& ui, const char* id, std::string_view name, std::string& value, float width, const char* tip) {
  ImGui::PushID(id);
  const std::string before = value;
  tappedField(ui, "field", TextKind::text, value, name, width);
  if (!ui.touch && ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  noteItem(ui, name);
  tooltip(ui, tip);
  takeText(ui, ImGui::GetID("field"), [&](std::string_view typed) { return acceptLabel(name, typed, value); });
  ImGui::PopID();
  return value != before;
}

std::optional<std::string> expressionField(Ui& ui, const char* id, std::string_view name, const std::string& shown,
                                           const char* hint, float width, const char* tip) {
  ImGui::PushID(id);
  {
    WithFont font(ui.theme.mono());
    WithColor color(ImGuiCol_Text, shown.empty() ? ui.theme.colors().muted : ui.theme.colors().text);
    const ImGuiID field = ImGui::GetID("field");
    if (pageField("field", shown.empty() ? hint : shown, width)) editOnPage(ui, field, TextKind::text, shown, name);
  }
  if (!ui.touch && ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  noteItem(ui, name);
  tooltip(ui, tip);
  std::optional<std::string> typed = ui.app.takeText(ImGui::GetID("field"));
  ImGui::PopID();
  return typed;
}

}  // namespace interleave
