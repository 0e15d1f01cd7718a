#include "explore/like_threads.h"

#include <algorithm>
#include <numeric>

#include "explore/key_table.h"
#include "program/part_writer.h"

namespace interleave {
namespace {

using program::AgentId;
using program::Kind;
using program::PartKey;
using program::Tag;
using Parts = PartKey::Kind;

constexpr int kTagBits = 4;

// Of a member's hashes that are kept.
constexpr int kKnownBits = 7;

std::uint64_t mixed(std::uint64_t bits) {
  bits ^= bits >> 32;
  bits *= 0x9E37'79B9'7F4A'7C15;
  bits ^= bits >> 29;
  bits *= 0xBF58'476D'1CE4'E5B9;
  return bits ^ bits >> 32;
}

// Which part, whatever its position in a table, and which of several things in it.
std::uint64_t hashOfPlace(const PartKey& key, std::uint64_t which) {
  return mixed(mixed(std::uint64_t{key.number} << 32 | key.index) + (static_cast<std::uint64_t>(key.kind) << 32 | which));
}
// The same for all like agents.
std::uint64_t hashOfPlace(const PartKey& key) { return hashOfPlace({key.kind, 0, key.index}, 0); }

bool isOwn(Parts kind) { return kind == Parts::agent || kind == Parts::call || kind == Parts::summary || kind == Parts::slot; }

// Values as a part has them (program/part_writer.h).
constexpr std::uint64_t tokenOf(std::int64_t integer) {
  return program::zigzag(integer) << kTagBits | static_cast<std::uint64_t>(Tag::integer);
}
constexpr std::int64_t integerOf(std::uint64_t token) { return program::fromZigzag(token >> kTagBits); }
constexpr std::uint64_t kNoneToken = static_cast<std::uint64_t>(Tag::none);

// In the bytes of an object without objects of its own: before its values come how many it has of these, whether it is shared, and how
// many values there are. Of a mask there is only that mask.
constexpr std::size_t kMaskToken = 1, kFirstToken = 3;
constexpr int kCountShift = program::kMaxAgents;
constexpr std::int64_t kWhom = (std::int64_t{1} << kCountShift) - 1;

// Of a condition, behind its lock, to which it refers by one number or two.
std::size_t firstNotification(std::span<const std::uint64_t> tokens) {
  const std::uint64_t how = tokens[kFirstToken + 1] >> kTagBits & ((1u << program::kReferenceBits) - 1);
  return kFirstToken + (how == static_cast<std::uint64_t>(program::Reference::identified) ? 3 : 2);
}

AgentId renamedAgent(const Renaming& by, AgentId agent) { return agentOfRank(by[rankOf(agent)]); }

std::uint64_t renamedMask(const Renaming& by, std::uint64_t mask) {
  std::uint64_t result = 0;
  for (AgentId agent = 0; mask >> agent != 0; ++agent)
    if ((mask >> agent & 1) != 0) result |= std::uint64_t{1} << renamedAgent(by, agent);
  return result;
}

// Holders are kept as numbers from 1 on; 0: none.
std::uint64_t renamedHolder(const Renaming& by, std::uint64_t token) {
  const std::int64_t holder = integerOf(token);
  return holder == 0 ? token : tokenOf(renamedAgent(by, static_cast<AgentId>(holder - 1)) + 1);
}

}  // namespace

LikeThreads::LikeThreads(const program::Machine& base, program::PartMachine& machine, program::PartTable& table)
    : base_(base), machine_(machine), table_(table) {
  for (const std::vector<AgentId>& agents : machine.likeAgents()) {
    Class& like = like_.emplace_back();
    for (const AgentId agent : agents) {
      like.push_back({agent, 0, {}, {}, {}, {}});
      likes_[agent] = true;
      classOf_[agent] = static_cast<std::uint8_t>(like_.size());
    }
  }
  if (!any()) return;
  const auto agents = static_cast<AgentId>(base.agents());
  for (AgentId agent = 0; agent < agents; ++agent) {
    if (!base.agent(agent).daemon) ends_.push_back({machine_.positionOf({Parts::summary, agent}), {}});
  }
}

// ---- Layouts ---------------------------------------------------------------------------------

void LikeThreads::arrange(const StateLayout& layout) {
  layout_ = layout;
  std::vector<PartKey> keys;
  const auto positions = static_cast<Position>(table_.positions());
  for (Position position = 0; position < positions; ++position) {
    if (!layout.hasField(position)) continue;
    const PartKey key = table_.key(position);
    keys.push_back(key);
    arrangeKeeper(key, position);
  }
  arrangeOwn(layout, keys);
}

// Parts that move between agents have as many numbers with each of them, sooner or later.
void LikeThreads::level(std::vector<std::uint32_t>& counts) {
  std::map<PartKey, std::uint32_t> most;
  const auto forEachOwn = [&](const auto& f) {
    for (Position position = 0; position < counts.size(); ++position) {
      const PartKey key = table_.key(position);
      if (!isOwn(key.kind) || key.number >= likes_.size() || !isLike(static_cast<AgentId>(key.number))) continue;
      const std::uint32_t like = classOf_[key.number];
      f(most[{key.kind, like, key.index}], counts[position]);
    }
  };
  forEachOwn([](std::uint32_t& among, std::uint32_t count) { among = std::max(among, count); });
  forEachOwn([](std::uint32_t among, std::uint32_t& count) { count = among; });
}

// Parts that like agents have, without saying which of them.
std::vector<PartKey> LikeThreads::keysOfLike(std::span<const PartKey> keys) const {
  std::vector<PartKey> parts;
  for (const PartKey& key : keys) {
    if (isOwn(key.kind) && key.number < likes_.size() && isLike(static_cast<AgentId>(key.number)))
      parts.push_back({key.kind, 0, key.index});
  }
  std::ranges::sort(parts);
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  return parts;
}

bool LikeThreads::moves(Position position) const {
  const PartKey key = table_.key(position);
  if (isOwn(key.kind)) return key.number < likes_.size() && isLike(static_cast<AgentId>(key.number));
  return std::ranges::find(keepers_, position, &Keeper::position) != keepers_.end();
}

void LikeThreads::arrangeOwn(const StateLayout& layout, std::span<const PartKey> keys) {
  const std::vector<PartKey> parts = keysOfLike(keys);
  for (Class& like : like_) {
    for (Member& member : like) {
      std::vector<Own> before = std::move(member.own);
      member.own.clear();
      member.bits.assign(layout.words(), 0);
      member.known.assign((layout.words() + 1) << kKnownBits, 0);
      member.movedTo.assign(like.size(), {});
      for (PartKey key : parts) {
        key.number = member.agent;
        const auto known = std::ranges::find(before, key, &Own::key);
        Own& own = member.own.emplace_back(known != before.end() ? std::move(*known) : Own{key, {}, {}, {}});
        own.moved.resize(like.size());
        if (std::ranges::find(keys, key) == keys.end()) continue;
        own.field = layout.field(machine_.positionOf(key));
        member.bits[own.field->word] |= std::uint64_t{own.field->mask} << own.field->shift;
      }
    }
  }
}

std::optional<program::ObjectId> LikeThreads::objectOf(const PartKey& key) const {
  if (key.kind == Parts::object) return key.number;
  const program::Heap& heap = base_.heap();
  for (program::ObjectId object = 0; object < heap.size(); ++object) {
    if (program::hasIdentity(heap.kind(object)) && heap.serial(object) == program::number(key.number)) return object;
  }
  return std::nullopt;
}

// What a like agent is started or submitted as.
bool LikeThreads::isOfLike(program::ObjectId object) const {
  const auto agents = static_cast<AgentId>(base_.agents());
  for (AgentId agent = 0; agent < agents; ++agent) {
    if (isLike(agent) && base_.agent(agent).subject == program::objectValue(object)) return true;
  }
  return false;
}

void LikeThreads::arrangeKeeper(const PartKey& key, Position position) {
  const auto add = [&](Keeps keeps) {
    const auto known = std::ranges::find(keepers_, position, &Keeper::position);
    Keeper& keeper = known != keepers_.end() ? *known : keepers_.emplace_back(Keeper{key, keeps, position, {}, {}, {}});
    keeper.field = layout_.field(position);
  };
  switch (key.kind) {
    case Parts::goingOn:
    case Parts::queued: return add(Keeps::mask);
    case Parts::object:
    case Parts::made: break;
    case Parts::tangled:
    case Parts::crew: givesUp_ = true; return;
    default: return;
  }
  const auto object = objectOf(key);
  if (!object) {
    givesUp_ = true;
    return;
  }
  switch (base_.heap().kind(*object)) {
    case Kind::lock:
    case Kind::rlock:
    case Kind::spinLock:
    case Kind::ticketLock: return add(Keeps::holder);
    case Kind::rwLock: return add(Keeps::readers);
    case Kind::condition: return add(Keeps::sleepers);
    case Kind::future:
      if (isOfLike(*object)) add(Keeps::result);
      return;
    case Kind::thread: givesUp_ = givesUp_ || isOfLike(*object); return;
    default: return;
  }
}

// ---- What is told of an agent -----------------------------------------------------------------

// As numbers.
void LikeThreads::read(Position position, Number number) {
  tokens_.clear();
  table_.read(position, number, tokens_);
}

std::uint64_t LikeThreads::hashOf(Own& own, Number number) {
  if (number >= own.hashes.size()) own.hashes.resize(number + 1, 0);
  std::uint64_t& hash = own.hashes[number];
  if (hash != 0) return hash;
  read(machine_.positionOf(own.key), number);
  if (own.key.kind == Parts::agent && !tokens_.empty()) {
    // Behind what describes objects of its own: the stance, what ended it, and, while it has not ended, how many objects it has made.
    const std::size_t at = 1 + 3 * static_cast<std::size_t>(tokens_[0]);
    const bool ended = tokens_[at] == static_cast<std::uint64_t>(program::Stance::ended);
    givesUp_ = givesUp_ || tokens_[at + 1] != 0 || (!ended && tokens_[at + 2] != 0);
  }
  hash = mixed(hashOfPlace(own.key) ^ hashWords(tokens_.data(), tokens_.size())) | 1;
  return hash;
}

const LikeThreads::Keeper::Roles& LikeThreads::rolesOf(Keeper& keeper, Number number) {
  if (number >= keeper.roles.size()) keeper.roles.resize(number + 1);
  Keeper::Roles& roles = keeper.roles[number];
  if (roles.known) return roles;
  roles.known = true;
  read(keeper.position, number);
  if (tokens_.empty() || keeper.keeps == Keeps::mask) return roles;
  const bool isPlain = tokens_[0] == 0;
  if (keeper.keeps == Keeps::result) {
    // Behind the serial number and the agent.
    givesUp_ = givesUp_ || !isPlain || tokens_[kFirstToken + 2] != kNoneToken || tokens_[kFirstToken + 3] != kNoneToken;
    return roles;
  }
  if (!isPlain) {
    givesUp_ = true;
    return roles;
  }
  const auto add = [&](AgentId agent, std::uint64_t which) {
    if (isLike(agent)) roles.of.emplace_back(agent, hashOfPlace(keeper.key, which));
  };
  const auto addHolder = [&](std::size_t at, std::uint64_t which) {
    const std::int64_t holder = integerOf(tokens_[at]);
    if (holder != 0) add(static_cast<AgentId>(holder - 1), which);
  };
  if (keeper.keeps == Keeps::sleepers) {
    const std::size_t first = firstNotification(tokens_);
    for (std::size_t at = first; at < tokens_.size(); ++at) {
      for (AgentId agent = 0; agent < program::kMaxAgents; ++agent)
        if ((integerOf(tokens_[at]) >> agent & 1) != 0) add(agent, at - first + 2);
    }
    return roles;
  }
  addHolder(kFirstToken + 1, 1);
  for (std::size_t at = kFirstToken + 2; keeper.keeps == Keeps::readers && at < tokens_.size(); ++at) addHolder(at, 2);
  return roles;
}

void LikeThreads::hashAll(const std::uint64_t* state) {
  std::array<std::uint64_t, program::kMaxAgents + 1> byRole{};
  for (Keeper& keeper : keepers_) {
    if (keeper.keeps == Keeps::mask) continue;
    const Number number = keeper.in(state);
    const Keeper::Roles& roles =
        number < keeper.roles.size() && keeper.roles[number].known ? keeper.roles[number] : rolesOf(keeper, number);
    for (const auto& [agent, hash] : roles.of) byRole[agent] += hash;
  }
  for (Class& like : like_) {
    for (Member& member : like) member.hash = byRole[member.agent] + hashOfOwn(member, state);
  }
}

std::size_t LikeThreads::Member::slotOf(const std::uint64_t* state) const {
  std::uint64_t mix = 0;
  for (std::size_t word = 0; word < bits.size(); ++word) mix = (mix ^ (state[word] & bits[word])) * 0x9E37'79B9'7F4A'7C15;
  return static_cast<std::size_t>(mix >> (64 - kKnownBits));
}

bool LikeThreads::Member::isAt(const std::uint64_t* place, const std::uint64_t* state) const {
  for (std::size_t word = 0; word < bits.size(); ++word) {
    if (place[word] != (state[word] & bits[word])) return false;
  }
  return true;
}

void LikeThreads::Member::put(std::uint64_t* place, const std::uint64_t* state) const {
  for (std::size_t word = 0; word < bits.size(); ++word) place[word] = state[word] & bits[word];
}

// Most states have what some other one had of the agent.
std::uint64_t LikeThreads::hashOfOwn(Member& member, const std::uint64_t* state) {
  const std::size_t words = member.bits.size();
  std::uint64_t* const known = member.known.data() + member.slotOf(state) * (words + 1);
  if (known[words] != 0 && member.isAt(known, state)) return known[words];
  std::uint64_t hash = 1;
  for (Own& own : member.own) {
    const Number number = own.in(state);
    if (number == 0) continue;
    const std::uint64_t part = number < own.hashes.size() ? own.hashes[number] : 0;
    hash += part != 0 ? part : hashOf(own, number);
  }
  member.put(known, state);
  return known[words] = hash;
}

// ---- Renaming -----------------------------------------------------------------------------------

// Like agents in the order of their hashes; none: they are.
std::optional<Renaming> LikeThreads::order() {
  const auto isInOrder = [](const Class& like) {
    for (std::size_t i = 1; i < like.size(); ++i) {
      if (like[i].hash < like[i - 1].hash) return false;
    }
    return true;
  };
  if (std::ranges::all_of(like_, isInOrder)) return std::nullopt;
  Renaming renaming;
  for (const Class& like : like_) {
    places_.resize(like.size());
    std::iota(places_.begin(), places_.end(), std::size_t{0});
    std::ranges::sort(places_, {}, [&](std::size_t place) { return std::pair(like[place].hash, place); });
    for (std::size_t to = 0; to < like.size(); ++to) renaming.set(rankOf(like[places_[to]].agent), rankOf(like[to].agent));
  }
  return renaming;
}

std::uint32_t LikeThreads::numberOf(const Renaming& renaming) {
  const auto [at, isNew] = numbers_.try_emplace(renaming, static_cast<std::uint32_t>(renamings_.size()));
  if (isNew) renamings_.push_back(renaming);
  return at->second;
}

LikeThreads::Result LikeThreads::rename(std::uint64_t* state) {
  last_ = 0;
  hashAll(state);
  if (givesUp_) return Result::asIs;
  const auto renaming = order();
  if (!renaming) return Result::asIs;
  last_ = numberOf(*renaming);
  return apply(state) ? Result::renamed : Result::lacksRoom;
}

bool LikeThreads::apply(std::uint64_t* state) {
  before_.assign(state, state + layout_.words());
  const Renaming& by = renamings_[last_];
  // What lacks room gets it with all the rest that does.
  bool fits = true;
  for (Class& like : like_) {
    for (Member& from : like) {
      const AgentId agent = renamedAgent(by, from.agent);
      if (agent == from.agent) continue;
      const auto to = static_cast<std::size_t>(std::ranges::find(like, agent, &Member::agent) - like.begin());
      const std::uint64_t* const moved = movedTo(from, like[to], to, before_.data());
      fits = fits && moved != nullptr;
      for (std::size_t word = 0; moved && word < before_.size(); ++word)
        state[word] = (state[word] & ~like[to].bits[word]) | moved[word];
    }
  }
  for (Keeper& keeper : keepers_) {
    const Number number = keeper.in(before_.data());
    if (keeper.keeps != Keeps::mask && rolesOf(keeper, number).of.empty()) continue;
    const Number now = renamed(keeper, number);
    fits = fits && now <= keeper.field.mask;
    std::uint64_t& word = state[keeper.field.word];
    if (fits)
      word = (word & ~(std::uint64_t{keeper.field.mask} << keeper.field.shift)) | std::uint64_t{now} << keeper.field.shift;
  }
  return fits;
}

// A member's own parts as the bits that they are as another one's. Null: the layout has no room for that.
const std::uint64_t* LikeThreads::movedTo(Member& from, const Member& there, std::size_t to, const std::uint64_t* state) {
  const std::size_t words = from.bits.size();
  // At first each place is of parts that are all 0, and so they are anywhere.
  if (from.movedTo[to].empty()) from.movedTo[to].assign(2 * words << kKnownBits, 0);
  std::uint64_t* const known = from.movedTo[to].data() + from.slotOf(state) * 2 * words;
  if (from.isAt(known, state)) return known + words;
  bool fits = true;
  std::vector<std::uint64_t> bits(words, 0);
  for (std::size_t part = 0; part < from.own.size(); ++part) {
    const Number number = moved(from.own[part], there.own[part], to, from.own[part].in(state));
    const auto& field = there.own[part].field;
    if (number == 0) continue;
    fits = fits && field && number <= field->mask;
    if (fits) bits[field->word] |= std::uint64_t{number} << field->shift;
  }
  if (!fits) return nullptr;
  from.put(known, state);
  std::ranges::copy(bits, known + words);
  return known + words;
}

LikeThreads::Number LikeThreads::moved(Own& from, const Own& to, std::size_t member, Number number) {
  if (number == 0) return 0;
  std::vector<Number>& known = from.moved[member];
  if (number >= known.size()) known.resize(number + 1, kUnknown);
  if (known[number] != kUnknown) return known[number];
  const Position position = machine_.positionOf(from.key), there = machine_.positionOf(to.key);
  read(position, number);
  const std::size_t objects = tokens_.empty() ? 0 : static_cast<std::size_t>(tokens_[0]) + 1;
  return known[number] = table_.numberOf(there, tokens_, objects, table_.hasNamed(position));
}

LikeThreads::Number LikeThreads::renamed(Keeper& keeper, Number number) {
  if (last_ >= keeper.renamed.size()) keeper.renamed.resize(last_ + 1);
  std::vector<Number>& known = keeper.renamed[last_];
  if (number >= known.size()) known.resize(number + 1, kUnknown);
  if (known[number] != kUnknown) return known[number];
  read(keeper.position, number);
  renameTokens(keeper.keeps, renamings_[last_]);
  return known[number] = table_.numberOf(keeper.position, tokens_, 1, table_.hasNamed(keeper.position));
}

void LikeThreads::renameTokens(Keeps keeps, const Renaming& by) {
  if (tokens_.empty()) return;
  switch (keeps) {
    case Keeps::mask: tokens_[kMaskToken] = renamedMask(by, tokens_[kMaskToken]); return;
    case Keeps::holder: tokens_[kFirstToken + 1] = renamedHolder(by, tokens_[kFirstToken + 1]); return;
    case Keeps::readers: {
      for (std::size_t at = kFirstToken + 1; at < tokens_.size(); ++at) tokens_[at] = renamedHolder(by, tokens_[at]);
      std::ranges::sort(std::span(tokens_).subspan(kFirstToken + 2), {}, integerOf);
      return;
    }
    case Keeps::sleepers:
      for (std::size_t at = firstNotification(tokens_); at < tokens_.size(); ++at) {
        const std::int64_t notification = integerOf(tokens_[at]);
        const auto whom = static_cast<std::int64_t>(renamedMask(by, static_cast<std::uint64_t>(notification & kWhom)));
        tokens_[at] = tokenOf((notification & ~kWhom) | whom);
      }
      return;
    case Keeps::result: return;
  }
}

bool LikeThreads::isUnfinished(const std::uint64_t* state) {
  return std::ranges::any_of(ends_, [&](End& end) {
    const Number number = layout_.get(state, end.position);
    if (number >= end.known.size()) end.known.resize(number + 1, 0);
    std::uint8_t& known = end.known[number];
    if (known == 0) {
      read(end.position, number);
      known = (tokens_[1] & program::PartWriter::kHasEnded) != 0 ? 2 : 1;
    }
    return known == 1;
  });
}

}  // namespace interleave
