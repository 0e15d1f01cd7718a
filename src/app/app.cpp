#include "app/app.h"

#include <algorithm>
#include <utility>

#include "text/json.h"

namespace interleave {
namespace {

// While runs go on, the table of outcomes would change with every tick: a screen reader cannot follow that.
constexpr double kOutcomesEvery = 2.0;

}  // namespace

App::App(Platform& platform)
    : platform_(platform),
      realThreads_(platform),
      notices_([this] { publishNotices(); }),
      answers_(platform),
      document_(platform, publisher_, notices_),
      scheduler_([this] { scheduleActed(); }),
      looks_(platform),
      lesson_(platform, realThreads_.available()),
      lockCosts_(platform, answers_),
      outcomes_([&platform] { platform.wake(); }, [this] { publisher_.changed(Matter::outcomes); }, realThreads_.available(),
                platform.backgrounds()),
      results_({document_, runs_, display_, outcomes_, lesson_, answers_, notices_}),
      runs_(platform, time_, results_),
      display_(platform, publisher_, document_, scheduler_, runs_),
      files_(platform, display_, answers_, notices_, realThreads_.available() ? MakeBackground() : platform.backgrounds()),
      sharing_(platform, time_, document_, display_, notices_),
      programs_(*this, answers_, realThreads_.available() ? MakeBackground() : platform.backgrounds()) {
  publisher_.define(Matter::outcomes, Publisher::Pace::inFrame, kOutcomesEvery,
                    [this] { platform_.publishJson(topic::kOutcomes, outcomes_.json()); });
  if (!realThreads_.available()) notices_.raise(Notices::Key::threadsOff, realThreads_.sentence());
}

// ---- Settings

void App::programChanged() {
  outcomes_.follow(document_.settings());
  display_.programChanged();
  // Nothing shows what the user's many runs go on to count.
  if (!outcomes_.countsMany()) runs_.stopManyOfUser();
}

void App::takeSchedule() {
  const ScheduleCursor& cursor = scheduler_.cursor();
  document_.setSchedule(cursor.schedule(), cursor.atEnd() ? std::nullopt : std::optional(cursor.at()));
  notices_.raise(Notices::Key::schedule, scheduler_.notice());
}

void App::edit(Settings settings) {
  const Settings& now = document_.settings();
  if (settings == now) return;
  if (settings.program == now.program && settings.run == now.run) {
    scheduler_.follow(settings.view.schedule, settings.view.at.value_or(settings.view.schedule.size()));
    return;
  }
  edits_.changed(now, Edits::Step::typed);
  scheduler_.edit(settings);
  document_.set(std::move(settings));
  takeSchedule();
  programChanged();
  display_.scheduleChanged();
  warm();
  platform_.requestFrame();
}

void App::load(std::string_view link) {
  const Settings before = document_.settings();
  show(link);
  const Settings& now = document_.settings();
  const bool another = before.program != now.program || before.run != now.run || before.view.lesson != now.view.lesson;
  // Before the first there is nothing.
  if (another && loaded_) edits_.changed(before, Edits::Step::whole);
  loaded_ = true;
}

void App::undo() {
  if (edits_.canUndo()) show(encodeLink(edits_.undo(document_.settings())));
}

void App::redo() {
  if (edits_.canRedo()) show(encodeLink(edits_.redo(document_.settings())));
}

void App::show(std::string_view link) {
  notices_.clear(Notices::Key::input);
  document_.load(link);
  // In a frame there is no room for it, and a word beside Run says it.
  if (document_.embedded()) notices_.clear(Notices::Key::threadsOff);
  programChanged();
  const Settings& settings = document_.settings();
  const bool hasSchedule = !settings.view.schedule.empty();
  scheduler_.load(settings);
  notices_.clear(Notices::Key::schedule);
  lesson_.open(settings.view.lesson, hasSchedule ? &scheduler_.report().run : nullptr);
  if (hasSchedule || lesson_.guide().stepped()) display_.showSchedule();
  else if (display_.showsSchedule()) display_.showRun();
  warm();
  platform_.requestFrame();
}

void App::open(std::string_view link) {
  load(link);
  if (display_.showsSchedule()) return;
  if (realThreads_.available()) ask({.byItself = true});
  else showRace();
}

void App::beginEntry() {
  if (publisher_.waits(Matter::link)) document_.flush();
  // In a frame, the history is that of the page around it.
  if (!document_.embedded()) platform_.request(request::kNewEntry, nullptr);
}

void App::visit(std::string_view link) {
  beginEntry();
  open(link);
}

// A schedule by chance that ends wrong, where one is soon found: that is what there is to see.
void App::showRace() {
  constexpr int kTries = 8;
  for (int i = 0; i < kTries; ++i) {
    run();
    if (!scheduler_.report().run.asExpected()) break;
  }
  // Nothing has been done yet that could be undone.
  scheduler_.load(document_.settings());
  display_.scheduleChanged();
}

// The scheduler has done something.
void App::scheduleActed() {
  takeSchedule();
  lesson_.see(scheduler_.report().run);
  display_.showSchedule();
}

void App::openLesson(int step) {
  if (step < 0 || step > limits::kLessonSteps) return;
  if (step > 0) {
    const std::string_view link = lessonSteps()[static_cast<std::size_t>(step) - 1].link;
    beginEntry();
    // A schedule by chance could be what the step asks for.
    return realThreads_.available() ? open(link) : load(link);
  }
  document_.closeLesson();
  lesson_.close();
}

void App::restartLesson() {
  lesson_.restart();
  openLesson(1);
}

// ---- Runs

void App::warm() {
  if (realThreads_.available()) runs_.warm();
}

bool App::refusedWithoutThreads(std::optional<unsigned> number) {
  if (realThreads_.available()) return false;
  if (number) answers_.refuse(number, realThreads_.sentence());
  else if (!notices_.shows(Notices::Key::threadsOff)) complain(realThreads_.sentence());
  return true;
}

void App::run() {
  if (realThreads_.available()) ask({});
  else scheduler_.randomAnew();
}

void App::runForced() { ask({.kind = Runs::Job::Kind::forced, .settings = document_.settings()}); }

void App::runMany(std::uint64_t runs, bool noDelay) {
  Runs::Job job{.kind = Runs::Job::Kind::many, .settings = document_.settings(), .runs = runs};
  if (noDelay) job.settings.run.delay = {};
  runs_.setLooping(false);
  ask(std::move(job));
}

void App::ask(Runs::Job job) {
  if (refusedWithoutThreads(job.number)) return;
  const bool many = job.kind == Runs::Job::Kind::many;
  if (!runs_.ask(std::move(job))) return;
  lockCosts_.cancelForRun();
  if (!many) display_.leaveSchedule();
  collect();
  platform_.requestFrame();
}

void App::stop() {
  runs_.stop();
  programs_.cancelExploration();
  platform_.requestFrame();
}

void App::setLooping(bool looping) {
  if (looping && refusedWithoutThreads({})) return;
  runs_.setLooping(looping);
  if (looping) display_.leaveSchedule();
  if (looping && !runs_.running()) run();
  platform_.requestFrame();
}

void App::followRun() {
  if (!display_.whyNotFollowRun().empty()) return;
  const std::string order = display_.orderOfRun();
  scheduler_.follow(order, order.size());
}

void App::reportThreadError(std::string_view message) {
  constexpr std::string_view kWhy = "a thread that is needed could not be started";
  runs_.threadFailed(kWhy);
  outcomes_.threadFailed();
  lockCosts_.threadFailed(kWhy);
  programs_.threadFailed(kWhy);
  results_.onNoThread(std::string(message));
  platform_.requestFrame();
}

// ---- What locks cost

void App::compareLocks() {
  if (refusedWithoutThreads({})) return;
  stop();
  lockCosts_.compare();
}

void App::compareFor(unsigned number, Comparison comparison) {
  if (refusedWithoutThreads(number)) return;
  stop();
  lockCosts_.compareFor(number, std::move(comparison));
}

// ---- Notices

void App::dismissNotices() {
  document_.forgetProblems();
  scheduler_.dismissNotice();
  notices_.dismiss();
}

void App::publishNotices() {
  std::string lines;
  for (const std::string& notice : notices_.lines()) lines += (lines.empty() ? "" : "\n") + notice;
  platform_.publish(topic::kNotices, lines);
  platform_.requestFrame();
}

// ---- Time

void App::advance(double seconds) {
  time_.seconds = seconds;
  collect();
  runs_.advance();
  outcomes_.advance(seconds);
  publisher_.setInterval(Matter::outcomes, runs_.running() || runs_.looping() ? kOutcomesEvery : 0);
  publisher_.advance();
}

void App::collect() {
  runs_.collect();
  collectOpened();
  runs_.beginNext();
  outcomes_.collect();
  lesson_.collect();
  lockCosts_.collect();
  files_.collect();
  programs_.collect();
  if (!realThreads_.available() && outcomes_.exploration()) lesson_.see(*outcomes_.exploration());
}

// A trace that has been read is shown as if it had been run just now, but it says nothing about how often that happens.
void App::collectOpened() {
  // The result of a run that goes on would take its place.
  if (files_.collectOpened()) stop();
  if (runs_.running()) return;
  const auto opened = files_.takeOpened();
  if (!opened) return;
  const auto& [report, problem, view] = opened->read;
  load(encodeLink({report->run.settings, view}));
  // A schedule is gone through again, step by step.
  if (!report->run.replayed) display_.openResult(report);
  if (opened->number != 0) answers_.give(opened->number, toJson(report->run.replayed ? *display_.report() : *report));
}

bool App::busy() const {
  return runs_.runningOne() || runs_.looping() || publisher_.waits(Matter::link) || publisher_.waits(Matter::schedule) ||
         publisher_.waits(Matter::result) || sharing_.justCopied() || files_.busy();
}

std::optional<double> App::changesWithin() const {
  const auto outcomes = outcomes_.changesWithin();
  const auto published = publisher_.dueIn(Matter::outcomes);
  return outcomes && published ? std::min(*outcomes, *published) : outcomes ? outcomes : published;
}

std::optional<std::string> App::takeText(unsigned field) {
  if (!typed_ || typed_->field != field) return std::nullopt;
  return std::exchange(typed_, std::nullopt)->text;
}

}  // namespace interleave
