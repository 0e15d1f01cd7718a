#include "ui/theme.h"

#include <imgui_internal.h>

#include <array>
#include <cmath>

#include "embedded/fonts.h"

namespace interleave {
namespace {

constexpr ImU32 rgb(unsigned hex, unsigned alpha = 0xFF) {
  return IM_COL32((hex >> 16) & 0xFF, (hex >> 8) & 0xFF, hex & 0xFF, alpha);
}

constexpr Palette kLight = {
    .background = rgb(0xF1F2F4),
    .panel = rgb(0xFFFFFF),
    .field = rgb(0xF3F4F6),
    .fieldHover = rgb(0xE8EAED),
    .border = rgb(0xD5D9DE),
    .text = rgb(0x1B1F24),
    .muted = rgb(0x5A636E),
    .grid = rgb(0xE9EBEE),
    .primary = rgb(0x1F2933),
    .primaryHover = rgb(0x364452),
    .onPrimary = rgb(0xFFFFFF),
    .good = rgb(0x0B6E4F),
    .bad = rgb(0xB3261E),
    .codeKeyword = rgb(0x6B3FA0),
    .codeString = rgb(0x7A4E00),
    .codeNumber = rgb(0x0B5A73),
    .notice = rgb(0xFFF4D6),
    .onNotice = rgb(0x4A3800),
};

constexpr Palette kDark = {
    .background = rgb(0x101317),
    .panel = rgb(0x191D23),
    .field = rgb(0x242A32),
    .fieldHover = rgb(0x2E3640),
    .border = rgb(0x363F4A),
    .text = rgb(0xE8EBEF),
    .muted = rgb(0x9BA6B2),
    .grid = rgb(0x262C34),
    .primary = rgb(0xE8EBEF),
    .primaryHover = rgb(0xFFFFFF),
    .onPrimary = rgb(0x14181D),
    .good = rgb(0x5CC8A2),
    .bad = rgb(0xFF8A7A),
    .codeKeyword = rgb(0xC4A7F5),
    .codeString = rgb(0xE3C07D),
    .codeNumber = rgb(0x86CFE0),
    .notice = rgb(0x3A3115),
    .onNotice = rgb(0xF5E3B0),
};

// M. Okabe and K. Ito, "Color Universal Design", 2008, in the order of the design.
constexpr std::array kThreads = {rgb(0x0072B2), rgb(0xD55E00), rgb(0x009E73), rgb(0xCC79A7), rgb(0xE69F00), rgb(0x56B4E9)};
constexpr std::array kOnThreads = {rgb(0xFFFFFF), rgb(0xFFFFFF), rgb(0xFFFFFF), rgb(0x14181D), rgb(0x14181D), rgb(0x14181D)};

// Metrics of a font, in parts of its em.
struct Face {
  const unsigned char* data;
  std::size_t size;
  float lineHeight;  // ascent - descent: what ImGui calls the size
  float xHeight;
};

// The characters that the page itself uses; web/fonts.mjs has the same list.
constexpr ImWchar kFirstAscii = 0x20;
constexpr ImWchar kLastAscii = 0x7E;
constexpr const char* kSigns = "–—‘’“”…×−≤≥→←↑↓±µ•·";

// Characters that letters.ttf may have; web/fonts.mjs has the list.
struct CharacterRange {
  unsigned first, last;
};
constexpr std::array kFurther = {CharacterRange{0x0100, 0x052F}, CharacterRange{0x1E80, 0x1EF9}, CharacterRange{0x2010, 0x2027},
                                 CharacterRange{0x2030, 0x203A}, CharacterRange{0x20A0, 0x20BF}};

constexpr float kInterLine = 1.2102f;
constexpr float kInterXHeight = 0.5459f;
constexpr float kMonoLine = 1.32f;
constexpr float kMonoXHeight = 0.55f;

// ImGui's size for an em of about `em` device pixels, chosen so that lower-case letters are a whole
// number of pixels high: without hinting that is what makes text sharp.
float snappedSize(const Face& face, float em) {
  const float xHeight = std::max(1.0f, std::round(em * face.xHeight));
  return xHeight / face.xHeight * face.lineHeight;
}

// The page's own characters and those of `extra`.
ImVector<ImWchar> rangesOf(std::string_view extra) {
  ImFontGlyphRangesBuilder builder;
  for (ImWchar character = kFirstAscii; character <= kLastAscii; ++character) builder.AddChar(character);
  builder.AddText(kSigns);
  builder.AddText(extra.data(), extra.data() + extra.size());
  ImVector<ImWchar> ranges;
  builder.BuildRanges(&ranges);
  return ranges;
}

ImVec4 color(ImU32 packed) { return ImGui::ColorConvertU32ToFloat4(packed); }

}  // namespace

float Theme::px(float css) const { return std::round(css * scale_); }

ImU32 Theme::thread(std::size_t task) { return kThreads[task % kThreads.size()]; }
int Theme::repeats(std::size_t task) { return static_cast<int>(task / kThreads.size()); }
ImU32 Theme::onThread(std::size_t task) { return kOnThreads[task % kOnThreads.size()]; }

void Theme::apply(float scale, bool dark, bool roomy, std::string_view extra, std::string_view letters, ShapedText& shaped,
                  const ShapedText::Drawn& draw) {
  scale_ = scale;
  roomy_ = roomy;
  dark_ = dark;
  palette_ = dark ? &kDark : &kLight;
  makeFonts(extra, letters, shaped, draw);
  makeStyle();
}

bool Theme::hasAlways(unsigned character) {
  if (character <= kLastAscii) return true;
  std::array<char, 5> bytes{};
  return std::string_view(kSigns).find(ImTextCharToUtf8(bytes.data(), character)) != std::string_view::npos;
}

bool Theme::lacksLetters(std::string_view text) const {
  for (const char *at = text.data(), *const end = at + text.size(); at < end;) {
    unsigned character = 0;
    at += ImTextCharFromUtf8(&character, at, end);
    const bool further = std::ranges::any_of(
        kFurther, [character](const CharacterRange& each) { return character >= each.first && character <= each.last; });
    if (further && small_->FindGlyphNoFallback(static_cast<ImWchar>(character)) == nullptr) return true;
  }
  return false;
}

void Theme::makeFonts(std::string_view extra, std::string_view letters, ShapedText& shaped, const ShapedText::Drawn& draw) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  atlas.Flags |= ImFontAtlasFlags_NoMouseCursors | ImFontAtlasFlags_NoPowerOfTwoHeight;
  const ImVector<ImWchar> ranges = rangesOf(extra);  // until the atlas is built
  shaped.place(atlas, addFonts(ranges, letters), draw);
  atlas.Build();
  shaped.paint(atlas);
}

std::vector<TextStyle> Theme::addFonts(const ImVector<ImWchar>& ranges, std::string_view letters) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  const Face regular{embedded::interRegular, embedded::interRegularSize, kInterLine, kInterXHeight};
  const Face semiBold{embedded::interSemiBold, embedded::interSemiBoldSize, kInterLine, kInterXHeight};
  const Face code{embedded::monoRegular, embedded::monoRegularSize, kMonoLine, kMonoXHeight};
  const Face further{reinterpret_cast<const unsigned char*>(letters.data()), letters.size(), kInterLine, kInterXHeight};
  const auto addPart = [&](const Face& face, float em, bool merge) {
    ImFontConfig config;
    config.MergeMode = merge;
    config.FontDataOwnedByAtlas = false;
    // At one device pixel a CSS pixel, letters between pixels need finer steps.
    config.OversampleH = scale_ < 1.5f ? 3 : 1;
    config.OversampleV = 1;
    config.PixelSnapH = scale_ >= 1.5f;
    // ImGui's interface takes a mutable pointer, but does not write when it does not own the data.
    return atlas.AddFontFromMemoryTTF(const_cast<unsigned char*>(face.data), static_cast<int>(face.size),
                                      snappedSize(face, em * scale_), &config, ranges.Data);
  };
  std::vector<TextStyle> styles;
  const auto add = [&](const Face& face, float em) {
    ImFont* const font = addPart(face, em, false);
    if (further.size > 0) addPart(further, em, true);
    styles.push_back({.em = snappedSize(face, em * scale_) / face.lineHeight,
                      .strong = face.data == semiBold.data,
                      .mono = face.data == code.data});
    return font;
  };
  // The first is the default: the body.
  add(regular, 14.6f);
  small_ = add(regular, 12.8f);
  heading_ = add(semiBold, 20.0f);
  strong_ = add(semiBold, 14.6f);
  mono_ = add(code, 14.5f);
  monoSmall_ = add(code, 12.7f);
  return styles;
}

void Theme::makeStyle() {
  ImGuiStyle style;
  style.WindowPadding = {px(16), px(14)};
  style.WindowRounding = px(8);
  style.WindowBorderSize = 0;
  style.ChildRounding = px(8);
  style.ChildBorderSize = 0;
  style.PopupRounding = px(8);
  style.PopupBorderSize = px(1);
  style.FramePadding = {px(9), px(roomy_ ? 9 : 5)};
  style.FrameRounding = px(6);
  style.FrameBorderSize = std::max(1.0f, std::floor(scale_));
  style.ItemSpacing = {px(8), px(8)};
  style.ItemInnerSpacing = {px(6), px(4)};
  style.CellPadding = {px(4), px(3)};
  style.ScrollbarSize = px(10);
  style.ScrollbarRounding = px(5);
  style.GrabMinSize = px(12);
  style.HoverStationaryDelay = 0.15f;
  style.HoverDelayShort = 0.25f;
  style.DisplaySafeAreaPadding = {px(4), px(4)};

  const Palette& p = *palette_;
  const auto set = [&style](ImGuiCol index, ImU32 value) { style.Colors[index] = color(value); };
  const ImU32 transparent = IM_COL32(0, 0, 0, 0);
  set(ImGuiCol_Text, p.text);
  set(ImGuiCol_TextDisabled, p.muted);
  set(ImGuiCol_WindowBg, p.panel);
  set(ImGuiCol_ChildBg, transparent);
  set(ImGuiCol_PopupBg, p.panel);
  set(ImGuiCol_Border, p.border);
  set(ImGuiCol_FrameBg, p.field);
  set(ImGuiCol_FrameBgHovered, p.fieldHover);
  set(ImGuiCol_FrameBgActive, p.fieldHover);
  set(ImGuiCol_Button, p.field);
  set(ImGuiCol_ButtonHovered, p.fieldHover);
  set(ImGuiCol_ButtonActive, p.border);
  set(ImGuiCol_Header, p.field);
  set(ImGuiCol_HeaderHovered, p.fieldHover);
  set(ImGuiCol_HeaderActive, p.border);
  set(ImGuiCol_CheckMark, p.text);
  set(ImGuiCol_ScrollbarBg, transparent);
  set(ImGuiCol_ScrollbarGrab, p.border);
  set(ImGuiCol_ScrollbarGrabHovered, p.muted);
  set(ImGuiCol_ScrollbarGrabActive, p.muted);
  set(ImGuiCol_Separator, p.border);
  set(ImGuiCol_TableBorderLight, p.border);
  set(ImGuiCol_TableHeaderBg, transparent);
  set(ImGuiCol_TextSelectedBg, (p.muted & ~IM_COL32_A_MASK) | (0x60u << IM_COL32_A_SHIFT));
  set(ImGuiCol_NavHighlight, p.text);
  set(ImGuiCol_ModalWindowDimBg, IM_COL32(0, 0, 0, 0x60));
  ImGui::GetStyle() = style;
}

}  // namespace interleave
