from threading import Thread

parts = [0, 0]
totals = [0, 0]


def work(me):
    parts[me] = 10 * (me + 1)
    totals[me] = sum(parts)


workers = [Thread(target=work, args=(me,)) for me in range(2)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
print(totals)
