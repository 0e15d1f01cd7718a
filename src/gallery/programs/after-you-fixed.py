from threading import Lock, Thread

door = Lock()
passed = [0, 0]


def walk(me):
    with door:
        passed[me] = 1


walkers = [Thread(target=walk, args=(me,)) for me in range(2)]
for walker in walkers:
    walker.start()
for walker in walkers:
    walker.join()
print(passed)
