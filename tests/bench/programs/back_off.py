# N threads in a ring take one lock, try the next one, and give the first one back where that fails: it can go on for ever.
# watch: moved
import threading

N = 3
ROUNDS = 2
moved = 0


def move(first, second):
    global moved
    for _ in range(ROUNDS):
        first.acquire()
        while not second.acquire(False):
            first.release()
            first.acquire()
        moved += 1
        second.release()
        first.release()


def main():
    locks = [threading.Lock() for _ in range(N)]
    threads = [threading.Thread(target=move, args=(locks[i], locks[(i + 1) % N])) for i in range(N)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


if __name__ == '__main__':
    main()
