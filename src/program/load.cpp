#include "program/load.h"

#include <utility>

#include "lang/checker.h"
#include "lang/parser.h"
#include "lang/scopes.h"
#include "program/compiler.h"

namespace interleave::program {

Loaded load(std::string_view source) {
  lang::Parsed parsed = lang::parse(source);
  if (!parsed.faults.empty()) return {nullptr, std::move(parsed.faults)};
  const lang::Scopes scopes = lang::scopesOf(parsed.tree);
  if (!scopes.faults.empty()) return {nullptr, scopes.faults};
  lang::Faults faults = lang::check(parsed.tree, scopes);
  if (!faults.empty()) return {nullptr, std::move(faults)};
  Compiled compiled = compile(parsed.tree, scopes);
  if (!compiled.faults.empty()) return {nullptr, std::move(compiled.faults)};
  return {std::make_shared<const Program>(std::move(compiled.program)), {}};
}

}  // namespace interleave::program
