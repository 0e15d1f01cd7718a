from threading import Lock, Thread

stock = 10
report = 0
lock = Lock()


def deliver_two_boxes():
    global stock
    with lock:
        stock += 6
        stock += 6


def count():
    global report
    with lock:
        report = stock


threads = [Thread(target=deliver_two_boxes), Thread(target=count)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(report)
