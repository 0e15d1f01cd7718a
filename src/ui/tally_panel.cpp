// Where real runs of these settings have ended, and how often.
#include "ui/widgets.h"

namespace interleave {
namespace {

struct Row {
  std::string name;
  std::uint64_t count;
  Verdict verdict;
};

std::vector<Row> rowsOf(const App& app) {
  std::vector<Row> rows;
  const App::Tally& tally = app.tally();
  for (const auto& [balance, ending] : tally.endings) {
    rows.push_back({formatMoney(balance), ending.runs, ending.verdict});
  }
  if (tally.deadlocks > 0) rows.push_back({"–", tally.deadlocks, Verdict::deadlock});
  return rows;
}

void alignedRight(const Ui& ui, const std::string& words) {
  WithFont font(ui.theme.mono());
  const float indent = ImGui::GetContentRegionAvail().x - ImGui::CalcTextSize(words.c_str()).x;
  if (indent > 0) ImGui::SetCursorPosX(ImGui::GetCursorPosX() + indent);
  text(words);
}

void drawRow(const Ui& ui, const Row& row, std::uint64_t most) {
  ImGui::TableNextColumn();
  alignedRight(ui, row.name);
  ImGui::TableNextColumn();
  verdict(ui, row.verdict);
  ImGui::TableNextColumn();
  alignedRight(ui, formatMoney(static_cast<Money>(row.count)));
  ImGui::TableNextColumn();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float share = static_cast<float>(row.count) / static_cast<float>(most);
  const float width = std::max(ui.theme.px(2), ImGui::GetContentRegionAvail().x * share);
  const float height = ImGui::GetTextLineHeight();
  const Palette& p = ui.theme.colors();
  const ImU32 color = row.verdict == Verdict::expected ? p.good : row.verdict == Verdict::order ? p.muted : p.bad;
  ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y + height * 0.2f}, {at.x + width, at.y + height * 0.85f}, color,
                                            ui.theme.px(2));
}

}  // namespace

void drawTally(Ui& ui, const Area& area) {
  Panel panel(ui, "Tally", area);
  const App::Tally& tally = ui.app.tally();
  panelTitle(ui, "Outcomes of " + formatCount(tally.runs, "run"));
  if (tally.others > 0) mutedText(ui, formatCount(tally.others, "run") + " with yet other endings, not listed");
  const std::vector<Row> rows = rowsOf(ui.app);
  if (rows.empty()) {
    mutedText(ui, "Runs of these settings are counted here.");
    return;
  }
  std::uint64_t most = 1;
  for (const Row& row : rows) most = std::max(most, row.count);
  if (!ImGui::BeginTable("endings", 4, ImGuiTableFlags_ScrollY | ImGuiTableFlags_SizingFixedFit)) return;
  float widest = 0;
  {
    WithFont font(ui.theme.mono());
    for (const Row& row : rows) widest = std::max(widest, ImGui::CalcTextSize(row.name.c_str()).x);
  }
  ImGui::TableSetupColumn("ending", ImGuiTableColumnFlags_WidthFixed, widest);
  ImGui::TableSetupColumn("verdict", ImGuiTableColumnFlags_WidthFixed, ui.theme.px(106));
  ImGui::TableSetupColumn("runs", ImGuiTableColumnFlags_WidthFixed, ui.theme.px(48));
  ImGui::TableSetupColumn("share", ImGuiTableColumnFlags_WidthStretch);
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(rows.size()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) drawRow(ui, rows[static_cast<std::size_t>(i)], most);
  }
  touchScroll(ui);
  ImGui::EndTable();
}

}  // namespace interleave
