// Every limit and default of Interleave, in one place.
//
// The page's build reads kWarmThreads from this file (web/CMakeLists.txt), and src/link/README.md, "The link",
// repeats the numbers in prose.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace interleave {

// An amount of money in whole units. Sums of a valid Settings stay within +-kMaxTotal.
using Money = std::int64_t;

namespace limits {

// Settings (the link's contract).
inline constexpr Money kMaxAmount = 1'000'000'000;           // of `start` and of an amount, both signs
inline constexpr Money kMaxTotal = Money{1} << 53;           // exact in a JavaScript number
inline constexpr int kMaxTransactions = 26;                  // one letter each, A to Z
inline constexpr int kMaxLabelCharacters = 24;               // Unicode code points
inline constexpr std::int64_t kMaxTimes = 1'000'000;         // repetitions of one transaction
inline constexpr int kMaxWorkers = 16;                       // threads in the pool
inline constexpr int kMaxDelayMs = 10'000;                   // between reading and writing
inline constexpr int kMaxTimeoutMs = 10'000;                 // of a timed lock
inline constexpr int kMaxPermits = kMaxWorkers;              // of a semaphore
inline constexpr int kLessonSteps = 10;
inline constexpr std::size_t kMaxScheduleSteps = 4'096;      // letters of `schedule`
inline constexpr std::size_t kMaxLinkBytes = 32'768;         // of a whole link, longer ones are refused

// Defaults: the lesson.
inline constexpr Money kDefaultStart = 100;
inline constexpr int kDefaultWorkers = 2;
inline constexpr int kDefaultDelayMs = 1'000;
inline constexpr int kDefaultTimeoutMs = 500;
inline constexpr int kDefaultPermits = 1;

// The scheduler.
inline constexpr std::size_t kMaxUndo = 10'000;              // actions that can be taken back
inline constexpr std::size_t kMaxTreeSchedules = 5'000;      // a program with more gets a graph by levels
inline constexpr std::size_t kMaxTreeNodes = 20'000;
inline constexpr std::size_t kMaxLevelStates = 200'000;      // of that graph

// Threads.
inline constexpr int kWarmThreads = 4;                       // started with the page: a conductor, two workers, an explorer
inline constexpr int kMaxThreads = 24;                       // in the pool: some replace threads that never start

// A thread reads the clock at least once in this many events (run/stamp_clock.h).
inline constexpr int kEventsPerReading = 16;
// Events of one run that are kept. Memory is allocated as they come.
inline constexpr std::size_t kMaxRecordedEvents = 10'000'000;
// Of a run that a link begins by itself: as many as the page's memory has room for from the start, since that memory
// never shrinks.
inline constexpr std::size_t kMaxEventsByItself = 500'000;
// Of a run that was stopped: as many as are put in order and judged in well under 100 ms, also in a page whose code the
// browser has not optimized yet, which takes ten times as long.
inline constexpr std::size_t kMaxEventsOfStopped = 50'000;
// Of a saved run: those that other programs show. The others are in a shorter form.
inline constexpr std::size_t kMaxTracedEvents = 300'000;
// A running program is shown up to this many events; all of the run when it has ended.
inline constexpr std::size_t kMaxLiveEvents = 1'000'000;
// Events taken in one frame: this many, or as many as fit into that time.
inline constexpr std::size_t kLiveEventsAtOnce = 8'192;
inline constexpr std::chrono::milliseconds kLiveTimeAtOnce{2};

// Exploring every schedule: bounds unless the user sets others.
inline constexpr std::uint64_t kDefaultExploreStates = 50'000'000;
inline constexpr std::chrono::milliseconds kDefaultExploreTime{60'000};
inline constexpr std::uint64_t kDefaultExploreBytes = 1'500'000'000;
inline constexpr int kMaxExploreThreads = 16;
// The page's own explorations: small enough for a phone. What takes more than the page's own memory has free from the
// start goes into memory that is given back.
inline constexpr std::uint64_t kPageExploreStates = 4'000'000;
inline constexpr std::chrono::milliseconds kPageExploreTime{10'000};
inline constexpr std::uint64_t kPageExploreBytes = 150'000'000;
inline constexpr std::uint64_t kNearExploreBytes = 24'000'000;
inline constexpr std::size_t kMaxShownEndings = 10'000;      // more are grouped in the page
inline constexpr std::uint64_t kMaxExploreStates = 1'000'000'000;
inline constexpr std::chrono::seconds kMaxExploreTime{86'400};
inline constexpr std::size_t kMaxListedEndings = 100'000;    // for programs on the page
// Classes of schedules, one after another.
inline constexpr std::uint64_t kDefaultClasses = 10'000'000;
inline constexpr std::size_t kDefaultWakeups = 20'000'000;   // sequences still to be run, in steps
inline constexpr std::size_t kMaxListedClasses = 1'000;

// Many real runs, one after another.
inline constexpr std::size_t kMaxHistoryRuns = 10'000;       // older ones are dropped, and counted
inline constexpr std::uint64_t kMaxHistoryWrites = 1'000'000;  // of all of them
inline constexpr std::size_t kMaxLatestEndings = 2'000;      // of runs that are only tallied
inline constexpr std::uint64_t kMaxManyRuns = 100'000;

// Lists in results: longer ones are cut, and the result has the full count.
inline constexpr std::size_t kMaxListedLost = 1'000;
inline constexpr std::size_t kMaxTableEvents = 100;          // rows of the table of events
inline constexpr std::size_t kMaxOutputLines = 2'000;
inline constexpr std::size_t kMaxTalliedEndings = 500;

}  // namespace limits
}  // namespace interleave
