// Where the numbers of a state's parts are in its words: each in a field that is as wide as the numbers known so far need.
//
// A value; for any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "program/part_machine.h"

namespace interleave {

class StateLayout {
 public:
  using Position = program::PartTable::Position;

  // Where a number is: bits of a word.
  struct Field {
    std::uint32_t mask = 0;  // 0: no field
    std::uint16_t word = 0;
    std::uint16_t shift = 0;
  };

  // Of a state: one at least.
  std::size_t words() const { return used_.size(); }

  // Parts that it knows, with a field or without one.
  std::size_t parts() const { return fields_.size(); }
  // The number of a part; 0 of one without a field.
  std::uint32_t get(const std::uint64_t* state, Position position) const {
    if (position >= fields_.size()) return 0;
    const Field field = fields_[position];
    return static_cast<std::uint32_t>(state[field.word] >> field.shift & field.mask);
  }
  // Whether the part can change in the states of this layout.
  bool hasField(Position position) const { return position < fields_.size() && fields_[position].mask != 0; }
  bool fits(program::PartMachine::Part part) const {
    return part.number == 0 || (part.position < fields_.size() && part.number <= fields_[part.position].mask);
  }
  // Of a part that has one.
  Field field(Position position) const { return fields_[position]; }
  // Precondition: it fits.
  void set(std::uint64_t* state, program::PartMachine::Part part) const {
    if (part.position >= fields_.size()) return;
    const Field field = fields_[part.position];
    std::uint64_t& word = state[field.word];
    word = (word & ~(std::uint64_t{field.mask} << field.shift)) | std::uint64_t{part.number} << field.shift;
  }

  // One with fields of this width for so many parts.
  static StateLayout uniform(std::size_t parts, std::uint32_t width);
  // The layout for parts with so many numbers each, with some room for more. Few fields move if that is enough, else all.
  StateLayout grown(std::span<const std::uint32_t> counts) const;
  // Whether states of this layout are states of `grown` as they are: what that adds is 0 in them.
  bool isPartOf(const StateLayout& grown) const;
  // How states of one layout become states of another, which has room for them.
  class Conversion {
   public:
    Conversion(const StateLayout& from, const StateLayout& to);
    void write(const std::uint64_t* state, std::uint64_t* converted) const;

   private:
    std::vector<std::uint64_t> kept_;  // by word: the bits that stay where they are
    std::vector<std::pair<Field, Field>> moved_;  // whence and where to
    std::size_t words_;
  };

 private:
  bool widen(Position position, std::uint32_t width);
  bool place(Position position, std::uint32_t width);
  void placeAnywhere(Position position, std::uint32_t width);
  void spreadRoom();

  std::vector<Field> fields_;  // by position
  std::vector<std::uint64_t> used_ = {0};  // by word: the bits that are of fields
};

}  // namespace interleave
