// The frame of the timeline's picture: names of the lanes, ticks of time and of money.
#include <array>
#include <cmath>
#include <cstdio>

#include "text/format.h"
#include "trace/names.h"
#include "ui/timeline.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

// A round step (1, 2 or 5 times a power of ten) that gives about `wanted` ticks.
double tickStep(double span, double wanted) {
  const double raw = span / wanted;
  if (!(raw > 0 && std::isfinite(raw))) return 1;
  double power = 1;
  while (power <= raw / 10) power *= 10;
  while (power > raw) power /= 10;
  const double lead = raw / power;
  return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10) * power;
}

constexpr int kMostDecimals = 9;  // to the nanosecond

// All ticks in the unit of the longest, with as many decimals as a step needs.
std::string timeLabel(double ns, double step, double longest) {
  struct Unit {
    double ns;
    const char* name;
  };
  static constexpr std::array kUnits = {Unit{1e9, "s"}, Unit{1e6, "ms"}, Unit{1e3, "µs"}, Unit{1, "ns"}};
  if (ns == 0) return "0";
  const auto unit = std::ranges::find_if(kUnits, [&](const Unit& each) { return longest >= each.ns; });
  const Unit& used = unit == kUnits.end() ? kUnits.back() : *unit;
  int decimals = 0;
  for (double left = step / used.ns; left < 1 - 1e-9 && decimals < kMostDecimals; left *= 10) ++decimals;
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.*f %s", decimals, ns / used.ns, used.name);
  return text.data();
}

std::string stepName(double ns, double step) {
  const auto number = static_cast<Money>(std::llround(ns));
  return number == 0 ? "start" : std::llround(ns / step) == 1 ? "step " + formatNumber(number) : formatNumber(number);
}

// The distance of ticks that their words need.
double timeStep(const Ui& ui, const Geometry& g) {
  const double length = g.toNs - g.fromNs;
  const auto width = static_cast<double>(g.right - g.left);
  if (ui.app.display().showsSchedule())
    return std::max(1.0, tickStep(length, std::max(6.0, 3 * width / static_cast<double>(ui.theme.px(110)))));
  const double step = tickStep(length, std::max(2.0, width / static_cast<double>(ui.theme.px(110))));
  const std::string label = timeLabel(g.toNs, step, g.toNs);
  const auto room = static_cast<double>(ImGui::CalcTextSize(label.c_str()).x + ui.theme.px(28));
  return std::max(1.0, std::max(step, tickStep(length, std::max(1.0, width / room))));
}

// At the balances that there have been, as far as their words have room.
std::vector<Tick> ticksAtBalances(const Ui& ui, const Geometry& g) {
  std::vector<Tick> ticks;
  for (const Money balance : ui.state.shown.balances) {
    const auto money = static_cast<double>(balance);
    if (money < g.lowest || money > g.highest) continue;
    if (!ticks.empty() && g.y(ticks.back().at) - g.y(money) < ui.theme.px(15)) continue;
    ticks.push_back({money, formatNumber(balance)});
  }
  return ticks;
}

}  // namespace

std::size_t locksOf(const AccountProgram& program) { return acquires(program.lock) ? accountsOf(program.mode) : 0; }

std::optional<Money> expectedLine(const AccountProgram& program) {
  // For a transfer the expected ending is the sum of both accounts, and here each has a line of its own.
  return program.mode == Mode::transfer ? std::nullopt : serialEnding(program);
}

std::string laneName(const AccountProgram& program, std::size_t lane) {
  const std::size_t tasks = program.transactions.size();
  if (lane < tasks) return program.transactions[lane].label;
  return lockTitle(program, lane - tasks);
}

std::vector<Tick> timeTicks(const Ui& ui, const Geometry& g) {
  const double step = timeStep(ui, g);
  std::vector<Tick> ticks;
  for (double ns = std::ceil(g.fromNs / step) * step; ns <= g.toNs; ns += step) {
    ticks.push_back({ns, ui.app.display().showsSchedule() ? stepName(ns, step) : timeLabel(ns, step, g.toNs)});
  }
  return ticks;
}

std::vector<Tick> moneyTicks(const Ui& ui, const Geometry& g) {
  if (auto ticks = ticksAtBalances(ui, g); ticks.size() > 1) return ticks;
  const double room = static_cast<double>((g.balanceBottom - g.balanceTop) / ui.theme.px(34));
  const double step = std::max(1.0, tickStep(g.highest - g.lowest, std::max(1.5, room)));
  std::vector<Tick> ticks;
  for (double money = std::ceil(g.lowest / step) * step; money <= g.highest; money += step) {
    ticks.push_back({money, formatNumber(static_cast<std::int64_t>(money))});
  }
  return ticks;
}

void drawTimeAxis(const Ui& ui, const Geometry& g) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const Palette& p = ui.theme.colors();
  WithFont font(ui.theme.small());
  const float line = std::max(1.0f, std::floor(ui.theme.scale()));
  for (const Tick& tick : timeTicks(ui, g)) {
    const float x = std::round(g.x(tick.at));
    draw.AddRectFilled({x, g.lanesTop}, {x + line, g.balanceBottom + ui.theme.px(4)}, p.grid);
    const float width = ImGui::CalcTextSize(tick.label.c_str()).x;
    if (x + width / 2 > g.right + ui.theme.px(14)) continue;
    draw.AddText({std::round(x - width / 2), g.balanceBottom + ui.theme.px(7)}, p.muted, tick.label.c_str());
  }
}

void drawMoneyAxis(const Ui& ui, const Geometry& g) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const Palette& p = ui.theme.colors();
  WithFont font(ui.theme.monoSmall());
  const float line = std::max(1.0f, std::floor(ui.theme.scale()));
  for (const Tick& tick : moneyTicks(ui, g)) {
    const float y = std::round(g.y(tick.at));
    draw.AddRectFilled({g.left, y}, {g.right, y + line}, p.grid);
    const ImVec2 extent = ImGui::CalcTextSize(tick.label.c_str());
    draw.AddText({g.left - extent.x - ui.theme.px(8), std::round(y - extent.y / 2)}, p.muted, tick.label.c_str());
  }
}

void drawExpected(const Ui& ui, const Geometry& g, const AccountProgram& program) {
  const auto expected = expectedLine(program);
  if (!expected) return;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImU32 color = ui.theme.colors().good;
  const float y = std::round(g.y(static_cast<double>(*expected)));
  const float dash = ui.theme.px(6);
  const float line = std::max(1.0f, std::round(ui.theme.scale()));
  dashedLine(g.left, g.right, y, line, dash, color);
  WithFont font(ui.theme.small());
  const std::string label = "expected " + formatNumber(*expected);
  const ImVec2 extent = ImGui::CalcTextSize(label.c_str());
  // Clear of the ticks of lost updates.
  const float above = y - extent.y - ui.theme.px(2);
  const float at = above < g.balanceTop + ui.theme.px(kLossTick) ? y + ui.theme.px(3) : above;
  draw.AddText({g.left + ui.theme.px(6), at}, color, label.c_str());
}

void drawLaneNames(const Ui& ui, const Area& area, const Geometry& g) {
  const AccountProgram& program = ui.app.display().settings().program;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float left = area.x + ui.theme.px(16);
  const float size = std::min(ui.theme.px(20), g.laneHeight - ui.theme.px(2));
  WithFont font(ui.theme.small());
  for (std::size_t lane = 0; lane < g.lanes; ++lane) {
    const bool isLock = lane >= program.transactions.size();
    const float middle = g.laneMiddle(lane);
    if (!isLock && size >= ui.theme.px(10)) {
      ImGui::SetCursorScreenPos({left, std::round(middle - size / 2)});
      badge(ui, lane, size);
    }
    const float nameLeft = isLock ? left : left + size + ui.theme.px(7);
    if (ui.narrow && !isLock) continue;
    if (g.laneHeight < ui.theme.px(13)) continue;
    const std::string name = laneName(program, lane);
    const float top = std::round(middle - ImGui::GetTextLineHeight() / 2);
    drawLabel(draw, {nameLeft, top}, g.left - ui.theme.px(6) - nameLeft, ui.theme.colors().muted, name);
  }
}

}  // namespace interleave
