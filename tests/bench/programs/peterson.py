# Peterson's lock (Information Processing Letters 12(3), 1981): two threads enter ROUNDS times each.
# watch: counter
import threading

ROUNDS = 20
left_wants = False
right_wants = False
turn = 0
counter = 0


def left():
    global left_wants, turn, counter
    for _ in range(ROUNDS):
        left_wants = True
        turn = 1
        while right_wants and turn == 1:
            pass
        counter += 1
        left_wants = False


def right():
    global right_wants, turn, counter
    for _ in range(ROUNDS):
        right_wants = True
        turn = 0
        while left_wants and turn == 0:
            pass
        counter += 1
        right_wants = False


def main():
    threads = [threading.Thread(target=left), threading.Thread(target=right)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


if __name__ == '__main__':
    main()
