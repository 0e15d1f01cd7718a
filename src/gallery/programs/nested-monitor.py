from threading import Condition, Lock, Thread

house = Lock()
bell = Condition()
rung = False


def wait_for_guest():
    with house:
        with bell:
            while not rung:
                bell.wait()


def ring():
    global rung
    with house:
        with bell:
            rung = True
            bell.notify()


threads = [Thread(target=wait_for_guest), Thread(target=ring)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(rung)
