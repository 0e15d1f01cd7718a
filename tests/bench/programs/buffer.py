# Two producers and two consumers with a bounded buffer and one condition: every order of the items can be had.
# watch: order
import threading

CAPACITY = 2
ITEMS = 2
buffer = []
condition = threading.Condition()
order = 0


def produce(item):
    for _ in range(ITEMS):
        with condition:
            while len(buffer) == CAPACITY:
                condition.wait()
            buffer.append(item)
            condition.notify_all()


def consume():
    global order
    for _ in range(ITEMS):
        with condition:
            while not buffer:
                condition.wait()
            item = buffer.pop(0)
            order = 2 * order + item
            condition.notify_all()


def main():
    threads = [threading.Thread(target=produce, args=(item,)) for item in (0, 1)]
    threads += [threading.Thread(target=consume) for _ in range(2)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


if __name__ == '__main__':
    main()
