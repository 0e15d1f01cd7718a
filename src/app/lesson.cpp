#include "app/lesson.h"

namespace interleave {
namespace {

constexpr const char* kPreference = "lesson";

}  // namespace

Lesson::Lesson(Platform& platform, bool realThreads)
    : platform_(platform),
      guide_(platform.preference(kPreference), realThreads),
      inspector_([&platform] { platform.wake(); },
                 realThreads ? LockInspector::OtherThread::real : LockInspector::OtherThread::played) {}

void Lesson::open(int step, const RunResult* schedule) {
  // A link that opens a step has done nothing there; one that the reader follows within it may.
  const bool within = guide_.step() == step;
  if (!within) inspector_.forgetSeen();
  guide_.open(step);
  publish(within && schedule != nullptr && guide_.see(*schedule) ? Kept::changed : Kept::same);
}

void Lesson::close() {
  guide_.open(0);
  publish(Kept::same);
}

void Lesson::restart() {
  guide_.forget();
  inspector_.forgetSeen();
  platform_.storePreference(kPreference, guide_.stored());
}

void Lesson::use(LockAction action) {
  switch (action) {
    case LockAction::make: inspector_.make(LockInspector::Kind::lock); break;
    case LockAction::makeRecursive: inspector_.make(LockInspector::Kind::recursive); break;
    case LockAction::acquire: inspector_.acquire(); break;
    case LockAction::release: inspector_.release(); break;
    case LockAction::acquireOnOther: inspector_.acquireOnOther(); break;
    case LockAction::releaseOnOther: inspector_.releaseOnOther(); break;
  }
  publish(seeLock());
}

void Lesson::collect() {
  if (inspector_.collect()) publish(seeLock());
}

void Lesson::publish(Kept kept) {
  if (kept == Kept::changed) platform_.storePreference(kPreference, guide_.stored());
  platform_.publishJson(topic::kLesson, json());
  platform_.requestFrame();
}

}  // namespace interleave
