#include "app/program_calls.h"

#include <utility>

#include "account/program.h"
#include "app/app.h"
#include "text/format.h"

namespace interleave {
namespace {

std::string whyRefused(const LinkProblem& problem) {
  if (problem.kind == LinkProblem::Kind::unknownKey) {
    return problem.key + " is an unknown key; known are " + problem.allowed + ".";
  }
  // All but what is done about it in a page that goes on.
  const std::string message = problem.message();
  return message.substr(0, message.rfind(". ") + 1);
}

std::string whyRefused(const ExploredProgram& refused) {
  const bool ofCode = !refused.faults.empty();
  const lang::Faults& faults = ofCode ? refused.faults : refused.questionFaults;
  const std::string more = faults.size() == 1 ? "" : ", and " + formatNumber(faults.size() - 1) + " more";
  const std::string first =
      lang::messageOf(faults.front(), ofCode ? refused.program.source : refused.program.question->expression);
  const std::string all = (ofCode ? "code: " : "where: ") + first + more;
  return all + (all.ends_with('?') ? "" : ".");
}

}  // namespace

ProgramCalls::ProgramCalls(App& app, Answers& answers, MakeBackground makeBackground)
    : app_(app), answers_(answers), explorer_([&app] { app.platform().wake(); }, std::move(makeBackground)) {}

unsigned ProgramCalls::run() {
  const unsigned number = answers_.next();
  app_.ask({.number = number});
  return number;
}

// None, and the answer, where something is wrong with the link.
std::optional<LinkContent> ProgramCalls::contentOf(std::string_view link, unsigned number) {
  if (link.empty()) return app_.document().content();
  DecodedContent decoded = decodeContent(link);
  if (decoded.problems.empty()) return std::move(decoded.content);
  answers_.refuse(number, whyRefused(decoded.problems.front()));
  return std::nullopt;
}

// The same where it is one of a program.
std::optional<Settings> ProgramCalls::accountOf(std::string_view link, unsigned number) {
  auto content = contentOf(link, number);
  if (!content) return std::nullopt;
  if (auto* const settings = std::get_if<Settings>(&*content)) return std::move(*settings);
  answers_.refuse(number, App::kForAccount);
  return std::nullopt;
}

unsigned ProgramCalls::replay(std::string_view link) {
  const unsigned number = answers_.next();
  const auto settings = accountOf(link, number);
  if (!settings) return number;
  if (settings->view.schedule.empty()) {
    answers_.refuse(number, "schedule: there is none to replay; allowed is the start of a possible schedule, one letter a step");
  } else {
    if (!link.empty()) app_.load(link);
    app_.ask({.kind = Runs::Job::Kind::forced, .settings = app_.document().settings(), .number = number});
  }
  return number;
}

unsigned ProgramCalls::runMany(std::uint64_t runs, std::optional<std::chrono::milliseconds> delay) {
  const unsigned number = answers_.next();
  Runs::Job job{.kind = Runs::Job::Kind::many, .settings = app_.document().settings(), .runs = runs, .number = number};
  if (delay) job.settings.run.delay = *delay;
  app_.ask(std::move(job));
  return number;
}

unsigned ProgramCalls::compare(std::vector<int> threads, std::chrono::milliseconds time) {
  const unsigned number = answers_.next();
  Comparison comparison;
  comparison.threads = std::move(threads);
  comparison.time = time;
  app_.compareFor(number, std::move(comparison));
  return number;
}

void ProgramCalls::begin(AskedExplorer::Request request) {
  const unsigned number = request.number;
  if (!explorer_.start(std::move(request))) answers_.refuse(number, "a thread to explore with could not be started");
}

unsigned ProgramCalls::explore(std::string_view link, const ExploreOptions& options, std::size_t endings,
                               std::optional<Question> question) {
  const unsigned number = answers_.next();
  auto content = contentOf(link, number);
  if (!content) return number;
  if (auto* const program = std::get_if<ProgramSettings>(&*content)) {
    begin({number, ProgramText{std::move(program->source), program->output, std::move(question)}, options, endings});
  } else if (question) {
    begin({number, ProgramText{programText(std::get<Settings>(*content)), false, std::move(question)}, options, endings});
  } else {
    begin({number, std::move(std::get<Settings>(*content).program), options, endings});
  }
  return number;
}

unsigned ProgramCalls::explore(ProgramText program, const ExploreOptions& options, std::size_t endings) {
  const unsigned number = answers_.next();
  begin({number, std::move(program), options, endings});
  return number;
}

unsigned ProgramCalls::save(FileFormat format) {
  const unsigned number = answers_.next();
  if (app_.document().program() != nullptr) answers_.refuse(number, App::kForAccount);
  else app_.files().save(format, number);
  return number;
}

unsigned ProgramCalls::open() {
  const unsigned number = answers_.next();
  app_.files().beginReading(number);
  return number;
}

unsigned ProgramCalls::refuse(std::string_view why) {
  const unsigned number = answers_.next();
  answers_.refuse(number, why);
  return number;
}

void ProgramCalls::threadFailed(std::string_view why) { answers_.refuse(explorer_.threadFailed(), why); }

void ProgramCalls::collect() {
  const auto answer = explorer_.take();
  if (!answer) return;
  if (answer->exploration) {
    answers_.give(answer->number, answer->json);
    app_.outcomes().offer(answer->exploration);
  } else if (!answer->explored->faults.empty() || !answer->explored->questionFaults.empty()) {
    answers_.refuse(answer->number, whyRefused(*answer->explored));
  } else {
    answers_.give(answer->number, answer->json);
    app_.userProgram().offer(answer->explored);
  }
}

}  // namespace interleave
