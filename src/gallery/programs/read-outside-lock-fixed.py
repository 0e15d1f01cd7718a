from threading import Lock, Thread

total = 0
lock = Lock()


def add(amount):
    global total
    with lock:
        new_total = total + amount
        total = new_total


threads = [Thread(target=add, args=(amount,)) for amount in (5, 7)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total)
