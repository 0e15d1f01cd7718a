// What is shown as a file, for the user or for a program, and traces that are opened. Main thread only; nothing here waits.
//
// A number is that of the program's question that the file, or the run in it, answers; 0: the user's.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/answers.h"
#include "app/display.h"
#include "app/notices.h"
#include "app/trace_files.h"
#include "platform/platform.h"

namespace interleave {

class Files {
 public:
  // `makeBackground`: as for TraceFiles.
  Files(Platform& platform, const Display& display, Answers& answers, Notices& notices, MakeBackground makeBackground);

  const TraceFiles& traces() const { return traces_; }
  bool busy() const { return traces_.saving() || traces_.reading(); }
  void cancel();
  void collect() { traces_.collect(); }

  // ---- What is shown, as a file
  void save(FileFormat format, unsigned number);
  // A picture that is to be made by what draws the frame.
  struct PictureWanted {
    FileFormat format;
    unsigned number;
  };
  std::optional<PictureWanted> takePictureWanted() { return std::exchange(pictureWanted_, std::nullopt); }
  // `svg`: the picture itself, where that is its format; else the area of the next frame is.
  void savePicture(const PictureWanted& wanted, const FieldArea& area, const std::string& svg);

  // ---- A saved trace, which follows in pieces
  void choose();
  void beginReading(unsigned number);
  // False, and `piece` as it was, if it is to be offered again later.
  bool read(std::string& piece) { return traces_.give(piece); }
  bool wantsNoMore() const { return traces_.wantsNoMore(); }
  void endReading() { traces_.endOfFile(); }
  // True: a trace has been read, and waits for takeOpened(). What cannot be read is refused.
  bool collectOpened();
  std::optional<TraceFiles::Opened> takeOpened() { return std::exchange(opened_, std::nullopt); }

 private:
  void refuse(unsigned number, std::string_view why);

  Platform& platform_;
  const Display& display_;
  Answers& answers_;
  Notices& notices_;
  TraceFiles traces_;
  std::optional<PictureWanted> pictureWanted_;
  std::optional<TraceFiles::Opened> opened_;
};

}  // namespace interleave
