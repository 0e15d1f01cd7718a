// All that Interleave asks of the system that it runs in, the browser tab.
//
// One implementation a system (platform_web.cpp). Functions are for the main thread unless they say
// otherwise, and return at once.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "background/background.h"

namespace interleave {

enum class TextKind : unsigned char { number, text };

// Where on the page a text field lies, in CSS pixels of the canvas.
struct FieldArea {
  float x = 0;
  float y = 0;
  float width = 0;
  float height = 0;
};

// What the system tells the application.
class PlatformEvents {
 public:
  virtual ~PlatformEvents() = default;
  // Draw, if there is something to draw. `seconds` is a steady time.
  virtual void onFrame(double seconds) = 0;
  // After Platform::wake, on the main thread, whether or not frames are drawn.
  virtual void onWake() = 0;
  // A program on the page loads a link: settings only.
  virtual void onLink(std::string_view link) = 0;
  // The user followed a link or edited the address: settings, and a run or the link's schedule.
  virtual void onFollow(std::string_view link) = 0;
  // A field that was edited outside the canvas (editText) has a new text.
  virtual void onText(unsigned field, std::string_view text) = 0;
  // Text from the clipboard, for the field that is being edited in the canvas.
  virtual void onPaste(std::string_view text) = 0;
  // The answer to Platform::loadLetters(): a TrueType font; empty: it could not be loaded.
  virtual void onLetters(std::string font) = 0;
  // A thread could not be started.
  virtual void onThreadError(std::string_view message) = 0;
  // What copyText was asked for is done, or the system refused.
  virtual void onCopied(bool done) = 0;
  virtual void onThemeChange() = 0;
  virtual void onGraphicsLost() = 0;
  virtual void onGraphicsRestored() = 0;

  // Commands of other programs on the page.
  virtual std::string settingsJson() = 0;
  virtual std::string inspectJson() = 0;
  virtual std::string presetsJson() = 0;
  virtual std::string limitsJson() = 0;
  virtual void stop() = 0;
  // As the user's button.
  virtual void pressRun() = 0;
  // These return a number; answer() of the platform has the same number, and may come before.
  virtual unsigned run() = 0;
  // An empty link: that of the present settings.
  virtual unsigned replay(std::string_view link) = 0;
  // A delay below 0: that of the settings.
  virtual unsigned runMany(unsigned runs, int delayMs) = 0;
  // What is 0 is left to the application.
  struct ExploreBounds {
    double states = 0;
    double seconds = 0;
    double endings = 0;  // listed
  };
  virtual unsigned explore(std::string_view link, const ExploreBounds& bounds) = 0;
  virtual void cancelExploration() = 0;
  // Measures the locks, each for so many milliseconds with each number of threads: bit n of `threads` for n + 1.
  virtual unsigned compare(unsigned threads, int milliseconds) = 0;
  virtual void cancelComparison() = 0;
  // The run that is shown, as a file.
  enum class FileFormat : int { chrome, csv, png, svg };
  virtual unsigned exportRun(FileFormat format) = 0;
  // A file follows in pieces: for a program that gets an answer, or for the user. Returns a number, as above.
  virtual unsigned beginImport(bool forProgram) = 0;
  // False: there is no room for the piece, it is to be offered again.
  virtual bool importPiece(std::string piece) = 0;
  virtual void endImport() = 0;
  virtual void cancelImport() = 0;
  // The program of the present settings as source text, as a JSON string.
  virtual std::string codeJson(bool python) = 0;
  // Moves the timeline's cursor by an event, or to a lost update: 1 to the next one, -1 to the one before.
  virtual void stepEvent(int by) = 0;
  virtual void stepLost(int by) = 0;
  // The lesson's step, from 1; 0 closes it; -1: the one to go on with.
  virtual void openLesson(int step) = 0;
  virtual std::string lessonJson() = 0;
  // Something to do with the lock that is looked at by itself.
  enum class LockAction : int { make, makeRecursive, acquire, release, acquireOnOther, releaseOnOther };
  virtual void useLock(LockAction action) = 0;
};

class Platform {
 public:
  virtual ~Platform() = default;

  virtual void connect(PlatformEvents& events) = 0;
  // Asks for one onFrame; more calls before it comes change nothing.
  virtual void requestFrame() = 0;
  // The same, but not before so many seconds have passed.
  virtual void requestFrameIn(double seconds) = 0;
  // Any thread: asks for one onWake on the main thread.
  virtual void wake() = 0;

  // Why programs cannot be run on real threads here, as the rest of a sentence that begins with "because", and what to
  // do about it, as one of its own. Both empty: they can.
  struct ThreadsOff {
    std::string why;
    std::string remedy;
  };
  virtual ThreadsOff threadsOff() = 0;
  // What does work where there are no threads.
  virtual MakeBackground backgrounds() = 0;

  // Asks for a font of letters that few need; onLetters() follows.
  virtual void loadLetters() = 0;

  virtual std::string link() = 0;
  virtual void replaceLink(const std::string& link) = 0;
  // The page's own, without a hash.
  virtual std::string address() = 0;
  // Another tab with a link of this page.
  virtual void openPage(const std::string& link) = 0;
  // With the address of the page in front. onCopied follows, as it does for copyText.
  virtual void copyLink(const std::string& link) = 0;
  virtual void copyText(const std::string& text) = 0;
  virtual bool prefersDark() = 0;
  // Nothing is to glide or to fade.
  virtual bool prefersReducedMotion() = 0;

  // A setting of this device; empty where there is none.
  virtual std::string preference(const std::string& name) = 0;
  virtual void storePreference(const std::string& name, const std::string& value) = 0;

  // Lays a text field over the canvas, where there is no keyboard of its own. onText follows.
  virtual void editText(unsigned field, TextKind kind, const FieldArea& area, const std::string& text,
                        const std::string& name) = 0;

  // ---- Files. One after another: what was added since the last one was finished or dropped belongs to the next.
  virtual void addToFile(const std::string& piece) = 0;
  // Number 0: the user gets it as a download; else it answers the program's question of that number.
  virtual void finishFile(unsigned number, const std::string& name, const std::string& type) = 0;
  // The same, of an area of the canvas as the next frame shows it.
  virtual void savePicture(unsigned number, const std::string& name, const FieldArea& area) = 0;
  // It will not be finished.
  virtual void dropFile(unsigned number) = 0;
  // Lets the user choose a file. PlatformEvents::beginImport follows, and its bytes.
  virtual void chooseFile() = 0;

  // The page's own text: for screen readers, and where nothing can be drawn.
  virtual void showRunning(bool running) = 0;
  // What is wrong now, a line each; empty when all is well.
  virtual void showNotices(const std::string& lines) = 0;
  // The link of the present settings.
  virtual void showSettings(const std::string& link) = 0;
  virtual void showOutcome(const std::string& resultJson) = 0;
  // Where the schedule that is shown stands; empty: a run is shown.
  virtual void showWalk(const std::string& words) = 0;
  // What can happen and what did, as a table.
  virtual void showOutcomes(const std::string& tableJson) = 0;
  // The event at which the cursor of the timeline stands, in words; empty: it is at the end.
  virtual void showCursor(const std::string& words) = 0;
  // The events around the cursor, as a table.
  virtual void showEvents(const std::string& tableJson) = 0;
  // The lesson's step, and the lock that is looked at by itself.
  virtual void showLesson(const std::string& json) = 0;
  // What each lock costs, as far as it is measured.
  virtual void showComparison(const std::string& json) = 0;
  // To the program that was given this number: a result, or {"error": why there is none}.
  virtual void answer(unsigned number, const std::string& json) = 0;
  virtual void showTheme(bool dark) = 0;
  // The first frame has been drawn, or there will be none because drawing is not possible.
  virtual void showReady(bool drawing) = 0;
};

std::unique_ptr<Platform> makePlatform();

}  // namespace interleave
