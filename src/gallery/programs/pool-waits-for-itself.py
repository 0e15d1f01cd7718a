from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(max_workers=1)


def bake():
    return 'cake'


def party():
    cake = pool.submit(bake)
    return 'a party with ' + cake.result()


print(pool.submit(party).result())
pool.shutdown()
