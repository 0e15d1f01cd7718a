#include "app/app.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "link/share.h"
#include "text/format.h"
#include "text/json.h"
#include "trace/event_table.h"

namespace interleave {
namespace {

// Browsers limit how often a page may change its address: not at every key stroke.
constexpr double kLinkDelay = 0.3;
// A screen reader cannot follow 60 results a second.
constexpr double kAnnounceEvery = 2.0;
// Nor every step of a key that is held; one step after another is told at once.
constexpr double kTellWalkEvery = 0.2;

constexpr std::string_view kThemePreference = "theme";
constexpr std::string_view kLessonPreference = "lesson";

ThemeChoice themeFromName(std::string_view name) {
  return name == "light" ? ThemeChoice::light : name == "dark" ? ThemeChoice::dark : ThemeChoice::system;
}

std::string nameOf(ThemeChoice choice) {
  switch (choice) {
    case ThemeChoice::light: return "light";
    case ThemeChoice::dark: return "dark";
    case ThemeChoice::system: break;
  }
  return "";
}

// A program that gives a link means what it says: where something is wrong with it, nothing is done.
std::string whyRefused(const LinkProblem& problem) {
  if (problem.kind == LinkProblem::Kind::unknownKey) {
    return problem.key + " is an unknown key; known are " + problem.allowed + ".";
  }
  // All but what is done about it in a page that goes on.
  const std::string message = problem.message();
  return message.substr(0, message.rfind(". ") + 1);
}

// The program that waits for a file; none: it is the user's.
std::optional<unsigned> asked(unsigned number) { return number == 0 ? std::nullopt : std::optional(number); }

}  // namespace

App::App(Platform& platform)
    : platform_(platform),
      threadsOff_{platform.query(query::kWhyNoThreads), platform.query(query::kThreadsRemedy)},
      scheduler_([this] { walked(); }),
      lesson_(platform_.preference(std::string(kLessonPreference)), realThreads()),
      files_(
          platform_, [&platform] { platform.wake(); }, realThreads() ? MakeBackground() : platform.backgrounds()),
      inspector_([&platform] { platform.wake(); },
                 realThreads() ? LockInspector::OtherThread::real : LockInspector::OtherThread::played),
      comparer_([&platform] { platform.wake(); }),
      outcomes_([&platform] { platform.wake(); }, realThreads() ? nullptr : platform.backgrounds()()),
      programExplorer_([&platform] { platform.wake(); }, realThreads() ? MakeBackground() : platform.backgrounds()),
      runner_([&platform] { platform.wake(); }) {
  themeChoice_ = themeFromName(platform_.preference(std::string(kThemePreference)));
  publishTheme();
}

// The settings have changed, and perhaps the program.
void App::follow() {
  outcomes_.follow(settings_);
  // Nobody would see what the user's many runs go on to count.
  if (goesOn(Job::Kind::many) && !going_->number && !outcomes_.countsMany()) runner_.stop();
}

void App::edit(Settings settings) {
  if (settings == settings_) return;
  if (settings.program == settings_.program && settings.run == settings_.run) {
    scheduler_.follow(settings.view.schedule, settings.view.at.value_or(settings.view.schedule.size()));
    return;
  }
  scheduler_.edit(settings);
  settings_ = std::move(settings);
  takeSchedule();
  follow();
  if (showsWalk_) tellWalk();
  if (noticeOfSchedule_ != scheduler_.notice()) updateNotices();
  changeLink();
  warm();
}

void App::changeLink() {
  linkChanged_ = true;
  linkChangedAt_ = now_;
  platform_.requestFrame();
}

void App::load(std::string_view link) {
  DecodedLink decoded = decodeLink(link);
  decoded.settings.view.embed = decoded.settings.view.embed || settings_.view.embed;
  settings_ = std::move(decoded.settings);
  follow();
  linkProblems_ = std::move(decoded.problems);
  complaint_.clear();
  // A link that opens a step has done nothing there; one that the reader follows within it may.
  const bool within = lesson_.step() == settings_.view.lesson;
  if (!within) inspector_.forgetSeen();
  lesson_.open(settings_.view.lesson);
  scheduler_.load(settings_);
  tellLesson(within && !settings_.view.schedule.empty() && lesson_.see(scheduler_.report().run));
  updateNotices();
  linkChanged_ = false;
  // A link with problems stays in the address as it was given until something is edited, so that
  // the user can see and mend it.
  if (linkProblems_.empty()) platform_.request(request::kReplaceLink, encodeLink(settings_));
  platform_.publish(topic::kSettings, encodeLink(settings_));
  if (!settings_.view.schedule.empty()) showWalk();
  else if (showsWalk_) showRun();
  warm();
  platform_.requestFrame();
}

void App::open(std::string_view link) {
  load(link);
  if (showsWalk_) return;
  if (realThreads()) run();
  else showRace();
}

// A schedule by chance that ends wrong, where one is soon found: that is what there is to see.
void App::showRace() {
  constexpr int kTries = 8;
  for (int i = 0; i < kTries; ++i) {
    run();
    if (!scheduler_.report().run.asExpected()) break;
  }
  // Nobody has done anything yet that could be undone.
  scheduler_.load(settings_);
  tellWalk();
}

std::string App::threadsOffSentence() const {
  return "Real threads are off here, because " + threadsOff_.why + ". " + threadsOff_.remedy;
}

// Whoever asks for threads is told that there are none.
bool App::refusedWithoutThreads(std::optional<unsigned> number) {
  if (realThreads()) return false;
  if (number) refuse(number, threadsOffSentence());
  else complain(threadsOffSentence());
  return true;
}

// ---- The schedule

void App::takeSchedule() {
  const Walk& walk = scheduler_.walk();
  settings_.view.schedule = walk.schedule();
  settings_.view.at = walk.atEnd() ? std::nullopt : std::optional(walk.at());
}

// The scheduler has done something.
void App::walked() {
  const Settings before = settings_;
  takeSchedule();
  if (noticeOfSchedule_ != scheduler_.notice()) updateNotices();
  if (settings_ != before) changeLink();
  if (lesson_.see(scheduler_.report().run)) tellLesson(true);
  showWalk();
}

void App::showWalk() {
  showsWalk_ = true;
  unannounced_.reset();
  tellWalk();
  platform_.requestFrame();
}

void App::tellWalk() {
  ++traceVersion_;
  walkUntold_ = true;
  if (now_ - walkToldAt_ >= kTellWalkEvery) announceWalk();
}

void App::announceWalk() {
  walkUntold_ = false;
  walkToldAt_ = now_;
  platform_.publishJson(topic::kOutcome, toJson(scheduler_.report()));
  tellEvents();
  platform_.publish(topic::kSchedule, scheduler_.words());
}

// ---- The lesson

void App::openLesson(int step) {
  if (step < 0 || step > limits::kLessonSteps) return;
  if (step > 0) return load(lessonSteps()[static_cast<std::size_t>(step) - 1].link);
  settings_.view.lesson = 0;
  lesson_.open(0);
  tellLesson(false);
  changeLink();
}

void App::restartLesson() {
  lesson_.forget();
  inspector_.forgetSeen();
  platform_.storePreference(std::string(kLessonPreference), lesson_.stored());
  openLesson(1);
}

void App::useLock(LockAction action) {
  using Action = LockAction;
  switch (action) {
    case Action::make: inspector_.make(LockInspector::Kind::lock); break;
    case Action::makeRecursive: inspector_.make(LockInspector::Kind::recursive); break;
    case Action::acquire: inspector_.acquire(); break;
    case Action::release: inspector_.release(); break;
    case Action::acquireOnOther: inspector_.acquireOnOther(); break;
    case Action::releaseOnOther: inspector_.releaseOnOther(); break;
  }
  tellLesson(lesson_.see(inspector_.seen()));
}

void App::collectLock() {
  if (inspector_.collect()) tellLesson(lesson_.see(inspector_.seen()));
}

// ---- What locks cost

void App::compareLocks() {
  if (refusedWithoutThreads({})) return;
  comparisonNote_.clear();
  stop();
  if (!comparer_.start({})) comparisonNote_ = "A thread to measure with could not be started.";
  platform_.requestFrame();
}

void App::cancelComparison() {
  if (!comparer_.busy()) return;
  comparisonNote_ = "Cancelled.";
  comparer_.cancel();
}

unsigned App::compareForProgram(std::vector<int> threads, std::chrono::milliseconds time) {
  const unsigned number = ++numbers_;
  if (refusedWithoutThreads(number)) return number;
  stop();
  comparisonNote_.clear();
  Comparison comparison;
  comparison.threads = std::move(threads);
  comparison.time = time;
  if (comparer_.start(std::move(comparison))) comparing_ = number;
  else refuse(number, "locks are being compared already, or a thread to measure with could not be started");
  platform_.requestFrame();
  return number;
}

void App::collectComparison() {
  if (!comparer_.collect()) return;
  platform_.publishJson(topic::kComparison, toJson(comparer_.results()));
  platform_.requestFrame();
  if (comparer_.busy() || !comparing_) return;
  answer(std::exchange(comparing_, std::nullopt),
         toJson(comparer_.results(), comparer_.cancelled(), std::thread::hardware_concurrency()));
}

// `news`: something has been answered, or the remark is another.
void App::tellLesson(bool news) {
  if (news) platform_.storePreference(std::string(kLessonPreference), lesson_.stored());
  platform_.publishJson(topic::kLesson, lessonJson());
  platform_.requestFrame();
}

void App::leaveWalk() {
  if (!showsWalk_) return;
  showsWalk_ = false;
  walkUntold_ = false;
  ++traceVersion_;
  platform_.publish(topic::kSchedule, "");
}

void App::showRun() {
  leaveWalk();
  if (result_) tellResult();
  platform_.requestFrame();
}

std::string App::whyNotFollowRun() const {
  if (!result_) return "No run has ended yet.";
  if (!scheduler_.follows(result_->run.settings.program)) return "The last run was one of another program.";
  if (result_->run.trace.dropped > 0) {
    return formatCount(result_->run.trace.dropped, "event") + " of the last run did not fit into memory: its order is not known.";
  }
  // Each step is an event.
  if (result_->run.trace.events.size() <= limits::kMaxScheduleSteps) return {};
  const std::size_t steps = result_->steps;
  return steps <= limits::kMaxScheduleSteps ? std::string()
                                            : "The last run took " + formatCount(steps, "step") + "; a schedule has at most " +
                                                  formatNumber(limits::kMaxScheduleSteps) + ".";
}

void App::followRun() {
  if (!whyNotFollowRun().empty()) return;
  const std::string order = scheduleOf(result_->run.trace, limits::kMaxScheduleSteps);
  scheduler_.follow(order, order.size());
}

void App::warm() {
  if (!realThreads()) return;
  if (const std::string problem = runner_.warm(settings_.program.workers); !problem.empty()) {
    threadError_ = problem;
    updateNotices();
  }
}

void App::copyLink() {
  flushLink();
  Settings settings = settings_;
  settings.view.embed = false;
  platform_.request(request::kCopyLink, encodeLink(settings));
}

// Of a run, its order is what makes another page show the same; of one that is no schedule, the program alone.
Settings App::settingsOfShown() const {
  Settings settings = settings_;
  settings.view.embed = false;
  if (showsWalk_ || !result_ || live()) return settings;
  settings.view.schedule.clear();
  settings.view.at.reset();
  if (whyNotFollowRun().empty()) settings.view.schedule = scheduleOf(result_->run.trace, limits::kMaxScheduleSteps);
  return settings;
}

void App::copyIframe() { platform_.copyText(iframeOf(platform_.query(query::kAddress), settings_)); }

void App::copyMarkdown() { platform_.copyText(markdownOf(platform_.query(query::kAddress), settings_)); }

void App::openInFull() { platform_.request(request::kOpenPage, encodeLink(settingsOfShown())); }

void App::copied(bool done) {
  if (done) copiedAt_ = now_;
  copyRefused_ = !done;
  updateNotices();
}

void App::run() {
  if (realThreads()) ask({});
  else scheduler_.randomAnew();
}

void App::runForced() { ask({Job::Kind::forced, settings_, 0, {}}); }

void App::runMany(std::uint64_t runs, bool noDelay) {
  Job job{Job::Kind::many, settings_, runs, {}};
  if (noDelay) job.settings.run.delay = {};
  looping_ = false;
  ask(std::move(job));
}

void App::stop() {
  looping_ = false;
  if (asked_) refuse(std::exchange(asked_, std::nullopt)->number, "the run was stopped before it began");
  expectStop();
  programExplorer_.cancel();
  platform_.requestFrame();
}

void App::expectStop() {
  runner_.stop();
  stopping_ = running();
  // Frames may be far between, as while many runs go on.
  if (stopping_) platform_.requestFrameIn(kStopPatience);
}

// The system does not say so when it takes a thread away.
void App::watchStop() {
  if (!running()) stopping_ = false;
  if (!stopping_) stoppingSince_.reset();
  else if (!stoppingSince_) stoppingSince_ = now_;
  const bool unanswered = stoppingSince_ && now_ - *stoppingSince_ >= kStopPatience;
  if (unanswered == stopUnanswered_) return;
  stopUnanswered_ = unanswered;
  stopUnansweredTold_ = false;
  updateNotices();
}

void App::setLooping(bool looping) {
  if (looping && refusedWithoutThreads({})) return;
  looping_ = looping;
  if (looping_) leaveWalk();
  if (looping_ && !running()) run();
  platform_.requestFrame();
}

std::optional<App::ManyRuns> App::manyRuns() const {
  if (asked_ && asked_->kind == Job::Kind::many) return ManyRuns{asked_->runs, 0};
  if (goesOn(Job::Kind::many)) return ManyRuns{going_->runs, manyDone_};
  return std::nullopt;
}

bool App::busy() const {
  return (running() && !goesOn(Job::Kind::many)) || looping_ || linkChanged_ || walkUntold_ || unannounced_ || justCopied() ||
         files_.saving() || files_.reading();
}

std::optional<double> App::changesWithin() const {
  const auto outcomes = outcomes_.changesWithin();
  if (outcomes_.version() == outcomesTold_) return outcomes;
  const double told = std::max(0.0, outcomesToldAt_ + kAnnounceEvery - now_);
  return outcomes ? std::min(*outcomes, told) : told;
}

unsigned App::runForProgram() {
  ask({Job::Kind::run, {}, 0, ++numbers_});
  return numbers_;
}

// What a link means that a program has given, an empty one the present settings; none, and the answer, where
// something is wrong with it.
std::optional<Settings> App::programOf(std::string_view link, unsigned number) {
  if (link.empty()) return settings_;
  DecodedLink decoded = decodeLink(link);
  if (decoded.problems.empty()) return std::move(decoded.settings);
  refuse(number, whyRefused(decoded.problems.front()));
  return std::nullopt;
}

unsigned App::replayForProgram(std::string_view link) {
  const unsigned number = ++numbers_;
  const auto settings = programOf(link, number);
  if (!settings) return number;
  if (settings->view.schedule.empty()) {
    refuse(number, "schedule: there is none to replay; allowed is the start of a possible schedule, one letter a step");
  } else {
    if (!link.empty()) load(link);
    ask({Job::Kind::forced, settings_, 0, number});
  }
  return number;
}

unsigned App::runManyForProgram(std::uint64_t runs, std::optional<std::chrono::milliseconds> delay) {
  Job job{Job::Kind::many, settings_, runs, ++numbers_};
  if (delay) job.settings.run.delay = *delay;
  ask(std::move(job));
  return numbers_;
}

unsigned App::exploreForProgram(std::string_view link, const ExploreOptions& options, std::size_t endings) {
  const unsigned number = ++numbers_;
  const auto settings = programOf(link, number);
  if (settings && !programExplorer_.start({number, settings->program, options, endings})) {
    refuse(number, "a thread to explore with could not be started");
  }
  return number;
}

const Trace& App::shownTrace() const {
  static const Trace kEmpty;
  if (showsWalk_) return scheduler_.report().run.trace;
  if (live()) return liveTrace_->trace();
  return result_ ? result_->run.trace : kEmpty;
}

const RunSettings& App::shownSettings() const {
  if (showsWalk_) return settings_;
  if (live() && going_) return going_->settings;
  return result_ ? result_->run.settings : settings_;
}

const Timeline& App::shownTimeline() const {
  static const Timeline kEmpty{AccountProgram{}};
  if (showsWalk_) return scheduler_.report().timeline;
  if (live()) return liveTrace_->timeline();
  return result_ ? result_->timeline : kEmpty;
}

// ---- The cursor

std::optional<std::size_t> App::cursor() const { return showsWalk_ || live() || !result_ ? std::nullopt : cursor_; }

Standing App::shownStanding() const {
  if (live()) return liveTrace_->standing();
  const Report* report = shownReport();
  if (report == nullptr) return standingBefore(shownSettings().program);
  const auto at = cursor();
  return at ? report->standings.after(report->run.settings.program, report->run.trace, *at + 1) : report->standings.end();
}

void App::seekEvent(std::size_t event) {
  const Trace& trace = shownTrace();
  if (event >= trace.events.size()) return;
  if (showsWalk_) {
    // Events without a letter belong to the step before them.
    const auto steps = std::count_if(trace.events.begin(), trace.events.begin() + static_cast<std::ptrdiff_t>(event) + 1,
                                     [](const Event& each) { return isStep(each.kind); });
    scheduler_.seek(static_cast<std::size_t>(steps));
  } else if (!live()) {
    cursor_ = event;
    ++cursorVersion_;
    tellCursor();
    platform_.requestFrame();
  }
}

void App::stepEvent(int by) {
  if (showsWalk_) {
    const Walk& walk = scheduler_.walk();
    if (by > 0 ? !walk.atEnd() : walk.at() > 0) scheduler_.seek(by > 0 ? walk.at() + 1 : walk.at() - 1);
    return;
  }
  const std::size_t count = shownTrace().events.size();
  const std::size_t at = cursor_.value_or(count);
  if (by < 0 && at > 0) seekEvent(at - 1);
  if (by > 0 && count > 0) seekEvent(cursor_ ? std::min(at + 1, count - 1) : 0);
}

void App::stepLost(int by) {
  if (showsWalk_) {
    const std::vector<std::size_t>& losses = scheduler_.walk().losses();
    const std::size_t at = scheduler_.walk().at();
    // Their numbers are those of steps: as many are taken right after one of them.
    const auto next = std::ranges::find_if(losses, [&](std::size_t step) { return step + 1 > at; });
    const auto before = std::ranges::find_if(losses.rbegin(), losses.rend(), [&](std::size_t step) { return step + 1 < at; });
    if (by > 0 && next != losses.end()) scheduler_.seek(*next + 1);
    if (by < 0 && before != losses.rend()) scheduler_.seek(*before + 1);
    return;
  }
  if (!result_ || live()) return;
  const std::vector<LostUpdate>& lost = result_->run.lost;
  // By the write that loses it: that is where it is seen.
  std::optional<std::size_t> found;
  for (const LostUpdate& each : lost) {
    const bool beyond = by > 0 ? !cursor_ || each.by > *cursor_ : !cursor_ || each.by < *cursor_;
    const bool nearer = !found || (by > 0 ? each.by < *found : each.by > *found);
    if (beyond && nearer) found = each.by;
  }
  if (found) seekEvent(*found);
}

// The newest result, in the page's words.
void App::tellResult() {
  platform_.publishJson(topic::kOutcome, toJson(*result_));
  tellEvents();
}

void App::tellEvents() {
  if (const Report* report = shownReport()) platform_.publishJson(topic::kEvents, eventTableJson(*report, cursor()));
}

void App::tellCursor() {
  const auto at = cursor();
  platform_.publish(topic::kCursor, at ? eventSentence(*result_, *at) : std::string());
  tellEvents();
}

// ---- Files

// Of a run its program alone; of a schedule the schedule, too.
std::string App::linkOfShown() const {
  if (showsWalk_) return encodeLink(settings_);
  Settings settings{shownSettings(), {}};
  settings.view.embed = settings_.view.embed;
  return encodeLink(settings);
}

void App::exportRun(FileFormat format, unsigned number) {
  const Report* report = live() ? nullptr : shownReport();
  if (report == nullptr) return refuse(asked(number), "no run has ended yet");
  if (format == FileFormat::png || format == FileFormat::svg) {
    if (pictureWanted_ && pictureWanted_->number != 0)
      refuse(pictureWanted_->number, "another picture was asked for before this one was drawn");
    pictureWanted_ = PictureWanted{format, number};
    return platform_.requestFrame();
  }
  // The schedule's changes with its next step.
  const std::shared_ptr<const RunResult> run =
      showsWalk_ ? std::make_shared<const RunResult>(report->run) : std::shared_ptr<const RunResult>(result_, &result_->run);
  if (!files_.save(run, linkOfShown(), format == FileFormat::chrome ? TraceFormat::chrome : TraceFormat::csv, number)) {
    refuseFile(number, "a thread to write with could not be started");
  }
}

unsigned App::exportForProgram(FileFormat format) {
  const unsigned number = ++numbers_;
  exportRun(format, number);
  return number;
}

unsigned App::refuseForProgram(std::string_view why) {
  refuse(++numbers_, why);
  return numbers_;
}

// Tells the program that waits, or else the user.
void App::refuseFile(unsigned number, std::string_view why) {
  if (number != 0) return refuse(number, why);
  complain("The file: " + std::string(why) + ". Close other pages, or reload this one, and try again.");
}

void App::savePicture(const PictureWanted& wanted, const FieldArea& area, const std::string& svg) {
  constexpr std::string_view kName = "interleave-timeline";
  if (wanted.format == FileFormat::svg) return files_.saveText(svg, std::string(kName) + ".svg", "image/svg+xml", wanted.number);
  platform_.savePicture(wanted.number, std::string(kName) + ".png", area);
  platform_.requestFrame();
}

void App::chooseFile() { platform_.request(request::kChooseFile, nullptr); }

unsigned App::beginImport(bool forProgram) {
  const unsigned number = forProgram ? ++numbers_ : 0;
  if (const auto other = files_.abandonReading()) refuse(asked(*other), "another file was opened before this one had been read");
  if (!files_.beginReading(number)) refuseFile(number, "a thread to read with could not be started");
  platform_.requestFrame();
  return number;
}

void App::cancelFiles() {
  files_.cancelSaving();
  files_.cancelReading();
}

void App::collectImport() {
  if (auto opened = files_.take()) {
    const auto number = asked(opened->number);
    if (!opened->read.report) {
      const std::string& problem = opened->read.problem;
      if (!number && !problem.empty()) complain("The file is no trace that was saved here. " + problem);
      return refuse(number, problem.empty() ? "reading was cancelled" : problem);
    }
    if (opened_) refuse(asked(opened_->number), "another file was opened before this one was shown");
    opened_ = std::move(opened);
    // Its result would take the place of the one that has been read.
    stop();
  }
  if (!opened_ || running()) return;
  const auto opened = std::exchange(opened_, std::nullopt);
  adopt(opened->read);
  answer(asked(opened->number), toJson(*shownReport()));
}

// As if it had been run just now, but it says nothing about how often that happens.
void App::adopt(const TraceImport::Read& read) {
  complain({});
  load(encodeLink({read.report->run.settings, read.view}));
  // A schedule is gone through again, step by step.
  if (read.report->run.replayed) return;
  result_ = read.report;
  leaveWalk();
  dropCursor();
  ++traceVersion_;
  tellResult();
  platform_.requestFrame();
}

void App::dropCursor() {
  if (!cursor_) return;
  cursor_.reset();
  ++cursorVersion_;
  platform_.publish(topic::kCursor, "");
}

void App::advance(double seconds) {
  now_ = seconds;
  collect();
  if (looping_ && !running()) begin({});
  outcomes_.advance(seconds);
  tellOutcomes();
  if (linkChanged_ && now_ - linkChangedAt_ >= kLinkDelay) flushLink();
  if (walkUntold_ && now_ - walkToldAt_ >= kTellWalkEvery) announceWalk();
  if (running() && !begunAt_) begunAt_ = now_;
  watchStop();
  if (goingOn()) showLive();
  if (unannounced_ && now_ - announcedAt_ >= kAnnounceEvery) {
    announcedAt_ = now_;
    unannounced_.reset();
    tellResult();
  }
}

void App::showLive() {
  if (!going_ || runner_.phase() != Runner::Phase::running) return;
  if (!liveTrace_) liveTrace_.emplace(going_->settings.program);
  if (runner_.follow(*liveTrace_) && !showsWalk_) ++traceVersion_;
}

void App::collect() {
  if (auto result = runner_.take()) finish(std::move(result));
  if (const auto tally = runner_.tallySoFar(); tally && tally->runs != manyDone_) {
    manyDone_ = tally->runs;
    outcomes_.countMany(*tally);
  }
  if (auto tally = runner_.takeTally()) finishMany(std::move(tally));
  collectImport();
  if (asked_ && !running()) begin(*std::exchange(asked_, std::nullopt));
  outcomes_.collect();
  collectLock();
  collectComparison();
  files_.collect();
  if (const auto answer = programExplorer_.take()) finishExploration(*answer);
  if (!realThreads() && outcomes_.exploration() && lesson_.see(*outcomes_.exploration())) tellLesson(true);
}

// What goes on ends for it. What a program waits for is not forgotten for a user's key.
void App::ask(Job job) {
  if (refusedWithoutThreads(job.number)) return;
  if (asked_ && asked_->number && !job.number) return;
  if (asked_) refuse(asked_->number, "another run was asked for before it began");
  if (comparer_.busy()) {
    cancelComparison();
    comparisonNote_ = "Cancelled by a run: each would disturb the other.";
  }
  if (job.kind != Job::Kind::many) leaveWalk();
  asked_ = std::move(job);
  if (running()) expectStop();
  collect();
  platform_.requestFrame();
}

bool App::startJob(const Job& job) {
  switch (job.kind) {
    case Job::Kind::run: return runner_.start(job.settings);
    case Job::Kind::many: return runner_.startMany(job.settings, job.runs);
    case Job::Kind::forced: break;
  }
  const std::string& schedule = job.settings.view.schedule;
  return runner_.startForced(job.settings, schedule.substr(0, job.settings.view.at.value_or(schedule.size())));
}

void App::begin(Job job) {
  if (job.kind == Job::Kind::run) job.settings = settings_;
  begunAt_.reset();
  liveTrace_.reset();
  stopping_ = false;
  stoppingSince_.reset();
  if (!startJob(job)) {
    looping_ = false;
    warm();
    return refuse(job.number, "a thread that the run needs could not be started");
  }
  going_ = std::move(job);
  manyDone_ = 0;
  if (goesOn(Job::Kind::many)) outcomes_.beginMany(going_->settings);
  platform_.publish(topic::kRunning, true);
}

void App::answer(std::optional<unsigned> number, const std::string& json) {
  if (number) platform_.answer(*number, json);
}

void App::refuse(std::optional<unsigned> number, std::string_view why) { answer(number, Json{{"error", why}}.dump()); }

void App::finish(std::shared_ptr<const Report> result) {
  result_ = std::move(result);
  dropCursor();
  if (lesson_.see(result_->run)) tellLesson(true);
  const auto job = std::exchange(going_, std::nullopt);
  liveTrace_.reset();
  begunAt_.reset();
  ++traceVersion_;
  // A run that was forced says nothing about how often it happens.
  if (job && job->kind == Job::Kind::run) {
    outcomes_.count(result_->run);
    historyOf(result_->run.settings).add(*result_);
  }
  const auto number = job ? job->number : std::nullopt;
  if (looping_ && !number) {
    if (!showsWalk_) unannounced_ = result_;
  } else {
    unannounced_.reset();
    announcedAt_ = now_;
    if (!showsWalk_) tellResult();
    answer(number, toJson(*result_));
  }
  if (!looping_) platform_.publish(topic::kRunning, false);
}

RunHistory& App::historyOf(const RunSettings& settings) {
  ++historyVersion_;
  if (!history_ || !history_->continues(settings)) history_.emplace(settings);
  return *history_;
}

void App::finishMany(std::shared_ptr<const RunTally> tally) {
  outcomes_.endMany(*tally);
  RunHistory& history = historyOf(tally->settings);
  for (const auto& ending : tally->latest) history.add(ending);
  if (lesson_.see(*tally)) tellLesson(true);
  const auto job = std::exchange(going_, std::nullopt);
  if (job) answer(job->number, toJson(*tally));
  if (!looping_) platform_.publish(topic::kRunning, false);
}

void App::finishExploration(const ProgramExplorer::Answer& answered) {
  answer(answered.number, answered.json);
  outcomes_.offer(answered.exploration);
}

// In the page's words; not at every tick of runs that go on.
void App::tellOutcomes() {
  if (outcomes_.version() == outcomesTold_) return;
  if ((running() || looping_) && now_ - outcomesToldAt_ < kAnnounceEvery) return;
  outcomesTold_ = outcomes_.version();
  outcomesToldAt_ = now_;
  platform_.publishJson(topic::kOutcomes, outcomes_.json());
}

void App::flushLink() {
  linkChanged_ = false;
  linkProblems_.clear();
  updateNotices();
  platform_.request(request::kReplaceLink, encodeLink(settings_));
  platform_.publish(topic::kSettings, encodeLink(settings_));
}

void App::reportThreadError(std::string_view message) {
  constexpr std::string_view kWhy = "a thread that is needed could not be started";
  threadError_ = message;
  looping_ = false;
  const bool noResult = runner_.threadFailed();
  if (asked_) refuse(std::exchange(asked_, std::nullopt)->number, kWhy);
  if (noResult && going_) refuse(std::exchange(going_, std::nullopt)->number, kWhy);
  if (noResult) platform_.publish(topic::kRunning, false);
  outcomes_.threadFailed();
  if (comparer_.busy()) cancelComparison();
  if (comparing_) refuse(std::exchange(comparing_, std::nullopt), kWhy);
  refuse(programExplorer_.threadFailed(), kWhy);
  updateNotices();
}

void App::complain(std::string words) {
  if (complaint_ == words) return;
  complaint_ = std::move(words);
  updateNotices();
}

void App::dismissNotices() {
  linkProblems_.clear();
  complaint_.clear();
  threadError_.clear();
  copyRefused_ = false;
  threadsOffTold_ = true;
  stopUnansweredTold_ = true;
  scheduler_.dismissNotice();
  updateNotices();
}

void App::updateNotices() {
  notices_.clear();
  // In a frame there is no room for it, and a word beside Run says it.
  if (!realThreads() && !threadsOffTold_ && !embedded()) notices_.push_back(threadsOffSentence());
  for (const LinkProblem& problem : linkProblems_) notices_.push_back("Link: " + problem.message());
  if (!complaint_.empty()) notices_.push_back(complaint_);
  noticeOfSchedule_ = scheduler_.notice();
  if (!noticeOfSchedule_.empty()) notices_.push_back(noticeOfSchedule_);
  if (!threadError_.empty()) {
    notices_.push_back("A thread could not be started: " + threadError_ +
                       ". Run again, with fewer workers if need be; if that does not help, reload the page.");
  }
  if (stopUnanswered_ && !stopUnansweredTold_) {
    notices_.push_back(
        "A thread of the run does not answer: the system may have taken it away. Reload the page; its link keeps your settings.");
  }
  if (copyRefused_) {
    notices_.push_back("The browser did not let the page use the clipboard. Copy the link from the address bar.");
  }
  std::string lines;
  for (const std::string& notice : notices_) lines += (lines.empty() ? "" : "\n") + notice;
  platform_.publish(topic::kNotices, lines);
  platform_.requestFrame();
}

void App::cycleTheme() {
  // From what is seen to its opposite, so that every press shows; back to the system's where equal.
  const bool wantDark = !dark();
  themeChoice_ = wantDark == platform_.prefersDark() ? ThemeChoice::system : wantDark ? ThemeChoice::dark : ThemeChoice::light;
  platform_.storePreference(std::string(kThemePreference), nameOf(themeChoice_));
  publishTheme();
  platform_.requestFrame();
}

void App::publishTheme() { platform_.publish(topic::kDark, dark()); }

bool App::dark() const {
  return themeChoice_ == ThemeChoice::system ? platform_.prefersDark() : themeChoice_ == ThemeChoice::dark;
}

std::optional<std::string> App::takeText(unsigned field) {
  if (!typed_ || typed_->field != field) return std::nullopt;
  return std::exchange(typed_, std::nullopt)->text;
}

}  // namespace interleave
