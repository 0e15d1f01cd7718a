#include "gallery/gallery.h"

#include <algorithm>
#include <array>

#include "embedded/gallery.h"
#include "link/link.h"
#include "link/presets.h"
#include "text/json.h"

namespace interleave::gallery {
namespace {

constexpr std::string_view kFixed = "-fixed";

// Ends compilation where there is no such file.
consteval std::string_view textOf(std::string_view name, std::string_view end) {
  for (const embedded::Program& each : embedded::kGallery) {
    if (each.name.starts_with(name) && each.name.substr(name.size()) == end) return each.text;
  }
  throw "there is no such file in src/gallery/programs";
}

consteval Entry row(std::string_view topic, std::string_view name, std::string_view title, Worst worst, std::string_view kind,
                    std::string_view sentence) {
  return {topic, name, title, sentence, kind, worst, textOf(name, ""), textOf(name, kFixed)};
}

using enum Worst;

constexpr std::array kEntries = {
    row("Race", "counter", "Two threads, one counter", wrong, "lost update",
        "`counter += 1` is a read and a write: both threads can read 0 before either writes 1."),
    row("Race", "pool-counter", "A counter for a pool", wrong, "lost update",
        "Tasks of a pool run on several threads, so that what they count in one variable is a race; results that they return are "
        "not."),
    row("Race", "missing-join", "Used before it is there", error, "read too early",
        "Main goes on while the thread measures: without `join` before the use, the result may still be None."),

    row("Lost update", "account", "Deposit and withdrawal", wrong, "lost update",
        "Each method writes a balance that it has computed from an old one, and so undoes what the other has written in "
        "between."),
    row("Lost update", "word-count", "Counting words", wrong, "lost update",
        "`counts[word] += 1` looks the number up and stores it in two steps: a dict does not make them one."),
    row("Lost update", "closure-counter", "A counter in a closure", wrong, "lost update",
        "A local variable that a nested function changes is as shared as a global one, once two threads call that function."),
    row("Lost update", "load-then-store", "An atomic that is read, then written", wrong, "lost update",
        "Each operation of an Atomic is one step, but `load` and `store` are two; `add` is one."),

    row("Scope of a lock", "lock-per-call", "A lock for each call", wrong, "no common lock",
        "Each call makes a lock of its own, and a lock keeps out only those who ask for the same one."),
    row("Scope of a lock", "two-locks", "Two locks for one variable", wrong, "no common lock",
        "Buying takes one lock and selling another: all that change a variable need the same lock."),
    row("Scope of a lock", "read-outside-lock", "Read outside, written inside", wrong, "lost update",
        "The lock is taken for writing alone: what was read before may be old by then."),

    row("Check, then act", "tickets", "The last ticket, sold twice", wrong, "check-then-act",
        "Both windows see one ticket left before either sells it: the check belongs under the lock, too."),
    row("Check, then act", "lazy-creation", "Created twice", wrong, "check-then-act",
        "Both find no connection, and wait for the lock one after the other: under the lock it takes a second look."),
    row("Check, then act", "delete-twice", "Deleted twice", error, "check-then-act",
        "Between `in` and `del` another thread can delete the key; `pop` with a default looks and deletes in one step."),
    row("Check, then act", "overdraft", "Two withdrawals, one balance", error, "failed assert",
        "Both withdrawals find enough money, and both take it: the check and the withdrawal have to be one under a lock."),

    row("Torn read", "torn-pair", "A square that is none", wrong, "torn read",
        "Width and height are written one after the other: a reader in between sees the new width with the old height."),
    row("Torn read", "audit", "An audit during a transfer", wrong, "torn read",
        "Each change has the lock, the transfer as a whole does not: the audit finds money that has left and not arrived."),
    row("Torn read", "unlocked-reader", "A reader without the lock", wrong, "half done",
        "The writer holds the lock for both of its writes, but a reader that does not ask for it sees the state between them."),

    row("Publishing", "published-too-early", "Ready before it is", error, "read too early",
        "The flag is set before the answer is written: a reader that trusts the flag finds None."),

    row("Deadlock", "opposite-orders", "Two transfers, opposite orders", deadlock, "lock cycle",
        "Each transfer holds its payer's lock and waits for the other's: taken in one order for all, locks form no circle."),
    row("Deadlock", "philosophers", "Dining philosophers", deadlock, "lock cycle",
        "All take the fork on their left, and each waits for the one on the right: one order of all forks breaks the circle."),
    row("Deadlock", "join-under-lock", "Joined under the lock", deadlock, "lock cycle",
        "Main waits for the thread's end and holds the lock that the thread needs to get there."),
    row("Deadlock", "lock-twice", "A lock taken twice", deadlock, "lock cycle",
        "A method under the lock calls another that takes it again: a Lock waits for itself, an RLock lets its owner in."),

    row("Lock kept", "early-return", "Return without release", deadlock, "lock kept",
        "A `return` between `acquire` and `release` leaves the lock taken for good; `with` releases it on every way out."),
    row("Lock kept", "exception", "An exception without release", deadlock, "lock kept",
        "An exception skips `release`, and the next thread waits for ever; `with` releases the lock in that case, too."),

    row("Lost wake-up", "notify-before-wait", "Notified before waiting", deadlock, "lost wake-up",
        "A notification wakes those who sleep at that moment and is not kept: test a variable before waiting."),
    row("Lost wake-up", "notify-one", "One is notified, two wait", deadlock, "lost wake-up",
        "`notify` wakes one of the two who wait at the gate; `notify_all` wakes both."),
    row("Lost wake-up", "event-cleared", "Set, and cleared at once", deadlock, "lost wake-up",
        "A thread that waits after `clear` finds the event as if it had never been set."),

    row("Condition", "if-around-wait", "`if` around `wait`", error, "uncaught exception",
        "Both are woken by one plate, and the second finds none: after `wait` look again, with `while`."),
    row("Condition", "nested-monitor", "Waiting with another lock held", deadlock, "nested monitor",
        "`wait` gives back the lock of its condition alone: the other one stays held, and notifying needs it."),

    row("Semaphore", "two-permits", "Two permits", wrong, "lost update",
        "A semaphore with two permits lets two threads in at once, which is one too many for a variable."),
    row("Semaphore", "permits-one-by-one", "Permits one by one", deadlock, "permits taken",
        "Each group takes one of two boats and waits for a second: taking several permits has to be one at a time."),
    row("Semaphore", "released-twice", "Released twice", error, "uncaught exception",
        "A permit is given back twice, which a BoundedSemaphore notices, be it in the thread that did nothing wrong."),

    row("Queue", "one-sentinel", "One sentinel, two workers", deadlock, "queue",
        "The first worker takes the only None and ends, the other waits for ever: each needs one of its own."),
    row("Queue", "empty-then-get", "Not empty, then it is", deadlock, "queue",
        "Between `empty` and `get` another worker can take the last item; `get_nowait` looks and takes in one step."),
    row("Queue", "task-done-missing", "`task_done` left out", deadlock, "queue",
        "`join` counts calls of `task_done`: an item that is skipped without one is never done."),
    row("Queue", "full-queues", "Two full queues", deadlock, "queue",
        "The buyer waits for room for orders, the seller for room for receipts, and neither empties the other's queue."),

    row("Pool", "pool-waits-for-itself", "A task that waits for a task", deadlock, "pool exhausted",
        "The only worker waits for a task that only it could take: let tasks take results, not wait for them."),
    row("Pool", "lost-error", "An error that is lost", error, "uncaught exception",
        "An exception in a task waits in its future: without `result` it is never seen."),

    row("Barrier", "no-barrier", "Two phases without a barrier", wrong, "interrupted",
        "A worker adds up all parts before the other has written its own: a barrier between the phases has each wait for all."),
    row("Barrier", "barrier-left-early", "A runner who gives up", deadlock, "barrier",
        "The barrier waits for three, and one returns before reaching it: the two others wait for ever."),

    row("Daemon thread", "daemon-logger", "The last lines of a log", wrong, "daemon cut off",
        "A daemon is cut off as soon as main ends, wherever it is: what is still in the queue is never written, unless main "
        "joins it."),

    row("Closure", "loop-variable", "The loop's variable", error, "uncaught exception",
        "A lambda reads `name` when it runs, and by then the loop has gone on: hand the value over as an argument."),

    row("Livelock", "livelock", "After you; no, after you", forever, "livelock",
        "Both put their first tool down because the other has the second, and take it up again: neither waits, neither gets on."),

    row("Busy waiting", "spin-on-a-flag", "A flag for a lock", wrong, "lost update",
        "Both see `busy` as False before either sets it; `exchange` sets it and tells what it was, in one step."),
    row("Busy waiting", "after-you", "Both want to go first", deadlock, "polls for ever",
        "Each announces itself, then waits until the other no longer wants to go: both wait for ever. A lock lets one pass."),

    row("Readers and writers", "write-under-read-lock", "Writing under a read lock", wrong, "lost update",
        "Readers share the lock, so that a reader who writes is not alone: writing takes the write lock."),
    row("Readers and writers", "lock-upgrade", "From reader to writer", deadlock, "lock cycle",
        "A reader that waits for the write lock waits for the end of its own reading: take the write lock from the start."),

    row("Timeout", "timeout-ignored", "Given up, without a word", wrong, "gave up",
        "An `acquire` whose time is up returns False, and the point is not added: nothing says that it is missing."),
};

}  // namespace

std::string_view nameOf(Worst worst) {
  constexpr std::array<std::string_view, 4> kNames = {"wrong", "error", "deadlock", "for ever"};
  return kNames[static_cast<std::size_t>(worst)];
}

std::span<const Entry> entries() { return kEntries; }

std::optional<Found> named(std::string_view name) {
  const bool fixed = name.ends_with(kFixed);
  const std::string_view plain = fixed ? name.substr(0, name.size() - kFixed.size()) : name;
  const auto* const found = std::ranges::find(kEntries, plain, &Entry::name);
  if (found == kEntries.end()) return std::nullopt;
  return Found{found, fixed};
}

std::optional<Found> withSource(std::string_view source) {
  for (const Entry& each : kEntries) {
    if (each.fault == source || each.fix == source) return Found{&each, each.fix == source};
  }
  return std::nullopt;
}

std::string linkOf(std::string_view source) { return encodeLink(ProgramSettings{std::string(source), false, true, {}}); }

std::string toJson() {
  Json all = Json::array();
  for (const Preset& each : presets())
    all.push_back({{"topic", kAccountTopic}, {"title", each.name}, {"sentence", each.description}, {"link", each.link}});
  for (const Entry& each : kEntries) {
    all.push_back({{"topic", each.topic},
                   {"name", each.name},
                   {"title", each.title},
                   {"kind", each.kind},
                   {"sentence", each.sentence},
                   {"link", linkOf(each.fault)},
                   {"fixed", linkOf(each.fix)}});
  }
  return all.dump();
}

}  // namespace interleave::gallery
