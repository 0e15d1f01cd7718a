#include "app/trace_files.h"

#include <utility>

#include "link/link.h"
#include "text/json.h"

namespace interleave {
namespace {

constexpr std::size_t kPiecesAtOnce = 4;

}  // namespace

std::optional<FileFormat> fileFormatFromName(std::string_view name) {
  if (name == "chrome") return FileFormat::chrome;
  if (name == "csv") return FileFormat::csv;
  if (name == "png") return FileFormat::png;
  if (name == "svg") return FileFormat::svg;
  return std::nullopt;
}

bool TraceFiles::save(std::shared_ptr<const RunResult> run, const std::string& link, TraceFormat format, unsigned number) {
  cancelSaving();
  const bool chrome = format == TraceFormat::chrome;
  auto file = std::make_unique<TraceExport>(std::move(run), link, format, onNews_,
                                            makeBackground_ ? TraceExport::By::caller : TraceExport::By::thread);
  if (!file->able()) return false;
  saving_ = Saving{std::move(file), chrome ? "interleave-trace.json" : "interleave-events.csv",
                   chrome ? "application/json" : "text/csv", number};
  platform_.requestFrame();
  return true;
}

void TraceFiles::saveText(const std::string& text, const std::string& name, const std::string& type, unsigned number) {
  cancelSaving();
  platform_.addToFile(text);
  platform_.finishFile(number, name, type);
}

std::optional<double> TraceFiles::saving() const { return saving_ ? std::optional(saving_->file->progress()) : std::nullopt; }

void TraceFiles::cancelSaving() {
  if (!saving_) return;
  platform_.request(request::kDropFile, saving_->number);
  saving_.reset();
}

void TraceFiles::collect() {
  if (!saving_) return;
  // Read first: the pieces that are available then are all of them.
  const bool written = saving_->file->written();
  // No more at once: the writing is as fast as this, and frames are to be drawn between.
  const std::size_t most = written ? PieceQueue::kPieces : kPiecesAtOnce;
  for (std::size_t i = 0; i < most; ++i) {
    const auto piece = saving_->file->take();
    if (!piece) break;
    platform_.addToFile(*piece);
  }
  if (!written) {
    // Without threads, no other call says that there is more.
    if (makeBackground_) onNews_();
    return;
  }
  const auto saved = std::exchange(saving_, std::nullopt);
  platform_.finishFile(saved->number, saved->name, saved->type);
}

// ---- Opening

bool TraceFiles::beginReading(unsigned number) {
  auto background = makeBackground_ ? makeBackground_() : nullptr;
  import_ = background ? std::make_unique<TraceImport>(std::move(background), onNews_)
                       : std::make_unique<TraceImport>(settingsOfLink, onNews_);
  importNumber_ = number;
  if (import_->able()) return true;
  import_.reset();
  return false;
}

void TraceFiles::endOfFile() {
  if (import_) import_->endOfFile();
}

std::optional<unsigned> TraceFiles::abandonReading() {
  if (!std::exchange(import_, nullptr)) return std::nullopt;
  return importNumber_;
}

void TraceFiles::cancelReading() {
  if (import_) import_->cancel();
}

std::optional<std::uint64_t> TraceFiles::reading() const {
  return import_ ? std::optional(import_->eventsSoFar()) : std::nullopt;
}

std::optional<TraceFiles::Opened> TraceFiles::take() {
  if (!import_ || !import_->finished()) return std::nullopt;
  const auto import = std::exchange(import_, nullptr);
  return Opened{import->take(), importNumber_};
}

}  // namespace interleave
