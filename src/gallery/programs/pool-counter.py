from concurrent.futures import ThreadPoolExecutor

even = 0


def check(number):
    global even
    if number % 2 == 0:
        even += 1


with ThreadPoolExecutor(max_workers=2) as pool:
    for number in (1, 2, 4):
        pool.submit(check, number)
print(even)
