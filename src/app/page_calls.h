// What the page calls, for itself and for programs on it: a table from names to functions (page_calls.cpp).
//
// A new call is one line in that table, and one in web/page.mjs. The page checks what programs give (web/programs.mjs).
// Main thread only; nothing here waits: a call that takes longer returns a number, and Platform::answer() has the same
// number, perhaps before the call has returned.
#pragma once

#include <string>
#include <string_view>

#include "app/app.h"

namespace interleave {

// What calls ask of the canvas; where nothing can be drawn, only draws() and inspectJson() do something.
class Drawing {
 public:
  virtual ~Drawing() = default;
  virtual bool draws() const = 0;
  // The user did something.
  virtual void onInput() = 0;
  // Text from the clipboard, for the field that is being edited in the canvas.
  virtual void paste(std::string_view text) = 0;
  // The answer to request::kLetters: a TrueType font; empty: it could not be loaded.
  virtual void addLetters(std::string font) = 0;
  // Where the controls are (app/frame.h).
  virtual std::string inspectJson() = 0;
};

class PageCalls {
 public:
  PageCalls(App& app, Drawing& drawing) : app_(app), drawing_(drawing) {}

  // `data` is a text or bytes, `options` an object as JSON. Returns JSON; nothing at all where there is no such call.
  std::string call(std::string_view name, std::string data, std::string_view options);

 private:
  App& app_;
  Drawing& drawing_;
};

}  // namespace interleave
