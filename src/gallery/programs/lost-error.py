from concurrent.futures import ThreadPoolExecutor

shares = []


def share(people):
    shares.append(12 // people)


with ThreadPoolExecutor(max_workers=1) as pool:
    for people in (3, 0, 4):
        pool.submit(share, people)
print(shares)
