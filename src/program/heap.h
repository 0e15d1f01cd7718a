// The objects of one state: numbered, each a header and values.
//
// A list that grows moves; its number stays. Nothing is freed one by one: StateEncoder (program/key.h) keeps what can be reached.
// For one thread at a time; copies are independent.
//
// A heap may lack what its objects have: what is looked at is then asked of a source (program/missing.h).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "program/missing.h"
#include "program/value.h"

namespace interleave::program {

enum class Kind : std::uint8_t {
  // Values that can be compared as wholes. Their values are their elements.
  tuple,
  list,
  dict,  // key, value, key, value…, in the order of insertion
  set,  // in ascending order
  deque,
  range,  // start, stop, step
  view,  // of a dict: [dict, what]: 0 keys, 1 values, 2 items
  iterator,  // see IteratorOf
  // What programs define.
  cell,  // a variable of a function that a function inside mentions: [serial, value]; detail: its number in the Program
  function,  // defaults, then cells; detail: its number in the Program
  method,  // [object, function]
  classes,  // a class: [serial, variable…]; detail: its number in the Program
  instance,  // [class, serial, thread part, attribute…]; detail: number of its class
  exception,  // [class, arguments, line, attribute…]; detail: number of its class, where the program defines that
  // What the library has: one file each in program/library.
  lock,
  rlock,
  condition,
  semaphore,
  event,
  barrier,
  thread,
  queue,
  executor,
  future,
  atomic,
  spinLock,
  ticketLock,
  rwLock,
  rwSide,
  checkThenLock,
};

// Whether objects of a kind have an identity: a serial number, which tells each from all others of a state.
constexpr bool hasIdentity(Kind kind) {
  return kind == Kind::cell || kind == Kind::classes || kind == Kind::instance || (kind >= Kind::lock && kind != Kind::rwSide);
}
// Where it is among the values.
constexpr std::size_t serialPlace(Kind kind) { return kind == Kind::instance ? 1 : 0; }

// Of a value with the tag `object`.
constexpr ObjectId idOf(Value value) { return static_cast<ObjectId>(value.payload()); }

// Where the attributes of an instance or exception begin among its values, and the variables of a class.
inline constexpr std::size_t kFirstAttribute = 3;
inline constexpr std::size_t kFirstVariable = 2;
// Whether each value of an object is a variable of its own, from kFirstField on; what comes before never changes.
constexpr bool hasFields(Kind kind) { return kind == Kind::instance || kind == Kind::classes; }
inline constexpr std::size_t kFirstField = 2;

class Heap {
 public:
  // Makes its objects those of another heap.
  void beginWith(const Heap& other) {
    left_.clear();
    objects_ = other.objects_;
    values_.assign(other.values_.begin(), other.values_.end());
  }

  // Values are absent at first.
  ObjectId make(Kind kind, std::size_t length, std::uint16_t detail = 0) {
    objects_.push_back({kind, false, Missing::none, detail, static_cast<std::uint32_t>(length),
                        static_cast<std::uint32_t>(length), static_cast<std::uint32_t>(values_.size())});
    values_.resize(values_.size() + length);
    return static_cast<ObjectId>(objects_.size() - 1);
  }
  ObjectId make(Kind kind, std::span<const Value> values, std::uint16_t detail = 0) {
    const ObjectId object = make(kind, values.size(), detail);
    std::copy(values.begin(), values.end(), values_.begin() + static_cast<std::ptrdiff_t>(objects_[object].offset));
    return object;
  }

  std::size_t size() const { return objects_.size(); }
  Kind kind(ObjectId object) const { return objects_[object].kind; }
  std::uint16_t detail(ObjectId object) const { return objects_[object].detail; }
  bool shared(ObjectId object) const {
    // What was shared stays so.
    if (!objects_[object].shared) require(object);
    return objects_[object].shared;
  }
  void setShared(ObjectId object) {
    require(object);
    objects_[object].shared = true;
  }

  // The first object from `from` to `end` that differs from that of another heap: in values, length or sharing. `end`: none does.
  ObjectId firstDifference(const Heap& other, ObjectId from, ObjectId end) const {
    for (ObjectId object = from; object < end; ++object) {
      const Object& one = objects_[object];
      const Object& its = other.objects_[object];
      if (one.shared != its.shared || one.length != its.length) return object;
      const Value* const values = values_.data() + one.offset;
      const Value* const others = other.values_.data() + its.offset;
      for (std::uint32_t i = 0; i < one.length; ++i) {
        if (values[i] != others[i]) return object;
      }
    }
    return end;
  }
  // Of all objects together, those included that have grown out of their places.
  std::size_t valueCount() const { return values_.size(); }

  // Of an object with an identity: it never changes.
  Value serial(ObjectId object) const { return values_[objects_[object].offset + serialPlace(objects_[object].kind)]; }
  // Good until an object is made or grows.
  std::span<Value> values(ObjectId object) {
    requireAll(object);
    return {values_.data() + objects_[object].offset, objects_[object].length};
  }
  std::span<const Value> values(ObjectId object) const {
    requireAll(object);
    return {values_.data() + objects_[object].offset, objects_[object].length};
  }
  // Good until an object is made or grows. To be read or written.
  Value& at(ObjectId object, std::size_t index) {
    require(object);
    if (objects_[object].missing == Missing::fields) source_->readField(object, index), source_->writeField(object, index);
    return values_[objects_[object].offset + index];
  }
  Value at(ObjectId object, std::size_t index) const {
    require(object);
    if (objects_[object].missing == Missing::fields) source_->readField(object, index);
    return values_[objects_[object].offset + index];
  }
  // Whether at() has a value. Only that is looked at, where the source knows it without the value.
  bool bound(ObjectId object, std::size_t index) const {
    require(object);
    if (objects_[object].missing == Missing::fields) {
      if (source_->hasValue(object, index)) return true;
      source_->readField(object, index);
    }
    return values_[objects_[object].offset + index].bound();
  }
  // Writes without a look at what there was.
  void set(ObjectId object, std::size_t index, Value value) {
    require(object);
    if (objects_[object].missing == Missing::fields) source_->writeField(object, index);
    values_[objects_[object].offset + index] = value;
  }
  std::size_t length(ObjectId object) const {
    require(object);
    return objects_[object].length;
  }

  void insert(ObjectId object, std::size_t index, Value value) {
    reserve(object, length(object) + 1);
    Object& grown = objects_[object];
    Value* const first = values_.data() + grown.offset;
    std::copy_backward(first + index, first + grown.length, first + grown.length + 1);
    first[index] = value;
    ++grown.length;
  }
  void append(ObjectId object, Value value) { insert(object, length(object), value); }
  void remove(ObjectId object, std::size_t index, std::size_t count = 1) {
    require(object);
    Object& shrunk = objects_[object];
    Value* const first = values_.data() + shrunk.offset;
    std::copy(first + index + count, first + shrunk.length, first + index);
    shrunk.length -= static_cast<std::uint32_t>(count);
  }
  // Replaces all values.
  void assign(ObjectId object, std::span<const Value> values) {
    require(object);
    reserve(object, values.size());
    objects_[object].length = static_cast<std::uint32_t>(values.size());
    std::copy(values.begin(), values.end(), values_.begin() + static_cast<std::ptrdiff_t>(objects_[object].offset));
  }

  // ---- For a source ----------------------------------------------------------------
  // What is missing of an object is asked of the source from now on. A heap with a source is not copied.
  enum class Missing : std::uint8_t {
    none,
    all,  // its values, their number, and whether it is shared
    fields,  // each of its values may be
  };
  void setSource(MissingParts* source) {
    source_ = source;
    values_.reserve(kRoomOfParts);
  }
  // Asked as setSource() says, and what is missing is there all the same: the source only follows what is looked at.
  void setFollower(MissingParts* follower) { source_ = follower; }
  void setMissing(ObjectId object, Missing missing) { objects_[object].missing = missing; }
  Missing missing(ObjectId object) const { return objects_[object].missing; }
  // An object of which all is missing but its kind, detail and serial number.
  ObjectId makeMissing(Kind kind, std::uint16_t detail, Value serial) {
    const ObjectId made = make(kind, serialPlace(kind) + 1, detail);
    field(made, serialPlace(kind)) = serial;
    objects_[made].missing = Missing::all;
    return made;
  }
  // Leaves the number of an object that nothing refers to, and nothing else of it.
  void vacate(ObjectId object) {
    objects_[object].kind = Kind::tuple;
    objects_[object].length = 0;
  }
  // Gives an object what it lacks.
  void fill(ObjectId object, std::span<const Value> values, bool shared) {
    objects_[object].missing = Missing::none;
    objects_[object].shared = shared;
    keepPlaces(values.size());
    assign(object, values);
  }
  Value& field(ObjectId object, std::size_t index) { return values_[objects_[object].offset + index]; }
  // As it is now, whatever is missing.
  std::span<const Value> present(ObjectId object) const {
    return {values_.data() + objects_[object].offset, objects_[object].length};
  }
  bool sharedNow(ObjectId object) const { return objects_[object].shared; }

 private:
  void require(ObjectId object) const {
    if (objects_[object].missing == Missing::all) source_->readObject(object);
  }
  void requireAll(ObjectId object) const {
    require(object);
    if (objects_[object].missing == Missing::fields) source_->readFields(object);
  }

  struct Object {
    Kind kind;
    bool shared;
    Missing missing;
    std::uint16_t detail;
    std::uint32_t length;
    std::uint32_t room;
    std::uint32_t offset;
  };

  // What is looked at while another object is gone through must not move that: if there is no room, the old places stay as they are
  // until the next beginWith().
  static constexpr std::size_t kRoomOfParts = 1u << 16;
  void keepPlaces(std::size_t length) {
    if (values_.size() + 2 * length + 2 <= values_.capacity()) return;
    std::vector<Value> larger;
    larger.reserve(2 * (values_.capacity() + length));
    larger = values_;
    left_.push_back(std::exchange(values_, std::move(larger)));
  }

  void reserve(ObjectId object, std::size_t length) {
    if (length <= objects_[object].room) return;
    const std::size_t room = length + length / 2 + 2;
    const std::size_t from = objects_[object].offset;
    objects_[object].offset = static_cast<std::uint32_t>(values_.size());
    objects_[object].room = static_cast<std::uint32_t>(room);
    values_.resize(values_.size() + room);
    std::copy_n(values_.begin() + static_cast<std::ptrdiff_t>(from), objects_[object].length,
                values_.begin() + static_cast<std::ptrdiff_t>(objects_[object].offset));
  }

  std::vector<Object> objects_;
  std::vector<Value> values_;
  std::vector<std::vector<Value>> left_;
  MissingParts* source_ = nullptr;
};

}  // namespace interleave::program
