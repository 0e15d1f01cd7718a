// What draws each part of the window: one set of panels for the account of the settings, one for a program of the user's own.
#pragma once

#include <span>
#include <string_view>

#include "ui/widgets.h"

namespace interleave {

// A panel among others of which one is shown.
struct Tab {
  TabName name;
  void (*draw)(Ui&, const Area&);
  void (*head)(Ui&) = nullptr;  // into the head of the wide layout's card, beside the names; null: nothing
};

struct HelpLine {
  const char* term;
  const char* meaning;
};
struct Help {
  std::span<const HelpLine> keys, timelineKeys, fingers;
  // The marks of the timeline, drawn, and what they mean.
  void (*legend)(const Ui&);
};

struct PanelSet {
  void (*outcome)(Ui&, const Area&);
  float (*outcomeHeight)(const Ui&, float width, int leastLines);
  void (*timeline)(Ui&, const Area&);
  void (*program)(Ui&, const Area&);
  float (*programHeight)(const Ui&);
  void (*runBar)(Ui&, const Area&);
  // Of the wide layout's cards, and of the narrow layout.
  std::span<const Tab> schedule, outcomes, code, narrow;
  // Whether the narrow layout opens with the scheduler.
  bool (*opensScheduler)(const Ui&);
  // Whether the window shows the schedule in the place of a run. When that begins, the schedule takes the keys.
  bool (*showsSchedule)(const Ui&);
  // Undoes the newest step of the schedule, or does it again. False: there is none.
  bool (*takeBack)(Ui&, bool again);
  // Keys without Ctrl. True: the schedule has used a letter, which then means nothing else.
  bool (*keys)(Ui&);
  Help help;
};

// The place of the tab of that name; the first one's where there is none.
int tabNamed(std::span<const Tab> tabs, std::string_view name);

// The set of this frame.
const PanelSet& panelSet(const Ui& ui);
// Once a frame, before anything is laid out: the set for the program of the document. It holds for the whole frame, in which a press
// may put another program there. When the set changes, each chosen tab stays chosen where the new set has one of its name.
void choosePanelSet(Ui& ui);

}  // namespace interleave
