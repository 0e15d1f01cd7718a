#include "run/service_thread.h"

#include <gtest/gtest.h>

#include <semaphore>
#include <set>
#include <system_error>

#include "background/explorer.h"

namespace interleave {
namespace {

using Semaphore = std::counting_semaphore<>;

TEST(ServiceThreadTest, WorksWhenItIsRung) {
  Semaphore worked{0};
  ServiceThread thread([&] { worked.release(); });
  EXPECT_FALSE(thread.made());
  EXPECT_EQ(thread.start(), "");
  EXPECT_TRUE(thread.made());
  for (int i = 0; i < 100; ++i) {
    thread.ring();
    worked.acquire();
  }
  EXPECT_TRUE(thread.up());
  EXPECT_FALSE(worked.try_acquire()) << "not more often than it was rung";
}

TEST(ServiceThreadTest, IsOneThreadHoweverOftenItIsStarted) {
  Semaphore worked{0};
  std::set<std::thread::id> threads;
  ServiceThread thread([&] {
    threads.insert(std::this_thread::get_id());
    worked.release();
  });
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(thread.start(), "");
    thread.ring();
    worked.acquire();
  }
  thread.end();
  EXPECT_EQ(threads.size(), 1U);
  EXPECT_FALSE(threads.contains(std::this_thread::get_id()));
}

TEST(ServiceThreadTest, ARingBeforeTheStartCounts) {
  Semaphore worked{0};
  ServiceThread thread([&] { worked.release(); });
  thread.ring();
  EXPECT_EQ(thread.start(), "");
  worked.acquire();
}

TEST(ServiceThreadTest, EndsWhileItsWorkWaits) {
  Semaphore waits{0};
  bool returned = false;
  ServiceThread* self = nullptr;
  ServiceThread thread([&] {
    waits.release();
    while (!self->ending()) self->waitForRing();
    returned = true;
  });
  self = &thread;
  EXPECT_EQ(thread.start(), "");
  thread.ring();
  waits.acquire();
  EXPECT_FALSE(thread.abandon()) << "it is up";
  thread.end();
  EXPECT_TRUE(returned) << "its work has come back";
  thread.ring();
  thread.end();
}

TEST(ServiceThreadTest, EndsAtAnyMoment) {
  for (int i = 0; i < 200; ++i) {
    std::atomic<int> worked{0};
    {
      ServiceThread thread([&] { worked.fetch_add(1); });
      EXPECT_EQ(thread.start(), "");
      if (i % 2 == 0) thread.ring();
      if (i % 3 == 0) std::this_thread::yield();
    }
    EXPECT_LE(worked.load(), i % 2 == 0 ? 1 : 0);
  }
}

TEST(ServiceThreadTest, OneThatWasNeverStartedEndsAtOnce) {
  ServiceThread thread([] { ADD_FAILURE() << "there is no thread"; });
  thread.ring();
  EXPECT_FALSE(thread.abandon());
  thread.end();
  EXPECT_FALSE(thread.up());
}

TEST(ServiceThreadTest, SaysWhyThereIsNoThread) {
  bool none = true;
  const MakeThread sometimes = [&](std::function<void()> body) {
    if (none) throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again), "no thread");
    return std::thread(std::move(body));
  };
  Semaphore worked{0};
  ServiceThread thread([&] { worked.release(); }, sometimes);
  EXPECT_NE(thread.start().find("no thread"), std::string::npos);
  EXPECT_FALSE(thread.made());
  none = false;
  EXPECT_EQ(thread.start(), "") << "it can be tried again";
  thread.ring();
  worked.acquire();
}

// Threads that the system makes and does not begin before it is allowed to.
class LateThreads {
 public:
  MakeThread maker() {
    return [this](std::function<void()> body) {
      return std::thread([this, body = std::move(body)] {
        mayBegin_.acquire();
        body();
        over_.release();
      });
    };
  }
  // Lets one begin, and waits until it is over.
  void begin() {
    mayBegin_.release();
    over_.acquire();
  }

 private:
  Semaphore mayBegin_{0};
  Semaphore over_{0};
};

TEST(ServiceThreadTest, AThreadThatNeverBeginsIsAbandoned) {
  LateThreads late;
  {
    ServiceThread thread([] { ADD_FAILURE() << "it was abandoned"; }, late.maker());
    EXPECT_EQ(thread.start(), "");
    thread.ring();
    EXPECT_FALSE(thread.up());
    EXPECT_TRUE(thread.abandon());
    EXPECT_FALSE(thread.made());
    EXPECT_FALSE(thread.abandon()) << "once";
  }
  late.begin();
}

TEST(ServiceThreadTest, TheOwnerOfOneThatNeverBeginsWaitsForNothing) {
  LateThreads late;
  {
    ServiceThread thread([] { ADD_FAILURE() << "its owner is gone"; }, late.maker());
    EXPECT_EQ(thread.start(), "");
    thread.ring();
  }
  late.begin();
}

TEST(ServiceThreadTest, AnExplorerWhoseThreadNeverBeginsGoesWithoutIt) {
  LateThreads late;
  {
    Explorer explorer([] { ADD_FAILURE() << "nothing is found"; }, nullptr, late.maker());
    EXPECT_TRUE(explorer.able());
    explorer.start(AccountProgram(), {});
    EXPECT_TRUE(explorer.busy());
    EXPECT_TRUE(explorer.abandon());
  }
  late.begin();
}

TEST(ServiceThreadTest, ADetachedJobIsDone) {
  const auto done = std::make_shared<Semaphore>(0);
  EXPECT_TRUE(runDetached([done] { done->release(); }));
  done->acquire();
}

}  // namespace
}  // namespace interleave
