# N threads update one balance M times each without a lock, and thread k adds 10^k.
# watch: balance
import threading

N = 4
M = 2
balance = 0


def update(amount):
    global balance
    for _ in range(M):
        balance += amount


def main():
    threads = [threading.Thread(target=update, args=(10 ** k,)) for k in range(N)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


if __name__ == '__main__':
    main()
