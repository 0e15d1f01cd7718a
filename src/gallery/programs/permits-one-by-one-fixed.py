from threading import Lock, Semaphore, Thread

boats = Semaphore(2)
renting = Lock()
trips = []


def trip(group):
    with renting:
        boats.acquire()
        boats.acquire()
    trips.append(group)
    boats.release()
    boats.release()


groups = [Thread(target=trip, args=(group,)) for group in ('red', 'blue')]
for group in groups:
    group.start()
for group in groups:
    group.join()
print(trips)
