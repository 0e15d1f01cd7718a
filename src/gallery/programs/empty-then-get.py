from queue import Queue
from threading import Thread

jobs = Queue()
jobs.put('wash')


def work():
    while not jobs.empty():
        print('did', jobs.get())


workers = [Thread(target=work), Thread(target=work)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
