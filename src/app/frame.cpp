#include "app/frame.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <utility>

#include "text/json.h"
#include "ui/panel_set.h"
#include "ui/program_panels.h"

namespace interleave {
namespace {

// ImGui answers an input within so many frames: a click opens a popup, whose size is measured, and which is then drawn.
constexpr int kSettleFrames = 4;
// For so long afterwards frames come so far apart: a tooltip appears once the pointer has been at rest.
constexpr double kSettleSeconds = 0.5;
constexpr double kSettleStep = 0.1;
// Often enough for the cursor of a field to blink.
constexpr double kBlinkSeconds = 0.2;
// After the tab was in the background, animations must not jump.
constexpr double kLongestStep = 0.1;
constexpr double kShortestStep = 1e-4;

// A part of the display's width.
constexpr float kWidestRun = 0.85f;

// The one window, as large as the canvas, that contains the panels.
void beginRoot(ImVec2 size) {
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::Begin("Interleave", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoBringToFrontOnFocus | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar(2);
}

// Whether the bytes are a complete TrueType file (OpenType 1.9, "otff"); the code that reads fonts does not check.
bool isWholeFont(std::string_view file) {
  constexpr std::size_t kHeader = 12;
  constexpr std::size_t kRecord = 16;
  const auto number = [file](std::size_t at, std::size_t bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = at; i < at + bytes; ++i) value = value << 8 | static_cast<unsigned char>(file[i]);
    return value;
  };
  if (file.size() < kHeader || number(0, 4) != 0x00010000) return false;
  const auto tables = static_cast<std::size_t>(number(4, 2));
  if (file.size() < kHeader + tables * kRecord) return false;
  for (std::size_t i = 0; i < tables; ++i) {
    const std::size_t record = kHeader + i * kRecord;
    if (number(record + 8, 4) + number(record + 12, 4) > file.size()) return false;
  }
  return tables > 0;
}

}  // namespace

Frame::Frame(App& app, Window& window) : app_(app), window_(window) {
  // A copy in a field goes to the system's clipboard; Frame::paste is the reverse.
  ImGuiIO& io = ImGui::GetIO();
  io.ClipboardUserData = this;
  io.SetClipboardTextFn = [](void* frame, const char* text) { static_cast<Frame*>(frame)->app_.platform().copyText(text); };
  io.GetClipboardTextFn = [](void* frame) { return static_cast<Frame*>(frame)->pasted_.c_str(); };
}

void Frame::onInput() {
  inputSinceFrame_ = true;
  app_.platform().requestFrame();
}

void Frame::draw(double seconds) {
  const double step = std::clamp(seconds - seconds_, kShortestStep, kLongestStep);
  seconds_ = seconds;
  if (inputSinceFrame_) {
    inputAt_ = seconds;
    framesSinceInput_ = 0;
  }
  inputSinceFrame_ = false;
  app_.advance(seconds);
  if (!window_.drawable()) return;
  // Its shaders compile while the fonts are made.
  if (!state_.renderer) state_.renderer = std::make_unique<HistoryRenderer>();
  followProgram();
  updateTheme();
  window_.beginFrame(static_cast<float>(step));
  state_.renderer->finish();
  const ImGuiIO& io = ImGui::GetIO();
  Ui ui{.app = app_,
        .theme = theme_,
        .state = state_,
        .cssPixel = window_.scale(),
        .touch = io.MouseSource == ImGuiMouseSource_TouchScreen,
        .narrow = false,
        .moveKeys = window_.moveKeys(),
        .pinch = window_.pinch()};
  state_.items.clear();
  state_.hidden.clear();
  state_.texts.cut.clear();
  state_.texts.notesCut = state_.keepItems;
  ImGui::GetIO().UserData = &state_.texts;
  state_.moving = false;
  state_.editorArea.reset();
  drawPanels(ui);
  placeEditor(ui);
  ++frames_;
  ++framesSinceInput_;
  window_.endFrame(theme_.colors().background);
  if (wantsMore()) {
    app_.platform().requestFrame();
  } else if (const auto rest = restsFor()) {
    app_.platform().requestFrameIn(*rest);
  }
}

void Frame::updateTheme() {
  const std::size_t before = fontText_.size();
  for (const Transaction& transaction : app_.document().settings().program.transactions) noteCharacters(transaction.label);
  for (const std::string& notice : app_.notices().lines()) noteCharacters(notice);
  noteProgram();
  const bool sameText = fontText_.size() == before;
  const float cssPixel = window_.scale();
  const auto [width, height] = window_.size();
  const float scale = cssPixel * growthOf(width / cssPixel, height / cssPixel);
  const bool roomy = width < kWideFrom * cssPixel;
  // A run of text is one word, which has to fit into the narrowest panel.
  state_.texts.shaped.begin(labels(), width * kWidestRun);
  const bool sameLooks = scale == theme_.scale() && app_.looks().dark() == theme_.dark() && roomy == theme_.roomy();
  if (frames_ > 0 && sameLooks && sameText && !lettersNew_ && !state_.texts.shaped.changed()) return;
  lettersNew_ = false;
  theme_.apply(scale, app_.looks().dark(), roomy, fontText_, letters_, state_.texts.shaped,
               [this](const std::string& text, const TextStyle& style) { return app_.platform().drawText(text, style); });
  window_.fontsChanged();
  if (lettersAsked_ || !theme_.lacksLetters(fontText_)) return;
  lettersAsked_ = true;
  app_.platform().request(request::kLetters, nullptr);
}

std::vector<std::string> Frame::labels() const {
  std::vector<std::string> labels;
  for (const AccountProgram* const program : {&app_.document().settings().program, &app_.display().settings().program}) {
    for (const Transaction& each : program->transactions) labels.push_back(each.label);
  }
  return labels;
}

void Frame::noteCharacters(std::string_view text) {
  for (const char *at = text.data(), *const end = at + text.size(); at < end;) {
    unsigned character = 0;
    const std::string_view bytes(at, static_cast<std::size_t>(ImTextCharFromUtf8(&character, at, end)));
    if (!Theme::hasAlways(character) && fontText_.find(bytes) == std::string::npos) fontText_ += bytes;
    at += bytes.size();
  }
}

void Frame::followProgram() {
  if (app_.userProgram().present()) updateProgramView(app_.userProgram(), state_.program);
}

// Of what is read in the panels of a program; after followProgram().
void Frame::noteProgram() {
  const UserProgram& program = app_.userProgram();
  if (!program.present() || programNoted_ == program.version()) return;
  programNoted_ = program.version();
  noteCharacters(program.source());
  if (!program.playable()) return;
  // An escape in a string of the source is a character of a value.
  noteCharacters(program.schedule().state().printed);
  for (const walk::Variable& each : program.schedule().state().values) noteCharacters(each.value);
  if (std::exchange(tableNoted_, state_.program.tableNumber) == state_.program.tableNumber) return;
  for (const ProgramTable::Row& row : state_.program.table.rows) {
    for (const std::string& value : row.values) noteCharacters(value);
    for (const std::string& line : row.printed) noteCharacters(line);
  }
}

void Frame::addLetters(std::string font) {
  if (!isWholeFont(font)) {
    lettersAsked_ = false;
    return app_.complain("Some letters of the labels are in another font: theirs could not be loaded.");
  }
  letters_ = std::move(font);
  lettersNew_ = true;
  onInput();
}

void Frame::drawPanels(Ui& ui) {
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  choosePanelSet(ui);
  updateShown(ui);
  const PanelSet& panels = panelSet(ui);
  const Layout layout = makeLayout(ui, size.x, size.y);
  ui.narrow = layout.narrow;
  beginRoot(size);
  drawHeader(ui, layout.header);
  drawBanner(ui, layout.banner);
  drawLesson(ui, layout.lesson);
  drawGalleryComparison(ui, layout.gallery);
  // A press on one of these can have set another program.
  followProgram();
  panels.outcome(ui, layout.outcome);
  panels.timeline(ui, layout.timeline);
  panels.runBar(ui, layout.runBar);
  if (layout.narrow) {
    drawTabs(ui, layout.tabs);
  } else {
    drawCard(ui, layout.program, layout.runBar);
    panels.program(ui, layout.program);
    drawCodeCard(ui, layout.code);
    drawScheduleCard(ui, layout.schedule);
    drawOutcomesCard(ui, layout.outcomes);
    drawSplitter(ui, layout.splitter);
  }
  // Last: they lie over the picture.
  drawNotices(ui, layout.notices);
  ImGui::End();
  drawHelp(ui);
  handleKeys(ui);
  keepFocus();
}

void Frame::keepFocus() {
  ImGuiContext& context = *ImGui::GetCurrentContext();
  const bool popup = ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
  const bool lost = !context.NavDisableHighlight && context.NavId != 0 && !context.NavIdIsAlive && !popup;
  framesWithoutFocus_ = lost ? framesWithoutFocus_ + 1 : 0;
  // Another control may take it in the frame after. Without a mark the next Tab goes to the control if it has come back, else to
  // the first one.
  if (framesWithoutFocus_ > 2) context.NavDisableHighlight = true;
}

// A frame is drawn only while something moves: input settles, a button is held, or a program runs.
bool Frame::wantsMore() const {
  // ImGui handles one key or click a frame and queues the others.
  const bool inputQueued = !ImGui::GetCurrentContext()->InputEventsQueue.empty();
  const bool settling = inputSinceFrame_ || inputQueued || framesSinceInput_ < kSettleFrames || ImGui::IsAnyMouseDown();
  return settling || state_.moving || state_.texts.shaped.changed() || app_.busy();
}

// Otherwise frames may be drawn at this interval; none: not at all.
std::optional<double> Frame::restsFor() const {
  std::optional<double> rest = app_.changesWithin();
  const auto atMost = [&rest](double seconds) { rest = std::min(seconds, rest.value_or(seconds)); };
  if (ImGui::GetIO().WantTextInput) atMost(kBlinkSeconds);
  if (seconds_ - inputAt_ < kSettleSeconds) atMost(kSettleStep);
  return rest;
}

std::string Frame::inspectJson() {
  // An idle page draws no frame of its own in which they are kept.
  if (!std::exchange(state_.keepItems, true)) app_.platform().requestFrame();
  Json items = Json::object();
  for (const auto& [name, area] : state_.items) items[name] = {area.x, area.y, area.width, area.height};
  const TimeView& view = state_.timeline.view;
  const HistoryScene& scene = state_.timeline.picture.scene;
  const auto cursor = app_.display().cursor();
  const Json timeline = {{"fromNs", view.fromNs()},
                         {"toNs", view.toNs()},
                         {"wholeNs", view.wholeNs()},
                         {"cursor", cursor ? Json(*cursor) : Json(nullptr)},
                         {"eventsInSight", scene.endEvent - scene.firstEvent}};
  return Json{{"frames", frames_},       {"still", !wantsMore()},   {"items", items},
              {"hidden", state_.hidden}, {"cut", state_.texts.cut}, {"timeline", timeline}}
      .dump();
}

void Frame::paste(std::string_view text) {
  pasted_ = text;
  // Like ImGui's own key for pasting, since a field ignores characters while Ctrl is down.
  ImGuiIO& io = ImGui::GetIO();
  io.AddKeyEvent(ImGuiMod_Ctrl, true);
  io.AddKeyEvent(ImGuiKey_V, true);
  io.AddKeyEvent(ImGuiKey_V, false);
  io.AddKeyEvent(ImGuiMod_Ctrl, false);
  onInput();
}

void Frame::graphicsLost() {
  window_.graphicsLost();
  // Its objects are gone with the context; the destructor's deletes have no effect.
  state_.renderer.reset();
  state_.timeline.picture.layers.reset();
  state_.timeline.overview.layers.reset();
  state_.history.layers.reset();
}

void Frame::graphicsRestored() {
  window_.graphicsRestored();
  onInput();
}

}  // namespace interleave
