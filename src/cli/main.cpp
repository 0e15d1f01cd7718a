// The native command: the page's programs without a page. See usage() in arguments.cpp.

#include <cerrno>
#include <cstring>
#include <iostream>
#include <new>
#include <system_error>

#include "cli/command.h"

namespace interleave {
namespace {

int perform(const Arguments& arguments) {
  switch (arguments.command) {
    case CommandKind::run: return runCommand(arguments);
    case CommandKind::replay: return replayCommand(arguments);
    case CommandKind::explore: return exploreCommand(arguments);
    case CommandKind::check: return checkCommand(arguments);
    case CommandKind::link: return linkCommand(arguments);
    case CommandKind::code: return codeCommand(arguments);
    case CommandKind::gallery: return galleryCommand(arguments);
  }
  return kBadInput;
}

int performOrSayWhyNot(const Arguments& arguments) {
  try {
    return perform(arguments);
  } catch (const std::bad_alloc&) {
    std::cerr << "interleave: there is not enough memory\n";
  } catch (const std::system_error& problem) {
    std::cerr << "interleave: a thread cannot be made: " << problem.what() << '\n';
  }
  return kNotAllowed;
}

// What a command prints is in vain if it cannot be written, for example to a full disk.
int written(int exitCode) {
  errno = 0;
  std::cout.flush();
  if (std::cout) return exitCode;
  std::cerr << "interleave: the output could not be written" << (errno != 0 ? ": " : "")
            << (errno != 0 ? std::strerror(errno) : "") << '\n';
  return kNotAllowed;
}

}  // namespace

}  // namespace interleave

int main(int argc, char** argv) {
  using namespace interleave;
  const Arguments arguments = parseArguments({argv + 1, argv + argc});
  if (!arguments.problem.empty()) {
    std::cerr << "interleave: " << arguments.problem << "\n\n" << usage();
    return kBadInput;
  }
  if (arguments.help) {
    std::cout << usage();
    return written(kDone);
  }
  return written(performOrSayWhyNot(arguments));
}
