from queue import Queue
from threading import Thread

orders = Queue(1)
receipts = Queue(1)


def buy():
    for item in ('tea', 'milk', 'bread', 'jam'):
        orders.put(item)
        receipts.get()


def sell():
    for _ in range(4):
        receipts.put('paid: ' + orders.get())


threads = [Thread(target=buy), Thread(target=sell)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
