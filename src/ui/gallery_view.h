// The gallery, as the header's menu and the comparison show it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gallery/gallery.h"

namespace interleave {

struct Ui;

struct GalleryView {
  std::string_view topic;  // that is unfolded; of the table, which lives for ever
  std::string link;  // that `open` was looked up for
  std::optional<gallery::Found> open;
  std::string_view putAway;  // the name of the entry whose comparison the user has put away
};

// The gallery's program that is set; none: the account, or a program that is not the gallery's.
std::optional<gallery::Found> openOfGallery(Ui& ui);
void visitGallery(Ui& ui, std::string_view source);

}  // namespace interleave
