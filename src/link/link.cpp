#include "link/link.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>

#include "lang/source.h"
#include "link/program_code.h"
#include "model/program.h"
#include "text/format.h"
#include "text/utf8.h"

namespace interleave {
namespace {

constexpr std::size_t kMaxQuotedBytes = 60;
constexpr int kVersion = 1;
constexpr std::string_view kMilliseconds = " (milliseconds)";

// ---- Text -------------------------------------------------------------------------------------

// Of what a link gave, for a message.
std::string quoted(std::string_view text) { return shortened(text, kMaxQuotedBytes, "..."); }

std::optional<int> hexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

// None if a '%' is not followed by two hexadecimal digits (RFC 3986, 2.1).
std::optional<std::string> percentDecoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    const auto high = i + 2 < text.size() ? hexDigit(text[i + 1]) : std::nullopt;
    const auto low = i + 2 < text.size() ? hexDigit(text[i + 2]) : std::nullopt;
    if (!high || !low) return std::nullopt;
    decoded += static_cast<char>(*high * 16 + *low);
    i += 2;
  }
  return decoded;
}

bool isUnreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
         c == '~';
}

std::string percentEncoded(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (isUnreserved(c)) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += '%';
      encoded += kHex[byte >> 4];
      encoded += kHex[byte & 15];
    }
  }
  return encoded;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::optional<std::int64_t> integer(std::string_view text, std::int64_t least, std::int64_t most) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (value < least || value > most) return std::nullopt;
  return value;
}

std::string range(std::int64_t least, std::int64_t most) {
  return "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
}

// ---- One key each -----------------------------------------------------------------------------
// Each takes the key's decoded or raw value and changes the settings, or refuses it and leaves them.

struct Refusal {
  std::string allowed;
  std::string given = {};  // the part that is wrong; empty: the whole value
};
using Refused = std::optional<Refusal>;

// Passes `value` to `take` if it is a whole number within its limits; otherwise the refusal names `unit`.
template <class Take>
Refused wholeNumber(std::string_view value, std::int64_t least, std::int64_t most, Take take, std::string_view unit = {}) {
  const auto number = integer(value, least, most);
  if (!number) return Refusal{range(least, most) + std::string(unit)};
  take(*number);
  return std::nullopt;
}

Refused setStart(Settings& settings, std::string_view value) {
  return wholeNumber(value, -limits::kMaxAmount, limits::kMaxAmount, [&](std::int64_t start) { settings.program.start = start; });
}

std::optional<Transaction> transaction(std::string_view text) {
  // Labels are percent-encoded: the separator is the only colon.
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos) return std::nullopt;
  const auto label = percentDecoded(text.substr(0, colon));
  if (!label) return std::nullopt;
  const auto characters = countCharacters(*label);
  if (!characters || *characters < 1 || *characters > limits::kMaxLabelCharacters) return std::nullopt;

  const std::string_view numbers = text.substr(colon + 1);
  const std::size_t x = numbers.find('x');
  const auto amount = integer(numbers.substr(0, x), -limits::kMaxAmount, limits::kMaxAmount);
  const auto times =
      x == std::string_view::npos ? std::optional<std::int64_t>(1) : integer(numbers.substr(x + 1), 1, limits::kMaxTimes);
  if (!amount || !times) return std::nullopt;
  return Transaction{*label, *amount, *times};
}

Refused setTransactions(Settings& settings, std::string_view value) {
  const std::string allowed = "1 to " + std::to_string(limits::kMaxTransactions) +
                              " of label:amount or label:amountxTIMES, separated by commas; label 1 to " +
                              std::to_string(limits::kMaxLabelCharacters) + " characters without control characters, amount " +
                              range(-limits::kMaxAmount, limits::kMaxAmount) + ", TIMES " + range(1, limits::kMaxTimes);
  const std::vector<std::string_view> parts = split(value, ',');
  if (parts.size() > limits::kMaxTransactions) return Refusal{allowed};
  std::vector<Transaction> transactions;
  for (const std::string_view part : parts) {
    auto parsed = transaction(part);
    if (!parsed) {
      return Refusal{allowed, quoted(part)};
    }
    transactions.push_back(std::move(*parsed));
  }
  if (!totalsFit(settings.program.start, transactions)) {
    return Refusal{"amounts and TIMES whose total stays within 2^53 whatever is lost"};
  }
  settings.program.transactions = std::move(transactions);
  return std::nullopt;
}

Refused setWorkers(Settings& settings, std::string_view value) {
  return wholeNumber(value, 1, limits::kMaxWorkers,
                     [&](std::int64_t workers) { settings.program.workers = static_cast<int>(workers); });
}

Refused setDelay(Settings& settings, std::string_view value) {
  const auto take = [&](std::int64_t delay) { settings.run.delay = std::chrono::milliseconds(delay); };
  return wholeNumber(value, 0, limits::kMaxDelayMs, take, kMilliseconds);
}

Refused setLock(Settings& settings, std::string_view value) {
  const auto found = std::ranges::find(allLocks(), value, &LockInfo::name);
  if (found == allLocks().end()) return Refusal{"one of " + lockNames()};
  settings.program.lock = found->kind;
  return std::nullopt;
}

Refused setOverdraft(Settings& settings, std::string_view value) {
  if (value != "allow" && value != "refuse") return Refusal{"one of allow, refuse"};
  settings.program.overdraft = value == "allow" ? Overdraft::allow : Overdraft::refuse;
  return std::nullopt;
}

Refused setTimeout(Settings& settings, std::string_view value) {
  const auto take = [&](std::int64_t timeout) { settings.run.timeout = std::chrono::milliseconds(timeout); };
  return wholeNumber(value, 0, limits::kMaxTimeoutMs, take, kMilliseconds);
}

Refused setPermits(Settings& settings, std::string_view value) {
  return wholeNumber(value, 1, limits::kMaxPermits,
                     [&](std::int64_t permits) { settings.program.permits = static_cast<int>(permits); });
}

Refused setMode(Settings& settings, std::string_view value) {
  if (value != "account" && value != "transfer") return Refusal{"one of account, transfer"};
  if (value == "account") return std::nullopt;
  if (!canTransfer(settings.program.lock)) {
    return Refusal{"account; transfer is possible with the locks none, manual, scoped only"};
  }
  if (!totalsFit(settings.program.start, settings.program.transactions, Mode::transfer)) {
    return Refusal{"account; for a transfer the total of both accounts has to stay within 2^53 whatever is lost"};
  }
  settings.program.mode = Mode::transfer;
  return std::nullopt;
}

Refused setOrder(Settings& settings, std::string_view value) {
  if (value != "given" && value != "address") return Refusal{"one of given, address"};
  settings.program.order = value == "given" ? LockOrder::given : LockOrder::address;
  return std::nullopt;
}

Refused setFail(Settings& settings, std::string_view value) {
  const std::size_t tasks = settings.program.transactions.size();
  const bool allLetters = std::ranges::all_of(value, [&](char c) { return taskOf(c) < tasks; });
  if (value.empty() || !allLetters) {
    return Refusal{std::string("letters of the transactions, A to ") + taskLetter(tasks - 1)};
  }
  for (const char letter : value) settings.program.transactions[taskOf(letter)].throws = true;
  return std::nullopt;
}

Refused setSchedule(Settings& settings, std::string_view value) {
  if (value.size() > limits::kMaxScheduleSteps) {
    return Refusal{"at most " + std::to_string(limits::kMaxScheduleSteps) + " letters"};
  }
  const std::size_t possible = possiblePrefix(settings.program, value);
  if (possible < value.size()) {
    return Refusal{"the start of a possible schedule, and step " + std::to_string(possible + 1) + ", " +
                   quoted(value.substr(possible, 1)) + ", is not possible"};
  }
  settings.view.schedule = value;
  return std::nullopt;
}

// Keys of both: the view of an account and that of a program.

Refused setAt(View& view, std::string_view value) {
  const auto steps = static_cast<std::int64_t>(view.schedule.size());
  // All steps is the default, also when it is given as a number.
  const auto take = [&](std::int64_t at) {
    if (at < steps) view.at = static_cast<std::size_t>(at);
  };
  return wholeNumber(value, 0, steps, take, ", the length of the schedule");
}

Refused setLesson(View& view, std::string_view value) {
  return wholeNumber(value, 1, limits::kLessonSteps, [&](std::int64_t step) { view.lesson = static_cast<int>(step); });
}

Refused setEmbed(View& view, std::string_view value) {
  return wholeNumber(value, 0, 1, [&](std::int64_t embed) { view.embed = embed == 1; });
}

// Keys of a program.

Refused setSleeps(ProgramSettings& settings, std::string_view value) {
  if (integer(value, 0, 0) != 0) return Refusal{"0, which leaves all sleeps out"};
  settings.sleeps = false;
  return std::nullopt;
}

Refused setOutput(ProgramSettings& settings, std::string_view value) {
  return wholeNumber(value, 0, 1, [&](std::int64_t output) { settings.output = output == 1; });
}

// Which schedules are possible, only running the program tells.
Refused setProgramSchedule(ProgramSettings& settings, std::string_view value) {
  const bool letters = std::ranges::all_of(value, [](char c) { return (c >= 'A' && c <= 'Z') || c == 'm'; });
  if (value.size() > limits::kMaxScheduleSteps || !letters) {
    return Refusal{"at most " + std::to_string(limits::kMaxScheduleSteps) + " letters A to Z and m"};
  }
  settings.view.schedule = value;
  return std::nullopt;
}

template <class Content>
struct Key {
  std::string_view name;
  Refused (*set)(Content&, std::string_view);
};

template <class Content, Refused (*set)(View&, std::string_view)>
Refused ofView(Content& content, std::string_view value) {
  return set(content.view, value);
}

// In the order in which they are applied, and encoded: a key comes after those that its limits
// depend on.
constexpr std::array kAccountKeys = {
    Key<Settings>{"start", setStart},
    Key<Settings>{"tx", setTransactions},
    Key<Settings>{"workers", setWorkers},
    Key<Settings>{"delay", setDelay},
    Key<Settings>{"lock", setLock},
    Key<Settings>{"timeout", setTimeout},
    Key<Settings>{"permits", setPermits},
    Key<Settings>{"overdraft", setOverdraft},
    Key<Settings>{"fail", setFail},
    Key<Settings>{"mode", setMode},
    Key<Settings>{"order", setOrder},
    Key<Settings>{"schedule", setSchedule},
    Key<Settings>{"at", ofView<Settings, setAt>},
    Key<Settings>{"lesson", ofView<Settings, setLesson>},
    Key<Settings>{"embed", ofView<Settings, setEmbed>},
};
// Those beside `code`, which comes first.
constexpr std::array kProgramKeys = {
    Key<ProgramSettings>{"delay", setSleeps},
    Key<ProgramSettings>{"output", setOutput},
    Key<ProgramSettings>{"schedule", setProgramSchedule},
    Key<ProgramSettings>{"at", ofView<ProgramSettings, setAt>},
    Key<ProgramSettings>{"lesson", ofView<ProgramSettings, setLesson>},
    Key<ProgramSettings>{"embed", ofView<ProgramSettings, setEmbed>},
};
constexpr std::string_view kKeyNames =
    "v, start, tx, workers, delay, lock, timeout, permits, overdraft, fail, mode, order, schedule, at, lesson, embed, and code, "
    "output of programs";
constexpr std::string_view kCode = "code";

struct Given {
  std::string_view name;
  std::string_view value;
};

std::string_view hashOf(std::string_view link) {
  if (const std::size_t hash = link.find('#'); hash != std::string_view::npos) return link.substr(hash + 1);
  // A whole URL without a hash sets nothing. A scheme has no '=' (RFC 3986, 3.1), a hash has.
  const std::size_t scheme = link.find("://");
  const bool isUrl = scheme != std::string_view::npos && link.substr(0, scheme).find('=') == std::string_view::npos;
  return isUrl ? std::string_view{} : link;
}

std::vector<Given> givenKeys(std::string_view hash) {
  std::vector<Given> given;
  for (const std::string_view part : split(hash, '&')) {
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    given.push_back({part.substr(0, equals), equals == std::string_view::npos ? std::string_view{} : part.substr(equals + 1)});
  }
  return given;
}

// The value of one key; none if it is not given, or is given twice, which is a problem.
std::optional<std::string_view> single(const std::vector<Given>& given, std::string_view name,
                                       std::vector<LinkProblem>& problems) {
  std::optional<std::string_view> value;
  int count = 0;
  for (const Given& each : given) {
    if (each.name != name) continue;
    if (count++ == 0) value = each.value;
  }
  if (count <= 1) return value;
  problems.push_back({LinkProblem::Kind::repeated, std::string(name), std::to_string(count) + " values", "one value"});
  return std::nullopt;
}

bool isGiven(const std::vector<Given>& given, std::string_view name) {
  return std::ranges::find(given, name, &Given::name) != given.end();
}

template <class Keys>
bool has(const Keys& keys, std::string_view name) {
  return std::ranges::any_of(keys, [&](const auto& key) { return key.name == name; });
}

// `keys`: those of what the link describes.
template <class Keys>
void reportOthers(const std::vector<Given>& given, const Keys& keys, std::vector<LinkProblem>& problems) {
  const bool program = isGiven(given, kCode);
  std::set<std::string_view> reported;
  for (const Given& each : given) {
    if (each.name == "v" || each.name == kCode || has(keys, each.name) || !reported.insert(each.name).second) continue;
    if (has(kAccountKeys, each.name) || has(kProgramKeys, each.name)) {
      problems.push_back({LinkProblem::Kind::misplaced, std::string(each.name), program ? "with code" : "without code",
                          program ? "delay, output, schedule, at, lesson, embed" : "a link with code"});
      continue;
    }
    const std::string name = each.name.empty() ? "An empty name" : quoted(each.name);
    problems.push_back({LinkProblem::Kind::unknownKey, name, quoted(each.value), std::string(kKeyNames)});
  }
}

// Values other than labels need no escapes, but other programs may have escaped them all the same.
template <class Content>
void applyKey(const Key<Content>& key, std::string_view raw, Content& content, std::vector<LinkProblem>& problems) {
  const bool holdsLabels = key.name == "tx";
  // Encoded separators are separators again in a list that was escaped as a whole.
  const bool escapedList = holdsLabels && raw.find(':') == std::string_view::npos;
  std::optional<std::string> value = holdsLabels && !escapedList ? std::optional(std::string(raw)) : percentDecoded(raw);
  Refused refused = value ? key.set(content, *value) : Refusal{"percent-encoded text"};
  if (!refused) return;
  std::string shown = refused->given.empty() ? quoted(raw) : std::move(refused->given);
  problems.push_back({LinkProblem::Kind::value, std::string(key.name), std::move(shown), std::move(refused->allowed)});
}

template <class Content, class Keys>
Content contentOf(const std::vector<Given>& given, const Keys& keys, std::vector<LinkProblem>& problems) {
  Content content;
  for (const Key<Content>& key : keys) {
    if (const auto raw = single(given, key.name, problems)) applyKey(key, *raw, content, problems);
  }
  return content;
}

// The program of a link that has one; none, and a problem, if it cannot be read.
std::optional<std::string> sourceOf(const std::vector<Given>& given, std::vector<LinkProblem>& problems) {
  const auto refuse = [&](std::string shown, std::string allowed) -> std::optional<std::string> {
    problems.push_back({LinkProblem::Kind::code, std::string(kCode), std::move(shown), std::move(allowed)});
    return std::nullopt;
  };
  const auto count = std::ranges::count(given, kCode, &Given::name);
  if (count > 1) return refuse("given " + std::to_string(count) + " times", "one program");
  const std::string_view raw = std::ranges::find(given, kCode, &Given::name)->value;
  std::string fault = "its percent-encoding is broken";
  const auto code = percentDecoded(raw);
  auto source = code ? unpacked(*code, fault) : std::nullopt;
  if (source) return source;
  return refuse(
      "\"" + shortened(raw, kMaxQuotedBytes, "...") + "\" cannot be unpacked: " + fault,
      "a program of at most " + formatNumber(lang::kMaxSourceBytes) + " bytes as raw DEFLATE in base64url without padding");
}

// ---- Encoding ---------------------------------------------------------------------------------

class Writer {
 public:
  void add(std::string_view key, std::string_view value) { link_.append("&").append(key).append("=").append(value); }

  void add(const View& view) {
    if (!view.schedule.empty()) add("schedule", view.schedule);
    if (view.at && *view.at < view.schedule.size()) add("at", std::to_string(*view.at));
    if (view.lesson != 0) add("lesson", std::to_string(view.lesson));
    if (view.embed) add("embed", "1");
  }

  std::string link() && { return std::move(link_); }

 private:
  std::string link_ = "#v=" + std::to_string(kVersion);
};

}  // namespace

std::string LinkProblem::message() const {
  switch (kind) {
    case Kind::link: return given + "; allowed is " + allowed + ". The defaults are used.";
    case Kind::code: return key + ": " + given + "; allowed is " + allowed + ". Nothing of the link is used.";
    case Kind::misplaced: return key + " is given " + given + "; allowed is " + allowed + ". It is ignored.";
    case Kind::unknownKey: return key + " is an unknown key and is ignored; known are " + allowed + ".";
    case Kind::repeated: return key + " is given " + given + "; allowed is " + allowed + ". The default is used.";
    case Kind::value: return key + ": \"" + given + "\" is not allowed; allowed is " + allowed + ". The default is used.";
  }
  return {};
}

bool hasProgram(std::string_view link) {
  for (std::size_t at = link.find(kCode); at != std::string_view::npos; at = link.find(kCode, at + 1)) {
    const bool begins = at == 0 || link[at - 1] == '#' || link[at - 1] == '&';
    if (begins && link.substr(at + kCode.size()).starts_with('=')) return true;
  }
  return false;
}

DecodedContent decodeContent(std::string_view link) {
  DecodedContent decoded;
  std::vector<LinkProblem>& problems = decoded.problems;
  const std::string_view hash = hashOf(link);
  if (hash.size() > limits::kMaxLinkBytes) {
    problems.push_back({LinkProblem::Kind::link, "",
                        "The link has " + std::to_string(hash.size()) + " bytes, " +
                            std::to_string(hash.size() - limits::kMaxLinkBytes) + " too many",
                        "at most " + std::to_string(limits::kMaxLinkBytes)});
    return decoded;
  }
  const std::vector<Given> given = givenKeys(hash);
  const auto isVersion = [](const Given& each) { return each.name == "v"; };
  const auto unknown = std::ranges::find_if(
      given, [&](const Given& each) { return isVersion(each) && integer(each.value, kVersion, kVersion) != kVersion; });
  if (unknown != given.end()) {
    problems.push_back({LinkProblem::Kind::link, "", "The link has version v=" + quoted(unknown->value), "v=1"});
    return decoded;
  }
  single(given, "v", problems);
  if (!isGiven(given, kCode)) {
    reportOthers(given, kAccountKeys, problems);
    decoded.content = contentOf<Settings>(given, kAccountKeys, problems);
  } else if (auto source = sourceOf(given, problems)) {
    reportOthers(given, kProgramKeys, problems);
    auto program = contentOf<ProgramSettings>(given, kProgramKeys, problems);
    program.source = std::move(*source);
    decoded.content = std::move(program);
  } else {
    return decoded;
  }
  decoded.setsEmbed = isGiven(given, "embed");
  return decoded;
}

DecodedLink decodeLink(std::string_view link) {
  DecodedContent decoded = decodeContent(link);
  if (Settings* const settings = std::get_if<Settings>(&decoded.content)) {
    return {std::move(*settings), std::move(decoded.problems), decoded.setsEmbed};
  }
  return {
      {}, {{LinkProblem::Kind::link, "", "The link holds a program (code), which only the command opens", "the account"}}, false};
}

std::optional<Settings> settingsOfLink(const std::string& link, std::string& problem) {
  DecodedLink decoded = decodeLink(link);
  if (decoded.problems.empty()) return std::move(decoded.settings);
  problem = decoded.problems.front().message();
  return std::nullopt;
}

std::string encodeLink(const Settings& settings) {
  const Settings defaults;
  Writer link;
  std::string transactions;
  std::string fail;
  bool defaultList = settings.program.transactions.size() == defaults.program.transactions.size();
  for (std::size_t i = 0; i < settings.program.transactions.size(); ++i) {
    const Transaction& each = settings.program.transactions[i];
    if (i > 0) transactions += ',';
    transactions += percentEncoded(each.label) + ":" + std::to_string(each.amount);
    if (each.times != 1) transactions += "x" + std::to_string(each.times);
    if (each.throws) fail += taskLetter(i);
    Transaction silent = each;
    silent.throws = false;
    defaultList = defaultList && silent == defaults.program.transactions[i];
  }
  if (settings.program.start != defaults.program.start) link.add("start", std::to_string(settings.program.start));
  if (!defaultList) link.add("tx", transactions);
  if (settings.program.workers != defaults.program.workers) link.add("workers", std::to_string(settings.program.workers));
  if (settings.run.delay != defaults.run.delay) link.add("delay", std::to_string(settings.run.delay.count()));
  if (settings.program.lock != defaults.program.lock) link.add("lock", lockInfo(settings.program.lock).name);
  if (settings.run.timeout != defaults.run.timeout) link.add("timeout", std::to_string(settings.run.timeout.count()));
  if (settings.program.permits != defaults.program.permits) link.add("permits", std::to_string(settings.program.permits));
  if (settings.program.overdraft != defaults.program.overdraft) link.add("overdraft", "refuse");
  if (!fail.empty()) link.add("fail", fail);
  if (settings.program.mode != defaults.program.mode) link.add("mode", "transfer");
  if (settings.program.order != defaults.program.order) link.add("order", "address");
  link.add(settings.view);
  return std::move(link).link();
}

std::string encodeLink(const ProgramSettings& settings) {
  Writer link;
  link.add(kCode, packed(settings.source));
  if (!settings.sleeps) link.add("delay", "0");
  if (settings.output) link.add("output", "1");
  link.add(settings.view);
  return std::move(link).link();
}

std::string linkOf(const LinkContent& content) {
  return std::visit([](const auto& one) { return encodeLink(one); }, content);
}

}  // namespace interleave
