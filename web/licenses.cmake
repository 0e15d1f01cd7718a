# Writes one text of the licences of all parts: cmake -DOUTPUT=... -DFILES=name=path;...
set(content "")
foreach(entry IN LISTS FILES)
  string(REGEX MATCH "^([^=]+)=(.+)$" matched "${entry}")
  set(name "${CMAKE_MATCH_1}")
  file(READ "${CMAKE_MATCH_2}" license)
  string(APPEND content "==== ${name} ====\n\n${license}\n\n")
endforeach()
file(WRITE "${OUTPUT}" "${content}")
