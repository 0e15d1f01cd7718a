// Buttons with a sign in place of a word.
#pragma once

#include "ui/panels.h"

namespace interleave {

enum class Sign : unsigned char { toStart, back, on, toEnd, undo, redo };

// All but toStart and toEnd repeat while they are held. `name` is the item's.
bool signButton(Ui& ui, const char* name, const char* tip, Sign sign, bool enabled);

}  // namespace interleave
