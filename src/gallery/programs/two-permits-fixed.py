from threading import Semaphore, Thread

seats = 10
guard = Semaphore(1)


def book():
    global seats
    with guard:
        seats -= 1


threads = [Thread(target=book), Thread(target=book)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(seats)
