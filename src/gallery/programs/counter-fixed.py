from threading import Lock, Thread

counter = 0
lock = Lock()


def count():
    global counter
    with lock:
        counter += 1


threads = [Thread(target=count), Thread(target=count)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter)
