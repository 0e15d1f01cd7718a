# Writes a C++ header that holds files as bytes: cmake -DOUTPUT=... -DFILES=name=path;... -DTEXT=ON|OFF
#
# TEXT: each becomes `const char name[]`, ended by a zero. Otherwise `const unsigned char name[]` with
# its length in `nameSize`.
set(content "// Made by web/embed.cmake.\n#pragma once\n#include <cstddef>\nnamespace interleave::embedded {\n")
foreach(entry IN LISTS FILES)
  string(REGEX MATCH "^([^=]+)=(.+)$" matched "${entry}")
  set(name "${CMAKE_MATCH_1}")
  file(READ "${CMAKE_MATCH_2}" bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  if(TEXT)
    string(APPEND content "inline constexpr char ${name}[] = {${bytes}0x00};\n")
  else()
    string(APPEND content "inline constexpr unsigned char ${name}[] = {${bytes}};\n")
    string(APPEND content "inline constexpr std::size_t ${name}Size = sizeof(${name});\n")
  endif()
endforeach()
string(APPEND content "}  // namespace interleave::embedded\n")
file(WRITE "${OUTPUT}" "${content}")
