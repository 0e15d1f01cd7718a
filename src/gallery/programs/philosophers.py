from threading import Lock, Thread

forks = [Lock(), Lock(), Lock()]
meals = [0, 0, 0]


def dine(seat):
    left = forks[seat]
    right = forks[(seat + 1) % 3]
    with left:
        with right:
            meals[seat] = 1


philosophers = [Thread(target=dine, args=(seat,)) for seat in range(3)]
for philosopher in philosophers:
    philosopher.start()
for philosopher in philosophers:
    philosopher.join()
print(meals)
