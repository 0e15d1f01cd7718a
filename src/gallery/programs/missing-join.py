from threading import Thread

distance = None


def measure():
    global distance
    distance = 42


surveyor = Thread(target=measure)
surveyor.start()
print('there and back:', 2 * distance)
surveyor.join()
