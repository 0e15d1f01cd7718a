from threading import Condition, Thread

plates = []
served = Condition()


def eat():
    with served:
        if not plates:
            served.wait()
        plates.pop()


def cook():
    for dish in ('soup', 'rice'):
        with served:
            plates.append(dish)
            served.notify_all()


threads = [Thread(target=each) for each in (eat, eat, cook)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(plates)
