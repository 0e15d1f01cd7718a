#include "render/scene_svg.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "render/lane_shape.h"
#include "text/markup.h"

namespace interleave {
namespace {

std::string number(float value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", static_cast<double>(value));
  std::string digits = text.data();
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return digits;
}

std::string hex(std::uint32_t color) {
  std::array<char, 8> text{};
  std::snprintf(text.data(), text.size(), "#%02x%02x%02x", color & 0xFF, (color >> 8) & 0xFF, (color >> 16) & 0xFF);
  return text.data();
}

// Shares are rounded to invisible steps, so that neighbouring columns become equal and form one rectangle.
int shade(std::uint8_t part) { return part == 0 ? 0 : std::max(3, (part * 8 + 127) / 255); }

class SvgWriter {
 public:
  SvgWriter(const HistoryScene& scene, const SvgFrame& frame) : scene_(scene), frame_(frame) {}

  std::string make() {
    begin();
    for (const float tick : frame_.ticks) {
      rectangle(tick, frame_.ticksTop, frame_.pixel, frame_.ticksBottom - frame_.ticksTop, frame_.grid);
    }
    for (std::size_t task = 0; task < frame_.tasks; ++task) addTask(task);
    for (std::size_t lock = 0; lock < frame_.locks; ++lock) addLock(lock);
    addBalance();
    for (const Mark& mark : scene_.laneMarks) addMark(mark, frame_.lanesTop + mark.value * frame_.laneHeight);
    for (const Mark& mark : scene_.balanceMarks) addMark(mark, y(mark.value));
    text_ += "</g>\n";
    for (const SvgWords& each : frame_.words) addWords(each);
    return text_ + "</svg>\n";
  }

 private:
  void begin() {
    text_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + number(frame_.width) + "\" height=\"" + number(frame_.height) +
            "\" viewBox=\"0 0 " + number(frame_.width) + " " + number(frame_.height) +
            "\" font-family=\"Inter, system-ui, sans-serif\" font-size=\"" + number(13 * frame_.pixel) + "\">\n<title>" +
            forMarkup(frame_.title) + "</title>\n<defs>";
    const std::string period = number(lane_shape::kHatchPeriod * frame_.pixel);
    // The stripes lie on the background between them.
    const float between = lane_shape::kStaleShade * lane_shape::kBetweenStripes;
    const float stripe = (lane_shape::kStaleShade - between) / (1 - between);
    for (std::size_t task = 0; task < frame_.tasks; ++task) {
      text_ += "<pattern id=\"stale" + std::to_string(task) + "\" width=\"" + period + "\" height=\"" + period +
               "\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><rect width=\"" + period + "\" height=\"" +
               period + "\" fill=\"" + hex(frame_.threads[task]) + "\" opacity=\"" + number(between) + "\"/><rect width=\"" +
               number(lane_shape::kHatchWidth * frame_.pixel) + "\" height=\"" + period + "\" fill=\"" +
               hex(frame_.threads[task]) + "\" opacity=\"" + number(stripe) + "\"/></pattern>";
    }
    text_ += "</defs>\n";
    rectangle(0, 0, frame_.width, frame_.height, frame_.background);
    text_ += "<g>\n";
  }

  void put(float x, float top, float width, float height, const std::string& fill, float opacity) {
    text_ += "<rect x=\"" + number(x) + "\" y=\"" + number(top) + "\" width=\"" + number(width) + "\" height=\"" +
             number(height) + "\" fill=\"" + fill + "\"";
    if (opacity < 1) text_ += " opacity=\"" + number(opacity) + "\"";
    text_ += "/>\n";
  }
  void rectangle(float x, float top, float width, float height, std::uint32_t color, float opacity = 1) {
    put(x, top, width, height, hex(color), opacity);
  }

  float columnX(std::size_t column) const {
    const float x = scene_.columnsFrom + static_cast<float>(column) * scene_.columnWidth;
    return frame_.left + std::clamp(x, 0.0f, scene_.end);
  }
  float y(float value) const { return frame_.balanceBase - value * frame_.perUnit; }

  // Equal neighbouring columns are drawn as one: `shadeOf` gives the share in eighths, `add` draws the rectangle.
  template <class ShadeOf, class Add>
  void addRuns(ShadeOf shadeOf, Add add) {
    for (std::size_t from = 0; from < scene_.lanes.columns;) {
      const int shade = shadeOf(from);
      std::size_t to = from + 1;
      while (to < scene_.lanes.columns && shadeOf(to) == shade) ++to;
      const float left = columnX(from);
      const float width = columnX(to) - left;
      if (shade > 0 && width > 0) add(left, width, static_cast<float>(shade) / 8);
      from = to;
    }
  }

  void addTask(std::size_t task) {
    const DoingTexel* doing = scene_.lanes.doing.data() + task * scene_.lanes.columns;
    const float top = frame_.lanesTop + static_cast<float>(task) * frame_.laneHeight;
    const float boxTop = top + lane_shape::kBoxTop * frame_.laneHeight;
    const float box = (lane_shape::kBoxBottom - lane_shape::kBoxTop) * frame_.laneHeight;
    const float middle = top + 0.5f * frame_.laneHeight;
    const float line = lane_shape::kLineWidth * frame_.pixel;
    const std::string color = hex(frame_.threads[task]);
    const std::string stale = "url(#stale" + std::to_string(task) + ")";
    addRuns([&](std::size_t i) { return shade(doing[i].sleeping); },
            [&](float x, float width, float part) { put(x, boxTop, width, box, color, lane_shape::kSleepingShade * part); });
    addRuns([&](std::size_t i) { return shade(doing[i].stale); },
            [&](float x, float width, float part) { put(x, boxTop, width, box, stale, part); });
    addRuns([&](std::size_t i) { return shade(doing[i].running); },
            [&](float x, float width, float part) { put(x, middle - line / 2, width, line, color, part); });
    addRuns([&](std::size_t i) { return shade(doing[i].waiting); },
            [&](float x, float width, float part) { addDashes(x, width, middle, color, part); });
    addRuns(
        [&](std::size_t i) { return shade(scene_.lanes.heldMost(task, i)); },
        [&](float x, float width, float part) { put(x, boxTop + box, width, lane_shape::kStrip * frame_.pixel, color, part); });
  }

  void addDashes(float x, float width, float middle, const std::string& color, float opacity) {
    text_ += "<path d=\"M" + number(x) + " " + number(middle) + "h" + number(width) + "\" stroke=\"" + color +
             "\" stroke-width=\"" + number(lane_shape::kLineWidth * frame_.pixel) + "\" stroke-dasharray=\"" +
             number(lane_shape::kDashWidth * frame_.pixel) + " " +
             number((lane_shape::kDashPeriod - lane_shape::kDashWidth) * frame_.pixel) + "\" opacity=\"" + number(opacity) +
             "\"/>\n";
  }

  // The owners, one below the other where they change within a column or where several hold the lock.
  void addLock(std::size_t lock) {
    const float top = frame_.lanesTop + (static_cast<float>(frame_.tasks + lock) + lane_shape::kOwnerTop) * frame_.laneHeight;
    const float height = (lane_shape::kOwnerBottom - lane_shape::kOwnerTop) * frame_.laneHeight;
    std::vector<float> from(scene_.lanes.columns, 0.0f);
    std::vector<float> held(scene_.lanes.columns, 0.0f);
    const auto part = [&](std::size_t task, std::size_t i) { return static_cast<float>(scene_.lanes.held(task, lock, i)) / 255; };
    for (std::size_t task = 0; task < frame_.tasks; ++task) {
      for (std::size_t i = 0; i < held.size(); ++i) held[i] += part(task, i);
    }
    for (std::size_t task = 0; task < frame_.tasks; ++task) {
      addOwner(task, [&](std::size_t i) { return part(task, i); }, from, held, top, height);
    }
  }

  template <class Part>
  void addOwner(std::size_t task, Part part, std::vector<float>& from, const std::vector<float>& held, float top, float height) {
    const auto room = [&](std::size_t i) { return frame_.mostHolders > 1 ? static_cast<float>(frame_.mostHolders) : held[i]; };
    for (std::size_t i = 0; i < from.size();) {
      const float share = held[i] > 0 ? part(i) / room(i) : 0;
      std::size_t to = i + 1;
      while (to < from.size() && from[to] == from[i] && (held[to] > 0 ? part(to) / room(to) : 0) == share) ++to;
      const float left = columnX(i);
      if (share > 0 && columnX(to) > left)
        rectangle(left, top + from[i] * height, columnX(to) - left, share * height, frame_.threads[task]);
      for (; i < to; ++i) from[i] += share;
    }
  }

  void addBalance() {
    for (const Box& box : scene_.balance) {
      const float left = std::min(box.time0, box.time1) - box.left;
      const float right = std::max(box.time0, box.time1) + box.right;
      const float top = std::min(y(box.value0), y(box.value1)) - box.up;
      const float bottom = std::max(y(box.value0), y(box.value1)) + box.down;
      rectangle(frame_.left + left, top, std::max(1.0f, right - left), bottom - top, box.color);
    }
  }

  void addMark(const Mark& mark, float y) {
    const std::string at = "cx=\"" + number(frame_.left + mark.time) + "\" cy=\"" + number(y) + "\" ";
    switch (static_cast<MarkShape>(static_cast<int>(mark.shape))) {
      case MarkShape::disc:
        text_ += "<circle " + at + "r=\"" + number(mark.radius) + "\" fill=\"" + hex(mark.color) + "\"/>\n";
        break;
      case MarkShape::ring:
        text_ += "<circle " + at + "r=\"" + number(mark.radius - mark_shape::kRing / 2 * frame_.pixel) + "\" fill=\"" +
                 hex(frame_.background) + "\" stroke=\"" + hex(mark.color) + "\" stroke-width=\"" +
                 number(mark_shape::kRing * frame_.pixel) + "\"/>\n";
        break;
      case MarkShape::cross: strokes(mark, y, mark_shape::kArm * mark.radius, mark_shape::kArm * mark.radius); break;
      case MarkShape::bar: strokes(mark, y, 0, mark.radius); break;
    }
  }

  // A line through the mark's middle, and its mirror image.
  void strokes(const Mark& mark, float y, float across, float down) {
    const float x = frame_.left + mark.time;
    for (const float side : {across, -across}) {
      text_ += "<path d=\"M" + number(x - side) + " " + number(y - down) + "L" + number(x + side) + " " + number(y + down) +
               "\" stroke=\"" + hex(mark.color) + "\" stroke-width=\"" + number(mark_shape::kStroke * frame_.pixel) + "\"/>\n";
    }
  }

  void addWords(const SvgWords& each) {
    static constexpr std::array kAnchors = {"start", "middle", "end"};
    text_ += "<text x=\"" + number(each.x) + "\" y=\"" + number(each.y) + "\" text-anchor=\"" +
             kAnchors[static_cast<std::size_t>(each.anchor)] + "\" fill=\"" + hex(each.color) + "\">" + forMarkup(each.words) +
             "</text>\n";
  }

  const HistoryScene& scene_;
  const SvgFrame& frame_;
  std::string text_;
};

}  // namespace

std::string sceneSvg(const HistoryScene& scene, const SvgFrame& frame) { return SvgWriter(scene, frame).make(); }

}  // namespace interleave
