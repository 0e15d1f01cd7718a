#include "render/shader_constants.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "model/limits.h"

namespace interleave {
namespace {

// Of every file in shaders/, without its comments.
std::map<std::string, std::string> shaders() {
  std::map<std::string, std::string> texts;
  for (const auto& entry : std::filesystem::directory_iterator(INTERLEAVE_SHADERS)) {
    std::ifstream file(entry.path());
    const std::string text(std::istreambuf_iterator<char>(file), {});
    texts[entry.path().filename()] = std::regex_replace(text, std::regex("//[^\n]*"), "");
  }
  return texts;
}

std::set<std::string> found(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  std::set<std::string> words;
  for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at) words.insert(at->str());
  return words;
}

TEST(ShaderConstantsTest, ShadersUseWhatIsDefinedAndDefineNothing) {
  std::set<std::string> defined;
  for (const ShaderConstant& each : shaderConstants())
    EXPECT_TRUE(defined.emplace(each.name).second) << each.name << " is there twice";
  std::set<std::string> used;
  for (const auto& [name, text] : shaders()) {
    used.merge(found(text, R"(\bk[A-Z]\w*)"));
    EXPECT_TRUE(found(text, R"(\bconst\b|#define)").empty()) << name << " has a constant of its own";
  }
  EXPECT_EQ(used, defined);
}

// Numbers of geometry that say nothing about how something looks. Another one in a shader is either such a number, and to
// be added here, or one that C++ has as well: then it belongs into render/shader_constants.h.
TEST(ShaderConstantsTest, ShadersHaveNoNumberThatIsToBeShared) {
  const std::set<std::string> geometry = {"0", "0.0", "0.5", "1", "1.0", "2.0", "0.70711"};
  const std::map<std::string, std::set<std::string>> own = {
      {"lanes.frag.glsl", {"0.35"}},         // how strong the shortest state is
      {"mark.frag.glsl", {"3.9", "1.5"}},    // which marks have a rim, and how wide it is
  };
  for (const auto& [name, text] : shaders()) {
    const std::string body = std::regex_replace(text, std::regex(R"(#version[^\n]*|location = \d+)"), "");
    for (const std::string& number : found(body, R"(\b\d+(\.\d+)?\b)")) {
      const auto mine = own.find(name);
      EXPECT_TRUE(geometry.contains(number) || (mine != own.end() && mine->second.contains(number))) << name << ": " << number;
    }
  }
}

TEST(ShaderConstantsTest, TheyStandBehindTheVersion) {
  const std::string text = withShaderConstants("#version 300 es\nvoid main() {}\n");
  EXPECT_TRUE(text.starts_with("#version 300 es\n#define kMostTasks " + std::to_string(limits::kMaxTransactions) + "\n")) << text;
  EXPECT_TRUE(text.ends_with("\n#line 2\nvoid main() {}\n")) << text;
  EXPECT_NE(text.find("\n#define kStrip 3.0000\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\n#define kBoxTop 0.1800\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace interleave
