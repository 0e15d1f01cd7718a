// The interface to the system that Interleave runs in, the browser tab.
//
// One implementation a system (platform_web.cpp). Messages to the page have names: a new topic, request or query is one
// line here, and one in the table of the same name in web/page.mjs. Functions are for the main thread unless they say
// otherwise, and return at once.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "background/background.h"
#include "text/json_fwd.h"
#include "text/text_picture.h"

namespace interleave {

// Something that the page shows, as JSON; the newest replaces the previous one.
struct Topic {
  const char* name;
};
namespace topic {
// The page's own text: for screen readers, and where nothing can be drawn.
inline constexpr Topic kRunning{"running"};        // boolean
inline constexpr Topic kNotices{"notices"};        // text: the present problems, a line each; empty: none
inline constexpr Topic kSettings{"settings"};      // text: the link of the present settings
inline constexpr Topic kOutcome{"outcome"};        // the result of a run; null: there is none of the program that is set
inline constexpr Topic kSchedule{
    "schedule"};      // text: the state at the cursor of the schedule that is shown; empty: a run is shown
inline constexpr Topic kOutcomes{"outcomes"};      // a table of possible and of actual endings
inline constexpr Topic kCursor{"cursor"};          // text: the event at the timeline's cursor; empty: the end
inline constexpr Topic kEvents{"events"};          // a table of the events around the cursor
inline constexpr Topic kLesson{"lesson"};          // the lesson's step, and the lock by itself
inline constexpr Topic kComparison{"comparison"};  // a list of what each lock costs, as far as measured
// The user's program (app/program_topics.h); null: the account is set.
inline constexpr Topic kProgram{"program"};
// {x, y, width, height, growth}: CSS pixels of the canvas where the editor of programs may lie, and the size of its type, 1: usual;
// null: nowhere
inline constexpr Topic kEditor{"editor"};
// Its looks.
inline constexpr Topic kDark{"dark"};  // boolean
inline constexpr Topic kPalette{"palette"};  // colours by their names, and lists of those of threads (ui/theme.h)
// The first frame has been drawn (true), or there will be none because drawing is not possible (false).
inline constexpr Topic kReady{"ready"};
}  // namespace topic

// Something that the page has to do, with its parameters as JSON.
struct Request {
  const char* name;
};
namespace request {
inline constexpr Request kLetters{"letters"};  // null: a font of rarely needed letters; call::kLetters follows
inline constexpr Request kReplaceLink{"replaceLink"};  // text
inline constexpr Request kNewEntry{"newEntry"};  // null: the address changes in a new entry of the browser's history
// text: a link with a program, for which the page first loads what programs need (query::kHasPart); call::visit follows.
inline constexpr Request kVisit{"visit"};
inline constexpr Request kOpenPage{"openPage"};  // text: another tab with that link of this page
inline constexpr Request kShowWords{"showWords"};  // null: the page in words has the focus
inline constexpr Request kCopyLink{"copyLink"};  // text, with the address of the page in front; call::kCopied follows
inline constexpr Request kCopyText{"copyText"};  // text; call::kCopied follows
inline constexpr Request kStorePreference{"storePreference"};  // {name, value}: a setting of this device, as texts
// {field, isNumber, area, text, name}: lays a text field of the browser's over the canvas, which has neither a phone's keyboard
// nor input methods. call::kText follows.
inline constexpr Request kEditText{"editText"};
// {source, line, column, below}: the user edits this text from that place on (app/code_editor.h).
// call::kEditorOpened follows, and call::kTypeProgram with each change.
inline constexpr Request kOpenEditor{"openEditor"};
inline constexpr Request kChooseFile{"chooseFile"};  // null: the user chooses a file; call::kBeginImport follows, and its bytes
// Files, one after another: what was added (addToFile) since the last one was finished or dropped belongs to the next.
// A number of 0: the user gets the file as a download; else it answers the program's question of that number.
inline constexpr Request kFinishFile{"finishFile"};  // {number, name, type}
inline constexpr Request kSavePicture{"savePicture"};  // {number, name, area}: of the canvas as the next frame shows it
inline constexpr Request kDropFile{"dropFile"};  // number of a file that will not be finished
}  // namespace request

// A query that the page answers at once with a text.
struct Query {
  const char* name;
};
namespace query {
inline constexpr Query kLink{"link"};
inline constexpr Query kAddress{"address"};  // the page's address, without a hash
inline constexpr Query kPreference{"preference"};  // the value of a preference by its name; empty: none
inline constexpr Query kPrefersDark{"prefersDark"};  // empty: no
// The part of the program that programs of the user's need is there (web/part.mjs); empty: no.
inline constexpr Query kHasPart{"hasPart"};
inline constexpr Query kInFrame{"inFrame"};  // of another page; empty: no
inline constexpr Query kReducedMotion{"reducedMotion"};  // no animations; empty: no
// Why programs cannot run on real threads here, as the rest of a sentence that begins with "because", and the remedy,
// as a sentence of its own. Both empty: they can.
inline constexpr Query kWhyNoThreads{"whyNoThreads"};
inline constexpr Query kThreadsRemedy{"threadsRemedy"};
}  // namespace query

enum class TextKind : unsigned char { number, text };

// The place of a text field on the page, in CSS pixels of the canvas.
struct FieldArea {
  float x = 0;
  float y = 0;
  float width = 0;
  float height = 0;

  bool operator==(const FieldArea&) const = default;
};

// Calls from the system.
class PlatformEvents {
 public:
  virtual ~PlatformEvents() = default;
  // Draws if there is something to draw. `seconds` is a steady time.
  virtual void onFrame(double seconds) = 0;
  // After Platform::wake, on the main thread, whether or not frames are drawn.
  virtual void onWake() = 0;
  virtual void onGraphicsLost() = 0;
  virtual void onGraphicsRestored() = 0;
  // A call of the page, for itself or for a program on it, by its name (app/page_calls.cpp lists them): with a text or
  // bytes, and an object of options as JSON. Returns JSON; nothing at all where there is no call of that name.
  virtual std::string onCall(std::string_view name, std::string data, std::string_view options) = 0;
};

class Platform {
 public:
  virtual ~Platform() = default;

  virtual void connect(PlatformEvents& events) = 0;
  // Requests one onFrame; further calls before it have no effect.
  virtual void requestFrame() = 0;
  // The same, once that many seconds have passed; of several such requests the soonest counts.
  virtual void requestFrameIn(double seconds) = 0;
  // Any thread: requests one onWake on the main thread.
  virtual void wake() = 0;
  // Does the work of threads where there are none.
  virtual MakeBackground backgrounds() = 0;

  // Controls of the direction of text are shown as marks (text/directions.h).
  virtual void publishJson(Topic topic, const std::string& json) = 0;
  virtual void requestJson(Request request, const std::string& json) = 0;
  virtual std::string query(Query query, const std::string& argument = {}) = 0;
  // Shapes and draws a line of text with the system's own fonts; none where the system does not let its pixels be read.
  virtual std::optional<TextPicture> drawText(const std::string& text, const TextStyle& style) = 0;
  // The answer to the program with this number: a result, or {"error": why there is none}.
  virtual void answer(unsigned number, const std::string& json) = 0;
  // Bytes of the next file that request::kFinishFile finishes.
  virtual void addToFile(const std::string& piece) = 0;

  // ---- The same with values instead of JSON. Invalid UTF-8 in a text becomes U+FFFD.
  void publish(Topic topic, const Json& value);
  void request(Request request, const Json& value);
  void copyText(const std::string& text);
  bool prefersDark() { return !query(query::kPrefersDark).empty(); }
  bool prefersReducedMotion() { return !query(query::kReducedMotion).empty(); }
  std::string preference(const std::string& name) { return query(query::kPreference, name); }
  void storePreference(const std::string& name, const std::string& value);
  void editText(unsigned field, TextKind kind, const FieldArea& area, const std::string& text, const std::string& name);
  void finishFile(unsigned number, const std::string& name, const std::string& type);
  void savePicture(unsigned number, const std::string& name, const FieldArea& area);
};

std::unique_ptr<Platform> makePlatform();

}  // namespace interleave
