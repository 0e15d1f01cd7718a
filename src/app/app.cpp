#include "app/app.h"

#include <algorithm>
#include <utility>

namespace interleave {
namespace {

// Browsers limit how often a page may change its address: not at every key stroke.
constexpr double kLinkDelay = 0.3;
// A screen reader cannot follow 60 results a second.
constexpr double kAnnounceEvery = 2.0;

constexpr std::string_view kThemePreference = "theme";

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

}  // namespace

App::App(Platform& platform) : platform_(platform), runner_([&platform] { platform.wake(); }) {
  themeChoice_ = themeFromName(platform_.preference(std::string(kThemePreference)));
  platform_.showTheme(dark());
}

void App::edit(Settings settings) {
  if (settings == settings_) return;
  // A schedule belongs to the program that it was made for.
  if (!sameProgram(settings, settings_)) {
    tally_ = {};
    settings.schedule.clear();
    settings.at.reset();
  }
  settings_ = std::move(settings);
  linkChanged_ = true;
  linkChangedAt_ = now_;
  warm();
  platform_.requestFrame();
}

void App::load(std::string_view link) {
  DecodedLink decoded = decodeLink(link);
  if (!sameProgram(decoded.settings, settings_)) tally_ = {};
  settings_ = std::move(decoded.settings);
  linkProblems_ = std::move(decoded.problems);
  complaint_.clear();
  updateNotices();
  linkChanged_ = false;
  // A link with problems stays in the address as it was given until something is edited, so that
  // the user can see and mend it.
  if (linkProblems_.empty()) platform_.replaceLink(encodeLink(settings_));
  platform_.showSettings(encodeLink(settings_));
  warm();
  platform_.requestFrame();
}

void App::warm() {
  if (const std::string problem = runner_.warm(settings_.workers); !problem.empty()) {
    threadError_ = problem;
    updateNotices();
  }
}

void App::copyLink() {
  flushLink();
  platform_.copyLink(encodeLink(settings_));
}

void App::copied(bool done) {
  if (done) copiedAt_ = now_;
  copyRefused_ = !done;
  updateNotices();
}

void App::run() {
  runAsked_ = true;
  if (running()) runner_.stop();
  collect();
  platform_.requestFrame();
}

void App::stop() {
  looping_ = false;
  runAsked_ = false;
  runner_.stop();
  if (programAsked_) refuseProgram("the run was stopped before it began");
  platform_.requestFrame();
}

void App::setLooping(bool looping) {
  looping_ = looping;
  if (looping_ && !running()) run();
  platform_.requestFrame();
}

unsigned App::runForProgram() {
  const unsigned number = ++programRuns_;
  programAsked_ = number;
  run();
  return number;
}

const Trace& App::shownTrace() const {
  static const Trace kEmpty;
  if (live_) return liveTrace_;
  return result_ ? result_->trace : kEmpty;
}

const Settings& App::shownSettings() const {
  if (live_) return running_;
  return result_ ? result_->settings : settings_;
}

void App::advance(double seconds) {
  now_ = seconds;
  collect();
  if (looping_ && !running()) begin();
  if (linkChanged_ && now_ - linkChangedAt_ >= kLinkDelay) flushLink();
  if (running() && !begunAt_) begunAt_ = now_;
  if (goingOn()) showLive();
  if (unannounced_ && now_ - announcedAt_ >= kAnnounceEvery) {
    announcedAt_ = now_;
    platform_.showOutcome(std::exchange(unannounced_, nullptr)->json);
  }
}

void App::showLive() {
  const std::uint64_t events = runner_.eventsSoFar();
  if (live_ && events == liveEvents_) return;
  liveEvents_ = events;
  Trace trace = runner_.traceSoFar();
  if (trace.events.empty()) return;
  // Not lost, only not to be placed yet.
  trace.dropped = 0;
  liveTrace_ = std::move(trace);
  live_ = true;
  ++traceVersion_;
}

void App::collect() {
  if (auto result = runner_.take()) finish(std::move(result));
  if (runAsked_ && !running()) begin();
}

void App::begin() {
  runAsked_ = false;
  running_ = settings_;
  begunAt_.reset();
  if (runner_.start(settings_)) {
    programRunning_ = std::exchange(programAsked_, std::nullopt);
    platform_.showRunning(true);
    return;
  }
  looping_ = false;
  warm();
  if (programAsked_) refuseProgram("a thread that the run needs could not be started");
}

void App::refuseProgram(const char* why) {
  const std::string json = std::string(R"({"error": ")") + why + "\"}";
  platform_.onRunDone(*std::exchange(programAsked_, std::nullopt), json);
}

void App::finish(std::shared_ptr<const Report> result) {
  result_ = std::move(result);
  live_ = false;
  liveEvents_ = 0;
  begunAt_.reset();
  ++traceVersion_;
  count(*result_);
  const auto number = std::exchange(programRunning_, std::nullopt);
  if (looping_ && !number) {
    unannounced_ = result_;
  } else {
    unannounced_.reset();
    announcedAt_ = now_;
    platform_.showOutcome(result_->json);
    if (number) platform_.onRunDone(*number, result_->json);
  }
  if (!looping_) platform_.showRunning(false);
}

void App::count(const Report& result) {
  if (!sameProgram(result.settings, settings_) || result.end == RunEnd::stopped) return;
  ++tally_.runs;
  if (result.end == RunEnd::deadlocked) {
    ++tally_.deadlocks;
    return;
  }
  const bool room = tally_.endings.size() < limits::kMaxTalliedEndings || tally_.endings.contains(result.balance);
  if (!room) {
    ++tally_.others;
    return;
  }
  Ending& ending = tally_.endings[result.balance];
  ++ending.runs;
  const Verdict verdict = verdictOf(result);
  // What counts here is where it ended, not how it got there.
  ending.verdict = std::max(ending.verdict, verdict == Verdict::chance ? Verdict::expected : verdict);
}

void App::flushLink() {
  linkChanged_ = false;
  linkProblems_.clear();
  updateNotices();
  platform_.replaceLink(encodeLink(settings_));
  platform_.showSettings(encodeLink(settings_));
}

void App::reportThreadError(std::string_view message) {
  threadError_ = message;
  looping_ = false;
  runAsked_ = false;
  const bool noResult = runner_.threadFailed();
  if (noResult && programRunning_) programAsked_ = std::exchange(programRunning_, std::nullopt);
  if (programAsked_) refuseProgram("a thread that the run needs could not be started");
  if (noResult) platform_.showRunning(false);
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
  updateNotices();
}

void App::updateNotices() {
  notices_.clear();
  for (const LinkProblem& problem : linkProblems_) notices_.push_back("Link: " + problem.message());
  if (!complaint_.empty()) notices_.push_back(complaint_);
  if (!threadError_.empty()) {
    notices_.push_back("A thread could not be started: " + threadError_ +
                       ". Run again, with fewer workers if need be; if that does not help, reload the page.");
  }
  if (copyRefused_) {
    notices_.push_back("The browser did not let the page use the clipboard. Copy the link from the address bar.");
  }
  std::string lines;
  for (const std::string& notice : notices_) lines += (lines.empty() ? "" : "\n") + notice;
  platform_.showNotices(lines);
  platform_.requestFrame();
}

void App::cycleTheme() {
  // From what is seen to its opposite, so that every press shows; back to the system's where equal.
  const bool wantDark = !dark();
  themeChoice_ = wantDark == platform_.prefersDark() ? ThemeChoice::system
                 : wantDark                         ? ThemeChoice::dark
                                                    : ThemeChoice::light;
  platform_.storePreference(std::string(kThemePreference), nameOf(themeChoice_));
  platform_.showTheme(dark());
  platform_.requestFrame();
}

bool App::dark() const {
  return themeChoice_ == ThemeChoice::system ? platform_.prefersDark() : themeChoice_ == ThemeChoice::dark;
}

std::optional<std::string> App::takeText(unsigned field) {
  if (!typed_ || typed_->field != field) return std::nullopt;
  return std::exchange(typed_, std::nullopt)->text;
}

}  // namespace interleave
