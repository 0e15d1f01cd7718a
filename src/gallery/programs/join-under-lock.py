from threading import Lock, Thread

results = []
lock = Lock()


def work():
    with lock:
        results.append('done')


worker = Thread(target=work)
worker.start()
with lock:
    worker.join()
    print(results)
