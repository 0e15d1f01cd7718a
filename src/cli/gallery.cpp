#include "gallery/gallery.h"

#include <iostream>

#include "cli/command.h"
#include "cli/text_table.h"

namespace interleave {

int galleryCommand(const Arguments& arguments) {
  if (arguments.json) {
    std::cout << gallery::toJson() << '\n';
    return kDone;
  }
  constexpr std::size_t kColumns = 100, kIndent = 4;
  std::cout << "interleave explore gallery:NAME; gallery:NAME-fixed is the same program without its fault\n";
  std::string_view topic;
  for (const gallery::Entry& each : gallery::entries()) {
    if (each.topic != topic) std::cout << '\n' << each.topic << '\n';
    topic = each.topic;
    std::cout << "  " << each.name << ": " << gallery::nameOf(each.worst);
    if (each.kind != gallery::nameOf(each.worst)) std::cout << ", " << each.kind;
    std::cout << '\n' << wrapped(std::string(each.sentence), kIndent, kColumns);
  }
  return kDone;
}

}  // namespace interleave
