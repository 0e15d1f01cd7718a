#include "lang/vocabulary.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <set>
#include <string>

namespace interleave::lang {
namespace {

// `blocking=, timeout=`: a `=` behind what can be left out, `/` before a name that is no keyword, `*` before one that is
// nothing else.
std::string shown(std::string_view name) {
  const Signature& signature = signatureOf(findEntry(name).value());
  std::string text;
  for (const Parameter& each : signature.parameters) {
    text += (text.empty() ? "" : ", ") + std::string(each.byName ? "" : "/") + (each.byPosition ? "" : "*") +
            std::string(each.name) + (each.required ? "" : "=");
  }
  return text + (signature.anyNumber ? " any number" : "") + (signature.anyName ? " any name" : "");
}

std::string_view kindOf(EntryKind kind) {
  switch (kind) {
    case EntryKind::module: return "module";
    case EntryKind::function: return "function";
    case EntryKind::type: return "type";
    case EntryKind::exception: return "exception";
    case EntryKind::method: return "method";
    case EntryKind::attribute: return "attribute";
  }
  return "";
}

TEST(Vocabulary, ReadsTheParametersOfItsRows) {
  EXPECT_EQ(shown("threading.Lock.acquire"), "blocking=, timeout=");
  EXPECT_EQ(shown("threading.Thread"), "group=, target=, name=, args=, kwargs=, *daemon=");
  EXPECT_EQ(shown("range"), "/start, /stop=, /step=");
  EXPECT_EQ(shown("print"), "*sep=, *end=, *flush= any number");
  EXPECT_EQ(shown("concurrent.futures.ThreadPoolExecutor.submit"), "/fn any number any name");
  EXPECT_EQ(shown("threading.Event.set"), "");
}

TEST(Vocabulary, FindsRowsByTheirNames) {
  EXPECT_EQ(entries()[findEntry("queue.Empty").value()].base, "Exception");
  EXPECT_EQ(entries()[findMember("threading.Thread", "name").value()].kind, EntryKind::attribute);
  EXPECT_EQ(findEntry("os"), std::nullopt);
  EXPECT_EQ(findMember("threading.Lock", "notify"), std::nullopt);
  EXPECT_TRUE(isMember("acquire"));
  EXPECT_TRUE(isMember("args"));
  EXPECT_FALSE(isMember("Lock"));
}

TEST(Vocabulary, HasEachNameOnce) {
  std::set<std::string_view> names;
  for (const Entry& entry : entries()) EXPECT_TRUE(names.insert(entry.name).second) << entry.name;
}

TEST(Vocabulary, AgreesWithPython) {
  FILE* python = popen("timeout 60 python3 '" INTERLEAVE_TESTS "/python/vocabulary.py' '" INTERLEAVE_TESTS "/programs'", "w");
  ASSERT_NE(python, nullptr);
  for (const Entry& entry : entries()) {
    std::string row(kindOf(entry.kind));
    for (const std::string_view part : {entry.name, entry.parameters, entry.base}) row += '\t' + std::string(part);
    std::fputs((row + '\n').c_str(), python);
  }
  EXPECT_EQ(pclose(python), 0) << "the differences are printed above";
}

}  // namespace
}  // namespace interleave::lang
