#include "program/load.h"

#include <utility>

#include "lang/checker.h"
#include "lang/parser.h"
#include "lang/scopes.h"
#include "program/compiler.h"

namespace interleave::program {

Loaded load(std::string_view source) {
  const lang::Parsed parsed = lang::parse(source);
  const lang::Scopes scopes = lang::scopesOf(parsed.tree, parsed.gaps);
  lang::Faults faults = lang::check(parsed, scopes);
  if (!faults.empty()) return {nullptr, std::move(faults)};
  Compiled compiled = compile(parsed.tree, scopes);
  if (!compiled.faults.empty()) return {nullptr, std::move(compiled.faults)};
  return {std::make_shared<const Program>(std::move(compiled.program)), {}};
}

}  // namespace interleave::program
