from threading import Condition, Thread

is_open = False
opened = Condition()


def enter():
    with opened:
        while not is_open:
            opened.wait()


def open_gate():
    global is_open
    with opened:
        is_open = True
        opened.notify()


threads = [Thread(target=each) for each in (enter, enter, open_gate)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(is_open)
