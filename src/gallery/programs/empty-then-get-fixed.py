from queue import Empty, Queue
from threading import Thread

jobs = Queue()
jobs.put('wash')


def work():
    try:
        while True:
            print('did', jobs.get_nowait())
    except Empty:
        print('nothing left')


workers = [Thread(target=work), Thread(target=work)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
