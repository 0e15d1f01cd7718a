#include "app/document.h"

#include <utility>

#include "text/json.h"

namespace interleave {

Document::Document(Platform& platform, Publisher& publisher, Notices& notices)
    : platform_(platform), publisher_(publisher), notices_(notices) {
  publisher_.define(Matter::link, Publisher::Pace::settled, kLinkDelay, [this] { publish(); });
}

void Document::load(std::string_view link) {
  DecodedLink decoded = decodeLink(link);
  const bool ends = decoded.setsEmbed && platform_.query(query::kInFrame).empty();
  decoded.settings.view.embed = decoded.settings.view.embed || (settings_.view.embed && !ends);
  settings_ = std::move(decoded.settings);
  problems_ = std::move(decoded.problems);
  // The same problems of another link are news.
  notices_.clear(Notices::Key::link);
  std::vector<std::string> words;
  for (const LinkProblem& problem : problems_) words.push_back("Link: " + problem.message());
  notices_.raise(Notices::Key::link, std::move(words));
  publisher_.drop(Matter::link);
  const std::string own = encodeLink(settings_);
  if (problems_.empty()) platform_.request(request::kReplaceLink, own);
  platform_.publish(topic::kSettings, own);
}

void Document::set(Settings settings) {
  settings_ = std::move(settings);
  publisher_.changed(Matter::link);
}

void Document::setSchedule(std::string schedule, std::optional<std::size_t> at) {
  if (settings_.view.schedule == schedule && settings_.view.at == at) return;
  settings_.view.schedule = std::move(schedule);
  settings_.view.at = at;
  publisher_.changed(Matter::link);
}

void Document::closeLesson() {
  settings_.view.lesson = 0;
  publisher_.changed(Matter::link);
}

void Document::publish() {
  problems_.clear();
  notices_.clear(Notices::Key::link);
  const std::string link = encodeLink(settings_);
  platform_.request(request::kReplaceLink, link);
  platform_.publish(topic::kSettings, link);
}

}  // namespace interleave
