from threading import Lock, Thread


def count_calls():
    calls = 0
    lock = Lock()

    def call():
        nonlocal calls
        with lock:
            calls += 1

    threads = [Thread(target=call), Thread(target=call)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(calls)


count_calls()
