from threading import Event, Thread

ready = Event()
answer = None
doubled = 0


def compute():
    global answer
    answer = 21
    ready.set()


def double():
    global doubled
    ready.wait()
    doubled = 2 * answer


threads = [Thread(target=compute), Thread(target=double)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(doubled)
