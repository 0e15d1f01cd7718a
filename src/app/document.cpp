#include "app/document.h"

#include <utility>

#include "text/format.h"
#include "text/json.h"

namespace interleave {

Document::Document(Platform& platform, Publisher& publisher, Notices& notices)
    : platform_(platform), publisher_(publisher), notices_(notices) {
  publisher_.define(Matter::link, Publisher::Pace::settled, kLinkDelay, [this] { publish(); });
}

const std::string& Document::link() const {
  if (!linkIsCurrent_ && (fits() || link_.empty())) {
    link_ = !program_ ? encodeLink(settings_) : fits() ? encodeLink(*program_) : encodeLink(Settings());
    linkIsCurrent_ = true;
  }
  return link_;
}

std::string Document::whyNoLink() const {
  if (fits()) return {};
  return "The program is " + formatCount(program_->source.size() - lang::kMaxSourceBytes, "byte") +
         " longer than a link may have, which is " + formatNumber(lang::kMaxSourceBytes) + ".";
}

void Document::load(DecodedContent decoded) {
  const bool ends = decoded.setsEmbed && platform_.query(query::kInFrame).empty();
  const bool stays = embedded() && !ends;
  if (auto* const program = std::get_if<ProgramSettings>(&decoded.content)) {
    program_ = std::move(*program);
  } else {
    program_.reset();
    settings_ = std::move(std::get<Settings>(decoded.content));
  }
  changingView().embed = embedded() || stays;
  linkIsCurrent_ = false;
  problems_ = std::move(decoded.problems);
  // The same problems of another link are news.
  notices_.clear(Notices::Key::link);
  std::vector<std::string> words;
  for (const LinkProblem& problem : problems_) words.push_back("Link: " + problem.message());
  notices_.raise(Notices::Key::link, std::move(words));
  publisher_.drop(Matter::link);
  if (problems_.empty() && fits()) platform_.request(request::kReplaceLink, link());
  platform_.publish(topic::kSettings, link());
}

void Document::changed() {
  linkIsCurrent_ = false;
  publisher_.changed(Matter::link);
}

void Document::set(Settings settings) {
  program_.reset();
  settings_ = std::move(settings);
  changed();
}

void Document::set(ProgramSettings program) {
  program_ = std::move(program);
  changed();
}

void Document::setSchedule(std::string schedule, std::optional<std::size_t> at) {
  View& view = changingView();
  if (view.schedule == schedule && view.at == at) return;
  view.schedule = std::move(schedule);
  view.at = at;
  changed();
}

void Document::closeLesson() {
  changingView().lesson = 0;
  changed();
}

void Document::publish() {
  problems_.clear();
  notices_.clear(Notices::Key::link);
  if (!fits()) {
    notices_.raise(Notices::Key::link, whyNoLink() + " The address stays as it was.");
    return;
  }
  platform_.request(request::kReplaceLink, link());
  platform_.publish(topic::kSettings, link());
}

}  // namespace interleave
