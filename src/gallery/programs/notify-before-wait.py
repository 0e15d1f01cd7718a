from threading import Condition, Thread

mail = None
arrived = Condition()


def receive():
    with arrived:
        arrived.wait()
        print(mail)


def send():
    global mail
    with arrived:
        mail = 'hello'
        arrived.notify()


threads = [Thread(target=receive), Thread(target=send)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
