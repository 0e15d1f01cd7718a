// The parts that sentences about a program are made of. Text in backquotes is the program's own.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "words/program_trace.h"

namespace interleave::words {

// "main", "A".
std::string letterText(program::AgentId agent);
// "A", "A and B", "A, B and main".
std::string listOf(const std::vector<std::string>& parts);
// The same of threads as a schedule has them: "A, B and m".
std::string listOfLetters(std::string_view letters);
// What a step has done to its object: "wrote", "released".
std::string_view pastOf(Deed deed);
// "`text`", in one line and cut where it is long.
std::string code(const std::string& text);
// " on line 14"; empty where there is no line.
std::string onLine(int line);
// " on line 14", " on lines 14 and 15".
std::string onLines(int one, int other);
// " (line 14)".
std::string inLine(int line);

// Of one sentence: it remembers which threads it has mentioned.
class Phrases {
 public:
  explicit Phrases(const ProgramTrace& trace) : trace_(trace) {}

  // "A (deposit)" at first, if that tells threads apart, then "A"; "main".
  std::string who(program::AgentId agent);
  // "`account.balance`"
  std::string place(const Place& place) const { return code(trace_.nameOf(place)); }
  std::string object(program::ObjectId object) const { return code(trace_.nameOf(object)); }
  // "`self.balance = copy` on line 14"; only the line where it was said before.
  std::string at(const Event& event);
  // " in `self.balance = copy` on line 14", and then " on line 14"; " at its end".
  std::string in(const Event& event) { return behind("in", event); }
  // The same with another word for "in".
  std::string behind(std::string_view word, const Event& event);
  // "`lock`", "`lock` and `other`"
  std::string objects(const std::vector<program::ObjectId>& objects) const;

 private:
  const ProgramTrace& trace_;
  std::set<program::AgentId> mentioned_;
  std::set<int> quoted_;
};

}  // namespace interleave::words
