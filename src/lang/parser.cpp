#include "lang/parser.h"

#include "lang/parsing.h"
#include "lang/source_text.h"
#include "lang/statements.h"
#include "lang/token.h"

namespace interleave::lang {

Parsed parse(std::string_view source) {
  Parsed parsed;
  parsed.faults = unreadable(source);
  if (!parsed.faults.empty()) return parsed;
  const SourceText text(source);
  const Lexed lexed = lex(text);
  Parsing parsing(text);
  Cursor cursor(parsing, lexed);
  const NodeId root = Statements(parsing, cursor).module();
  parsing.tree().setRoot(root);
  for (const Watched& each : lexed.watched) parsing.tree().watch(each);
  for (const Fault& fault : lexed.faults) parsing.faultAlone(fault.span, fault.what);
  parsed.faults = parsing.faults();
  parsed.tree = std::move(parsing.tree());
  parsing.gaps().findNames(text);
  parsed.gaps = std::move(parsing.gaps());
  return parsed;
}

}  // namespace interleave::lang
