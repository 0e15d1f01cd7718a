from threading import Lock, Thread

total = 0
lock = Lock()


def add(text):
    global total
    try:
        lock.acquire()
        total += int(text)
        lock.release()
    except ValueError:
        print('not a number:', text)


threads = [Thread(target=add, args=(text,)) for text in ('7', 'seven')]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total)
