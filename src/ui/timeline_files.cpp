// Saving the run that is shown, or its picture, and opening one that was saved.
#include <array>
#include <cmath>

#include "render/scene_svg.h"
#include "text/directions.h"
#include "text/format.h"
#include "ui/timeline.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

struct Item {
  const char* name;
  const char* tip;
  FileFormat format;
};

constexpr std::array kItems = {
    Item{"Trace (JSON)", "All events, for Perfetto and Tracy, and to be opened here again", FileFormat::chrome},
    Item{"Events (CSV)", "A line for each event, for a spreadsheet", FileFormat::csv},
    Item{"Picture (PNG)", "The timeline as it is shown", FileFormat::png},
    Item{"Picture (SVG)", "The timeline as it is shown, sharp at any size", FileFormat::svg}};

// The texts of an SVG: the words at the axes, and the sentence.
std::vector<SvgWords> wordsOf(const Ui& ui, const Geometry& g, const Area& area, const SvgFrame& frame) {
  using Anchor = SvgWords::Anchor;
  const Palette& p = ui.theme.colors();
  const AccountProgram& program = ui.app.display().settings().program;
  const float descent = ui.theme.px(4);
  std::vector<SvgWords> words;
  words.push_back({ui.theme.px(16), ui.theme.px(22), frame.title, Anchor::start, p.text});
  for (std::size_t lane = 0; lane < g.lanes; ++lane) {
    std::string name = withDirectionsMarked(laneName(program, lane));
    if (lane < program.transactions.size()) name = letterText(lane) + "  " + name;
    words.push_back({ui.theme.px(16), g.laneMiddle(lane) - area.y + descent, name, Anchor::start, p.muted});
  }
  for (const std::size_t task : endless(ui, g)) {
    words.push_back({g.right - area.x - ui.theme.px(8), g.laneMiddle(task) - area.y + descent, kEndless, Anchor::end, p.text});
  }
  for (const Tick& tick : timeTicks(ui, g)) {
    words.push_back({g.x(tick.at) - area.x, g.balanceBottom - area.y + ui.theme.px(18), tick.label, Anchor::middle, p.muted});
  }
  for (const Tick& tick : moneyTicks(ui, g)) {
    words.push_back({g.left - area.x - ui.theme.px(8), g.y(tick.at) - area.y + descent, tick.label, Anchor::end, p.muted});
  }
  if (const auto expected = expectedLine(program)) {
    words.push_back({g.left - area.x + ui.theme.px(6), g.y(static_cast<double>(*expected)) - area.y - descent,
                     "– – expected " + formatNumber(*expected), Anchor::start, p.good});
  }
  return words;
}

std::string pictureSvg(const Ui& ui, const Area& area, const Geometry& g) {
  const HistoryScene& scene = ui.state.timeline.picture.scene;
  const AccountProgram& program = ui.app.display().settings().program;
  SvgFrame frame;
  frame.width = area.width;
  frame.height = area.height;
  frame.pixel = ui.theme.scale();
  frame.left = g.left - area.x;
  frame.lanesTop = g.lanesTop - area.y;
  frame.laneHeight = g.laneHeight;
  frame.tasks = program.transactions.size();
  frame.locks = locksOf(program);
  frame.mostHolders = ui.app.display().timeline().mostHolders();
  frame.balanceBase = g.y(static_cast<double>(scene.base)) - area.y;
  frame.perUnit = static_cast<float>(g.perUnit());
  frame.background = ui.theme.colors().panel;
  frame.grid = ui.theme.colors().grid;
  for (std::size_t task = 0; task < frame.tasks; ++task) frame.threads.push_back(Theme::thread(task));
  for (const Tick& tick : timeTicks(ui, g)) frame.ticks.push_back(g.x(tick.at) - area.x);
  frame.ticksTop = g.lanesTop - area.y;
  frame.ticksBottom = g.balanceBottom - area.y;
  frame.title = withDirectionsMarked(ui.state.shown.sentence);
  frame.words = wordsOf(ui, g, area, frame);
  return sceneSvg(scene, frame);
}

// Long work shows its progress and can be cancelled.
void drawProgress(Ui& ui) {
  const TraceFiles& files = ui.app.files().traces();
  const auto saving = files.saving();
  const auto reading = files.reading();
  if (!saving && !reading) return;
  std::string words;
  if (saving) words = "Saving: " + std::to_string(static_cast<int>(*saving * 100)) + " %";
  else words = "Opening: " + formatCount(*reading, "event") + " so far";
  const Area& area = ui.state.timeline.area;
  const char* cancel = "Cancel###cancel file";
  const float width = wordsWidth(words) + buttonWidth(cancel) + ui.theme.px(36);
  const float height = ImGui::GetFrameHeight() + ui.theme.px(12);
  const ImVec2 at{area.x + area.width - width - ui.theme.px(16), area.y + area.height - height - ui.theme.px(34)};
  // A window of its own: it lies over the plot, which would otherwise take its clicks.
  ImGui::SetCursorScreenPos(at);
  ImGui::BeginChild("progress of a file", {width, height}, 0, ImGuiWindowFlags_NoScrollbar);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(at, {at.x + width, at.y + height}, ui.theme.colors().panel, ui.theme.px(6));
  draw.AddRect(at, {at.x + width, at.y + height}, ui.theme.colors().border, ui.theme.px(6));
  ImGui::SetCursorScreenPos({at.x + ui.theme.px(12), at.y + ui.theme.px(6)});
  ImGui::AlignTextToFramePadding();
  text(words);
  ImGui::SameLine(0, ui.theme.px(12));
  if (button(ui, cancel, "Give it up")) ui.app.files().cancel();
  ImGui::EndChild();
}

}  // namespace

void drawFilesMenu(Ui& ui) {
  drawProgress(ui);
  TimelineState& state = ui.state.timeline;
  if (state.filesAsked) ImGui::OpenPopup("Files");
  state.filesAsked = false;
  if (!ImGui::BeginPopup("Files")) return;
  const bool some = ui.app.display().report() != nullptr && !ui.app.display().live();
  for (const Item& item : kItems) {
    if (ImGui::MenuItem(item.name, nullptr, false, some)) ui.app.files().save(item.format, 0);
    noteItem(ui, item.name);
    tooltip(ui, some ? item.tip : "There is no run yet");
  }
  ImGui::Separator();
  if (ImGui::MenuItem("Open a trace…")) ui.app.files().choose();
  noteItem(ui, "Open a trace");
  tooltip(ui, "A trace (JSON) that was saved here: it is shown as if it had just been run");
  ImGui::EndPopup();
}

void savePictureWanted(Ui& ui, const Area& area, const Geometry& g) {
  const auto wanted = ui.app.files().takePictureWanted();
  if (!wanted) return;
  const float scale = ui.cssPixel;
  // Without the buttons above it.
  const float top = g.lanesTop - ui.theme.px(8);
  const FieldArea shown{area.x / scale, top / scale, area.width / scale, (area.y + area.height - top) / scale};
  ui.app.files().savePicture(*wanted, shown, wanted->format == FileFormat::svg ? pictureSvg(ui, area, g) : std::string());
}

}  // namespace interleave
