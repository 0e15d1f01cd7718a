from threading import Lock, Thread

counts = {'fox': 0, 'dog': 0}
lock = Lock()


def count(text):
    for word in text.split():
        with lock:
            counts[word] += 1


threads = [Thread(target=count, args=(page,)) for page in ('fox dog', 'dog')]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counts)
