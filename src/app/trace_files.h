// Runs as files: saving the one that is shown, and opening one that was saved.
//
// Another thread makes a file, a piece at a time; it is never in memory as a whole. Main thread only.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "background/background.h"
#include "background/trace_export.h"
#include "background/trace_import.h"
#include "platform/platform.h"

namespace interleave {

// What a run can be saved as: the first two hold its events, the others its picture.
enum class FileFormat : std::uint8_t { chrome, csv, png, svg };
// By the name that programs use.
std::optional<FileFormat> fileFormatFromName(std::string_view name);

class TraceFiles {
 public:
  // `onNews` is called by other threads when there is something to collect or to take. `makeBackground` is empty where
  // there are threads: without them, a file is read by a Background and written by collect().
  TraceFiles(Platform& platform, std::function<void()> onNews, MakeBackground makeBackground)
      : platform_(platform), onNews_(std::move(onNews)), makeBackground_(std::move(makeBackground)) {}

  // ---- Saving. A number of 0 is the user's: the file is a download. Another one is that of a program's question.
  // One file after another: one that is going on is given up, and said to be. False if a thread for it could not be
  // started.
  bool save(std::shared_ptr<const RunResult> run, const std::string& link, TraceFormat format, unsigned number);
  // A text that is there already.
  void saveText(const std::string& text, const std::string& name, const std::string& type, unsigned number);
  // The part that is done, 0 to 1; none: no file is being saved.
  std::optional<double> saving() const;
  void cancelSaving();
  // Passes on the pieces that have been written.
  void collect();

  // ---- Opening
  // False if a thread for it could not be started. Precondition: nothing is being read.
  bool beginReading(unsigned number);
  // As TraceImport.
  bool give(std::string& piece) { return !import_ || import_->give(piece); }
  // Nothing is being read, or nothing further of it is needed, as what came so far is no trace.
  bool wantsNoMore() const { return !import_ || import_->finished(); }
  void endOfFile();
  void cancelReading();
  // Events so far; none: no file is being read.
  std::optional<std::uint64_t> reading() const;
  // Cancels reading; returns its number.
  std::optional<unsigned> abandonReading();
  struct Opened {
    TraceImport::Read read;
    unsigned number = 0;
  };
  std::optional<Opened> take();

 private:
  struct Saving {
    std::unique_ptr<TraceExport> file;
    std::string name;
    std::string type;
    unsigned number;
  };

  Platform& platform_;
  std::function<void()> onNews_;
  MakeBackground makeBackground_;
  std::optional<Saving> saving_;
  std::unique_ptr<TraceImport> import_;
  unsigned importNumber_ = 0;
};

}  // namespace interleave
