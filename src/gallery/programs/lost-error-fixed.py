from concurrent.futures import ThreadPoolExecutor

shares = []


def share(people):
    shares.append(12 // people)


with ThreadPoolExecutor(max_workers=1) as pool:
    sharing = [pool.submit(share, people) for people in (3, 0, 4)]
for each in sharing:
    try:
        each.result()
    except ZeroDivisionError:
        print('nobody to share with')
print(shares)
