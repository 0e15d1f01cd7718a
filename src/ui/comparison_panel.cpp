// What each lock costs on this device: sections a second, waits, fairness.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <thread>

#include "text/format.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

std::string millions(double perSecond) {
  std::array<char, 32> text{};
  const double value = perSecond / 1e6;
  std::snprintf(text.data(), text.size(), value < 0.01 ? "%.4f" : value < 1 ? "%.2f" : "%.1f", value);
  return text.data();
}

std::string fairness(double value) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%.2f", value);
  return text.data();
}

int threadsShown(const Ui& ui) {
  const auto& numbers = ui.app.lockCosts().comparer().comparison().threads;
  const auto chosen = static_cast<std::size_t>(ui.state.speedThreads);
  return numbers.empty() ? 1 : numbers[std::min(chosen, numbers.size() - 1)];
}

void drawThreadChoice(Ui& ui) {
  const std::vector<int>& numbers = ui.app.lockCosts().comparer().comparison().threads;
  WithFont font(ui.theme.small());
  ImGui::AlignTextToFramePadding();
  mutedText(ui, "Threads");
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    ImGui::SameLine(0, ui.theme.px(i == 0 ? 8 : 4));
    const bool chosen = threadsShown(ui) == numbers[i];
    const std::string number = std::to_string(numbers[i]);
    if (choiceButton(ui, (number + "###speed " + number).c_str(), chosen)) ui.state.speedThreads = static_cast<int>(i);
    noteItem(ui, "speed " + number);
    tooltip(ui, ("What was measured with " + formatCount(static_cast<std::uint64_t>(numbers[i]), "thread")).c_str());
  }
}

void drawCommands(Ui& ui) {
  if (!ui.app.realThreads().available()) return;
  const LockComparer& comparer = ui.app.lockCosts().comparer();
  const float width = buttonWidth("Measure");
  ImGui::SameLine(
      std::max(ImGui::GetCursorPosX(), ImGui::GetWindowWidth() - width - ImGui::GetStyle().WindowPadding.x - ui.theme.px(4)));
  if (comparer.busy()) {
    if (button(ui, "Cancel###measure", "Keep what has been measured", {width, 0})) ui.app.cancelComparison();
  } else if (primaryButton(ui, "Measure###measure", "Measure every lock: takes some seconds, and all cores", {width, 0})) {
    ui.app.compareLocks();
  }
}

// Progress, and a note about the figures.
void drawRemarks(Ui& ui) {
  const LockComparer& comparer = ui.app.lockCosts().comparer();
  WithFont font(ui.theme.small());
  ImGui::PushTextWrapPos(0);
  const auto cores = static_cast<int>(std::thread::hardware_concurrency());
  if (!ui.app.realThreads().available()) {
    mutedText(ui, ui.app.realThreads().sentence());
  } else if (comparer.busy()) {
    mutedText(ui, "Measured " + std::to_string(comparer.results().size()) + " of " +
                      std::to_string(comparer.comparison().cells()) + "…");
  } else if (!ui.app.lockCosts().note().empty()) {
    mutedText(ui, ui.app.lockCosts().note());
  } else if (comparer.results().empty()) {
    mutedText(ui,
              "How many critical sections a second each lock allows, how long threads wait for it, and how evenly they get "
              "it.");
  }
  if (!comparer.results().empty() && cores > 0 && threadsShown(ui) > cores) {
    mutedText(ui, formatCount(static_cast<std::uint64_t>(cores), "core") + ", " + std::to_string(threadsShown(ui)) +
                      " threads: they take turns, and who spins keeps the owner waiting.");
  }
  ImGui::PopTextWrapPos();
}

struct SpeedColumn {
  const char* name;
  const char* tip;
};
constexpr std::array kColumns = {
    SpeedColumn{"Lock", "In the order of the menu"},
    SpeedColumn{"M/s", "Million critical sections a second, of all threads together"},
    SpeedColumn{"p50", "Half of all waits for the lock were no longer"},
    SpeedColumn{"p99", "99 of 100 waits were no longer"},
    SpeedColumn{"longest", "The longest wait that was timed"},
    SpeedColumn{"fair", "Jain's index of what the threads got: 1, all the same"},
};

void cell(const Ui& ui, const std::string& words) {
  ImGui::TableNextColumn();
  alignRight(wordsWidth(words));
  mutedText(ui, words);
}

// A wait of 0 is shorter than the clock's step.
std::string waitOf(const LockSpeed& speed, std::uint64_t ns) {
  return ns == 0 ? "< " + formatDuration(static_cast<std::int64_t>(speed.clockNs))
                 : formatDuration(static_cast<std::int64_t>(ns));
}

void drawRow(Ui& ui, const LockSpeed& speed, double fastest) {
  ImGui::TableNextRow();
  ImGui::TableNextColumn();
  text(lockInfo(speed.lock).title);
  noteItem(ui, "speed of " + std::string(lockInfo(speed.lock).name));
  ImGui::TableNextColumn();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const auto part = static_cast<float>(fastest > 0 ? speed.sectionsPerSecond / fastest : 0);
  // A bar behind the figure, in proportion to the fastest.
  ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + std::max(1.0f, width * part), at.y + ImGui::GetTextLineHeight()},
                                            ui.theme.colors().border, ui.theme.px(2));
  const std::string figure = speed.exact ? millions(speed.sectionsPerSecond) : "wrong";
  alignRight(wordsWidth(figure));
  text(figure);
  cell(ui, waitOf(speed, speed.p50Ns));
  cell(ui, waitOf(speed, speed.p99Ns));
  cell(ui, waitOf(speed, speed.longestNs));
  cell(ui, fairness(speed.fairness));
}

void drawTable(Ui& ui) {
  const int threads = threadsShown(ui);
  double fastest = 0;
  for (const LockSpeed& speed : ui.app.lockCosts().comparer().results()) {
    if (speed.threads == threads) fastest = std::max(fastest, speed.sectionsPerSecond);
  }
  if (fastest == 0) return;
  WithFont font(ui.theme.small());
  ImGui::PushStyleVar(ImGuiStyleVar_CellPadding, {ui.theme.px(3), ui.theme.px(2)});
  if (ImGui::BeginTable("speeds", static_cast<int>(kColumns.size()), ImGuiTableFlags_SizingStretchProp)) {
    for (const SpeedColumn& column : kColumns) {
      if (&column == &kColumns.front()) {
        ImGui::TableNextColumn();
        mutedText(ui, column.name);
      } else {
        cell(ui, column.name);
      }
      tooltip(ui, column.tip);
    }
    for (const LockSpeed& speed : ui.app.lockCosts().comparer().results()) {
      if (speed.threads == threads) drawRow(ui, speed, fastest);
    }
    ImGui::EndTable();
  }
  ImGui::PopStyleVar();
}

}  // namespace

void drawComparison(Ui& ui, const Area& area) {
  Panel panel(ui, "Speed", area, ui.narrow ? Panel::kFixed : Panel::kFixed | ImGuiWindowFlags_NoBackground);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.theme.px(8), ui.theme.px(6)});
  drawThreadChoice(ui);
  drawCommands(ui);
  drawRemarks(ui);
  // A stop of its own for the keyboard, which the arrows scroll.
  ImGui::BeginChild("figures");
  drawTable(ui);
  touchScroll(ui);
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

}  // namespace interleave
