from threading import Thread

ready = False
answer = None
doubled = 0


def compute():
    global ready, answer
    ready = True
    answer = 21


def double():
    global doubled
    while not ready:
        pass
    doubled = 2 * answer


threads = [Thread(target=compute), Thread(target=double)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(doubled)
