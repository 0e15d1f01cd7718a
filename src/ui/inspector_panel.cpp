#include "ui/widgets.h"

namespace interleave {

void drawLockInspector(Ui& ui, const Area& area) { Panel panel(ui, "Lock", area); }

}  // namespace interleave
