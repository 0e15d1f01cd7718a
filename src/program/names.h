// What readers call the objects and variables of a state: breadth first from the module's names in the order of the text.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "program/machine.h"
#include "program/operations.h"

namespace interleave::program {

// For one thread at a time.
class Names {
 public:
  // What is done with each variable that has a name. `constant`: it is bound once; `shared`: threads share it.
  using Visit = std::function<void(const std::string& name, Value value, bool constant, bool shared)>;

  // The machine must outlive this, and stay as it is.
  explicit Names(const Machine& machine, Visit visit = {});

  // `account`, `accounts[0]`, `main.n` for a cell; what no name of the module leads to, by its type and number: `Account#1`, `Lock#2`.
  // Empty: it is no object.
  std::string of(Value object) const;

 private:
  void visitLater(Value value, const std::string& name);
  void visitObject(ObjectId object, const std::string& name, bool further);
  void visitFields(ObjectId object, const std::string& name, const std::vector<std::uint32_t>& names, std::size_t first,
                   bool further);
  void nameListed();
  int numberByMaking(ObjectId object) const;
  int numberByReach(ObjectId object) const;
  void reach() const;

  const Machine& machine_;
  const Program& program_;
  const Heap& heap_;
  mutable Operations operations_;
  Visit visit_;  // only while the constructor runs
  std::unordered_map<ObjectId, std::string> names_;
  std::deque<std::pair<ObjectId, std::string>> open_;
  mutable std::vector<ObjectId> reached_;  // what can be reached, once that is asked for
};

}  // namespace interleave::program
