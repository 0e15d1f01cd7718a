#include "app/app.h"

#include <algorithm>
#include <utility>

#include "account/program.h"
#include "app/program_topics.h"
#include "text/format.h"
#include "text/json.h"

namespace interleave {
namespace {

// While runs go on, the table of outcomes would change with every tick: a screen reader cannot follow that.
constexpr double kOutcomesEvery = 2.0;
constexpr double kFileEvery = 0.25;  // how far a file is
// The editor's picture of a program: as often as a frame or two.
constexpr double kProgramEvery = 0.03;

// Whether there is something to go back to: the same in another view is not.
bool differ(const LinkContent& one, const LinkContent& other) {
  if (one.index() != other.index()) return true;
  if (const auto* const settings = std::get_if<Settings>(&one)) {
    const Settings& others = std::get<Settings>(other);
    return settings->program != others.program || settings->run != others.run || settings->view.lesson != others.view.lesson;
  }
  const ProgramSettings& program = std::get<ProgramSettings>(one);
  const ProgramSettings& others = std::get<ProgramSettings>(other);
  return program.source != others.source || program.output != others.output || program.sleeps != others.sleeps;
}

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
      userProgram_([&platform] { platform.wake(); }, [this] { programActed(); }, realThreads_.available(),
                   platform.backgrounds()),
      galleryComparison_([&platform] { platform.wake(); }, realThreads_.available() ? MakeBackground() : platform.backgrounds()),
      results_({document_, runs_, display_, outcomes_, lesson_, answers_, notices_}),
      runs_(platform, time_, results_),
      display_(platform, publisher_, document_, scheduler_, runs_),
      files_(platform, display_, answers_, notices_, realThreads_.available() ? MakeBackground() : platform.backgrounds()),
      sharing_(platform, time_, document_, display_, notices_),
      programs_(*this, answers_, realThreads_.available() ? MakeBackground() : platform.backgrounds()) {
  publisher_.define(Matter::outcomes, Publisher::Pace::inFrame, kOutcomesEvery, [this] {
    const bool program = document_.program() != nullptr;
    platform_.publishJson(topic::kOutcomes, program ? programOutcomesTopic(userProgram_) : outcomes_.json());
  });
  publisher_.define(Matter::program, Publisher::Pace::atOnce, kProgramEvery, [this] { publishProgram(); });
  publisher_.define(Matter::programWords, Publisher::Pace::atOnce, Display::kScheduleEvery, [this] { publishProgramWords(); });
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
  if (document_.program() != nullptr) {
    edits_.changed(document_.content(), Edits::Step::whole);
    return show({std::move(settings), {}, false});
  }
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

void App::load(DecodedContent decoded) {
  const LinkContent before = document_.content();
  show(std::move(decoded));
  // Before the first there is nothing.
  if (loaded_ && differ(before, document_.content())) edits_.changed(before, Edits::Step::whole);
  loaded_ = true;
}

void App::undo() {
  if (edits_.canUndo()) show({edits_.undo(document_.content()), {}, false});
}

void App::redo() {
  if (edits_.canRedo()) show({edits_.redo(document_.content()), {}, false});
}

void App::show(DecodedContent decoded) {
  typing_ = false;
  notices_.clear(Notices::Key::input);
  notices_.clear(Notices::Key::program);
  notices_.clear(Notices::Key::schedule);
  document_.load(std::move(decoded));
  // In a frame there is no room for it, and a word beside Run says it.
  if (document_.embedded()) notices_.clear(Notices::Key::threadsOff);
  if (document_.program() != nullptr) showProgram();
  else showAccount();
  platform_.requestFrame();
}

void App::showAccount() {
  const bool wasProgram = userProgram_.present();
  userProgram_.leave();
  programChanged();
  const Settings& settings = document_.settings();
  const bool hasSchedule = !settings.view.schedule.empty();
  scheduler_.load(settings);
  lesson_.open(settings.view.lesson, hasSchedule ? &scheduler_.report().run : nullptr);
  if (hasSchedule || lesson_.guide().stepped()) display_.showSchedule();
  else if (display_.showsSchedule()) display_.showRun();
  if (wasProgram) {
    display_.publishAll();
    publisher_.changed(Matter::outcomes);
  }
  warm();
}

// ---- A program of the user's

void App::leaveAccount() {
  runs_.setLooping(false);
  runs_.stop();
  lockCosts_.cancel();
  if (display_.showsSchedule()) display_.leaveSchedule();
  lesson_.open(document_.view().lesson, nullptr);
}

void App::showProgram() {
  leaveAccount();
  userProgram_.load(*document_.program());
  std::vector<std::string> words;
  for (const lang::Fault& fault : userProgram_.faults())
    words.push_back("The program cannot run: " + lang::messageOf(fault, userProgram_.source()) + ".");
  notices_.raise(Notices::Key::program, std::move(words));
}

void App::typeProgram(std::string source) {
  const bool begins = document_.program() == nullptr;
  if (!begins && document_.program()->source == source) return;
  if (!typing_) edits_.changed(document_.content(), Edits::Step::whole);
  typing_ = true;
  notices_.clear(Notices::Key::program);
  ProgramSettings settings;
  if (begins) settings.view.embed = document_.embedded();
  else settings = *document_.program();
  settings.source = source;
  document_.set(std::move(settings));
  if (begins) {
    leaveAccount();
    // As long as what is typed has faults, the account's program is shown.
    userProgram_.load({programText(document_.settings()), false, true, {}}, std::move(source));
  } else {
    userProgram_.type(std::move(source));
  }
  platform_.requestFrame();
}

void App::setProgramOutput(bool output) {
  if (document_.program() == nullptr || document_.program()->output == output) return;
  edits_.changed(document_.content(), Edits::Step::whole);
  typing_ = false;
  ProgramSettings settings = *document_.program();
  settings.output = output;
  document_.set(std::move(settings));
  userProgram_.setOutput(output);
}

void App::leaveProgram() {
  if (document_.program() == nullptr) return;
  edits_.changed(document_.content(), Edits::Step::whole);
  show({document_.settings(), {}, false});
}

// The program, its schedule or what is known of it has changed.
void App::programActed() {
  if (document_.program() != nullptr && userProgram_.playable()) {
    const walk::ProgramSchedule& schedule = userProgram_.schedule();
    const bool cut = schedule.schedule().size() > limits::kMaxScheduleSteps;
    const std::size_t at = std::min(schedule.at(), limits::kMaxScheduleSteps);
    document_.setSchedule(schedule.schedule().substr(0, limits::kMaxScheduleSteps),
                          schedule.atEnd() && !cut ? std::nullopt : std::optional(at));
    std::string notice = userProgram_.notice();
    if (cut && notice.empty()) {
      notice = "The link has the first " + formatNumber(limits::kMaxScheduleSteps) + " of the schedule's " +
               formatCount(schedule.schedule().size(), "step") + ".";
    }
    notices_.raise(Notices::Key::schedule, std::move(notice));
  }
  publisher_.changed(Matter::program);
  publisher_.changed(Matter::programWords);
  publisher_.changed(Matter::outcomes);
  platform_.requestFrame();
}

void App::publishProgram() {
  platform_.publishJson(topic::kProgram, userProgram_.present() ? programTopic(userProgram_) : "null");
}

void App::publishProgramWords() {
  if (!userProgram_.present()) return;
  platform_.publishJson(topic::kOutcome, programOutcomeTopic(userProgram_));
  platform_.publishJson(topic::kEvents, programStepsTopic(userProgram_));
  platform_.publish(topic::kSchedule, userProgram_.stateWords());
  platform_.publish(topic::kCursor, "");
}

void App::open(std::string_view link) {
  load(link);
  if (const ProgramSettings* const program = document_.program()) {
    if (program->view.schedule.empty()) userProgram_.showFault();
    return;
  }
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
  if (hasProgram(link) && platform_.query(query::kHasPart).empty()) return platform_.request(request::kVisit, std::string(link));
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

bool App::refused(std::optional<unsigned> number) {
  const bool program = document_.program() != nullptr;
  if (!program && realThreads_.available()) return false;
  const std::string why = program ? std::string(kForAccount) : realThreads_.sentence();
  if (number) answers_.refuse(number, why);
  else if (program || !notices_.shows(Notices::Key::threadsOff)) complain(why);
  return true;
}

void App::run() {
  if (document_.program() != nullptr) userProgram_.run();
  else if (realThreads_.available()) ask({});
  else scheduler_.randomAnew();
}

void App::runForced() { ask({.kind = Runs::Job::Kind::forced, .settings = document_.settings()}); }

void App::runMany(std::uint64_t runs, bool noDelay) {
  Runs::Job job{.kind = Runs::Job::Kind::many, .settings = document_.settings(), .runs = runs};
  if (noDelay) job.settings.run.delay = {};
  if (document_.program() == nullptr) runs_.setLooping(false);
  ask(std::move(job));
}

void App::ask(Runs::Job job) {
  if (refused(job.number)) return;
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
  if (looping && refused({})) return;
  runs_.setLooping(looping);
  if (looping) display_.leaveSchedule();
  if (looping && !runs_.running()) run();
  platform_.requestFrame();
}

void App::followRun() {
  if (document_.program() != nullptr) return;
  if (!display_.whyNotFollowRun().empty()) return;
  const std::string order = display_.orderOfRun();
  scheduler_.follow(order, order.size());
}

void App::reportThreadError(std::string_view message) {
  constexpr std::string_view kWhy = "a thread that is needed could not be started";
  runs_.threadFailed(kWhy);
  outcomes_.threadFailed();
  userProgram_.threadFailed();
  galleryComparison_.threadFailed();
  lockCosts_.threadFailed(kWhy);
  programs_.threadFailed(kWhy);
  results_.onNoThread(std::string(message));
  platform_.requestFrame();
}

// ---- What locks cost

void App::compareLocks() {
  if (refused({})) return;
  stop();
  lockCosts_.compare();
}

void App::compareFor(unsigned number, Comparison comparison) {
  if (refused(number)) return;
  stop();
  lockCosts_.compareFor(number, std::move(comparison));
}

// ---- Notices

void App::dismissNotices() {
  document_.forgetProblems();
  scheduler_.dismissNotice();
  userProgram_.dismissNotice();
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
  galleryComparison_.follow(document_.program());
  collect();
  runs_.advance();
  outcomes_.advance(seconds);
  userProgram_.advance(seconds);
  publisher_.setInterval(Matter::outcomes, runs_.running() || runs_.looping() ? kOutcomesEvery : 0);
  publisher_.advance();
}

void App::collect() {
  runs_.collect();
  collectOpened();
  runs_.beginNext();
  outcomes_.collect();
  userProgram_.collect();
  if (galleryComparison_.collect()) platform_.requestFrame();
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
         publisher_.waits(Matter::result) || sharing_.justCopied();
}

std::optional<double> App::changesWithin() const {
  std::optional<double> soonest;
  if (files_.busy()) soonest = kFileEvery;
  for (const auto& each : {outcomes_.changesWithin(), userProgram_.changesWithin(), publisher_.dueIn(Matter::outcomes),
                           publisher_.dueIn(Matter::program), publisher_.dueIn(Matter::programWords)}) {
    if (each && (!soonest || *each < *soonest)) soonest = each;
  }
  return soonest;
}

void App::editProgram(CodePlace at) {
  codeEditor_.edit(userProgram_.present() ? userProgram_.source() : programText(document_.settings()), at);
}

std::optional<std::string> App::takeText(unsigned field) {
  if (!typed_ || typed_->field != field) return std::nullopt;
  return std::exchange(typed_, std::nullopt)->text;
}

}  // namespace interleave
