#include "app/files.h"

#include <utility>

#include "text/json.h"

namespace interleave {
namespace {

// None: the user's.
std::optional<unsigned> programOf(unsigned number) { return number == 0 ? std::nullopt : std::optional(number); }

}  // namespace

Files::Files(Platform& platform, const Display& display, Answers& answers, Notices& notices, MakeBackground makeBackground)
    : platform_(platform),
      display_(display),
      answers_(answers),
      notices_(notices),
      traces_(platform, [&platform] { platform.wake(); }, std::move(makeBackground)) {}

void Files::cancel() {
  traces_.cancelSaving();
  traces_.cancelReading();
}

// The program that waits learns it, or else the user.
void Files::refuse(unsigned number, std::string_view why) {
  if (number != 0) return answers_.refuse(number, why);
  notices_.raise(Notices::Key::input,
                 "The file: " + std::string(why) + ". Close other pages, or reload this one, and try again.");
}

void Files::save(FileFormat format, unsigned number) {
  if (display_.live() || display_.report() == nullptr) return answers_.refuse(programOf(number), "no run has ended yet");
  if (format == FileFormat::png || format == FileFormat::svg) {
    if (pictureWanted_)
      answers_.refuse(programOf(pictureWanted_->number), "another picture was asked for before this one was drawn");
    pictureWanted_ = PictureWanted{format, number};
    return platform_.requestFrame();
  }
  const TraceFormat trace = format == FileFormat::chrome ? TraceFormat::chrome : TraceFormat::csv;
  if (!traces_.save(display_.keptReport(), display_.linkForFile(), trace, number)) {
    refuse(number, "a thread to write with could not be started");
  }
}

void Files::savePicture(const PictureWanted& wanted, const FieldArea& area, const std::string& svg) {
  const std::string name = "interleave-timeline";
  if (wanted.format == FileFormat::svg) return traces_.saveText(svg, name + ".svg", "image/svg+xml", wanted.number);
  platform_.savePicture(wanted.number, name + ".png", area);
  platform_.requestFrame();
}

void Files::choose() { platform_.request(request::kChooseFile, nullptr); }

void Files::beginReading(unsigned number) {
  if (const auto other = traces_.abandonReading()) {
    answers_.refuse(programOf(*other), "another file was opened before this one had been read");
  }
  if (!traces_.beginReading(number)) refuse(number, "a thread to read with could not be started");
  platform_.requestFrame();
}

bool Files::collectOpened() {
  auto opened = traces_.take();
  if (!opened) return false;
  const auto number = programOf(opened->number);
  if (!opened->read.report) {
    const std::string& problem = opened->read.problem;
    if (!number && !problem.empty()) {
      notices_.raise(Notices::Key::input, "The file is no trace that was saved here. " + problem);
    }
    answers_.refuse(number, problem.empty() ? "reading was cancelled" : problem);
    return false;
  }
  if (opened_) answers_.refuse(programOf(opened_->number), "another file was opened before this one was shown");
  opened_ = std::move(opened);
  return true;
}

}  // namespace interleave
