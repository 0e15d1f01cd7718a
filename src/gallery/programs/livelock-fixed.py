from threading import Lock, Thread

knife = Lock()
fork = Lock()


def eat(first, second):
    with first:
        with second:
            return


threads = [Thread(target=eat, args=(knife, fork)), Thread(target=eat, args=(knife, fork))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print('both have eaten')
