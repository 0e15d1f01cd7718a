from threading import BoundedSemaphore, Thread

places = BoundedSemaphore(2)


def park(leaves_at_once):
    with places:
        if leaves_at_once:
            return
        print('parked')


cars = [Thread(target=park, args=(hasty,)) for hasty in (True, False)]
for car in cars:
    car.start()
for car in cars:
    car.join()
