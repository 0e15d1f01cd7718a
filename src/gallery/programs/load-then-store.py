from threading import Thread
from interleave import Atomic

likes = Atomic(0)


def like():
    likes.store(likes.load() + 1)


fans = [Thread(target=like), Thread(target=like)]
for fan in fans:
    fan.start()
for fan in fans:
    fan.join()
print(likes.load())
