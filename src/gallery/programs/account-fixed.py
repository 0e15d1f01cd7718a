from threading import Lock, Thread


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = Lock()

    def add(self, amount):
        with self.lock:
            balance = self.balance
            self.balance = balance + amount


account = Account(100)
salary = Thread(target=account.add, args=(50,))
rent = Thread(target=account.add, args=(-80,))
salary.start()
rent.start()
salary.join()
rent.join()
print(account.balance)
