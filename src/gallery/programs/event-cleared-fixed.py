from threading import Event, Thread

start = Event()


def run():
    start.wait()


def signal():
    start.set()


threads = [Thread(target=run), Thread(target=signal)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print('ran')
