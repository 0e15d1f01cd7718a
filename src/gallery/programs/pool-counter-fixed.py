from concurrent.futures import ThreadPoolExecutor


def check(number):
    return number % 2 == 0


with ThreadPoolExecutor(max_workers=2) as pool:
    checks = [pool.submit(check, number) for number in (1, 2, 4)]
even = sum([check.result() for check in checks])
print(even)
