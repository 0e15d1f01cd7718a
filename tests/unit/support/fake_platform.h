// A platform that keeps what it gets, and answers queries with what a test has set.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "platform/platform.h"
#include "run/doorbell.h"
#include "text/json.h"

namespace interleave::test {

class FakePlatform final : public Platform {
 public:
  void connect(PlatformEvents&) override {}
  void requestFrame() override { ++frames; }
  void requestFrameIn(double seconds) override { frameIn = seconds; }
  void wake() override { news_.ring(); }
  MakeBackground backgrounds() override {
    return [] { return nullptr; };
  }
  void publishJson(Topic topic, const std::string& json) override { published.emplace_back(topic.name, Json::parse(json)); }
  void requestJson(Request request, const std::string& json) override { requested.emplace_back(request.name, Json::parse(json)); }
  std::string query(Query query, const std::string& argument) override {
    const auto found = known.find(argument.empty() ? query.name : argument);
    return found == known.end() ? std::string() : found->second;
  }
  std::optional<TextPicture> drawText(const std::string&, const TextStyle&) override { return std::nullopt; }
  void answer(unsigned number, const std::string& json) override { answers[number].push_back(Json::parse(json)); }
  void addToFile(const std::string& piece) override { file += piece; }

  // Blocks until wake() has been called, or returns at once if it was since the last time.
  void waitForNews() { news_.wait(); }
  // What was published of the topic, or requested, oldest first.
  std::vector<Json> of(Topic topic) const { return valuesOf(published, topic.name); }
  std::vector<Json> of(Request request) const { return valuesOf(requested, request.name); }

  using Named = std::vector<std::pair<std::string, Json>>;
  int frames = 0;
  double frameIn = 0;
  Named published;
  Named requested;
  std::map<std::string, std::string> known;        // by the name of the query, or its argument
  std::map<unsigned, std::vector<Json>> answers;
  std::string file;

 private:
  static std::vector<Json> valuesOf(const Named& all, std::string_view name) {
    std::vector<Json> values;
    for (const auto& [each, value] : all) {
      if (each == name) values.push_back(value);
    }
    return values;
  }

  Doorbell news_;
};

}  // namespace interleave::test
