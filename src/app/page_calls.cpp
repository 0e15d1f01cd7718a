#include "app/page_calls.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <set>

#include "app/program_topics.h"
#include "code/listing.h"
#include "gallery/gallery.h"
#include "link/settings_json.h"
#include "program/load.h"
#include "text/json.h"

namespace interleave {
namespace {

struct Context {
  App& app;
  Drawing& drawing;
  std::string& data;
  const Json& options;
};

std::string asJson(bool value) { return value ? "true" : "false"; }
std::string asJson(unsigned value) { return std::to_string(value); }

// A call that changes something at once.
template <auto act>
std::string done(const Context& given) {
  act(given);
  return "null";
}
// As if the user had done it: frames follow.
template <auto act>
std::string pressed(const Context& given) {
  act(given);
  given.drawing.onInput();
  return "null";
}

Question questionOf(std::string expression, const Context& given) {
  return {std::move(expression), given.options.value("atEnd", false)};
}

unsigned explore(const Context& given) {
  ExploreOptions options;
  options.thenClasses = true;
  if (const auto states = given.options.value("states", 0.0); states > 0) options.maxStates = static_cast<std::uint64_t>(states);
  if (const auto seconds = given.options.value("seconds", 0.0); seconds > 0) {
    options.maxTime = std::chrono::milliseconds(std::llround(seconds * 1000));
  }
  const auto endings = given.options.value("endings", std::size_t{0});
  std::optional<Question> question;
  if (given.options.contains("where")) question = questionOf(given.options.at("where"), given);
  if (!given.options.value("isCode", false))
    return given.app.programs().explore(given.data, options, endings, std::move(question));
  return given.app.programs().explore({std::move(given.data), given.options.value("output", false), std::move(question)}, options,
                                      endings);
}

unsigned runMany(const Context& given) {
  std::optional<std::chrono::milliseconds> delay;
  if (given.options.contains("delay")) delay = std::chrono::milliseconds(given.options["delay"].get<int>());
  return given.app.programs().runMany(given.options["runs"].get<std::uint64_t>(), delay);
}

unsigned compare(const Context& given) {
  // Each number of threads once, the smallest first.
  const auto threads = given.options["threads"].get<std::set<int>>();
  return given.app.programs().compare({threads.begin(), threads.end()},
                                      std::chrono::milliseconds(std::llround(given.options["seconds"].get<double>() * 1000)));
}

unsigned exportRun(const Context& given) {
  const auto format = fileFormatFromName(given.data);
  if (!format) return given.app.programs().refuse(given.data + " is not a format");
  if (given.drawing.draws() || (*format != FileFormat::png && *format != FileFormat::svg)) {
    return given.app.programs().save(*format);
  }
  return given.app.programs().refuse("a picture takes WebGL2, which is not to be had here");
}

unsigned beginImport(const Context& given) {
  if (given.options["forProgram"].get<bool>()) return given.app.programs().open();
  given.app.files().beginReading(0);
  return 0;
}

std::string importPiece(const Context& given) {
  if (given.app.files().wantsNoMore()) return "null";
  return asJson(given.app.files().read(given.data));
}

std::string settingsOf(const Context& given) {
  const Document& document = given.app.document();
  return document.program() != nullptr ? toJson(*document.program(), document.link(), document.problems())
                                       : toJson(document.settings(), document.problems());
}

// As a link would: `data` is the code.
void loadProgram(const Context& given) {
  ProgramSettings program{std::move(given.data), given.options.value("output", false), true, {}};
  program.view.schedule = given.options.value("schedule", std::string());
  if (given.options.contains("at")) program.view.at = given.options["at"].get<std::size_t>();
  given.app.load({std::move(program), {}, false});
}

std::string stateOfProgram(const Context& given) {
  return given.app.userProgram().present() ? programState(given.app.userProgram(), given.app.document().link()) : "null";
}

// Of a program's schedule: a step on or back.
void stepEvent(const Context& given) {
  const int by = given.options["by"].get<int>();
  if (given.app.document().program() == nullptr) return given.app.display().step(by);
  UserProgram& program = given.app.userProgram();
  if (!program.playable()) return;
  const std::size_t at = program.schedule().at();
  if (by > 0 || at > 0) program.seek(by > 0 ? at + 1 : at - 1);
}

void stepLost(const Context& given) {
  if (given.app.document().program() == nullptr) given.app.display().stepLost(given.options["by"].get<int>());
}

// Null: there is none in that language.
std::string codeOf(const Context& given) {
  if (const ProgramSettings* const program = given.app.document().program()) {
    return given.data == "python" ? jsonText(program->source) : "null";
  }
  const Language language = given.data == "python" ? Language::python : Language::cpp;
  return Json(listingOf(given.app.document().settings(), language).text()).dump();
}

void openLesson(const Context& given) {
  const int step = given.options["step"].get<int>();
  given.app.openLesson(step < 0 ? given.app.lesson().guide().next() : step);
}

void useLock(const Context& given) {
  const int action = given.options["action"].get<int>();
  if (action >= 0 && action <= static_cast<int>(LockAction::releaseOnOther))
    given.app.lesson().use(static_cast<LockAction>(action));
}

struct Call {
  std::string_view name;
  std::string (*use)(const Context& given);
};

constexpr std::array kCalls = {
    // ---- What there is, at once
    Call{"settings", settingsOf},
    Call{"gallery", [](const Context&) { return gallery::toJson(); }},
    Call{"limits", [](const Context&) { return limitsJson(); }},
    Call{"lesson", [](const Context& given) { return given.app.lesson().json(); }},
    Call{"inspect", [](const Context& given) { return given.drawing.inspectJson(); }},
    // The program of the present settings as source text; `data`: "cpp" or "python".
    Call{"code", codeOf},

    // What is wrong with a program; `data`: its text.
    Call{"checkProgram",
         [](const Context& given) { return jsonText(faultsForPage(program::load(given.data).faults, given.data)); }},
    // The user's program and its schedule; null: the account is set.
    Call{"programState", stateOfProgram},

    // ---- For programs: the number that comes back with the answer
    Call{"run", [](const Context& given) { return asJson(given.app.programs().run()); }},
    // `data`: a link; empty: that of the present settings.
    Call{"replay", [](const Context& given) { return asJson(given.app.programs().replay(given.data)); }},
    // {runs, delay}: in milliseconds; without: that of the settings.
    Call{"runMany", [](const Context& given) { return asJson(runMany(given)); }},
    // `data`: a link, as above, or, with {isCode}, a program's text {output}. {states, seconds, endings}: a bound that is left out
    // is the program's own. {where, atEnd}: that is asked.
    Call{"explore", [](const Context& given) { return asJson(explore(given)); }},
    // {threads, seconds}: measures each lock for so long with each of these numbers of threads.
    Call{"compare", [](const Context& given) { return asJson(compare(given)); }},
    // The run that is shown, as a file; `data`: its format.
    Call{"exportRun", [](const Context& given) { return asJson(exportRun(given)); }},
    // A file follows in pieces. {forProgram}: for a program, and not for the user, whose number is 0.
    Call{"beginImport", [](const Context& given) { return asJson(beginImport(given)); }},

    // ---- Bytes of that file; false: there is no room for them, they are to be offered again; null: no more are wanted
    Call{"importPiece", importPiece},
    Call{"endImport", done<[](const Context& given) { given.app.files().endReading(); }>},
    Call{"cancelImport", done<[](const Context& given) { given.app.files().cancel(); }>},

    // ---- What changes something
    // A program loads a link (`data`): settings only.
    Call{"load", done<[](const Context& given) { given.app.load(given.data); }>},
    // The same of a link within the page.
    Call{"visit", pressed<[](const Context& given) { given.app.visit(given.data); }>},
    // The user followed a link or edited the address: settings, and a run or the link's schedule.
    Call{"follow", done<[](const Context& given) { given.app.open(given.data); }>},
    // A program that the user wrote, as a link loads it (`data`: its text; {output, schedule, at}).
    Call{"loadProgram", done<loadProgram>},
    Call{"leaveProgram", done<[](const Context& given) { given.app.leaveProgram(); }>},
    Call{"stop", done<[](const Context& given) { given.app.stop(); }>},
    Call{"cancelExploration", done<[](const Context& given) { given.app.programs().cancelExploration(); }>},
    Call{"cancelComparison", done<[](const Context& given) { given.app.cancelComparison(); }>},
    // {step}: from 1; 0 closes the lesson; -1: the step to go on with.
    Call{"openLesson", done<openLesson>},
    // The user typed into the code; `data`: all of it.
    Call{"typeProgram", pressed<[](const Context& given) { given.app.typeProgram(std::move(given.data)); }>},
    // The user asks something of the program: `data`, {atEnd}.
    Call{"ask", pressed<[](const Context& given) { given.app.userProgram().ask(questionOf(std::move(given.data), given)); }>},
    Call{"undo", pressed<[](const Context& given) { given.app.undo(); }>},
    Call{"redo", pressed<[](const Context& given) { given.app.redo(); }>},
    // A notice: what the user did is not possible (`data`).
    Call{"complain", pressed<[](const Context& given) { given.app.complain(std::move(given.data)); }>},
    // The user's button.
    Call{"pressRun", pressed<[](const Context& given) { given.app.run(); }>},
    // The code is in sight from now on, and its editor is opened.
    Call{"editProgram", pressed<[](const Context& given) { given.app.editProgram(); }>},
    // {by}: moves the timeline's cursor by an event, or to a lost update: 1 to the next one, -1 to the one before.
    Call{"stepEvent", pressed<stepEvent>},
    Call{"stepLost", pressed<stepLost>},
    // {open}: the editor lies over the code pane from now on, or no longer.
    Call{"editorOpened",
         pressed<[](const Context& given) { given.app.codeEditor().setOpen(given.options["open"].get<bool>()); }>},
    // {action}: a LockAction, as a number.
    Call{"useLock", pressed<useLock>},

    // ---- What the browser has to say
    // A field that was edited outside the canvas ({field}) has a new text.
    Call{"text", pressed<[](const Context& given) { given.app.putText(given.options["field"].get<unsigned>(), given.data); }>},
    Call{"paste", done<[](const Context& given) { given.drawing.paste(given.data); }>},
    Call{"letters", done<[](const Context& given) { given.drawing.addLetters(std::move(given.data)); }>},
    // A thread could not be started; `data`: why.
    Call{"threadError", done<[](const Context& given) { given.app.reportThreadError(given.data); }>},
    // {done}: what was to be copied is, or the system refused.
    Call{"copied", done<[](const Context& given) { given.app.sharing().copied(given.options["done"].get<bool>()); }>},
    Call{"themeChanged", pressed<[](const Context& given) { given.app.looks().publish(); }>},
};

}  // namespace

std::string PageCalls::call(std::string_view name, std::string data, std::string_view options) {
  const auto* const found = std::ranges::find(kCalls, name, &Call::name);
  return found == kCalls.end() ? std::string() : found->use({app_, drawing_, data, Json::parse(options)});
}

}  // namespace interleave
