#include "app/looks.h"

#include <string>
#include <string_view>

#include "text/json.h"

namespace interleave {
namespace {

constexpr const char* kPreference = "theme";

}  // namespace

Looks::Looks(Platform& platform) : platform_(platform) {
  const std::string chosen = platform_.preference(kPreference);
  choice_ = chosen == "light" ? Choice::light : chosen == "dark" ? Choice::dark : Choice::system;
  publish();
}

bool Looks::dark() const { return choice_ == Choice::system ? platform_.prefersDark() : choice_ == Choice::dark; }

void Looks::cycle() {
  const bool wantDark = !dark();
  choice_ = wantDark == platform_.prefersDark() ? Choice::system : wantDark ? Choice::dark : Choice::light;
  platform_.storePreference(kPreference, choice_ == Choice::light ? "light" : choice_ == Choice::dark ? "dark" : "");
  publish();
  platform_.requestFrame();
}

void Looks::publish() { platform_.publish(topic::kDark, dark()); }

}  // namespace interleave
