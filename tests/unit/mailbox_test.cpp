#include "run/mailbox.h"

#include <thread>

#include "support.h"

namespace interleave {
namespace {

TEST(MailboxTest, GivesWhatWasPutOnce) {
  Mailbox<int> mailbox;
  EXPECT_EQ(mailbox.take(), nullptr);
  mailbox.put(std::make_unique<int>(7));
  EXPECT_EQ(*mailbox.take(), 7);
  EXPECT_EQ(mailbox.take(), nullptr);
}

TEST(MailboxTest, TheNewestReplacesTheOneBefore) {
  Mailbox<int> mailbox;
  mailbox.put(std::make_unique<int>(1));
  mailbox.put(std::make_unique<int>(2));
  EXPECT_EQ(*mailbox.take(), 2);
  mailbox.put(std::make_unique<int>(3));  // not taken: the mailbox's to delete
}

TEST(MailboxTest, WhatIsTakenIsWholeAndNeverOlder) {
  constexpr std::uint64_t kLast = 20'000;
  using Pair = std::pair<std::uint64_t, std::uint64_t>;
  Mailbox<Pair> mailbox;
  std::thread writer([&] {
    for (std::uint64_t i = 1; i <= kLast; ++i) mailbox.put(std::make_unique<Pair>(i, 2 * i));
  });
  std::uint64_t newest = 0;
  while (newest < kLast) {
    const auto taken = mailbox.take();
    if (!taken) continue;
    ASSERT_GT(taken->first, newest);
    ASSERT_EQ(taken->second, 2 * taken->first);
    newest = taken->first;
  }
  writer.join();
}

}  // namespace
}  // namespace interleave
