from threading import Lock, Thread

checking = 70
savings = 30
total = 0
lock = Lock()


def transfer(amount):
    global checking, savings
    with lock:
        checking -= amount
        savings += amount


def audit():
    global total
    with lock:
        total = checking + savings


threads = [Thread(target=transfer, args=(20,)), Thread(target=audit)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(total)
