from threading import Lock, Thread


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = Lock()


def transfer(payer, payee, amount):
    with payer.lock:
        with payee.lock:
            payer.balance -= amount
            payee.balance += amount


ann = Account(100)
bob = Account(100)
rent = Thread(target=transfer, args=(ann, bob, 50))
refund = Thread(target=transfer, args=(bob, ann, 30))
rent.start()
refund.start()
rent.join()
refund.join()
print(ann.balance, bob.balance)
