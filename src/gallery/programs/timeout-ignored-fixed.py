from threading import Lock, Thread

score = 0
lock = Lock()


def add_point():
    global score
    with lock:
        score += 1


players = [Thread(target=add_point), Thread(target=add_point)]
for player in players:
    player.start()
for player in players:
    player.join()
print(score)
