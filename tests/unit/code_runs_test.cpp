// Compiles and runs the listings of the code pane, and the programs that the account is explored as; they must print what the
// page prints.
//
// To compile takes longer than all else here, so a program is kept beside its text, below the build folder, and compiled
// again only when the text has changed. The folder is another one for another compiler.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <regex>

#include "account/program.h"
#include "code/listing.h"
#include "explore/exploration.h"
#include "link/link.h"
#include "support.h"

namespace interleave {
namespace {

namespace fs = std::filesystem;

using Lines = std::vector<std::string>;

// The output of a command; none if it fails or does not end.
std::optional<Lines> printedBy(const std::string& command) {
  FILE* pipe = popen(("timeout 300 " + command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return std::nullopt;
  std::string text;
  std::array<char, 4096> buffer{};
  for (std::size_t read = 0; (read = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) text.append(buffer.data(), read);
  const int status = pclose(pipe);
  EXPECT_EQ(status, 0) << command << '\n' << text;
  if (status != 0) return std::nullopt;
  Lines lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::string quoted(const fs::path& path) { return "'" + path.string() + "'"; }

std::string contentOf(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

// print() writes its text and the end of the line separately, and another thread's text can come in between.
constexpr std::string_view kWholeLines = R"(import builtins, runpy, sys
builtins.print = lambda text: sys.stdout.write(text + "\n")
runpy.run_path(sys.argv[1], run_name="__main__")
)";

// Sorted, and without what differs from run to run: the balance that a reader saw, and the tasks that gave up.
Lines comparable(Lines lines) {
  lines.pop_back();
  for (std::string& line : lines) {
    line = std::regex_replace(line, std::regex("sees balance of -?[0-9]+$"), "sees balance");
    line = std::regex_replace(line, std::regex("giving up\\.\\.\\.$"), "finishing...");
  }
  std::ranges::sort(lines);
  return lines;
}

// "ending balances of 80 and 120": 200
Money endingIn(const std::string& line) {
  Money sum = 0;
  const std::regex number("-?[0-9]+");
  for (std::sregex_iterator at(line.begin(), line.end(), number), end; at != end; ++at) sum += std::stoll(at->str());
  return sum;
}

constexpr const char* kCompiler = INTERLEAVE_CXX " -std=c++20 -O0 -Wall -Wextra -Werror -pthread ";

// What every listing includes. To read these takes most of the time, so the compiler reads them once.
constexpr std::array kIncluded = {"#include <chrono>\n", "#include <cstdio>\n", "#include <string>\n", "#include <thread>\n"};

class CodeRuns : public testing::TestWithParam<std::string> {
 protected:
  static void TearDownTestSuite() {
    if (!headers_.empty()) fs::remove_all(headers_);
    headers_.clear();
  }

  void SetUp() override {
    std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
    std::ranges::replace(name, '/', '_');
    folder_ = fs::temp_directory_path() / ("interleave_" + name + std::to_string(std::random_device{}()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, std::string_view text) {
    const fs::path file = folder_ / name;
    std::ofstream(file) << text;
    return quoted(file);
  }

  // The program of a listing in C++, quoted; empty if it does not compile.
  std::string compiled(const Listing& listing) {
    const std::string text = listing.text();
    const fs::path kept = fs::path(INTERLEAVE_LISTINGS) / std::to_string(std::hash<std::string>{}(text));
    const fs::path source = fs::path(kept) += ".cpp";
    if (fs::exists(kept) && contentOf(source) == text) return quoted(kept);
    fs::create_directories(kept.parent_path());
    // Another process may do the same at this moment: each has files of its own until they are whole.
    const std::string mine = "." + std::to_string(getpid());
    const fs::path newProgram = fs::path(kept) += mine;
    const fs::path newSource = fs::path(kept) += mine + ".cpp";
    std::ofstream(newSource) << text;
    // Without one of these it would compile here, and nowhere else.
    for (const char* include : kIncluded) EXPECT_NE(text.find(include), std::string::npos) << include << text;
    const std::string command = kCompiler + ("-include-pch " + precompiled()) + " " + quoted(newSource);
    if (!printedBy(command + " -o " + quoted(newProgram))) return "";
    fs::rename(newProgram, kept);
    fs::rename(newSource, source);
    return quoted(kept);
  }

  // The headers, quoted.
  static std::string precompiled() {
    if (headers_.empty()) {
      headers_ = fs::temp_directory_path() / ("interleave_headers" + std::to_string(std::random_device{}()));
      fs::create_directories(headers_);
      std::ofstream headers(headers_ / "headers.h");
      for (const char* include : kIncluded) headers << include;
      headers.close();
      EXPECT_TRUE(
          printedBy(kCompiler + ("-x c++-header " + quoted(headers_ / "headers.h")) + " -o " + quoted(headers_ / "headers.pch")));
    }
    return quoted(headers_ / "headers.pch");
  }

  // Compiles and runs it in both languages, and as the program whose schedules are explored.
  void expectToPrintTheSame(Settings settings) {
    SCOPED_TRACE(encodeLink(settings));
    settings.run.delay = std::chrono::milliseconds(5);
    ExploreProgress progress;
    const Exploration all = explore(settings.program, {.threads = 1}, progress);
    const bool ends = all.deadlock.schedules == "0";
    const std::string program = compiled(listingOf(settings, Language::cpp));
    ASSERT_NE(program, "");
    const std::string script = write("program.py", listingOf(settings, Language::python).text());
    const std::string explored = write("explored.py", programText(settings));
    // A program that can deadlock may wait for ever.
    if (!ends) ASSERT_TRUE(printedBy("python3 -m py_compile " + script));
    if (!ends) return;
    const std::string wholeLines = write("whole_lines.py", kWholeLines);
    const std::string python = "env PYTHONPATH=" + quoted(INTERLEAVE_TESTS "/programs") + " python3 " + wholeLines + " ";
    for (const std::string& command : {program, python + script, python + explored}) {
      SCOPED_TRACE(command);
      const auto printed = printedBy(command);
      ASSERT_TRUE(printed);
      const Lines expected = consoleOf(*threads_.run(settings)).lines;
      if (settings.program.workers == 1) {
        EXPECT_EQ(*printed, expected);
        continue;
      }
      // A task that throws does so in its first update that is not given up.
      const bool varies = settings.program.lock == LockKind::timed &&
                          std::ranges::count(settings.program.transactions, true, &Transaction::throws) > 0;
      if (!varies) EXPECT_EQ(comparable(*printed), comparable(expected));
      const Money ending = endingIn(printed->back());
      const bool possible = std::ranges::find(all.endings, ending, &ExploredEnding::balance) != all.endings.end();
      EXPECT_TRUE(possible) << printed->back();
    }
  }

  fs::path folder_;
  test::TestRunner threads_;
  static inline fs::path headers_;  // the folder; empty: nothing was compiled yet
};

TEST_P(CodeRuns, PrintsWhatThePagePrints) {
  Settings settings = decodeLink(GetParam()).settings;
  expectToPrintTheSame(settings);
  Settings one = settings;
  one.program.workers = 1;
  one.program.transactions[0].times = 2;
  expectToPrintTheSame(one);
  Settings refusing = settings;
  refusing.program.overdraft = Overdraft::refuse;
  expectToPrintTheSame(refusing);
  // More tasks than workers, one of which throws, with a label that has to be escaped.
  Settings failing = refusing;
  failing.program.transactions.push_back({R"(a "quoted" \ label?? \n é)", -30, 2, true});
  expectToPrintTheSame(failing);
}

const auto kWays =
    testing::Values("#lock=none", "#lock=manual", "#lock=scoped", "#lock=recursive",
                    "#lock=shared&tx=deposit:50,statement:0x2,withdrawal:-150&workers=3", "#lock=timed&timeout=1",
                    "#lock=semaphore", "#lock=semaphore&permits=2", "#lock=spin", "#lock=ticket", "#lock=atomic", "#lock=cas",
                    "#lock=optimistic", "#lock=check-then-lock", "#lock=wrong-lock", "#mode=transfer",
                    "#mode=transfer&lock=manual", "#mode=transfer&lock=manual&order=address", "#mode=transfer&lock=scoped");

INSTANTIATE_TEST_SUITE_P(EveryWay, CodeRuns, kWays);

}  // namespace
}  // namespace interleave
