#include "app/trace_files.h"

#include <chrono>
#include <utility>

#include "link/link.h"

namespace interleave {
namespace {

// Of a frame, so that it is not late.
constexpr std::chrono::milliseconds kWriteFor{6};

std::optional<Settings> settingsOf(const std::string& link, std::string& problem) {
  DecodedLink decoded = decodeLink(link);
  if (decoded.problems.empty()) return std::move(decoded.settings);
  problem = decoded.problems.front().message();
  return std::nullopt;
}

}  // namespace

void TraceFiles::save(std::shared_ptr<const RunResult> run, const std::string& link, TraceFormat format, unsigned number) {
  cancelSaving();
  const bool chrome = format == TraceFormat::chrome;
  TraceWriter writer(*run, link, format);
  saving_ = std::make_unique<Saving>(Saving{std::move(run), std::move(writer), chrome ? "interleave-trace.json" : "interleave-events.csv",
                                            chrome ? "application/json" : "text/csv", number});
  platform_.requestFrame();
}

void TraceFiles::saveText(const std::string& text, const std::string& name, const std::string& type, unsigned number) {
  cancelSaving();
  platform_.addToFile(text);
  platform_.finishFile(number, name, type);
}

std::optional<double> TraceFiles::saving() const {
  if (!saving_) return std::nullopt;
  const std::size_t events = saving_->run->trace.events.size();
  return events == 0 ? 1.0 : static_cast<double>(saving_->writer.written()) / static_cast<double>(events);
}

void TraceFiles::cancelSaving() {
  if (!saving_) return;
  platform_.dropFile(saving_->number);
  saving_.reset();
}

void TraceFiles::advance() {
  if (!saving_) return;
  const auto until = std::chrono::steady_clock::now() + kWriteFor;
  while (!saving_->writer.done() && std::chrono::steady_clock::now() < until) platform_.addToFile(saving_->writer.next());
  if (!saving_->writer.done()) return;
  const auto saved = std::exchange(saving_, nullptr);
  platform_.finishFile(saved->number, saved->name, saved->type);
}

// ---- Opening

bool TraceFiles::beginReading(unsigned number) {
  import_ = std::make_unique<TraceImport>(settingsOf, onNews_);
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
