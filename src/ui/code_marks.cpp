// What the code pane shows at lines: threads, steps, faults.
#include <algorithm>

#include "model/task_letter.h"
#include "ui/code_lines.h"

namespace interleave {
namespace {

CodeMarks marksOfAccount(const Ui& ui) {
  CodeMarks marks;
  const RunSettings& settings = ui.app.document().settings();
  const ThreadStates& states = ui.state.shown.states;
  if (states.tasks.size() != settings.program.transactions.size()) return marks;
  for (std::size_t task = 0; task < states.tasks.size(); ++task) {
    const auto line = lineOf(ui.state.code.listing, settings, task, states.tasks[task], ui.app.display().showsSchedule());
    if (line) marks[*line].threads.push_back({.letter = taskLetter(task)});
  }
  return marks;
}

void addThreads(const UserProgram& program, CodeMarks& marks) {
  const std::vector<walk::ThreadState>& threads = program.schedule().state().threads;
  const auto at = [&marks](int line) -> CodeLineMarks& { return marks[static_cast<std::size_t>(line - 1)]; };
  for (const walk::ThreadState& each : threads) {
    if (each.line > 0) at(each.line).threads.push_back({.letter = each.letter, .next = true});
  }
  for (const walk::ThreadState& each : threads) {
    if (each.done > 0 && each.done != each.line) at(each.done).threads.push_back({.letter = each.letter, .next = false});
  }
}

CodeMarks marksOfProgram(const UserProgram& program, const Listing& listing) {
  CodeMarks marks;
  // While it is typed, they would be at the lines of the text before.
  if (program.current()) {
    addThreads(program, marks);
    for (const walk::LineSteps& each : program.lineSteps()) marks[static_cast<std::size_t>(each.line - 1)].steps = true;
  }
  for (const lang::Fault& fault : program.faults()) {
    const std::size_t line = fault.span.line == 0 ? 0 : fault.span.line - 1U;
    if (line >= listing.lines.size()) continue;
    const std::size_t size = listing.lines[line].text.size();
    const std::size_t end = fault.span.endLine == fault.span.line ? fault.span.endColumn : size;
    const std::size_t begin = std::min<std::size_t>(fault.span.column, size);
    marks[line].faults.emplace_back(begin, std::clamp(end, begin, size));
  }
  return marks;
}

}  // namespace

CodeMarks codeMarks(const Ui& ui) {
  const UserProgram& program = ui.app.userProgram();
  return program.present() ? marksOfProgram(program, ui.state.code.listing) : marksOfAccount(ui);
}

}  // namespace interleave
