from threading import Thread

wants = [False, False]
passed = [0, 0]


def walk(me):
    other = 1 - me
    wants[me] = True
    while wants[other]:
        pass
    passed[me] = 1
    wants[me] = False


walkers = [Thread(target=walk, args=(me,)) for me in range(2)]
for walker in walkers:
    walker.start()
for walker in walkers:
    walker.join()
print(passed)
