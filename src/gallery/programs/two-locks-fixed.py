from threading import Lock, Thread

stock = 10
stock_lock = Lock()


def buy():
    global stock
    with stock_lock:
        stock += 5


def sell():
    global stock
    with stock_lock:
        stock -= 3


threads = [Thread(target=buy), Thread(target=sell)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(stock)
