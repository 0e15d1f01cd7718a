#include "lesson/lock_inspector.h"

#include <gtest/gtest.h>

#include <thread>

namespace interleave {
namespace {

using Kind = LockInspector::Kind;
using Who = LockInspector::Who;

class LockInspectorTest : public testing::Test {
 protected:
  // Waits until the second thread has done something.
  void await() {
    while (!inspector.collect()) std::this_thread::yield();
  }
  std::string newest() const { return inspector.log().back(); }

  LockInspector inspector{[] {}};
};

TEST_F(LockInspectorTest, BeforeThereIsALockNothingHappens) {
  inspector.acquire();
  inspector.release();
  inspector.acquireOnOther();
  EXPECT_FALSE(inspector.made());
  EXPECT_TRUE(inspector.log().empty());
}

TEST_F(LockInspectorTest, TheMainThreadAcquiresAndReleases) {
  inspector.make(Kind::lock);
  EXPECT_EQ(inspector.owner(), Who::nobody);
  inspector.acquire();
  EXPECT_EQ(inspector.owner(), Who::main);
  EXPECT_TRUE(inspector.seen().lockedByMain);
  inspector.release();
  EXPECT_EQ(inspector.owner(), Who::nobody);
  EXPECT_EQ(newest(), "The main thread released it: it is unlocked.");
}

TEST_F(LockInspectorTest, TheOtherThreadWaitsAndGetsTheLockWhenItIsReleased) {
  inspector.make(Kind::lock);
  inspector.acquire();
  inspector.acquireOnOther();
  await();
  EXPECT_TRUE(inspector.otherWaits());
  EXPECT_TRUE(inspector.seen().otherWaited);
  EXPECT_EQ(inspector.owner(), Who::main);
  inspector.make(Kind::lock);
  EXPECT_EQ(newest(), "The other thread waits for this lock: release it first.");
  EXPECT_FALSE(inspector.seen().passedOn);
  inspector.release();
  await();
  EXPECT_EQ(inspector.owner(), Who::other);
  EXPECT_FALSE(inspector.otherWaits());
  EXPECT_TRUE(inspector.seen().passedOn);
  inspector.releaseOnOther();
  await();
  EXPECT_EQ(inspector.owner(), Who::nobody);
  EXPECT_TRUE(inspector.seen().unlockedAgain);
}

TEST_F(LockInspectorTest, WhatWouldWaitIsNotCalled) {
  inspector.make(Kind::lock);
  inspector.acquireOnOther();
  await();
  EXPECT_EQ(inspector.owner(), Who::other);
  inspector.acquire();
  EXPECT_EQ(inspector.owner(), Who::other);
  EXPECT_NE(newest().find("would wait here"), std::string::npos);
  inspector.release();
  EXPECT_NE(newest().find("Python would unlock it all the same"), std::string::npos);
  EXPECT_FALSE(inspector.seen().releasedUnlocked);
  EXPECT_EQ(inspector.owner(), Who::other);
}

TEST_F(LockInspectorTest, SaysWhatTheLanguagesMakeOfMistakes) {
  inspector.make(Kind::lock);
  inspector.release();
  EXPECT_NE(newest().find("RuntimeError"), std::string::npos);
  EXPECT_TRUE(inspector.seen().releasedUnlocked);
  inspector.acquire();
  inspector.acquire();
  EXPECT_NE(newest().find("waits for ever"), std::string::npos);
  EXPECT_TRUE(inspector.seen().acquiredTwice);
  EXPECT_EQ(inspector.times(), 1);
}

TEST_F(LockInspectorTest, ARecursiveLockTakesAsManyReleases) {
  inspector.make(Kind::recursive);
  inspector.acquire();
  inspector.acquire();
  EXPECT_EQ(inspector.times(), 2);
  inspector.release();
  EXPECT_EQ(inspector.owner(), Who::main);
  inspector.release();
  EXPECT_EQ(inspector.owner(), Who::nobody);
}

TEST_F(LockInspectorTest, WhatWasSeenIsForgottenAndTheLockStays) {
  inspector.make(Kind::lock);
  inspector.acquire();
  inspector.forgetSeen();
  EXPECT_FALSE(inspector.seen().lockedByMain);
  EXPECT_EQ(inspector.owner(), Who::main);
}

TEST_F(LockInspectorTest, CanBeLeftWhileTheOtherThreadWaits) {
  inspector.make(Kind::lock);
  inspector.acquire();
  inspector.acquireOnOther();
  await();
}

TEST_F(LockInspectorTest, ManyHandOversInARow) {
  inspector.make(Kind::lock);
  for (int i = 0; i < 200; ++i) {
    inspector.acquire();
    inspector.acquireOnOther();
    inspector.release();
    while (inspector.owner() != Who::other) await();
    inspector.releaseOnOther();
    await();
    ASSERT_EQ(inspector.owner(), Who::nobody);
  }
}

// Without threads the second thread is simulated: the log is the same, and no call waits.
TEST(PlayedLockInspectorTest, TheOtherThreadWaitsAndGetsTheLockWhenItIsReleased) {
  int news = 0;
  LockInspector inspector([&] { ++news; }, LockInspector::OtherThread::played);
  EXPECT_TRUE(inspector.able());
  inspector.make(Kind::lock);
  inspector.acquire();
  inspector.acquireOnOther();
  EXPECT_EQ(news, 1);
  EXPECT_TRUE(inspector.collect());
  EXPECT_TRUE(inspector.otherWaits());
  EXPECT_EQ(inspector.owner(), Who::main);
  EXPECT_FALSE(inspector.collect());
  inspector.acquireOnOther();
  EXPECT_EQ(news, 1) << "it waits already";
  inspector.release();
  EXPECT_TRUE(inspector.collect());
  EXPECT_EQ(inspector.owner(), Who::other);
  EXPECT_FALSE(inspector.otherWaits());
  EXPECT_TRUE(inspector.seen().passedOn);
  inspector.acquire();
  EXPECT_EQ(inspector.owner(), Who::other);
  inspector.releaseOnOther();
  EXPECT_TRUE(inspector.collect());
  EXPECT_EQ(inspector.owner(), Who::nobody);
  inspector.acquireOnOther();
  EXPECT_TRUE(inspector.collect());
  EXPECT_EQ(inspector.log().back(), "The other thread acquired it: it is locked.");
}

}  // namespace
}  // namespace interleave
