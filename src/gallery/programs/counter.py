from threading import Thread

counter = 0


def count():
    global counter
    counter += 1


threads = [Thread(target=count), Thread(target=count)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counter)
