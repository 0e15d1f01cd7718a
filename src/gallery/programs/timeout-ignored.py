from threading import Lock, Thread

score = 0
lock = Lock()


def add_point():
    global score
    if lock.acquire(timeout=1):
        score += 1
        lock.release()


players = [Thread(target=add_point), Thread(target=add_point)]
for player in players:
    player.start()
for player in players:
    player.join()
print(score)
