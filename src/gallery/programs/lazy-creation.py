from threading import Lock, Thread

connections = 0
connection = None
lock = Lock()


def connect():
    global connection, connections
    if connection is None:
        with lock:
            connections += 1
            connection = 'open'


users = [Thread(target=connect), Thread(target=connect)]
for user in users:
    user.start()
for user in users:
    user.join()
print(connections)
