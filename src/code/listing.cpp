#include "code/listing.h"

#include <algorithm>
#include <utility>

#include "code/writer.h"
#include "text/lines.h"

namespace interleave {

std::size_t Listing::updateEnd() const {
  const auto indent = [](const CodeLine& line) { return line.text.find_first_not_of(' '); };
  const std::size_t outer = indent(lines[update]);
  std::size_t end = update + 1;
  // An empty line has no indent, which is std::string::npos.
  while (end < lines.size() && indent(lines[end]) > outer) ++end;
  if (end < lines.size() && lines[end].text.find('}') == outer) return end + 1;
  while (lines[end - 1].text.empty()) --end;
  return end;
}

std::string Listing::text() const {
  std::string all;
  for (const CodeLine& line : lines) all += line.text + "\n";
  return all;
}

Listing listingOf(std::vector<TemplateLine> lines) {
  Listing listing;
  for (TemplateLine& line : lines) {
    if (line.update) listing.update = listing.lines.size();
    listing.lines.push_back({std::move(line.text), {}, std::move(line.places)});
  }
  return listing;
}

Listing listingOf(const RunSettings& settings, Language language) {
  Listing listing = language == Language::cpp ? cppListing(settings) : pythonListing(settings);
  highlight(listing, language);
  return listing;
}

Listing listingOf(std::string_view source) {
  Listing listing;
  for (const std::string_view line : linesOf(source)) listing.lines.push_back({std::string(line), {}, {}});
  highlight(listing, Language::python);
  return listing;
}

std::optional<std::size_t> lineOf(const Listing& listing, const RunSettings& settings, std::size_t task,
                                  const ThreadState& thread, bool steps) {
  const UpdateSteps update = updateSteps(settings.program, task);
  const bool away = thread.state == TaskState::notStarted || thread.state == TaskState::ended;
  if (away || thread.at >= update.actions.size()) return std::nullopt;
  const Step next = update.actions[thread.at].step;
  const auto before = std::span(update.actions).first(thread.at);
  const bool reader = readsOnly(settings.program, task);
  Place place{next, static_cast<int>(std::ranges::count(before, next, &Action::step)), false, reader};
  place.sleep = !steps && thread.state == TaskState::sleeping;
  const auto has = [&](const CodeLine& line) { return std::ranges::find(line.places, place) != line.places.end(); };
  auto found = std::ranges::find_if(listing.lines, has);
  if (found == listing.lines.end() && place.sleep) {
    place.sleep = false;
    found = std::ranges::find_if(listing.lines, has);
  }
  if (found == listing.lines.end()) return std::nullopt;
  return static_cast<std::size_t>(found - listing.lines.begin());
}

}  // namespace interleave
