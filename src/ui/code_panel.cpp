#include "ui/widgets.h"

namespace interleave {

void drawCode(Ui& ui, const Area& area) { Panel panel(ui, "Code", area); }

}  // namespace interleave
