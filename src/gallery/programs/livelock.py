from threading import Lock, Thread

knife = Lock()
fork = Lock()


def eat(first, second):
    while True:
        with first:
            if second.acquire(False):
                second.release()
                return


threads = [Thread(target=eat, args=(knife, fork)), Thread(target=eat, args=(fork, knife))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print('both have eaten')
