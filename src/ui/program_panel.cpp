// The program: its transactions, the starting balance, the lock, the workers, the delay.
#include "ui/widgets.h"

namespace interleave {
namespace {

constexpr NumberLimits kAmountLimits{-limits::kMaxAmount, limits::kMaxAmount, 10};
constexpr NumberLimits kTimesLimits{1, limits::kMaxTimes, 1};
constexpr NumberLimits kWorkerLimits{1, limits::kMaxWorkers, 1};
constexpr NumberLimits kDelayLimits{0, limits::kMaxDelayMs, 100};
constexpr NumberLimits kTimeoutLimits{0, limits::kMaxTimeoutMs, 100};
constexpr NumberLimits kPermitLimits{1, limits::kMaxPermits, 1};

// Below this many CSS pixels a transaction takes two lines.
constexpr float kOneLineFrom = 350;

void caption(const Ui& ui, const char* words) {
  WithFont font(ui.theme.small());
  mutedText(ui, words);
}

bool lockChoice(Ui& ui, Settings& edited, float width) {
  bool changed = false;
  ImGui::SetNextItemWidth(width);
  const bool open = ImGui::BeginCombo("##lock", lockInfo(edited.program.lock).title.data(), ImGuiComboFlags_HeightLargest);
  if (!open) noteItem(ui, "lock");
  tooltip(ui, lockInfo(edited.program.lock).explanation.data());
  if (!open) return false;
  // High enough for a finger.
  const float rowHeight = ui.theme.roomy() ? ui.theme.px(32) : 0;
  ImGui::PushStyleVar(ImGuiStyleVar_SelectableTextAlign, {0, 0.5f});
  for (const LockInfo& lock : allLocks()) {
    const bool possible = edited.program.mode == Mode::account || canTransfer(lock.kind);
    ImGui::BeginDisabled(!possible);
    if (ImGui::Selectable(lock.title.data(), lock.kind == edited.program.lock, 0, {0, rowHeight})) {
      edited.program.lock = lock.kind;
      changed = true;
    }
    ImGui::EndDisabled();
    noteItem(ui, "lock " + std::string(lock.name));
    const std::string tip = std::string(lock.explanation) + (possible ? "" : "\nNot for transfers between two accounts.") + "\n" +
                            std::string(lock.source);
    tooltip(ui, tip.c_str());
  }
  ImGui::PopStyleVar();
  ImGui::EndCombo();
  return changed;
}

// The settings that only some locks have: a time, a number of permits, an order.
const char* lockSettingName(const Settings& settings) {
  if (givesUp(settings.program.lock)) return "Waits, ms";
  if (hasPermits(settings.program.lock)) return "Permits";
  return settings.program.mode == Mode::transfer && keepsOnException(settings.program.lock) ? "Order" : nullptr;
}

// Its width in CSS pixels.
float lockSettingWidth(const Settings& settings) {
  if (givesUp(settings.program.lock)) return 74;
  return hasPermits(settings.program.lock) ? 54 : 78;
}

bool orderChoice(Ui& ui, Settings& edited, float width) {
  bool changed = false;
  ImGui::SetNextItemWidth(width);
  const bool given = edited.program.order == LockOrder::given;
  const bool open = ImGui::BeginCombo("##order", given ? "payer" : "address", ImGuiComboFlags_NoArrowButton);
  if (!open) noteItem(ui, "order");
  tooltip(ui, "Which of its two locks a transfer acquires first");
  if (!open) return false;
  const auto choice = [&](const char* name, LockOrder order, const char* tip) {
    if (ImGui::Selectable(name, edited.program.order == order)) {
      edited.program.order = order;
      changed = true;
    }
    noteItem(ui, std::string("order ") + name);
    tooltip(ui, tip);
  };
  choice("payer", LockOrder::given, "The account that pays first: transfers in opposite directions can deadlock");
  choice("address", LockOrder::address, "The same order for all, that of the accounts in memory: no deadlock");
  ImGui::EndCombo();
  return changed;
}

bool lockSetting(Ui& ui, Settings& edited, float width) {
  if (givesUp(edited.program.lock)) {
    Money timeout = edited.run.timeout.count();
    if (!numberField(ui, "timeout", "timeout", timeout, kTimeoutLimits, width,
                     "How long a thread waits for the lock before it gives up", false))
      return false;
    edited.run.timeout = std::chrono::milliseconds(timeout);
    return true;
  }
  if (hasPermits(edited.program.lock)) {
    Money permits = edited.program.permits;
    if (!numberField(ui, "permits", "permits", permits, kPermitLimits, width, "How many threads it lets in at once", false))
      return false;
    edited.program.permits = static_cast<int>(permits);
    return true;
  }
  return orderChoice(ui, edited, width);
}

bool drawLock(Ui& ui, Settings& edited, float width) {
  if (lockSettingName(edited) == nullptr) return lockChoice(ui, edited, width);
  const float gap = ui.theme.px(6);
  const float setting = ui.theme.px(lockSettingWidth(edited));
  bool changed = lockChoice(ui, edited, width - setting - gap);
  // The new lock may have no such setting.
  if (lockSettingName(edited) == nullptr) return changed;
  ImGui::SameLine(0, gap);
  return lockSetting(ui, edited, setting) || changed;
}

bool drawChecks(Ui& ui, Settings& edited) {
  bool changed = false;
  bool refuse = edited.program.overdraft == Overdraft::refuse;
  bool transfers = edited.program.mode == Mode::transfer;
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {ui.theme.px(3), ui.theme.px(3)});
  if (ImGui::Checkbox("Refuse overdrafts", &refuse)) {
    edited.program.overdraft = refuse ? Overdraft::refuse : Overdraft::allow;
    changed = true;
  }
  noteItem(ui, "overdraft");
  tooltip(ui, "A withdrawal that reads too little money writes nothing");
  ImGui::SameLine(0, ui.theme.px(18));
  const bool possible = canTransfer(edited.program.lock);
  ImGui::BeginDisabled(!possible);
  if (ImGui::Checkbox("Two accounts", &transfers)) {
    edited.program.mode = transfers ? Mode::transfer : Mode::account;
    changed = true;
  }
  ImGui::EndDisabled();
  ImGui::PopStyleVar();
  noteItem(ui, "transfer");
  tooltip(ui, possible ? "Each transaction moves its amount from the first account to the second, a negative one back"
                       : "Transfers are possible without a lock, by hand, and with the context manager");
  return changed;
}

bool drawSettings(Ui& ui, Settings& edited) {
  bool changed = false;
  const float gap = ui.theme.px(14);
  const char* const setting = lockSettingName(edited);
  // A lock with a setting needs more room than a number.
  const float both = ImGui::GetContentRegionAvail().x - gap;
  const float first = std::floor(both * (setting == nullptr ? 0.5f : 0.42f));
  const float rest = both - first;
  const float left = ImGui::GetCursorPosX();
  const auto second = [&] { ImGui::SameLine(left + first + gap); };
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {ui.theme.px(8), ui.theme.px(3)});

  caption(ui, "Starting balance");
  second();
  caption(ui, "Lock");
  if (setting != nullptr) {
    ImGui::SameLine(left + gap + both - ui.theme.px(lockSettingWidth(edited)));
    caption(ui, setting);
  }
  changed |= numberField(ui, "start", "starting balance", edited.program.start, kAmountLimits, first,
                         "The balance before the threads begin");
  second();
  changed |= drawLock(ui, edited, rest);

  caption(ui, "Worker threads");
  second();
  caption(ui, "Delay, in ms");
  Money workers = edited.program.workers;
  if (numberField(ui, "workers", "workers", workers, kWorkerLimits, first, "Threads in the pool; with one there is no race")) {
    edited.program.workers = static_cast<int>(workers);
    changed = true;
  }
  second();
  Money delay = edited.run.delay.count();
  if (numberField(ui, "delay", "delay", delay, kDelayLimits, rest, "How long a thread sleeps between reading and writing")) {
    edited.run.delay = std::chrono::milliseconds(delay);
    changed = true;
  }
  ImGui::PopStyleVar();

  return drawChecks(ui, edited) || changed;
}

// Returns which row to remove, or whether one has changed, so that the list is not altered while it is drawn.
struct RowEdit {
  bool changed = false;
  bool remove = false;
};

RowEdit drawTransaction(Ui& ui, Settings& edited, std::size_t task) {
  RowEdit result;
  Transaction& each = edited.program.transactions[task];
  const std::string of = std::string(" of ") + taskLetter(task);
  const float gap = ui.theme.px(6);
  const float width = ImGui::GetContentRegionAvail().x;
  const bool oneLine = width >= ui.theme.px(kOneLineFrom);
  const float box = ImGui::GetFrameHeight();
  const float timesWidth = ui.theme.px(56);
  const float amountWidth = ui.theme.px(oneLine ? 124 : 150);
  const float fixed = box + gap + (oneLine ? amountWidth + timesWidth + 2 * box + 4 * gap : box + gap);
  ImGui::PushID(static_cast<int>(task));

  badge(ui, task, box);
  ImGui::SameLine(0, gap);
  result.changed |= labelField(ui, "label", "label" + of, each.label, width - fixed, "What the thread prints as its name");
  const auto removeButton = [&] {
    ImGui::SameLine(0, gap);
    ImGui::BeginDisabled(edited.program.transactions.size() == 1);
    result.remove = button(ui, ("×###remove" + of).c_str(), "Remove this transaction", {box, box});
    ImGui::EndDisabled();
  };
  if (oneLine) {
    ImGui::SameLine(0, gap);
  } else {
    removeButton();
    ImGui::Dummy({box, 1});
    ImGui::SameLine(0, gap);
  }
  result.changed |= numberField(ui, "amount", "amount" + of, each.amount, kAmountLimits, amountWidth,
                                "What each update adds to the balance; a withdrawal is negative");
  ImGui::SameLine(0, gap);
  Money times = each.times;
  if (numberField(ui, "times", "repetitions" + of, times, kTimesLimits, timesWidth, "How many times the thread does it", false)) {
    each.times = times;
    result.changed = true;
  }
  ImGui::SameLine(0, gap);
  result.changed |= ImGui::Checkbox("##throws", &each.throws);
  noteItem(ui, "throws" + of);
  tooltip(ui, "Raises an exception right after its first read (in C++: throws)");
  if (oneLine) removeButton();
  ImGui::PopID();
  return result;
}

void drawTableHead(const Ui& ui) {
  const float width = ImGui::GetContentRegionAvail().x;
  if (width < ui.theme.px(kOneLineFrom)) {
    caption(ui, "Transactions: label, amount, times, raises");
    return;
  }
  const float box = ImGui::GetFrameHeight();
  const float gap = ui.theme.px(6);
  const float left = ImGui::GetCursorPosX();
  const float right = left + width;
  const float throwsAt = right - 2 * box - gap;
  const float timesAt = throwsAt - gap - ui.theme.px(56);
  const float amountAt = timesAt - gap - ui.theme.px(124);
  caption(ui, "Transactions");
  ImGui::SameLine(amountAt);
  caption(ui, "Amount");
  ImGui::SameLine(timesAt);
  caption(ui, "Times");
  tooltip(ui, "How often the task does its update, one after the other");
  ImGui::SameLine(throwsAt);
  caption(ui, "Raises");
  tooltip(ui, "The task raises an exception right after its first read");
}

bool drawTransactions(Ui& ui, Settings& edited) {
  bool changed = false;
  std::optional<std::size_t> removed;
  for (std::size_t task = 0; task < edited.program.transactions.size(); ++task) {
    const RowEdit row = drawTransaction(ui, edited, task);
    changed |= row.changed;
    if (row.remove) removed = task;
  }
  if (removed) {
    edited.program.transactions.erase(edited.program.transactions.begin() + static_cast<std::ptrdiff_t>(*removed));
    changed = true;
  }
  ImGui::BeginDisabled(edited.program.transactions.size() == limits::kMaxTransactions);
  if (button(ui, "Add a transaction", "One more task for the pool, up to 26")) {
    const bool deposit = edited.program.transactions.back().amount < 0;
    edited.program.transactions.push_back({deposit ? "deposit" : "withdrawal", deposit ? 50 : -150});
    changed = true;
  }
  ImGui::EndDisabled();
  if (!ui.state.undoInHeader) {
    ImGui::SameLine(0, ui.theme.px(6));
    drawUndo(ui);
    ImGui::SameLine(0, ui.theme.px(6));
    drawRedo(ui);
  }
  return changed;
}

void drawRuns(Ui& ui, float width, float gap) {
  if (primaryButton(ui, "Run", "Run the program once, on real threads (R)", {width, 0})) ui.app.run();
  ImGui::SameLine(0, gap);
  bool looping = ui.app.runs().looping();
  if (looping ? primaryButton(ui, "Looping", "Let the run that is going on be the last (L)", {width, 0})
              : button(ui, "Loop", "Run it again and again; edits count from the next run on (L)", {width, 0})) {
    ui.app.setLooping(!looping);
  }
  ImGui::SameLine(0, gap);
  ImGui::BeginDisabled(!ui.app.runs().running() && !looping);
  if (button(ui, "Stop", "Stop the run, even while its threads sleep (S)", {width, 0})) ui.app.stop();
  ImGui::EndDisabled();
}

// Takes the place of the runs where there are none.
void drawThreadlessRun(Ui& ui, float width, float gap) {
  const bool whole = buttonWidth("Run a random schedule") <= width;
  if (primaryButton(ui, whole ? "Run a random schedule###Run" : "Run at random###Run",
                    "Go through the program once, each step by a thread that is chosen by chance (R)", {width, 0})) {
    ui.app.run();
  }
  ImGui::SameLine(0, gap);
  ImGui::AlignTextToFramePadding();
  WithFont font(ui.theme.small());
  // Beside the button of a small frame there is room for half of it.
  mutedText(ui, whole ? "threads are off" : "no threads");
  noteItem(ui, "threads are off");
  WithFont body(nullptr);
  tooltip(ui, ui.app.realThreads().sentence().c_str());
}

}  // namespace

float programHeight(const Ui& ui) {
  const float rows = static_cast<float>(ui.app.document().settings().program.transactions.size()) + 1;
  const float frame = ui.theme.px(29);
  return ui.theme.px(14 + 28 + 2 * 50 + 35 + 21) + rows * (frame + ui.theme.px(8)) + ui.theme.px(8);
}

void drawProgram(Ui& ui, const Area& area) {
  if (area.height <= 0) return;
  Panel panel(ui, "Program", area, ui.narrow ? Panel::kScrolls : Panel::kFixed | ImGuiWindowFlags_NoBackground);
  if (!ui.narrow) panelTitle(ui, "Program");
  Settings edited = ui.app.document().settings();
  bool changed = drawSettings(ui, edited);
  // Beside other panels only the list scrolls; in a narrow window the whole panel does.
  if (!ui.narrow) ImGui::BeginChild("transactions", {0, 0}, 0, ImGuiWindowFlags_NavFlattened);
  drawTableHead(ui);
  changed |= drawTransactions(ui, edited);
  touchScroll(ui);
  if (!ui.narrow) ImGui::EndChild();
  if (!changed) return;
  if (!totalsFit(edited.program.start, edited.program.transactions, edited.program.mode)) {
    ui.app.complain("The total of all amounts times their repetitions must stay within 2^53. It stays as it was.");
    return;
  }
  ui.app.edit(std::move(edited));
}

void drawRunBar(Ui& ui, const Area& area) {
  if (area.height <= 0) return;
  Panel panel(ui, "Run", area, ui.narrow ? Panel::kFixed : Panel::kFixed | ImGuiWindowFlags_NoBackground);
  const float gap = ui.theme.px(8);
  const float columns = ui.app.document().embedded() ? 4 : 3;
  const float width = std::floor((area.width - 2 * ui.theme.px(16) - (columns - 1) * gap) / columns);
  if (ui.app.realThreads().available()) drawRuns(ui, width, gap);
  else drawThreadlessRun(ui, 2 * width + gap, gap);
  if (!ui.app.document().embedded()) return;
  ImGui::SameLine(area.width - ui.theme.px(16) - width);
  const bool whole = buttonWidth("Open in Interleave") <= width;
  if (button(ui, whole ? "Open in Interleave###Open" : "Open###Open",
             "What is shown here, in a tab of its own with all that Interleave has", {width, 0})) {
    ui.app.sharing().openInFull();
  }
}

}  // namespace interleave
