// The panels of the window, one file each, and their parameters.
//
// A panel draws itself into the area that the layout assigns to it, reads the App, and calls its commands.
#pragma once

#include <imgui.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/app.h"
#include "code/listing.h"
#include "render/history_renderer.h"
#include "trace/thread_states.h"
#include "ui/layout.h"
#include "ui/move_keys.h"
#include "ui/program_view.h"
#include "ui/shaped_text.h"
#include "ui/text_selection.h"
#include "ui/theme.h"
#include "ui/timeline.h"

namespace interleave {

struct PanelSet;

// Derived from the trace that is shown; made again only when the trace has changed.
struct Shown {
  std::uint64_t version = ~std::uint64_t{0};
  bool live = false;
  std::uint64_t cursor = 0;
  std::string sentence;
  Console console;
  ThreadStates states;
  std::vector<Money> balances;  // that there have been, and the expected one, in order; none where they are many
};

// The same for the timeline.
struct TimelineDrawing : BalanceDrawing {
  const HistoryLayers* overview = nullptr;  // null: no overview
  LaneRows rows;
  ThreadColors threads;
  PlotArea lanes;
  PlotArea minimap;
};

// A field of the canvas that is being edited.
struct FieldEditing {
  std::string before;   // its value before the edit
  std::string text;     // as it is now
  bool pending = false; // that does not count yet, as more may follow
  double typedAt = 0;   // ImGui's time, seconds
  std::string refusal;  // why its present value is refused; empty: it is allowed
};

// The number of real runs that the user wants, and their delay.
struct ManyRunsForm {
  Money runs = 1000;
  bool noDelay = true;
};

// Whether keys go to the schedule first: letters take steps, arrows move the cursor.
struct ScheduleKeys {
  bool on = false;
  bool shown = false;  // the page showed the schedule in the frame before
  Area area;           // of its panel in this frame
};

// The part of the tree of choices in sight.
struct TreeView {
  std::uint64_t version = ~std::uint64_t{0};  // of the tree
  float zoom = 1;   // 1: all of it
  float left = 0;   // pixels that are hidden on the left
  float top = 0;
  float wanted = 1; // a button's factor for the zoom, still to be applied
};

// The code pane: its listing and its language.
struct CodeView {
  std::optional<Language> language;  // the choice; none: not looked up yet
  std::optional<Language> listed;
  std::optional<std::string> source;  // of the user's program in the listing; none: it is that of an account
  RunSettings settings;               // of the listing
  Listing listing;
  std::optional<Listing> compared;        // the same program in the other of two locks that a step of the lesson compares
  TextSelection selection;
  bool opened = false;                    // the listing has been scrolled to where it opens
  bool focused = false;                   // it had the keyboard in the frame before
  std::optional<std::size_t> scrolledTo;
};

// The gallery, in the header's menu and beside the program of it that is set.
struct GalleryView {
  std::string_view topic;  // that is unfolded in the menu; of the table, which lives for ever; empty: none
  std::string_view putAway;  // the program whose comparison the user has put away
};

// The left column of the wide layout.
struct LeftColumn {
  std::optional<float> width;  // in the theme's pixels, as the user has set it; 0: as the layout has it; none: not looked up yet
  bool codeAlone = false;  // while it is shown, the code has the height of the program, too
};

// Text while it is drawn.
struct TextDrawing {
  ShapedText shaped;
  bool notesCut = false;
  std::vector<std::string> cut;  // texts of which an edge hides a part, and which cannot be scrolled into sight
};

// What panels remember between frames.
struct UiState {
  TextDrawing texts;
  Shown shown;
  std::unique_ptr<HistoryRenderer> renderer;  // null while there is no context
  TimelineState timeline;
  TimelineDrawing drawing;
  HistoryState history;
  // The places of the controls in the newest frame, in CSS pixels; kept only after inspect() was called.
  bool keepItems = false;
  std::map<std::string, Area> items;
  std::vector<std::string> hidden;  // of those, what has been scrolled out of sight
  std::map<ImGuiID, FieldEditing> editing;  // by field; more than one while the focus goes from one to the next
  ManyRunsForm manyRuns;
  const PanelSet* panels = nullptr;  // of the frame
  int tab = -1;  // of the narrow layout; none has been drawn
  int lessonShown = 0;  // the step that the panels were last arranged for
  int lessonScrolled = 0;  // the step whose text was last scrolled to its beginning
  bool lessonOpened = false;  // by keyboard: its first control takes the focus
  int scheduleTab = 0;  // of the wide layout's card of the schedule
  int outcomesTab = 0;  // of the outcomes
  bool totalsInHead = false;  // of that card: they fit
  int codeTab = 0;  // of the code
  int speedThreads = 1;  // which of the numbers of threads of a comparison is shown
  ScheduleKeys scheduleKeys;
  TreeView tree;
  CodeView code;
  std::optional<FieldArea> editorArea;  // where the page's editor may lie in this frame, in CSS pixels
  const Palette* editorPalette = nullptr;  // that the page has; null: none
  GalleryView gallery;
  TextSelection consoleSelection;
  ProgramView program;
  LeftColumn left;
  bool moving = false;  // a panel wants the next frame at once
  bool helpOpen = false;
  bool undoInHeader = true;  // there is room for both buttons
};

struct Ui {
  App& app;
  const Theme& theme;
  UiState& state;
  float cssPixel;  // in device pixels; the theme's own unit is larger in a large window
  bool touch;  // the newest pointer was a finger
  bool narrow;
  MoveKeys moveKeys;
  float pinch = 1;  // by how much two fingers have moved apart since the frame before
};

void updateShown(Ui& ui);

void drawHeader(Ui& ui, const Area& area);
// The button of the programs to start from, and its menu.
void drawGalleryMenu(Ui& ui);
// Sets a program of the gallery.
void visitGallery(Ui& ui, std::string_view source);
// Ways to embed the state of the page elsewhere.
void drawEmbedChoices(Ui& ui);
// Undo and redo of edits, programs and steps of the lesson.
void drawUndo(Ui& ui);
void drawRedo(Ui& ui);
// Tells the page where its editor of programs lies, and the colours; once a frame, after the panels.
void placeEditor(Ui& ui);
// Goes to the page in words.
void wordsButton(Ui& ui);
// What is so from the start, in a place of its own; and what has come up since, over the picture, so that nothing moves.
void drawBanner(Ui& ui, const Area& area);
void drawNotices(Ui& ui, const Area& area);
// Between the columns of the wide layout: makes the left one wider.
void drawSplitter(Ui& ui, const Area& area);
void drawOutcome(Ui& ui, const Area& area);
void drawTimeline(Ui& ui, const Area& area);
// One background for two panels, the second below the first.
void drawCard(const Ui& ui, const Area& upper, const Area& lower);
void drawProgram(Ui& ui, const Area& area);
void drawRunBar(Ui& ui, const Area& area);
void drawConsole(Ui& ui, const Area& area);
// The copy button, in the line where the cursor of ImGui is.
void drawConsoleCommands(Ui& ui);
// The wide layout's cards, each with several of the panels below, one at a time.
void drawScheduleCard(Ui& ui, const Area& area);
void drawOutcomesCard(Ui& ui, const Area& area);
void drawCodeCard(Ui& ui, const Area& area);
void drawScheduler(Ui& ui, const Area& area);
void drawTree(Ui& ui, const Area& area);
void drawThreads(Ui& ui, const Area& area);
void drawOutcomes(Ui& ui, const Area& area);
// How many schedules and runs there are, in the line where the cursor of ImGui is.
void drawOutcomeTotals(Ui& ui);
// The same in the head of the card, where they fit.
void drawTotalsInHead(Ui& ui);
void drawCode(Ui& ui, const Area& area);
// The language and the copy button, in the line where the cursor of ImGui is; before the code is drawn.
void drawCodeCommands(Ui& ui);
void drawComparison(Ui& ui, const Area& area);
void drawHistory(Ui& ui, const Area& area);
void drawLesson(Ui& ui, const Area& area);
// The program of the gallery that is set, beside the same one without its fault.
void drawGalleryComparison(Ui& ui, const Area& area);
void drawLockInspector(Ui& ui, const Area& area);
void drawTabs(Ui& ui, const Area& area);
// Balance and lock at the schedule's cursor, in the line where the cursor of ImGui is.
void drawScheduleState(Ui& ui, bool alignRight);
// In a panel of the schedule: the schedule has the keys after a press in it.
void takeKeys(Ui& ui, const Area& area);
void drawHelp(Ui& ui);
// The marks of the timeline, drawn, and what they mean.
void drawLegend(const Ui& ui);
void handleKeys(Ui& ui);
// The account's PanelSet::keys and PanelSet::takeBack (ui/panel_set.h).
bool accountKeys(Ui& ui);
bool takeBackStep(Ui& ui, bool again);

// The preferred heights of these at this width, in device pixels.
float bannerHeight(const Ui& ui, float width);
float noticesHeight(const Ui& ui, float width);
float lessonHeight(const Ui& ui, float width);
float galleryComparisonHeight(const Ui& ui, float width);
float programHeight(const Ui& ui);
float outcomeHeight(const Ui& ui, float width, int leastLines);

}  // namespace interleave
