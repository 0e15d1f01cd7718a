# The account of the page: N tasks of an executor update one balance M times each, and task k adds 10^k.
from concurrent.futures import ThreadPoolExecutor

N = 4
M = 2


class Account:
    def __init__(self):
        self.balance = 0

    def update(self, amount):
        for _ in range(M):
            copy = self.balance
            copy += amount
            self.balance = copy


if __name__ == '__main__':
    account = Account()
    with ThreadPoolExecutor(max_workers=N) as ex:
        for k in range(N):
            ex.submit(account.update, 10 ** k)
