// The panels of a program of the user's own, and what they share. Precondition of all: App::userProgram() is present.
#pragma once

#include <string>
#include <vector>

#include "explore/program_exploration.h"
#include "trace/verdict.h"
#include "ui/letters.h"
#include "ui/panels.h"

namespace interleave {

// The sentence and the figures below it.
void drawProgramOutcome(Ui& ui, const Area& area);
float programOutcomeHeight(const Ui& ui, float width, int leastLines);
// What the program has, and the way back to the account.
void drawProgramCard(Ui& ui, const Area& area);
float programCardHeight(const Ui& ui);
void drawProgramRunBar(Ui& ui, const Area& area);
void drawProgramTimeline(Ui& ui, const Area& area);
void drawProgramScheduler(Ui& ui, const Area& area);
// Undo, redo and random in the head of the card.
void drawProgramCommands(Ui& ui);
void drawProgramTree(Ui& ui, const Area& area);
void drawProgramThreads(Ui& ui, const Area& area);
void drawProgramOutcomes(Ui& ui, const Area& area);
// Asks for a schedule to a state in which something holds.
void drawProgramQuestion(Ui& ui, const Area& area);
// How many schedules and endings there are, in the head of the card, where it fits.
void drawProgramTotals(Ui& ui);
void drawProgramConsole(Ui& ui, const Area& area);
void drawProgramConsoleCommands(Ui& ui);
void drawProgramLegend(const Ui& ui);
bool programKeys(Ui& ui);
bool takeBackProgramStep(Ui& ui, bool again);

// Derives what they show, where the program has changed: before fonts are made, and before any of them is drawn.
void updateProgramView(const UserProgram& program, ProgramView& view);
// A sentence for the place of a panel while the program has never been without faults; whether it is needed.
bool saysUnplayable(const Ui& ui);
// Draws pale what is of an older text than the one that stands there, during its lifetime.
class OfOlderText {
 public:
  explicit OfOlderText(const Ui& ui);
  ~OfOlderText();
  OfOlderText(const OfOlderText&) = delete;
  OfOlderText& operator=(const OfOlderText&) = delete;

 private:
  bool pale_;
};

// The sign, and the word beside it.
void gradeSign(const Ui& ui, Grade grade, bool words);
float gradeWidth(const Ui& ui, Grade grade, bool words);
// Main last, as in a schedule's alphabet: most of the time it only waits for the others.
std::vector<const walk::ThreadState*> byLetter(const walk::State& state);
// "account.balance 150"
std::string variableText(const walk::Variable& variable);

}  // namespace interleave
