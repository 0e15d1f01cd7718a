// The program of the gallery that is set, and how its schedules end beside those of the same program without its fault.
//
// Both are explored in the background, as soon as one of them is set. Main thread only; nothing here waits.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "app/endings_in_brief.h"
#include "background/program_explorer.h"
#include "gallery/gallery.h"
#include "model/program_settings.h"

namespace interleave {

class GalleryComparison {
 public:
  // Another thread calls `onNews`; collect() then has something. `makeBackground`: empty if there are threads.
  GalleryComparison(std::function<void()> onNews, MakeBackground makeBackground);

  // The program that is set; null: the account.
  void follow(const ProgramSettings* program);
  // Whether there is something new to show.
  bool collect();

  // None: what is set is not of the gallery.
  const std::optional<gallery::Found>& open() const { return open_; }
  // Null: not explored yet.
  const EndingsInBrief* fault() const { return endings_ ? &endings_->first : nullptr; }
  const EndingsInBrief* fix() const { return endings_ ? &endings_->second : nullptr; }
  // They cannot be explored: there is no thread for it, or no memory.
  bool unable() const { return unable_; }
  // To be called when a thread has failed.
  void threadFailed();

 private:
  void explore(std::string_view source);

  std::function<void()> onNews_;
  MakeBackground makeBackground_;
  std::optional<gallery::Found> open_;
  const gallery::Entry* explored_ = nullptr;  // that `fault_` and `endings_` are of
  std::shared_ptr<const ExploredProgram> fault_;
  std::optional<std::pair<EndingsInBrief, EndingsInBrief>> endings_;
  bool unable_ = false;
  // Made for the first program, since most pages never need its thread. Last: its thread calls `onNews`.
  std::unique_ptr<ProgramExplorer> explorer_;
};

}  // namespace interleave
