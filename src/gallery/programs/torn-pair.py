from threading import Thread

width = 1
height = 1
seen_square = True


def resize():
    global width, height
    width = 2
    height = 2


def look():
    global seen_square
    seen_square = width == height


threads = [Thread(target=resize), Thread(target=look)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(seen_square)
