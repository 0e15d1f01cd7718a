from threading import Lock, Thread

width = 1
height = 1
seen_square = True
lock = Lock()


def resize():
    global width, height
    with lock:
        width = 2
        height = 2


def look():
    global seen_square
    with lock:
        seen_square = width == height


threads = [Thread(target=resize), Thread(target=look)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(seen_square)
