#include "lang/faults_json.h"

#include "text/json.h"

namespace interleave::lang {

std::string faultsJson(const Faults& faults, std::string_view source) {
  Json list = Json::array();
  for (const Fault& fault : faults) {
    list.push_back({{"line", fault.span.line},
                    {"column", columnOf(fault, source)},
                    {"message", fault.what},
                    {"source", std::string(lineOf(source, fault.span.line))}});
  }
  return jsonText(Json({{"faults", std::move(list)}}));
}

}  // namespace interleave::lang
