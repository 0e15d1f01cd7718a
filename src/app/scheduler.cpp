#include "app/scheduler.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "text/format.h"

namespace interleave {
namespace {

std::string describeThread(const ScheduleCursor& cursor, std::size_t task) {
  const Transaction& transaction = cursor.program().transactions[task];
  const Program::Task& state = cursor.here().program().tasks()[task];
  std::string words = letterText(task) + ", " + transaction.label + ", ";
  const std::string whyNot = cursor.whyNot(task);
  if (!whyNot.empty()) return words + whyNot + ".";
  if (state.next == Step::write || state.next == Step::swap) words += "has copy " + formatNumber(state.copy) + ", ";
  return words + "may " + stepCode(cursor.program(), task, {state.next, state.objects}) + ".";
}

// The first step of `schedule` that cannot be taken is where `cursor` ends.
std::string describeDropped(ScheduleCursor cursor, const std::string& schedule) {
  const std::size_t kept = cursor.schedule().size();
  const std::size_t dropped = schedule.size() - kept;
  const char letter = schedule[kept];
  cursor.seek(kept);
  const std::string steps = formatCount(schedule.size(), "step");
  std::string what = "The last " + formatNumber(dropped) + " of its " + steps;
  if (kept == 0) what = dropped == 1 ? "Its only step" : "All of its " + steps;
  return "The schedule no longer fits the program: at step " + formatNumber(kept + 1) + ", " + letter + " " +
         cursor.whyNot(taskOf(letter)) + ". " + what +
         (dropped == 1 ? " is put aside; edit the program back before the next step, and it returns."
                       : " are put aside; edit the program back before the next step, and they return.");
}

}  // namespace

std::string stepCode(const AccountProgram& program, std::size_t task, const Action& action) {
  const bool transfers = program.mode == Mode::transfer;
  const std::string number = !transfers                  ? ""
                             : action.objects.size() > 1 ? " both"
                                                         : " " + std::to_string(action.objects.first() + 1);
  const std::string balance = transfers ? "balance" + number.substr(1) : "balance";
  const Money change = changeOf(program.mode, program.transactions[task].amount, action.objects.first());
  const std::string amount = (change < 0 ? "- " : "+ ") + formatNumber(std::abs(change));
  switch (action.step) {
    case Step::acquire: return "acquire" + number;
    case Step::release: return "release" + number;
    case Step::read: return lockInfo(program.lock).form == UpdateForm::added ? "check " + balance : "copy = " + balance;
    case Step::write: return balance + " = copy " + amount;
    case Step::check: return "lock free?";
    case Step::ticket: return "draw number";
    case Step::add: return "balance " + amount.substr(0, 1) + "= " + amount.substr(2);
    case Step::swap: return "swap to copy " + amount;
  }
  return {};
}

Scheduler::Scheduler(std::function<void()> onAct)
    : onAct_(std::move(onAct)), cursor_(Settings{}), report_(makeReport(cursor_.here().result())) {
  load({});
}

void Scheduler::load(const Settings& settings) {
  notice_.clear();
  renew(settings);
  wanted_ = cursor_.schedule();
  wantedAt_ = cursor_.at();
}

void Scheduler::edit(const Settings& settings) {
  Settings kept = settings;
  kept.view.schedule = wanted_.substr(0, possiblePrefix(settings.program, wanted_));
  kept.view.at = std::min(wantedAt_, kept.view.schedule.size());
  // How the program is run must not cost the way back to what was done before.
  if (settings.program != cursor_.program() || kept.view.schedule != cursor_.schedule()) renew(std::move(kept));
  notice_ = cursor_.schedule() == wanted_ ? std::string() : describeDropped(cursor_, wanted_);
}

void Scheduler::renew(Settings settings) {
  choices_.follow(settings.program);
  cursor_ = ScheduleCursor(std::move(settings));
  report_ = makeReport(cursor_.here().result());
}

void Scheduler::randomAnew() {
  ScheduleCursor anew({{cursor_.program(), {}}, {}});
  anew.random(seeds_());
  follow(anew.schedule(), anew.schedule().size());
}

void Scheduler::acted(bool didSomething) {
  if (didSomething) {
    wanted_ = cursor_.schedule();
    wantedAt_ = cursor_.at();
    notice_.clear();
    report_ = makeReport(cursor_.here().result());
  }
  onAct_();
}

std::string Scheduler::words() const {
  const Program& program = cursor_.here().program();
  std::string words = "Step " + formatNumber(cursor_.at()) + " of " + formatNumber(cursor_.schedule().size()) +
                      ". The balance is " + formatNumber(program.balance()) + ".";
  if (acquires(cursor_.program().lock)) {
    words += program.lockOwner() ? std::string(" The lock is held by ") + taskLetter(*program.lockOwner()) + "."
                                 : " The lock is free.";
  }
  for (const std::size_t task : cursor_.here().threads()) words += " " + describeThread(cursor_, task);
  return words;
}

}  // namespace interleave
