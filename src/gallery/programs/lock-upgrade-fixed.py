from threading import Thread
from interleave import RWLock

shelf = RWLock()
books = 0


def add_book():
    global books
    with shelf.write():
        if books < 5:
            books += 1


threads = [Thread(target=add_book), Thread(target=add_book)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(books)
