from queue import Queue
from threading import Thread

jobs = Queue()


def work():
    job = jobs.get()
    while job is not None:
        print('did', job)
        job = jobs.get()


workers = [Thread(target=work), Thread(target=work)]
for worker in workers:
    worker.start()
jobs.put('wash')
jobs.put('dry')
for worker in workers:
    jobs.put(None)
for worker in workers:
    worker.join()
