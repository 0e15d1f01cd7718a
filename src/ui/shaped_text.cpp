#include "ui/shaped_text.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "text/directions.h"
#include "text/utf8.h"

namespace interleave {
namespace {

// Unicode's block for private use.
constexpr char32_t kFirstPrivate = 0xE000;
constexpr char32_t kLastPrivate = 0xF8FF;
constexpr const char* kNotYet = "…";
// ImGui chooses the atlas' width by the letters of its fonts, and a run may be wider.
constexpr std::array kAtlasWidths = {1024, 2048, 4096};
constexpr float kWidestRun = 4000;

bool isAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Whether the present font draws a character of its own. What a text has for private use means nothing here.
bool isDrawn(char32_t character) {
  if (character > 0xFFFF || (character >= kFirstPrivate && character <= kLastPrivate)) return false;
  return ImGui::GetFont()->FindGlyphNoFallback(static_cast<ImWchar>(character)) != nullptr;
}

int presentFont() {
  const ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  return atlas.Fonts.index_from_ptr(atlas.Fonts.find(ImGui::GetFont()));
}

void copyPixels(ImFontAtlas& atlas, const ImFontAtlasCustomRect& place, const std::vector<std::uint32_t>& pixels) {
  for (std::size_t row = 0; row < place.Height; ++row) {
    const auto from = pixels.begin() + static_cast<std::ptrdiff_t>(row * place.Width);
    std::copy(from, from + place.Width,
              atlas.TexPixelsRGBA32 + (place.Y + row) * static_cast<std::size_t>(atlas.TexWidth) + place.X);
  }
}

}  // namespace

void ShapedText::begin(std::vector<std::string> labels, float widest) {
  ++frame_;
  widest_ = std::min(widest, kWidestRun);
  std::ranges::sort(labels, [](const std::string& a, const std::string& b) {
    return std::pair(a.size(), std::string_view(b)) > std::pair(b.size(), std::string_view(a));
  });
  if (labels == labels_) return;
  labels_ = std::move(labels);
  marked_.clear();
  for (const std::string& label : labels_) marked_.push_back(withDirectionsMarked(label));
}

std::vector<TextRun> ShapedText::runsIn(std::string_view text) const {
  if (isAscii(text)) return {};
  return missingRuns(text, isDrawn, labels_);
}

std::string_view ShapedText::drawable(std::string_view text, std::string& room) {
  if (isAscii(text)) return text;
  const std::string marked = withDirectionsMarked(text);
  const std::vector<TextRun> runs = missingRuns(marked, isDrawn, marked_);
  if (runs.empty() && marked.size() == text.size()) return text;
  const int font = presentFont();
  const std::string_view all(marked);
  room.clear();
  std::size_t done = 0;
  for (const TextRun& run : runs) {
    room += all.substr(done, run.begin - done);
    room += charactersOf({font, std::string(all.substr(run.begin, run.end - run.begin))});
    done = run.end;
  }
  room += all.substr(done);
  return room;
}

std::string ShapedText::charactersOf(const Key& key) {
  Run& run = runs_[key];
  run.neededIn = frame_;
  if (!run.placed) {
    wanted_ = true;
    return kNotYet;
  }
  if (!run.picture) return key.text;
  std::string characters;
  for (const Layer& layer : run.layers) {
    std::array<char, 5> bytes{};
    if (layer.rectangle >= 0) characters += ImTextCharToUtf8(bytes.data(), layer.character);
  }
  return characters;
}

std::size_t ShapedText::unused() const {
  return static_cast<std::size_t>(std::ranges::count_if(runs_, [this](const auto& each) { return isUnused(each.second); }));
}

bool ShapedText::misfits(const Run& run) const {
  return run.picture && run.style.most != widest_ &&
         static_cast<float>(run.picture->advance) >= std::floor(std::min(run.style.most, widest_));
}

bool ShapedText::changed() const {
  return wanted_ || unused() > kMostUnused ||
         std::ranges::any_of(runs_, [this](const auto& each) { return misfits(each.second); });
}

void ShapedText::place(ImFontAtlas& atlas, const std::vector<TextStyle>& styles, const Drawn& draw) {
  wanted_ = false;
  std::erase_if(runs_, [this](const auto& each) { return isUnused(each.second); });
  char32_t next = kFirstPrivate;
  int widest = 0;
  for (auto& [key, run] : runs_) {
    TextStyle style = styles[static_cast<std::size_t>(key.font)];
    style.most = widest_;
    if (!run.placed || run.style != style) run.picture = draw(key.text, style);
    run.style = style;
    run.placed = true;
    run.layers = {};
    if (!run.picture) continue;
    const std::array pixels = {&run.picture->letters, &run.picture->colored};
    for (std::size_t i = 0; i < run.layers.size(); ++i) {
      if (pixels[i]->empty() || next > kLastPrivate) continue;
      run.layers[i] = {atlas.AddCustomRectRegular(run.picture->width, run.picture->height), static_cast<ImWchar>(next++)};
      widest = std::max(widest, run.picture->width);
    }
  }
  atlas.TexDesiredWidth = 0;
  for (const int width : kAtlasWidths) {
    if (widest > 0 && atlas.TexDesiredWidth < 2 * widest) atlas.TexDesiredWidth = width;
  }
}

void ShapedText::paint(ImFontAtlas& atlas) {
  if (std::ranges::none_of(runs_, [](const auto& each) { return each.second.picture.has_value(); })) return;
  unsigned char* pixels = nullptr;
  int width = 0;
  int height = 0;
  atlas.GetTexDataAsRGBA32(&pixels, &width, &height);
  for (const auto& [key, run] : runs_) {
    if (!run.picture) continue;
    const TextPicture& picture = *run.picture;
    ImFont& font = *atlas.Fonts[key.font];
    const auto left = static_cast<float>(-picture.left);
    const float top = std::round(font.Ascent) - static_cast<float>(picture.above);
    float advance = static_cast<float>(picture.advance);
    // Both layers stand at one place: the last one goes on from it.
    for (std::size_t i = run.layers.size(); i-- > 0;) {
      const Layer& layer = run.layers[i];
      if (layer.rectangle < 0) continue;
      const ImFontAtlasCustomRect& place = *atlas.GetCustomRectByIndex(layer.rectangle);
      if (!place.IsPacked()) continue;
      copyPixels(atlas, place, i == 0 ? picture.letters : picture.colored);
      ImVec2 low;
      ImVec2 high;
      atlas.CalcCustomRectUV(&place, &low, &high);
      font.AddGlyph(nullptr, layer.character, left, top, left + static_cast<float>(picture.width),
                    top + static_cast<float>(picture.height), low.x, low.y, high.x, high.y, std::exchange(advance, 0.0f));
      font.Glyphs.back().Colored = i == 1;
    }
  }
  for (ImFont* const font : atlas.Fonts) {
    if (font->DirtyLookupTables) font->BuildLookupTable();
  }
}

}  // namespace interleave
