# Makes a header with the texts of programs/*.py by name, in the folder of embedded files.
#
# It is made while CMake configures, so that clang-tidy finds it where nothing is built.
set(gallery "${CMAKE_CURRENT_LIST_DIR}/programs")
file(GLOB gallery_files CONFIGURE_DEPENDS "${gallery}/*.py")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${gallery_files})

set(content "// Made by src/gallery/programs.cmake.\n#pragma once\n#include <string_view>\nnamespace interleave::embedded {\n")
string(APPEND content "struct Program {\n  std::string_view name, text;\n};\ninline constexpr Program kGallery[] = {\n")
foreach(file IN LISTS gallery_files)
  get_filename_component(name "${file}" NAME_WE)
  file(READ "${file}" text)
  string(APPEND content "    {\"${name}\", R\"py(${text})py\"},\n")
endforeach()
string(APPEND content "};\n}  // namespace interleave::embedded\n")
file(GENERATE OUTPUT "${CMAKE_BINARY_DIR}/include/embedded/gallery.h" CONTENT "${content}")
