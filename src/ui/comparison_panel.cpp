#include "ui/widgets.h"

namespace interleave {

void drawComparison(Ui& ui, const Area& area) { Panel panel(ui, "Comparison", area); }

}  // namespace interleave
