from threading import Thread

busy = False
served = 0


def serve():
    global busy, served
    while busy:
        pass
    busy = True
    served += 1
    busy = False


clerks = [Thread(target=serve), Thread(target=serve)]
for clerk in clerks:
    clerk.start()
for clerk in clerks:
    clerk.join()
print(served)
