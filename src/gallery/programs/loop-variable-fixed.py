from threading import Thread

waiting = ['Ann', 'Bob']


def serve(names):
    threads = []
    for name in names:
        threads.append(Thread(target=waiting.remove, args=(name,)))
        threads[-1].start()
    for thread in threads:
        thread.join()


serve(('Ann', 'Bob'))
print(waiting)
