#include "walk/step_words.h"

#include <algorithm>
#include <iterator>

#include "lang/source.h"
#include "text/format.h"
#include "words/phrases.h"

namespace interleave::walk {

using words::Deed;

std::string stepWords(const words::Event& event, const std::string& place) {
  switch (event.deed) {
    case Deed::read: return "reads " + place;
    case Deed::write: return "writes " + place;
    case Deed::update: return "updates " + place;
    case Deed::look: return "looks at " + place;
    case Deed::change: return "changes " + place;
    case Deed::acquire: return "acquires " + place;
    case Deed::release: return "releases " + place;
    case Deed::giveUp: return "gives up on " + place;
    case Deed::sleep: return "sleeps in " + place;
    case Deed::wake: return "wakes up in " + place;
    case Deed::pass: return "passes " + place;
    case Deed::notify: return "notifies " + place;
    case Deed::set: return "sets " + place;
    case Deed::clear: return "clears " + place;
    case Deed::put: return "puts an item into " + place;
    case Deed::get: return "gets an item of " + place;
    case Deed::finish: return "marks an item of " + place + " as done";
    case Deed::check: return "checks " + place;
    case Deed::start: return "starts " + place;
    case Deed::wait: return "joins " + place;
    case Deed::shutdown: return "shuts down " + place;
    case Deed::end: return "ends";
    case Deed::print: return "prints";
    case Deed::other: break;
  }
  return place.empty() ? "goes on" : "uses " + place;
}

std::string waitWords(std::string_view waits, const std::string& object, const std::string& held) {
  const std::string it = object.empty() ? "it" : object;
  const struct {
    std::string_view waits;
    std::string words;
  } kinds[] = {
      {"acquire", "waits to acquire " + it},
      {"wait", "waits at " + it + ", asleep"},
      {"get", "waits for an item of " + it},
      {"put", "waits for room in " + it},
      {"join", "waits for the end of " + it + " (join)"},
      {"result", "waits for the result of " + it},
      {"exception", "waits for the exception of " + it},
      {"shutdown", "waits for " + it + " to shut down"},
      {"check", "waits until " + it + " is free (check)"},
      {"polls", object.empty() ? "polls, and finds nothing changed" : "polls " + object + ", and finds nothing changed"},
      {"worker", "waits for a worker of " + it},
  };
  const auto* const kind = std::ranges::find(kinds, waits, &std::decay_t<decltype(kinds[0])>::waits);
  std::string text = kind == std::end(kinds) ? "waits" : kind->words;
  if (!held.empty()) text += ", held by " + held;
  return text;
}

std::string impossibleStep(std::size_t steps, char letter, const std::string& able, const std::string& stopped) {
  const std::string text =
      "step " + formatNumber(steps + 1) + " of the schedule, " + std::string(1, letter) + ", is not possible: ";
  if (!stopped.empty()) return text + stopped;
  return text + (able.empty() ? "no thread has a step left" : "only " + words::listOfLetters(able) + " can step then");
}

std::string trimmedLine(std::string_view source, int line) {
  if (line == 0) return {};
  const std::string_view text = lang::lineOf(source, static_cast<std::size_t>(line));
  const std::size_t from = text.find_first_not_of(" \t\f");
  if (from == std::string_view::npos) return {};
  return std::string(text.substr(from, text.find_last_not_of(" \t\f") + 1 - from));
}

}  // namespace interleave::walk
