#include "program/misfit.h"

#include <algorithm>

namespace interleave::program {
namespace {

using lang::Convention;
using lang::EntryKind;
using lang::Parameter;

// 'a', 'a' and 'b', 'a', 'b', and 'c'.
std::string listed(const std::vector<std::string>& names) {
  std::string all;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i != 0) all += names.size() == 2 ? " and " : i + 1 == names.size() ? ", and " : ", ";
    all += "'" + names[i] + "'";
  }
  return all;
}

std::string given(std::size_t count) { return " (" + std::to_string(count) + " given)"; }

// One call of an entry.
class Call {
 public:
  Call(lang::EntryId entry, std::size_t positional, std::span<const std::string_view> names)
      : entry_(lang::entries()[entry]),
        parameters_(lang::signatureOf(entry).parameters),
        anyNumber_(lang::signatureOf(entry).anyNumber),
        anyName_(lang::signatureOf(entry).anyName),
        positional_(positional),
        names_(names) {
    for (const Parameter& each : parameters_) {
      if (!each.byPosition) continue;
      ++places_;
      required_ += each.required ? 1 : 0;
    }
  }

  bool fits() const { return ofPython().empty(); }

  std::string text() const {
    switch (lang::conventionOf(entry_)) {
      case Convention::python: return ofPython();
      case Convention::exact: return exact();
      case Convention::counted: return countedOnly();
      case Convention::tuple: return ofTuple();
      case Convention::keywords: return byKeywords();
      case Convention::mixed: return mixed();
      default: return {};
    }
  }

 private:
  std::string shortName() const { return std::string(entry_.name.substr(entry_.name.rfind('.') + 1)); }

  // `Lock.acquire`, `len`.
  std::string qualifiedName() const {
    if (!entry_.shown.empty()) return std::string(entry_.shown);
    const std::size_t last = entry_.name.rfind('.');
    if (last == std::string_view::npos || entry_.kind == EntryKind::function || entry_.kind == EntryKind::type)
      return shortName() +
             (lang::conventionOf(entry_) == Convention::python && entry_.kind == EntryKind::type ? ".__init__" : "");
    const std::size_t before = entry_.name.rfind('.', last - 1);
    return std::string(entry_.name.substr(before == std::string_view::npos ? 0 : before + 1));
  }

  const Parameter* named(std::string_view name) const {
    const auto found = std::ranges::find_if(parameters_, [&](const Parameter& one) { return one.byName && one.name == name; });
    return found == parameters_.end() ? nullptr : &*found;
  }
  bool isGiven(std::size_t parameter) const {
    if (parameter < std::min(places_, positional_)) return true;
    return parameters_[parameter].byName && std::ranges::find(names_, parameters_[parameter].name) != names_.end();
  }

  // Empty where the arguments fit, as Python's own rules are those of the signature.
  std::string ofPython() const {
    const std::string name = qualifiedName();
    for (const std::string_view each : names_) {
      const Parameter* parameter = named(each);
      if (parameter == nullptr && anyName_) continue;
      if (parameter == nullptr) return unexpected(name, each);
      if (static_cast<std::size_t>(parameter - parameters_.data()) < std::min(places_, positional_)) return repeated(name, each);
    }
    const std::size_t self = entry_.kind == EntryKind::function ? 0 : 1;
    if (positional_ > places_ && !anyNumber_) {
      std::size_t byName = 0;
      for (std::size_t i = places_; i < parameters_.size(); ++i) byName += isGiven(i) ? 1 : 0;
      return tooMany(name, required_ + self, places_ + self, positional_ + self, byName);
    }
    std::vector<std::string> left;
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
      if (parameters_[i].required && !isGiven(i)) left.emplace_back(parameters_[i].name);
    }
    return left.empty() ? "" : missing(name, left, false);
  }

  // METH_NOARGS and METH_O.
  std::string exact() const {
    const std::string name = qualifiedName() + "() takes ";
    if (!names_.empty()) return name + "no keyword arguments";
    return name + (places_ == 0 ? "no arguments" : "exactly one argument") + given(positional_);
  }

  // _PyArg_CheckPositional().
  std::string numberOf() const {
    const bool few = positional_ < required_;
    const std::size_t bound = few ? required_ : places_;
    const std::string_view how = required_ == places_ && !anyNumber_ ? "" : few ? "at least " : "at most ";
    return shortName() + " expected " + std::string(how) + counted(bound, "argument") + ", got " + std::to_string(positional_);
  }
  std::string countedOnly() const { return names_.empty() ? numberOf() : qualifiedName() + "() takes no keyword arguments"; }
  std::string mixed() const {
    if (positional_ < required_ || (positional_ > places_ && !anyNumber_)) return numberOf();
    return invalid(entry_.shown.empty() ? shortName() : std::string(entry_.shown));
  }

  // PyArg_ParseTuple().
  std::string ofTuple() const {
    if (!names_.empty()) return shortName() + "() takes no keyword arguments";
    return bounded(positional_ < required_ ? required_ : places_, positional_ < required_);
  }
  std::string bounded(std::size_t bound, bool least) const {
    return shortName() + "() takes " + (least ? "at least " : "at most ") + counted(bound, "argument") + given(positional_);
  }

  // The first argument by a name that no parameter has.
  std::string invalid(const std::string& name) const {
    const auto unknown = std::ranges::find_if(names_, [&](std::string_view each) { return named(each) == nullptr; });
    return unknown == names_.end() ? "" : "'" + std::string(*unknown) + "' is an invalid keyword argument for " + name + "()";
  }

  // _PyArg_UnpackKeywords().
  std::string byKeywords() const {
    const std::string name = shortName() + "()";
    const std::size_t all = positional_ + names_.size();
    if (all > parameters_.size()) {
      return name + " takes at most " + counted(parameters_.size(), positional_ == 0 ? "keyword argument" : "argument") +
             given(all);
    }
    if (positional_ > places_) return name + " takes no positional arguments";
    const auto fixed = static_cast<std::size_t>(
        std::ranges::count_if(parameters_, [](const Parameter& each) { return each.required && !each.byName; }));
    if (positional_ < fixed) return name + " takes at least " + counted(fixed, "positional argument") + given(positional_);
    for (std::size_t i = positional_; i < parameters_.size(); ++i) {
      if (!parameters_[i].required || isGiven(i)) continue;
      return name + " missing required argument '" + std::string(parameters_[i].name) + "' (pos " + std::to_string(i + 1) + ")";
    }
    for (std::size_t i = 0; i < positional_; ++i) {
      if (std::ranges::find(names_, parameters_[i].name) == names_.end() || !parameters_[i].byName) continue;
      return "argument for " + name + " given by name ('" + std::string(parameters_[i].name) + "') and position (" +
             std::to_string(i + 1) + ")";
    }
    return invalid(shortName());
  }

  const lang::Entry& entry_;
  const std::vector<Parameter>& parameters_;
  const bool anyNumber_, anyName_;
  const std::size_t positional_;
  const std::span<const std::string_view> names_;
  std::size_t places_ = 0;    // parameters that can be given by position
  std::size_t required_ = 0;  // of these, those without a default
};

}  // namespace

std::string counted(std::size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string tooMany(const std::string& name, std::size_t required, std::size_t places, std::size_t given, std::size_t byName) {
  const std::string takes =
      (required == places ? "" : "from " + std::to_string(required) + " to ") + counted(places, "positional argument");
  const std::string named = byName == 0 ? ""
                                        : " positional argument" + std::string(given == 1 ? "" : "s") + " (and " +
                                              counted(byName, "keyword-only argument") + ")";
  return name + "() takes " + takes + " but " + std::to_string(given) + named +
         (given == 1 && byName == 0 ? " was given" : " were given");
}

std::string missing(const std::string& name, const std::vector<std::string>& names, bool byName) {
  return name + "() missing " +
         counted(names.size(), byName ? "required keyword-only argument" : "required positional argument") + ": " + listed(names);
}

std::string unexpected(const std::string& name, std::string_view keyword) {
  return name + "() got an unexpected keyword argument '" + std::string(keyword) + "'";
}

std::string repeated(const std::string& name, std::string_view parameter) {
  return name + "() got multiple values for argument '" + std::string(parameter) + "'";
}

std::optional<Misfit> misfitOf(lang::EntryId entry, std::size_t positional, std::span<const std::string_view> names) {
  const Call call(entry, positional, names);
  if (call.fits()) return std::nullopt;
  const lang::Entry& called = lang::entries()[entry];
  if (lang::conventionOf(called) == Convention::more)
    return Misfit{"`" + std::string(called.name) + "` takes `" + std::string(called.parameters) + "` here", true};
  return Misfit{call.text()};
}

}  // namespace interleave::program
