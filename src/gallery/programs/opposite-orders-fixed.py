from threading import Lock, Thread


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = Lock()


def transfer(payer, payee, amount):
    first, second = sorted((payer, payee), key=id)
    with first.lock:
        with second.lock:
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
