# N philosophers, each with the fork on either side: all can hold the left one and wait for the right one.
import threading

N = 5
ROUNDS = 2


def dine(left, right):
    for _ in range(ROUNDS):
        with left:
            with right:
                pass


def main():
    forks = [threading.Lock() for _ in range(N)]
    threads = [threading.Thread(target=dine, args=(forks[i], forks[(i + 1) % N])) for i in range(N)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


if __name__ == '__main__':
    main()
