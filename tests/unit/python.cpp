#include "python.h"

#include <array>
#include <cstdio>

#include "support.h"

namespace interleave::test {

Json python(const std::string& command) {
  std::FILE* const pipe = ::popen(("python3 '" INTERLEAVE_TESTS "/python/'" + command).c_str(), "r");
  if (!pipe) {
    ADD_FAILURE() << "python3 does not start";
    return {};
  }
  std::string printed;
  std::array<char, 1 << 16> buffer{};
  for (std::size_t read = 0; (read = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) printed.append(buffer.data(), read);
  EXPECT_EQ(::pclose(pipe), 0) << command;
  Json json = Json::parse(printed, nullptr, false);
  EXPECT_FALSE(json.is_discarded()) << command;
  return json;
}

}  // namespace interleave::test
