from threading import Lock, Thread

stock = 10
buying = Lock()
selling = Lock()


def buy():
    global stock
    with buying:
        stock += 5


def sell():
    global stock
    with selling:
        stock -= 3


threads = [Thread(target=buy), Thread(target=sell)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(stock)
