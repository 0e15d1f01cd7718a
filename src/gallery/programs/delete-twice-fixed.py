from threading import Thread

cache = {'old': 1, 'new': 2}


def evict(key):
    cache.pop(key, None)


threads = [Thread(target=evict, args=('old',)) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(cache)
