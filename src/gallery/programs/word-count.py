from threading import Thread

counts = {'fox': 0, 'dog': 0}


def count(text):
    for word in text.split():
        counts[word] += 1


threads = [Thread(target=count, args=(page,)) for page in ('fox dog', 'dog')]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(counts)
