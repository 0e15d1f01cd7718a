from threading import Thread
from interleave import RWLock

lock = RWLock()
visits = 0


def visit():
    global visits
    with lock.read():
        visits += 1


threads = [Thread(target=visit), Thread(target=visit)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(visits)
