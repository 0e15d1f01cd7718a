from threading import Thread


def count_calls():
    calls = 0

    def call():
        nonlocal calls
        calls += 1

    threads = [Thread(target=call), Thread(target=call)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(calls)


count_calls()
