// Where the parts of the table of a program's endings stand. Device pixels.
#pragma once

#include <imgui.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace interleave {

struct Ui;

struct OutcomeColumns {
  std::vector<float> values;  // widths of those that are shown, of ProgramTable::names
  std::size_t hidden = 0;  // variables that have no room
  float more = 0;  // of the head that says how many those are; 0: none
  float schedules = 0;
  float grade = 0;
  bool words = true;  // of grades, beside their signs
  float simplest = 0;
  std::size_t endLetters = 0;  // of longer schedules: letters that are shown of either end
  float first = 0;  // the button
};

// Made anew only where what it goes by has changed.
struct OutcomePlaces {
  struct Key {
    std::uint64_t table = ~std::uint64_t{0};
    float width = 0;
    float scale = 0;
    bool roomy = false;

    bool operator==(const Key&) const = default;
  };

  Key key;
  OutcomeColumns columns;
  std::vector<float> tops;  // of the rows, and the end of the last
  float sentence = 0;  // the height of the place below the rows for what is said of the chosen one; 0: nothing is said of any
};

// ---- program_outcome_places.cpp

// CSS pixels.
inline constexpr float kOutcomeGap = 10;  // between columns
inline constexpr float kOutcomeNoteGap = 2;  // below a note

void placeOutcomes(Ui& ui, float width);
// What stands below a row's values: those that are too long for their columns, exceptions, deadlocks, what is printed.
struct OutcomeNote {
  enum class Kind : unsigned char { value, fault, printed };
  Kind kind;
  std::string words;
};
std::vector<OutcomeNote> outcomeNotes(const Ui& ui, std::size_t row);
ImFont* outcomeNoteFont(const Ui& ui, const OutcomeNote& note);
// The height of a row without notes.
float outcomeLine(const Ui& ui);

}  // namespace interleave
