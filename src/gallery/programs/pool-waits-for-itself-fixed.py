from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(max_workers=1)


def bake():
    return 'cake'


def party(cake):
    return 'a party with ' + cake


cake = pool.submit(bake).result()
print(pool.submit(party, cake).result())
pool.shutdown()
