#include "ui/gallery_view.h"

#include "link/link.h"
#include "ui/panels.h"

namespace interleave {

std::optional<gallery::Found> openOfGallery(Ui& ui) {
  GalleryView& view = ui.state.gallery;
  std::string link = ui.app.document().link();
  if (link == view.link) return view.open;
  view.link = std::move(link);
  const DecodedContent decoded = decodeContent(view.link);
  const auto* const program = std::get_if<ProgramSettings>(&decoded.content);
  view.open = program != nullptr ? gallery::withSource(program->source) : std::nullopt;
  return view.open;
}

void visitGallery(Ui& ui, std::string_view source) {
  ui.state.gallery.putAway = {};
  ui.app.visit(gallery::linkOf(source));
}

}  // namespace interleave
