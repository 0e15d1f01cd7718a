// The user as the scheduler: the schedule with its cursor, and for each thread its steps and why it cannot step.
#include <algorithm>
#include <array>
#include <cmath>

#include "text/format.h"
#include "text/utf8.h"
#include "ui/schedule_rows.h"
#include "ui/schedule_strip.h"
#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr float kFindRows = 8;
constexpr std::size_t kLettersInTip = 60;

ImVec2 fontSize(ImFont* font, std::string_view words) {
  WithFont with(font);
  return wordsSize(words);
}

void drawText(ImDrawList& draw, ImVec2 at, ImU32 color, std::string_view words) {
  drawWords(draw, {std::round(at.x), std::round(at.y)}, color, words);
}

// ---- The schedule

void drawStrip(Ui& ui) {
  const ScheduleCursor& cursor = ui.app.scheduler().cursor();
  const auto loses = [&cursor](std::size_t step) { return std::ranges::binary_search(cursor.losses(), step + 1); };
  const auto about = [&loses](std::size_t step) { return std::string(loses(step) ? ", which loses an update" : ""); };
  const ScheduleStrip strip{.schedule = cursor.schedule(), .at = cursor.at(), .about = about, .marked = loses};
  if (const auto wanted = drawScheduleStrip(ui, strip)) ui.app.scheduler().seek(*wanted);
}

// ---- Other actions

std::string forceTip(const ScheduleCursor& cursor) {
  if (cursor.at() == 0) return "Take a step first; then the real threads can be made to take the same.";
  return "Run it for real: the threads take " +
         (cursor.atEnd() ? "these " : "the first " + formatNumber(cursor.at()) + " of these ") +
         formatCount(cursor.schedule().size(), "step") + " in this order";
}

// Above or below the previous item, never over it.
void placeFindMenu(const Ui& ui) {
  const float highest = (kFindRows + 1) * ImGui::GetTextLineHeightWithSpacing() + ui.theme.px(24);
  const bool below = ImGui::GetItemRectMax().y + highest < ImGui::GetIO().DisplaySize.y;
  const float gap = ui.theme.px(4);
  const float y = below ? ImGui::GetItemRectMax().y + gap : ImGui::GetItemRectMin().y - gap;
  ImGui::SetNextWindowPos({ImGui::GetItemRectMin().x, y}, 0, {0, below ? 0.0f : 1.0f});
}

void drawFindMenu(Ui& ui) {
  WithFont body(nullptr);
  placeFindMenu(ui);
  if (!ImGui::BeginPopup("find")) return;
  const OutcomeTable& table = ui.app.outcomes().table();
  const float row = ImGui::GetTextLineHeightWithSpacing();
  mutedText(ui, "Follow a schedule that ends at");
  const float rows = std::min(static_cast<float>(table.rows.size()), kFindRows);
  const bool refused = std::ranges::any_of(table.rows, [](const OutcomeRow& each) { return !each.refused.empty(); });
  const float names = ui.theme.px(refused ? 190 : 110);
  ImGui::BeginChild("endings", {names + ui.theme.px(120), rows * row + ui.theme.px(4)}, 0, ImGuiWindowFlags_NavFlattened);
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(table.rows.size()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      const OutcomeRow& each = table.rows[static_cast<std::size_t>(i)];
      const std::string name = outcomeName(each);
      const bool can = !each.example.empty() && each.example.size() <= limits::kMaxScheduleSteps;
      ImGui::PushID(i);
      if (ImGui::Selectable(("###find " + name).c_str(), false, can ? 0 : ImGuiSelectableFlags_Disabled)) {
        ui.app.scheduler().follow(each.example, each.example.size());
        ImGui::CloseCurrentPopup();
      }
      noteItem(ui, "find " + name);
      tooltip(ui,
              can ? shortened(each.example, kLettersInTip).c_str() : "No example is known that is short enough to be a schedule");
      ImGui::SameLine(ui.theme.px(4));
      {
        WithFont font(ui.theme.mono());
        can ? text(name) : mutedText(ui, name);
      }
      ImGui::SameLine(names);
      verdict(ui, each.grade);
      ImGui::PopID();
    }
  }
  touchScroll(ui);
  ImGui::EndChild();
  ImGui::EndPopup();
}

bool canGoOn(const ScheduleCursor& cursor) {
  return std::ranges::any_of(cursor.here().threads(), [&](std::size_t task) { return cursor.canStep(task); });
}

// Actions that move the cursor, or follow another schedule.
void drawWays(Ui& ui, float between) {
  Scheduler& scheduler = ui.app.scheduler();
  const ScheduleCursor& cursor = scheduler.cursor();
  const bool loss = cursor.nextLoss().has_value();
  const char* lossTip =
      loss ? "To right after the next write that loses an update" : "No write of the schedule after the cursor loses an update";
  if (rowButton(ui, "Next loss###next loss", lossTip, loss, ui.theme.px(8))) scheduler.toNextLoss();
  if (drawRandom(ui, canGoOn(cursor), between)) scheduler.random();
  const bool known = ui.app.outcomes().tableIsCurrent() && !ui.app.outcomes().table().rows.empty();
  const char* findTip = known ? "Find a schedule that ends where you want" : "The endings are not known yet";
  if (rowButton(ui, "Find###find", findTip, known, between)) ImGui::OpenPopup("find");
  drawFindMenu(ui);
}

// Buttons that follow the last run and force the schedule onto the next. Touch has no tooltips, so it gets whole words always.
void drawRunWays(Ui& ui, float between) {
  const std::string whyNot = ui.app.display().whyNotFollowRun();
  const bool can = whyNot.empty();
  const char* wholeFrom = "Follow the last run###from run";
  const char* wholeForce = "Force on threads###force";
  const float right = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
  const bool fits = ImGui::GetItemRectMax().x + 2 * between + buttonWidth(wholeFrom) + buttonWidth(wholeForce) <= right;
  const bool whole = ui.narrow || fits;
  const char* from = whole ? wholeFrom : "From run###from run";
  const float gap = ui.narrow ? 0 : between;
  const std::string tip = can ? "Follow the order in which the last run happened" : whyNot;
  if (rowButton(ui, from, tip, can, gap)) ui.app.followRun();
  const ScheduleCursor& cursor = ui.app.scheduler().cursor();
  const char* force = whole ? wholeForce : "Force###force";
  const bool threads = ui.app.realThreads().available();
  const std::string forced = threads ? forceTip(cursor) : ui.app.realThreads().sentence();
  if (rowButton(ui, force, forced, threads && cursor.at() > 0, between)) ui.app.runForced();
}

void drawCommands(Ui& ui) {
  Scheduler& scheduler = ui.app.scheduler();
  const Pressed pressed = drawUndoRedo(ui, scheduler.cursor().canUndo(), scheduler.cursor().canRedo());
  if (pressed == Pressed::undo) scheduler.undo();
  if (pressed == Pressed::redo) scheduler.redo();
  const float height = ImGui::GetFrameHeight();
  WithFont font(ui.theme.small());
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.theme.px(7), (height - ImGui::GetTextLineHeight()) / 2});
  drawWays(ui, ui.theme.px(5));
  drawRunWays(ui, ui.theme.px(5));
  ImGui::PopStyleVar();
}

// ---- The threads

struct StepWords {
  std::size_t at;  // in the steps of the update
  std::string words;
};

std::vector<StepWords> codeOf(const AccountProgram& program, std::size_t task) {
  const bool throws = program.transactions[task].throws;
  const UpdateSteps steps = updateSteps(program, task);
  std::vector<StepWords> code;
  bool thrown = false;
  for (std::size_t at = 0; at < steps.actions.size(); ++at) {
    const Action& action = steps.actions[at];
    // After an exception only the releases of the context manager follow.
    if (thrown && (at < steps.exit || keepsOnException(program.lock))) continue;
    const bool now = throws && !thrown && (action.step == Step::read || action.step == Step::add);
    code.push_back({at, stepCode(program, task, action) + (now ? "; raise" : "")});
    thrown = thrown || now;
  }
  return code;
}

// The steps of an update, the next one marked.
void drawCode(const Ui& ui, const ScheduleCursor& cursor, std::size_t task, ImVec2 at, float width) {
  const Palette& p = ui.theme.colors();
  const Program::Task& state = cursor.here().program().tasks()[task];
  const auto code = codeOf(cursor.program(), task);
  WithFont font(ui.theme.monoSmall());
  float letters = 0;
  for (const StepWords& each : code) letters += wordsSize(each.words).x;
  // With little room they are closer together, and then steps that were taken are left out. An arrowhead leads from each to
  // the next.
  const auto steps = static_cast<float>(code.size());
  const bool tight = letters + steps * ui.theme.px(20) > width;
  const float pad = ui.theme.px(tight ? 3 : 5);
  const float gap = ui.theme.px(tight ? 10 : 11);
  float whole = letters + steps * 2 * pad + (steps - 1) * gap;
  std::size_t first = 0;
  while (whole > width && first + 1 < code.size() && (state.ended || code[first].at != state.at)) {
    whole -= wordsSize(code[first].words).x + 2 * pad + gap;
    ++first;
  }
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.PushClipRect({at.x, at.y - pad}, {at.x + width, at.y + 2 * ImGui::GetTextLineHeight()}, true);
  const float height = ImGui::GetTextLineHeight() + ui.theme.px(3);
  float x = at.x;
  for (std::size_t i = first; i < code.size(); ++i) {
    const ImVec2 extent = wordsSize(code[i].words);
    if (x + extent.x + 2 * pad > at.x + width) {
      drawText(draw, {x, at.y + (height - extent.y) / 2}, p.muted, "…");
      break;
    }
    const ImVec2 high{x + extent.x + 2 * pad, at.y + height};
    const bool next = !state.ended && code[i].at == state.at && cursor.here().program().inFlight(task);
    const bool can = next && cursor.canStep(task);
    const float rounding = ui.theme.px(4);
    const ImU32 frame = can ? Theme::thread(task) : p.border;
    if (can) draw.AddRectFilled({x, at.y}, high, withAlpha(frame, 0x38), rounding);
    if (next) draw.AddRect({x, at.y}, high, frame, rounding, 0, std::max(1.0f, ui.theme.scale()));
    drawText(draw, {x + pad, at.y + (height - extent.y) / 2}, can ? p.text : p.muted, code[i].words);
    x = high.x + gap;
    if (i + 1 == code.size()) continue;
    const float half = ui.theme.px(2);
    const ImVec2 tip{high.x + gap / 2 + half, at.y + height / 2};
    draw.AddTriangleFilled(tip, {tip.x - 2 * half, tip.y - 1.5f * half}, {tip.x - 2 * half, tip.y + 1.5f * half}, p.muted);
  }
  draw.PopClipRect();
}

struct Status {
  std::string words;
  bool mono = false;
  bool bad = false;
};

Status statusOf(const ScheduleCursor& cursor, std::size_t task) {
  const Program::Task& state = cursor.here().program().tasks()[task];
  if (!state.ended && (state.next == Step::write || state.next == Step::swap)) {
    const bool stale = cursor.here().stale(task);
    return {"copy " + formatNumber(state.copy) + (stale ? ", stale" : ""), true, stale};
  }
  return {cursor.whyNot(task), false, false};
}

void drawThreadWords(const Ui& ui, const ScheduleCursor& cursor, std::size_t task, ImVec2 at, float width) {
  const Palette& p = ui.theme.colors();
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const Transaction& transaction = cursor.program().transactions[task];
  const Status status = statusOf(cursor, task);
  float room = width;
  {
    WithFont font(status.mono ? ui.theme.monoSmall() : ui.theme.small());
    const ImVec2 extent = wordsSize(status.words);
    const ImU32 color = status.bad ? p.bad : status.mono ? p.text : p.muted;
    drawText(draw, {at.x + std::max(0.0f, width - extent.x), at.y + ui.theme.px(1)}, color, status.words);
    room -= extent.x + ui.theme.px(10);
  }
  draw.PushClipRect(at, {at.x + std::max(0.0f, room), at.y + 2 * ImGui::GetTextLineHeight()}, true);
  drawLabel(draw, {std::round(at.x), std::round(at.y)}, room, p.text, transaction.label);
  const float label = wordsSize(transaction.label).x + ui.theme.px(8);
  WithFont font(ui.theme.monoSmall());
  std::string words = formatSigned(transaction.amount);
  if (transaction.times > 1 && !transaction.throws) {
    const std::int64_t done = transaction.times - cursor.here().program().tasks()[task].updatesLeft;
    words += "  " + formatNumber(done) + " of " + formatNumber(transaction.times) + " done";
  }
  drawText(draw, {at.x + label, at.y + ui.theme.px(1)}, p.muted, words);
  draw.PopClipRect();
}

std::string threadTip(const ScheduleCursor& cursor, std::size_t task) {
  const std::string letter = letterText(task);
  const std::string whyNot = cursor.whyNot(task);
  if (!whyNot.empty()) return letter + " " + whyNot;
  const Program::Task& state = cursor.here().program().tasks()[task];
  return letter + " takes its next step, " + stepCode(cursor.program(), task, {state.next, state.objects}) + " (Shift+" + letter +
         ", or " + letter + " while the schedule has the keys)";
}

void drawThread(Ui& ui, std::size_t task) {
  Scheduler& scheduler = ui.app.scheduler();
  const ScheduleCursor& cursor = scheduler.cursor();
  const float pad = ui.theme.px(ui.theme.roomy() ? 6 : 3);
  const ThreadRow row = drawThreadRow(ui, taskLetter(task), cursor.canStep(task), pad, threadTip(cursor, task));
  const float top = row.at.y + pad;
  drawThreadWords(ui, cursor, task, {row.left, top}, row.right - row.left);
  drawCode(ui, cursor, task, {row.left, top + ImGui::GetTextLineHeight() + ui.theme.px(2)}, row.right - row.left);
  if (row.pressed) scheduler.step(task);
}

// The tasks that no thread is at, or was at last.
void drawOthers(const Ui& ui, const ScheduleCursor& cursor) {
  std::string waiting;
  std::string ended;
  const auto& threads = cursor.here().threads();
  const auto& tasks = cursor.here().program().tasks();
  for (std::size_t task = 0; task < tasks.size(); ++task) {
    if (std::ranges::find(threads, task) != threads.end()) continue;
    std::string& list = tasks[task].ended ? ended : waiting;
    list += (list.empty() ? "" : ", ") + letterText(task);
  }
  WithFont font(ui.theme.small());
  ImGui::PushTextWrapPos(0);
  if (!waiting.empty()) mutedText(ui, "Waiting for a worker: " + waiting);
  if (!ended.empty()) mutedText(ui, "Ended before: " + ended);
  ImGui::PopTextWrapPos();
}

std::vector<std::size_t> holdersOf(const ThreadStates& states) {
  std::vector<std::size_t> holders;
  for (const std::vector<std::size_t>& ofLock : states.holders) {
    for (const std::size_t task : ofLock) {
      if (std::ranges::find(holders, task) == holders.end()) holders.push_back(task);
    }
  }
  return holders;
}

}  // namespace

// One after another, each in the middle of the line. Nothing while a run is shown: its balance is not that of the schedule, at
// whose cursor the threads below stand.
void drawScheduleState(Ui& ui, bool alignRight) {
  if (!ui.app.display().showsSchedule()) {
    if (!alignRight) ImGui::Dummy({1, ImGui::GetTextLineHeight() + ui.theme.px(2)});
    return;
  }
  const ThreadStates& states = ui.state.shown.states;
  const AccountProgram& program = ui.app.display().settings().program;
  const bool two = program.mode == Mode::transfer;
  // Beside the names of the panels there is no room for two locks.
  const bool hasLock = acquires(program.lock) && !(two && alignRight);
  const auto owner = states.lockOwner();
  std::string balance;
  for (const Money each : states.balances) balance += (balance.empty() ? "" : " and ") + formatNumber(each);
  const std::string holders = lettersOf(holdersOf(states));
  // Of a lock that its holder has acquired again.
  const std::size_t times = owner ? static_cast<std::size_t>(std::ranges::count(states.holders[0], *owner)) : 0;
  std::string lock = owner ? "held by " + holders + (times > 1 ? ", " + formatNumber(times) + " times" : "") : "free";
  const float gap = ui.theme.px(6);
  const float sign = ImGui::GetTextLineHeight() + ui.theme.px(2);
  const float height = alignRight ? ui.theme.px(28) : sign;
  if (alignRight) {
    ImGui::SameLine();
    const float words = fontSize(ui.theme.small(), two ? "balances" : "balance").x + gap + fontSize(ui.theme.mono(), balance).x;
    const auto width = [&] { return words + (hasLock ? 2.5f * gap + sign + fontSize(ui.theme.small(), lock).x : 0); };
    const float right = ImGui::GetWindowWidth() - ui.theme.px(16);
    // With little room, the holder's letter stands alone beside the sign.
    if (ImGui::GetCursorPosX() + width() > right) lock = holders;
    ImGui::SetCursorPosX(std::max(ImGui::GetCursorPosX(), right - width()));
  }
  const float top = ImGui::GetCursorPosY();
  const auto place = [&](float itemHeight) { ImGui::SetCursorPosY(std::round(top + (height - itemHeight) / 2)); };
  const auto put = [&](ImFont* font, std::string_view words, bool muted) {
    WithFont with(font);
    place(ImGui::GetTextLineHeight());
    muted ? mutedText(ui, words) : text(words);
  };
  put(ui.theme.small(), two ? "balances" : "balance", true);
  ImGui::SameLine(0, gap);
  put(ui.theme.mono(), balance, false);
  if (!hasLock) return;
  ImGui::SameLine(0, 2 * gap);
  place(sign);
  padlock(ui, true, owner.has_value(), owner ? Theme::thread(*owner) : ui.theme.colors().muted);
  ImGui::SameLine(0, gap / 2);
  put(ui.theme.small(), lock, true);
}

void drawScheduler(Ui& ui, const Area& area) {
  Panel panel(ui, "Scheduler", area, ui.narrow ? Panel::kScrolls : Panel::kFixed | ImGuiWindowFlags_NoBackground);
  if (ui.narrow) {
    takeKeys(ui, area);
    drawScheduleState(ui, false);
  }
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.theme.px(8), ui.theme.px(6)});
  drawStrip(ui);
  if (!ui.narrow) drawCommands(ui);
  // Beside other panels only the threads scroll; in a narrow window the whole panel does.
  if (!ui.narrow) ImGui::BeginChild("threads", {0, 0}, 0, ImGuiWindowFlags_NavFlattened);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.theme.px(8), ui.theme.px(1)});
  // A copy, since a step may change the task of each thread.
  const std::vector<std::size_t> threads = ui.app.scheduler().cursor().here().threads();
  for (const std::size_t task : threads) drawThread(ui, task);
  drawOthers(ui, ui.app.scheduler().cursor());
  ImGui::PopStyleVar();
  // On a phone the threads come first, since they are pressed most.
  if (ui.narrow) drawCommands(ui);
  touchScroll(ui);
  if (!ui.narrow) ImGui::EndChild();
  ImGui::PopStyleVar();
}

}  // namespace interleave
