// Writes a run's record as a file, a piece at a time: only one piece is in memory, for a record of any length.
//
// - chrome: the Trace Event Format (Google, "Trace Event Format", 2016), which Perfetto and Tracy's importer open. A
//   track for each task (waits and copies as complete events, every event as an instant one), the locks as async
//   events, the balance as a counter, each lost update as a flow. "args" of the instant events and "otherData"
//   have everything, exactly: trace/trace_reader.h restores the same run.
//   Of a long run that is so for the first kMaxTracedEvents, which is more than such programs show well; the others are
//   rows (trace_rows) in the member "moreEvents", which such programs pass over.
// - csv: a line for each event (RFC 4180), times in ns. A label that a spreadsheet would treat as a formula gets an
//   apostrophe in front.
//
// The library for JSON quotes texts and makes what stands before the events. An event's line is put together by hand: the
// library would write its time as a double, in other digits.
//
// One thread at a time. The result must live as long as the writer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trace/result.h"

namespace interleave {

enum class TraceFormat : std::uint8_t { chrome, csv };

// A file has the balances and the owners of so many accounts, at least.
inline constexpr std::size_t kListedAccounts = 2;

// As what an event is about stands in a file: the number of an account; or, of several from the first on, how many.
constexpr std::int64_t numberInFile(ObjectSpan objects) {
  return static_cast<std::int64_t>(objects.size() == 1 ? objects.first() : objects.size());
}

// Events as text, a fifth as long: "Ab2,45,1,100,0,3,17;" is task A, event b, worker 2, 45 ns after the event before it,
// update 1, value 100, account 0, and the link, write 17 of worker 3; of an event without a link that is left out. Many
// stand in one text of "moreEvents", one after another.
namespace trace_rows {
inline constexpr std::size_t kRowsOfText = 200;
// Of each kind of event, in the order of EventKind. A file has them: they stay as they are.
inline constexpr std::string_view kLetters = "uctwqrnxaesyljf";
}  // namespace trace_rows

class TraceWriter {
 public:
  static constexpr std::size_t kPiece = std::size_t{64} * 1024;  // bytes, and a little

  // `link`: the one that stands for the program. `traced`: how many events are written in full, not as rows.
  TraceWriter(const RunResult& result, std::string link, TraceFormat format, std::size_t traced = limits::kMaxTracedEvents);

  bool done() const { return done_; }
  // The next piece. Precondition: !done().
  std::string next();
  // The number of events that have been written.
  std::size_t written() const { return at_; }

 private:
  struct Task {
    std::string name;  // as the format writes it
    std::optional<std::int64_t> waitsSince;
    std::optional<std::int64_t> copySince;
    Money copy = 0;
    std::vector<int> holds;  // how often it has acquired each account's lock
  };

  void head();
  void event(const Event& event);
  void endOfTraced();
  void row(const Event& event);
  void rows();
  void csvLine(const Event& event);
  void instant(const Event& event);
  void endWait(const Event& event);
  void endCopy(const Event& event);
  void lock(const Event& event, bool acquired);
  void counter(const Event& event);
  void flows();
  void complete(std::size_t task, std::string_view name, std::optional<Money> value, std::int64_t from, std::int64_t to);
  void put(std::int64_t number);
  void put(std::uint64_t number);
  void putMicroseconds(std::int64_t ns);
  void open(char phase, int track, std::int64_t ns);
  void line(std::string_view json);

  const RunResult& result_;
  const std::string link_;
  const TraceFormat format_;
  std::vector<Task> tasks_;
  std::vector<std::string> lockTitles_;    // of each account, as JSON
  std::vector<std::string> balanceNames_;  // the same
  std::string piece_;
  std::size_t at_ = 0;    // events written
  std::size_t flow_ = 0;  // lost updates written
  std::size_t traced_;    // events that are written in full
  bool tracedAll_ = false;
  std::int64_t rowNs_ = 0;  // the time of the event before the next row
  bool begun_ = false;
  bool first_ = true;     // no line has been written yet
  bool done_ = false;
};

}  // namespace interleave
