// What a command works on: a program's file, standard input, or a link.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "link/link.h"
#include "program/code.h"

namespace interleave {

struct Source {
  std::string name;      // for messages: "race.py", "standard input", "link"
  LinkContent content;
  bool flawed = false;   // a problem of the link has been printed

  const Settings* account() const { return std::get_if<Settings>(&content); }
  const ProgramSettings* program() const { return std::get_if<ProgramSettings>(&content); }
};

// `word`: "-" is standard input, "gallery:NAME" a program of the gallery, what ends in ".py" or names a file is a file, what is empty or
// has '#', '=' or "://" is a link, and the rest is a file. Problems are printed to standard error; none: nothing of the source can be used.
std::optional<Source> readSource(std::string_view word);

// A program that a command is to take steps of.
struct LoadedProgram {
  std::shared_ptr<const program::Program> program;  // null: it is refused
  std::string_view source;  // of the Source
};

// Checks a program and prints why it is refused: as text to standard error, or, with `json`, as JSON to standard output.
LoadedProgram loadProgram(const Source& source, bool json);

// Why a program is refused, for readers (as JSON: lang/faults_json.h): `FILE:LINE:COLUMN: message`, the line of the program, and a caret
// below the column.
std::string faultsText(const lang::Faults& faults, std::string_view source, std::string_view name);

}  // namespace interleave
