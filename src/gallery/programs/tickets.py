from threading import Lock, Thread

tickets = 1
lock = Lock()


def sell():
    global tickets
    if tickets > 0:
        with lock:
            tickets -= 1


windows = [Thread(target=sell), Thread(target=sell)]
for window in windows:
    window.start()
for window in windows:
    window.join()
print(tickets)
