from threading import Lock, Thread

balance = 100
lock = Lock()


def withdraw(amount):
    global balance
    with lock:
        if balance >= amount:
            balance -= amount
            assert balance >= 0, 'overdrawn'


threads = [Thread(target=withdraw, args=(amount,)) for amount in (80, 60)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(balance)
