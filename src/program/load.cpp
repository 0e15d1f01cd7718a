#include "program/load.h"

#include <utility>

#include "lang/asked.h"
#include "lang/checker.h"
#include "lang/parser.h"
#include "lang/scopes.h"
#include "program/compiler.h"

namespace interleave::program {

namespace {

struct Checked {
  lang::Parsed parsed;
  lang::Scopes scopes;
  lang::Faults faults;
};

Checked checked(std::string_view source) {
  Checked read;
  read.parsed = lang::parse(source);
  read.scopes = lang::scopesOf(read.parsed.tree, read.parsed.gaps);
  read.faults = lang::check(read.parsed, read.scopes);
  return read;
}

}  // namespace

Loaded load(std::string_view source) {
  Checked read = checked(source);
  if (!read.faults.empty()) return {nullptr, std::move(read.faults)};
  Compiled compiled = compile(read.parsed.tree, read.scopes);
  if (!compiled.faults.empty()) return {nullptr, std::move(compiled.faults)};
  return {std::make_shared<const Program>(std::move(compiled.program)), {}};
}

LoadedQuestion load(std::string_view source, std::string_view question) {
  Checked read = checked(source);
  if (!read.faults.empty()) return {nullptr, std::move(read.faults), {}};
  lang::Asked asked = lang::askedOf(read.parsed.tree, question);
  if (!asked.faults.empty()) return {nullptr, {}, std::move(asked.faults)};
  Compiled compiled = compile(read.parsed.tree, asked);
  if (!compiled.faults.empty()) return {nullptr, std::move(compiled.faults), {}};
  return {std::make_shared<const Program>(std::move(compiled.program)), {}, {}};
}

}  // namespace interleave::program
