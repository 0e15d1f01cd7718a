from threading import Thread
from interleave import Atomic

busy = Atomic(False)
served = 0


def serve():
    global served
    while busy.exchange(True):
        pass
    served += 1
    busy.store(False)


clerks = [Thread(target=serve), Thread(target=serve)]
for clerk in clerks:
    clerk.start()
for clerk in clerks:
    clerk.join()
print(served)
