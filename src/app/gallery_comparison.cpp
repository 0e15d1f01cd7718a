#include "app/gallery_comparison.h"

#include "app/explore_bounds.h"

namespace interleave {

GalleryComparison::GalleryComparison(std::function<void()> onNews, MakeBackground makeBackground)
    : onNews_(std::move(onNews)), makeBackground_(std::move(makeBackground)) {}

void GalleryComparison::follow(const ProgramSettings* program) {
  open_ = program != nullptr ? gallery::withSource(program->source) : std::nullopt;
  if (!open_ || open_->entry == explored_) return;
  explored_ = open_->entry;
  fault_.reset();
  endings_.reset();
  explore(explored_->fault);
}

void GalleryComparison::explore(std::string_view source) {
  if (!explorer_) explorer_ = std::make_unique<ProgramExplorer>(onNews_, makeBackground_ ? makeBackground_() : nullptr);
  unable_ = unable_ || !explorer_->able();
  if (unable_) return;
  ExploreOptions options = nearBounds(pageBounds());
  options.threads = 1;
  explorer_->start({std::string(source), false}, options);
}

void GalleryComparison::threadFailed() {
  if (explorer_ && explorer_->busy() && explorer_->abandon()) unable_ = true;
}

bool GalleryComparison::collect() {
  auto found = explorer_ ? explorer_->take() : nullptr;
  if (!found) return false;
  if (!found->exploration.complete) {
    unable_ = true;
  } else if (fault_) {
    endings_ = inBrief(fault_->exploration, found->exploration);
  } else {
    fault_ = std::move(found);
    explore(explored_->fix);
  }
  return unable_ || endings_;
}

}  // namespace interleave
