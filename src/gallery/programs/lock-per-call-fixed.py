from threading import Lock, Thread

visitors = 0
lock = Lock()


def enter():
    global visitors
    with lock:
        visitors += 1


doors = [Thread(target=enter), Thread(target=enter)]
for door in doors:
    door.start()
for door in doors:
    door.join()
print(visitors)
