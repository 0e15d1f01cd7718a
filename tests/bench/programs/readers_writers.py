# Readers share a room that a writer has for itself: the first reader takes its lock, the last one gives it back.
# watch: data, last
import threading

READERS = 2
WRITERS = 2
ROUNDS = 2
turn = threading.Lock()
room = threading.Lock()
readers = 0
data = 0
last = 0


def read():
    global readers, last
    for _ in range(ROUNDS):
        with turn:
            readers += 1
            if readers == 1:
                room.acquire()
        last = data
        with turn:
            readers -= 1
            if readers == 0:
                room.release()


def write():
    global data
    for _ in range(ROUNDS):
        with room:
            data += 1


def main():
    threads = [threading.Thread(target=read) for _ in range(READERS)]
    threads += [threading.Thread(target=write) for _ in range(WRITERS)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


if __name__ == '__main__':
    main()
