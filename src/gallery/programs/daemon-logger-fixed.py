from queue import Queue
from threading import Thread

lines = Queue()
log = []


def write():
    line = lines.get()
    while line is not None:
        log.append(line)
        line = lines.get()


writer = Thread(target=write, daemon=True)
writer.start()
lines.put('started')
lines.put('stopped')
lines.put(None)
writer.join()
