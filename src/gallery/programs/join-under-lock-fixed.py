from threading import Lock, Thread

results = []
lock = Lock()


def work():
    with lock:
        results.append('done')


worker = Thread(target=work)
worker.start()
worker.join()
with lock:
    print(results)
