from queue import Queue
from threading import Thread

jobs = Queue()
done = []


def work():
    while True:
        job = jobs.get()
        if job == 'skip':
            continue
        done.append(job)
        jobs.task_done()


Thread(target=work, daemon=True).start()
for job in ('wash', 'skip', 'dry'):
    jobs.put(job)
jobs.join()
print(done)
