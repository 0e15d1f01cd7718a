from threading import Lock, Thread


class Cart:
    def __init__(self):
        self.lock = Lock()
        self.total = 0

    def add(self, price):
        with self.lock:
            self.total += price

    def add_pair(self, price):
        with self.lock:
            self.add(price)
            self.add(price)


cart = Cart()
threads = [Thread(target=cart.add, args=(5,)), Thread(target=cart.add_pair, args=(7,))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(cart.total)
