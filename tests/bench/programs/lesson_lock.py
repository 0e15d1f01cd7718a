# The account of the page with a lock: N tasks of an executor update one balance M times each, and task k adds 10^k.
import threading
from concurrent.futures import ThreadPoolExecutor

N = 3
M = 3


class Account:
    def __init__(self):
        self.balance = 0
        self.lock = threading.Lock()

    def update(self, amount):
        for _ in range(M):
            with self.lock:
                copy = self.balance
                copy += amount
                self.balance = copy


if __name__ == '__main__':
    account = Account()
    with ThreadPoolExecutor(max_workers=N) as ex:
        for k in range(N):
            ex.submit(account.update, 10 ** k)
