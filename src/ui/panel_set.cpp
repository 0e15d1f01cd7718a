#include "ui/panel_set.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "ui/program_panels.h"

namespace interleave {
namespace {

constexpr const char* kCodeTip = "The program that is running, with the line where each thread stands";
constexpr const char* kTreeTip = "Every choice there is, and where it leads";
constexpr const char* kSchedulerTip = "You say which thread takes the next step";

void codeHead(Ui& ui) {
  ImGui::SameLine(0, ui.theme.px(30));
  drawCodeCommands(ui);
}

constexpr HelpLine kUndoKeys{"Ctrl+Z, Ctrl+Y", "undo an edit, a program, a step of the lesson; redo"};
constexpr HelpLine kLooksKeys{"C, T", "copy the link; light or dark"};
constexpr HelpLine kTabKeys{"Tab, arrows", "to the next control"};
constexpr HelpLine kPressKeys{"Space, Enter", "press or edit it"};
constexpr HelpLine kLeaveKeys{"Esc", "leave a field or a menu; then Tab leaves the canvas"};
constexpr HelpLine kHeldKeys{"W, S, A, D", "look closer, show more, move; by where the keys are"};
constexpr HelpLine kTwoFingers{"Two fingers", "look closer at the picture, or show more of it"};

// ---- The account

void scheduleHead(Ui& ui) { drawScheduleState(ui, true); }

constexpr std::array kSchedule = {Tab{{"Scheduler", kSchedulerTip}, drawScheduler, scheduleHead},
                                  Tab{{"Tree", kTreeTip}, drawTree, scheduleHead},
                                  Tab{{"Threads", "The lock and each thread, where what is shown ends"}, drawThreads},
                                  Tab{{"Lock", "A lock by itself: make one, acquire it, release it"}, drawLockInspector}};
constexpr std::array kOutcomes = {Tab{{"Outcomes", "What can happen beside what did"}, drawOutcomes, drawTotalsInHead},
                                  Tab{{"History", "The balance over run after run"}, drawHistory},
                                  Tab{{"Speed", "What each lock costs on this device"}, drawComparison}};
constexpr std::array kCode = {Tab{{"Code", kCodeTip}, drawCode, codeHead},
                              Tab{{"Console", "What the program prints"}, drawConsole, drawConsoleCommands}};
constexpr std::array kNarrow = {Tab{{"Program", nullptr}, drawProgram},     Tab{{"Code", nullptr}, drawCode},
                                Tab{{"Scheduler", nullptr}, drawScheduler}, Tab{{"Tree", nullptr}, drawTree},
                                Tab{{"Threads", nullptr}, drawThreads},     Tab{{"Outcomes", nullptr}, drawOutcomes},
                                Tab{{"Console", nullptr}, drawConsole},     Tab{{"Lock", nullptr}, drawLockInspector},
                                Tab{{"History", nullptr}, drawHistory},     Tab{{"Speed", nullptr}, drawComparison}};

constexpr std::array kKeys = {
    HelpLine{"R, L, S", "run once; loop, or stop looping; stop"}, kLooksKeys, kUndoKeys, kTabKeys, kPressKeys, kLeaveKeys};
constexpr std::array kTimelineKeys = {
    kHeldKeys,
    HelpLine{"F", "show all of the time"},
    HelpLine{".  ,", "to the next event; to the one before"},
    HelpLine{"]  [", "to the next lost update; to the one before"},
    HelpLine{"Wheel, drag", "zoom at the pointer; move"},
    HelpLine{"Shift+drag", "measure a time"},
};
constexpr std::array kFingers = {
    kTwoFingers,
    HelpLine{"Drag", "move it; after Measure, measure a time"},
    HelpLine{"Tap", "the cursor goes to the nearest event"},
};

constexpr PanelSet kAccount{.outcome = drawOutcome,
                            .outcomeHeight = outcomeHeight,
                            .timeline = drawTimeline,
                            .program = drawProgram,
                            .programHeight = programHeight,
                            .runBar = drawRunBar,
                            .schedule = kSchedule,
                            .outcomes = kOutcomes,
                            .code = kCode,
                            .narrow = kNarrow,
                            .opensScheduler = [](const Ui& ui) { return ui.app.display().showsSchedule(); },
                            .showsSchedule = [](const Ui& ui) { return ui.app.display().showsSchedule(); },
                            .takeBack = takeBackStep,
                            .keys = accountKeys,
                            .help = {kKeys, kTimelineKeys, kFingers, drawLegend}};

// ---- A program of the user's own

constexpr std::array kProgramSchedule = {
    Tab{{"Scheduler", kSchedulerTip}, drawProgramScheduler, drawProgramCommands},
    Tab{{"Tree", kTreeTip}, drawProgramTree, drawProgramCommands},
    Tab{{"Threads", "Each thread's calls and locals, and the shared variables, at the cursor"}, drawProgramThreads}};
constexpr std::array kProgramOutcomes = {
    Tab{{"Outcomes", "Where the schedules of the program end"}, drawProgramOutcomes, drawProgramTotals},
    Tab{{"Ask", "Look for a schedule to a state in which something holds"}, drawProgramQuestion}};
constexpr std::array kProgramCode = {
    Tab{{"Code", kCodeTip}, drawCode, codeHead},
    Tab{{"Console", "What the program has printed at the cursor"}, drawProgramConsole, drawProgramConsoleCommands}};
constexpr std::array kProgramNarrow = {
    Tab{{"Program", nullptr}, drawProgramCard},        Tab{{"Code", nullptr}, drawCode},
    Tab{{"Scheduler", nullptr}, drawProgramScheduler}, Tab{{"Tree", nullptr}, drawProgramTree},
    Tab{{"Threads", nullptr}, drawProgramThreads},     Tab{{"Outcomes", nullptr}, drawProgramOutcomes},
    Tab{{"Ask", nullptr}, drawProgramQuestion},        Tab{{"Console", nullptr}, drawProgramConsole}};

constexpr std::array kProgramKeys = {
    HelpLine{"R", "run: a random schedule, step by step"}, kLooksKeys, kUndoKeys, kTabKeys, kPressKeys, kLeaveKeys};
constexpr std::array kProgramTimelineKeys = {
    kHeldKeys,
    HelpLine{"F", "as wide as at first"},
    HelpLine{".  ,", "one step on; one step back"},
    HelpLine{"Wheel, drag", "zoom at the pointer, or scroll many lanes; move the cursor"},
};
constexpr std::array kProgramFingers = {
    kTwoFingers,
    HelpLine{"Tap, drag", "the cursor goes there; up and down scrolls many lanes"},
};

constexpr PanelSet kProgram{.outcome = drawProgramOutcome,
                            .outcomeHeight = programOutcomeHeight,
                            .timeline = drawProgramTimeline,
                            .program = drawProgramCard,
                            .programHeight = programCardHeight,
                            .runBar = drawProgramRunBar,
                            .schedule = kProgramSchedule,
                            .outcomes = kProgramOutcomes,
                            .code = kProgramCode,
                            .narrow = kProgramNarrow,
                            .opensScheduler = [](const Ui&) { return true; },
                            .showsSchedule = [](const Ui&) { return false; },
                            .takeBack = takeBackProgramStep,
                            .keys = programKeys,
                            .help = {kProgramKeys, kProgramTimelineKeys, kProgramFingers, drawProgramLegend}};

void follow(std::span<const Tab> before, std::span<const Tab> now, int& chosen) {
  if (chosen >= 0) chosen = tabNamed(now, before[static_cast<std::size_t>(chosen)].name.name);
}

}  // namespace

int tabNamed(std::span<const Tab> tabs, std::string_view name) {
  const auto found = std::ranges::find_if(tabs, [name](const Tab& tab) { return tab.name.name == name; });
  return found == tabs.end() ? 0 : static_cast<int>(found - tabs.begin());
}

const PanelSet& panelSet(const Ui& ui) { return *ui.state.panels; }

void choosePanelSet(Ui& ui) {
  const PanelSet& now = ui.app.document().program() != nullptr ? kProgram : kAccount;
  const PanelSet& before = ui.state.panels != nullptr ? *ui.state.panels : kAccount;
  ui.state.panels = &now;
  if (&before == &now) return;
  ui.state.tree = {};
  follow(before.schedule, now.schedule, ui.state.scheduleTab);
  follow(before.outcomes, now.outcomes, ui.state.outcomesTab);
  follow(before.code, now.code, ui.state.codeTab);
  follow(before.narrow, now.narrow, ui.state.tab);
  // The settings of an account are its program; of another program, its text is.
  if (&now == &kProgram && ui.state.tab == tabNamed(kProgramNarrow, "Program")) ui.state.tab = tabNamed(kProgramNarrow, "Code");
}

}  // namespace interleave
