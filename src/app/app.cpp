#include "app/app.h"

#include <utility>

#include "link/settings_json.h"

namespace interleave {
namespace {

// Browsers limit how often a page may change its address: not at every key stroke.
constexpr double kLinkDelay = 0.3;
// A screen reader cannot follow 60 results a second.
constexpr double kAnnounceEvery = 2.0;

// A run that is over sooner is shown when it has ended: a picture for one frame only flickers.
constexpr double kLiveAfter = 0.15;

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

// Whether real runs of one can be counted together with runs of the other.
bool sameProgram(Settings a, const Settings& b) {
  a.schedule = b.schedule;
  a.at = b.at;
  return a == b;
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
  linkChanged_ = false;
  // A link with problems stays in the address as it was given until something is edited, so that
  // the user can see and mend it.
  if (linkProblems_.empty()) platform_.replaceLink(encodeLink(settings_));
  warm();
  platform_.requestFrame();
}

void App::warm() {
  if (const std::string problem = runner_.warm(settings_.workers); !problem.empty()) reportThreadError(problem);
}

void App::copyLink() {
  flushLink();
  platform_.copyLink(encodeLink(settings_));
  copiedAt_ = now_;
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
  platform_.requestFrame();
}

void App::setLooping(bool looping) {
  looping_ = looping;
  if (looping_ && !running()) run();
  platform_.requestFrame();
}

unsigned App::runForProgram() {
  programAsked_ = ++programRuns_;
  run();
  return *(programRunning_ ? programRunning_ : programAsked_);
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
  const std::uint64_t events = runner_.eventsSoFar();
  const bool worthShowing = now_ - begunAt_ >= kLiveAfter;
  if (worthShowing && (events != liveEvents_ || (events > 0 && !live_))) {
    liveEvents_ = events;
    if (Trace trace = runner_.traceSoFar(); !trace.events.empty()) {
      liveTrace_ = std::move(trace);
      live_ = true;
      ++traceVersion_;
    }
  }
  if (unannounced_ && now_ - announcedAt_ >= kAnnounceEvery) {
    announcedAt_ = now_;
    platform_.showOutcome(toJson(*std::exchange(unannounced_, nullptr)));
  }
}

void App::collect() {
  if (auto result = runner_.take()) finish(std::move(result));
  if (runAsked_ && !running()) begin();
}

void App::begin() {
  runAsked_ = false;
  running_ = settings_;
  begunAt_ = now_;
  programRunning_ = std::exchange(programAsked_, std::nullopt);
  if (runner_.start(settings_)) {
    platform_.showRunning(true);
    return;
  }
  looping_ = false;
  if (const auto number = std::exchange(programRunning_, std::nullopt)) {
    platform_.onRunDone(*number, R"({"error": "a thread could not be started"})");
  }
}

void App::finish(std::shared_ptr<const RunResult> result) {
  result_ = std::move(result);
  live_ = false;
  liveEvents_ = 0;
  ++traceVersion_;
  if (sameProgram(result_->settings, settings_) && result_->end != RunEnd::stopped) {
    ++tally_.runs;
    if (result_->end == RunEnd::deadlocked) ++tally_.deadlocks;
    else ++tally_.endings[result_->balance];
  }
  const auto number = std::exchange(programRunning_, std::nullopt);
  if (looping_ && !number) {
    unannounced_ = result_;
  } else {
    unannounced_.reset();
    announcedAt_ = now_;
    const std::string json = toJson(*result_);
    platform_.showOutcome(json);
    if (number) platform_.onRunDone(*number, json);
  }
  if (!looping_) platform_.showRunning(false);
}

void App::flushLink() {
  linkChanged_ = false;
  linkProblems_.clear();
  platform_.replaceLink(encodeLink(settings_));
}

void App::reportThreadError(std::string_view message) {
  threadError_ = message;
  looping_ = false;
  runner_.stop();
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
