#include "cli/arguments.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "model/limits.h"
#include "text/format.h"

namespace interleave {
namespace {

constexpr std::string_view kUsage =
    "Usage: interleave run SOURCE [--output] [--json]\n"
    "       interleave replay SOURCE [SCHEDULE] [--output] [--json]\n"
    "       interleave explore SOURCE [--output] [--json] [--bound-states N] [--bound-seconds S]\n"
    "                                 [--all-endings] [--classes] [--first-bad] [--ask EXPRESSION [--at-end]]\n"
    "       interleave check SOURCE [--json]\n"
    "       interleave link SOURCE [--output] [--json]\n"
    "       interleave code LINK [--json]\n"
    "       interleave gallery [--json]\n"
    "\n"
    "SOURCE is a program's file, e.g. race.py, or - for standard input, or a LINK: a page's address or its\n"
    "hash, e.g. '#v=1&lock=scoped'; '' is the lesson. A link describes either a bank account or, with code,\n"
    "a program. gallery:NAME is a program of the gallery, gallery:NAME-fixed the same without its fault.\n"
    "\n"
    "  run      of an account: runs it on real threads and prints what it printed, its ending and what went\n"
    "           wrong. Of a program: takes one schedule, drawn at random, step by step\n"
    "  replay   the same, with the steps taken in the order of SCHEDULE, or of the link's schedule as far as\n"
    "           the link shows it\n"
    "  explore  counts every schedule and where it ends\n"
    "  check    says whether a program or link is as it should be\n"
    "  link     prints the link of a program's file\n"
    "  code     prints the program of a link\n"
    "  gallery  lists the programs of the gallery: small ones with a fault, by topic\n"
    "\n"
    "  --json             print the result as one line of JSON instead\n"
    "  --output           printing is a step, and what is printed belongs to the ending; of programs\n"
    "  --bound-states N   look at no more than so many states\n"
    "  --bound-seconds S  take no longer than so many seconds\n"
    "  --all-endings      list every ending\n"
    "  --classes          also count classes of schedules, and in JSON give a schedule of each: those\n"
    "                     that differ only in the order of steps that do not depend on each other\n"
    "                     are one class\n"
    "  --first-bad        stop at the first ending that is wrong, an error or a deadlock: takes one\n"
    "                     schedule of each class, and keeps no states; of programs\n"
    "  --ask EXPRESSION   look for a schedule to a state in which it holds, as account.balance < 0, instead\n"
    "  --at-end           look only where no thread has a step left\n"
    "  --help             print this\n"
    "\n"
    "Exit codes: 0 done, 1 the machine did not allow it (no thread, no memory, nowhere to write), 2 the\n"
    "arguments, the program or the link were not as they should be, 3 a bound cut it short.\n";

constexpr std::string_view kMissingSource = "SOURCE is missing; '' is the lesson";
constexpr std::string_view kFirstWord = "the first word must be the command: run, replay, explore, check, link, code or gallery";

constexpr unsigned bitOf(CommandKind kind) { return 1U << static_cast<unsigned>(kind); }

struct CommandInfo {
  CommandKind kind;
  std::string_view name;
};
constexpr std::array kCommands = {CommandInfo{CommandKind::run, "run"},         CommandInfo{CommandKind::replay, "replay"},
                                  CommandInfo{CommandKind::explore, "explore"}, CommandInfo{CommandKind::check, "check"},
                                  CommandInfo{CommandKind::link, "link"},       CommandInfo{CommandKind::code, "code"},
                                  CommandInfo{CommandKind::gallery, "gallery"}};
constexpr unsigned kAll = (1U << kCommands.size()) - 1;
constexpr unsigned kExplore = bitOf(CommandKind::explore);
constexpr unsigned kTakeSteps = kExplore | bitOf(CommandKind::run) | bitOf(CommandKind::replay);

struct Option {
  std::string_view name;
  unsigned commands;  // that know it, a bit each
  // Takes the option's value, or an empty text for an option without one; false if the value is not allowed.
  bool (*take)(Arguments& arguments, std::string_view value);
  std::string (*allowed)();  // null for an option without a value
};

std::string upTo(std::uint64_t most) { return "from 1 to " + formatNumber(most); }

bool takeStates(Arguments& arguments, std::string_view value) {
  std::uint64_t states = 0;
  const char* end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, states);
  if (error != std::errc{} || stop != end || states < 1 || states > limits::kMaxExploreStates) return false;
  arguments.boundStates = states;
  return true;
}

bool takeSeconds(Arguments& arguments, std::string_view value) {
  double seconds = 0;
  const char* end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, seconds, std::chars_format::fixed);
  const auto most = static_cast<double>(limits::kMaxExploreTime.count());
  if (error != std::errc{} || stop != end || !(seconds >= 1 && seconds <= most)) return false;
  arguments.boundTime = std::chrono::milliseconds(std::llround(seconds * 1'000));
  return true;
}

// What is wrong with it, is told with the program's faults.
bool takeQuestion(Arguments& arguments, std::string_view value) {
  arguments.ask = value;
  return true;
}

constexpr std::array kOptions = {
    Option{"--json", kAll, [](Arguments& to, std::string_view) { return to.json = true; }, nullptr},
    Option{"--output", kTakeSteps | bitOf(CommandKind::link), [](Arguments& to, std::string_view) { return to.output = true; },
           nullptr},
    Option{"--bound-states", kExplore, takeStates, [] { return "a whole number " + upTo(limits::kMaxExploreStates); }},
    Option{"--bound-seconds", kExplore, takeSeconds,
           [] { return "a number of seconds " + upTo(static_cast<std::uint64_t>(limits::kMaxExploreTime.count())); }},
    Option{"--all-endings", kExplore, [](Arguments& to, std::string_view) { return to.allEndings = true; }, nullptr},
    Option{"--classes", kExplore, [](Arguments& to, std::string_view) { return to.classes = true; }, nullptr},
    Option{"--first-bad", kExplore, [](Arguments& to, std::string_view) { return to.firstBad = true; }, nullptr},
    Option{"--ask", kExplore, takeQuestion, [] { return std::string("an expression of Python, as x < 0"); }},
    Option{"--at-end", kExplore, [](Arguments& to, std::string_view) { return to.atEnd = true; }, nullptr},
    Option{"--help", kAll, [](Arguments& to, std::string_view) { return to.help = true; }, nullptr},
};

bool isOf(const Option& option, CommandKind command) { return (option.commands & bitOf(command)) != 0; }

// "--json and --help"
std::string optionNames(CommandKind command) {
  std::string names;
  for (const Option& option : kOptions) {
    if (!isOf(option, command)) continue;
    const bool last = &option == &kOptions.back();
    names += (names.empty() ? "" : last ? " and " : ", ") + std::string(option.name);
  }
  return names;
}

class Parser {
 public:
  explicit Parser(std::span<char* const> words) : words_(words) {}

  Arguments parse() {
    for (next_ = 0; next_ < words_.size();) takeWord();
    if (arguments_.help) return arguments_;
    if (positional_ == 0) complain(std::string(kFirstWord));
    for (std::size_t i = 0; i < kOptions.size(); ++i) {
      if (given_[i] && !isOf(kOptions[i], arguments_.command)) complainOfUnknown(kOptions[i].name);
    }
    if (arguments_.atEnd && !arguments_.ask) complain("--at-end is possible only with --ask");
    for (const auto& [given, name] :
         {std::pair(arguments_.allEndings, "--all-endings"), std::pair(arguments_.classes, "--classes"),
          std::pair(arguments_.firstBad, "--first-bad")}) {
      if (given && arguments_.ask) complain(std::string(name) + " is not possible with --ask");
    }
    if (positional_ == 1 && arguments_.command != CommandKind::gallery) complain(std::string(kMissingSource));
    return arguments_;
  }

 private:
  void takeWord() {
    const std::string_view word = words_[next_++];
    if (word == "-h") {
      arguments_.help = true;
    } else if (word.starts_with("--")) {
      takeOption(word);
    } else if (positional_ == 0) {
      takeCommand(word);
    } else if (positional_ == 1 && arguments_.command != CommandKind::gallery) {
      arguments_.source = word;
      ++positional_;
    } else if (positional_ == 2 && arguments_.command == CommandKind::replay) {
      arguments_.schedule = word;
      ++positional_;
    } else {
      complain(std::string(word) + " is one word too many" +
               (arguments_.command == CommandKind::gallery ? "" : "; put the link in quotes"));
    }
  }

  void takeCommand(std::string_view word) {
    const auto found = std::ranges::find(kCommands, word, &CommandInfo::name);
    if (found == kCommands.end()) return complain(std::string(kFirstWord));
    arguments_.command = found->kind;
    ++positional_;
  }

  void takeOption(std::string_view word) {
    const auto option = std::ranges::find(kOptions, word, &Option::name);
    if (option == kOptions.end()) return complainOfUnknown(word);
    const std::string name(word);
    if (std::exchange(given_[static_cast<std::size_t>(option - kOptions.begin())], true)) {
      complain(name + " is given twice");
    }
    if (option->allowed == nullptr) {
      option->take(arguments_, {});
    } else if (next_ == words_.size()) {
      complain(name + ": its value is missing; allowed is " + option->allowed());
    } else if (const std::string_view value = words_[next_++]; !option->take(arguments_, value)) {
      complain(name + ": \"" + std::string(value) + "\" is not allowed; allowed is " + option->allowed());
    }
  }

  void complainOfUnknown(std::string_view option) {
    complain(std::string(option) + " is an unknown option; known are " + optionNames(arguments_.command));
  }

  void complain(std::string problem) {
    if (arguments_.problem.empty()) arguments_.problem = std::move(problem);
  }

  std::span<char* const> words_;
  std::size_t next_ = 0;
  std::size_t positional_ = 0;
  std::array<bool, kOptions.size()> given_{};
  Arguments arguments_;
};

}  // namespace

Arguments parseArguments(std::span<char* const> words) { return Parser(words).parse(); }

std::string usage() { return std::string(kUsage); }

}  // namespace interleave
