from threading import Lock, Thread

balance = 50
lock = Lock()


def withdraw(amount):
    global balance
    with lock:
        if amount > balance:
            return
        balance -= amount


card = Thread(target=withdraw, args=(80,))
cash = Thread(target=withdraw, args=(20,))
card.start()
cash.start()
card.join()
cash.join()
print(balance)
