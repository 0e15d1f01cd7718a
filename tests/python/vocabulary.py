"""Compares the rows of the vocabulary with the Python that runs this.

    vocabulary.py FOLDER_OF_INTERLEAVE < ROWS

ROWS has a line a row: kind, name, parameters and base, separated by tabs. Each name has to exist there, as that kind of thing;
the parameters have to be those of inspect.signature, less LEFT_OUT; where that knows no signature, the calls of CALLS have to go
through. Prints the differences; exit code 1 if there is one. Signatures are compared under Python 3.11 alone.
"""
import builtins, collections, concurrent.futures, inspect, queue, random, sys, threading, time, warnings

warnings.simplefilter('ignore')
sys.path.insert(0, sys.argv[1])
import interleave

MODULES = {'collections': collections, 'concurrent.futures': concurrent.futures, 'interleave': interleave, 'queue': queue,
           'random': random, 'threading': threading, 'time': time}

# Parameters that the language leaves out, and parameters that it requires.
LEFT_OUT = {
    'print': {'file'}, 'threading.Barrier': {'action', 'timeout'},
    'concurrent.futures.ThreadPoolExecutor': {'thread_name_prefix', 'initializer', 'initargs'},
    'concurrent.futures.ThreadPoolExecutor.map': {'timeout', 'chunksize'},
    'concurrent.futures.ThreadPoolExecutor.shutdown': {'cancel_futures'}, 'concurrent.futures.Future.exception': {'timeout'}}
REQUIRED = {('concurrent.futures.ThreadPoolExecutor', 'max_workers')}

# Of what has no signature that can be asked for.
CALLS = {
    'bool': ['bool()', 'bool(3)'], 'dict': ['dict()', 'dict([("a", 1)])'], 'int': ['int()', 'int("3")'],
    'max': ['max([1, 2])', 'max(1, 2, 3, key=abs)', 'max([], default=None)'], 'min': ['min([1, 2])', 'min(1, 2, 3, key=abs)',
        'min([], default=None)'],
    'range': ['range(3)', 'range(1, 3)', 'range(1, 3, 2)'], 'str': ['str()', 'str(3)', 'str(object=3)'], 'zip': ['zip()',
        'zip([1], [2], [3])'],
    'str.count': ['"ab".count("a")', '"ab".count("a", 0, 1)', '"ab".count("a", None, None)'],
    'str.endswith': ['"ab".endswith("b")', '"ab".endswith("b", 0, 1)', '"ab".endswith("b", None, None)'],
    'str.find': ['"ab".find("b")', '"ab".find("b", 0, 1)', '"ab".find("b", None, None)'],
    'str.format': ['"{}{a}".format(1, a=2)', '"".format()'],
    'str.startswith': ['"ab".startswith("a")', '"ab".startswith("a", 0, 1)', '"ab".startswith("a", None, None)'],
    'dict.pop': ['{1: 2}.pop(1)', '{}.pop(1, 2)'], 'dict.update': ['{}.update()', '{}.update({1: 2})'],
        'dict.clear': ['{}.clear()'],
    'dict.items': ['{}.items()'], 'dict.keys': ['{}.keys()'], 'dict.values': ['{}.values()'],
    'set': ['set()', 'set([1])'], 'set.add': ['set().add(1)'], 'set.discard': ['set().discard(1)'],
        'set.remove': ['{1}.remove(1)'],
    'collections.deque': ['collections.deque()', 'collections.deque([1])'],
    'collections.deque.append': ['collections.deque().append(1)'],
        'collections.deque.appendleft': ['collections.deque().appendleft(1)'],
    'collections.deque.clear': ['collections.deque().clear()'], 'collections.deque.extend': ['collections.deque().extend([1])'],
    'collections.deque.pop': ['collections.deque([1]).pop()'], 'collections.deque.popleft': ['collections.deque([1]).popleft()'],
    'threading.Lock': ['threading.Lock()'], 'threading.RLock': ['threading.RLock()'],
    'threading.Lock.acquire': ['threading.Lock().acquire()', 'threading.Lock().acquire(True, -1)',
        'threading.Lock().acquire(blocking=True, timeout=-1)'],
    'threading.RLock.acquire': ['threading.RLock().acquire()', 'threading.RLock().acquire(True, -1)',
        'threading.RLock().acquire(blocking=True, timeout=-1)'],
    'threading.Condition.acquire': ['threading.Condition().acquire(True, -1)',
        'threading.Condition().acquire(blocking=True, timeout=-1)'],
    'threading.Lock.locked': ['threading.Lock().locked()'],
    'threading.Lock.release': ['(lambda l: (l.acquire(), l.release()))(threading.Lock())'],
    'threading.RLock.release': ['(lambda l: (l.acquire(), l.release()))(threading.RLock())'],
    'threading.Condition.release': ['(lambda l: (l.acquire(), l.release()))(threading.Condition())'],
    'time.monotonic': ['time.monotonic()'], 'time.perf_counter': ['time.perf_counter()'], 'time.time': ['time.time()'],
    'time.sleep': ['time.sleep(0)']}


def instances():
    """An object of each type with methods or attributes."""
    yield from {'str': '', 'list': [], 'tuple': (), 'dict': {}, 'set': set(), 'Exception': Exception()}.items()
    yield 'collections.deque', collections.deque()
    for name in ('Lock', 'RLock', 'Condition', 'Semaphore', 'BoundedSemaphore', 'Event', 'Thread'):
        yield 'threading.' + name, getattr(threading, name)()
    yield 'threading.Barrier', threading.Barrier(1)
    for name in ('Queue', 'LifoQueue', 'SimpleQueue'): yield 'queue.' + name, getattr(queue, name)()
    yield 'concurrent.futures.ThreadPoolExecutor', concurrent.futures.ThreadPoolExecutor(1)
    yield 'concurrent.futures.Future', concurrent.futures.Future()
    for name in ('SpinLock', 'TicketLock', 'RWLock', 'CheckThenLock'): yield 'interleave.' + name, getattr(interleave, name)()
    yield 'interleave.Atomic', interleave.Atomic(0)
    yield 'interleave.RWLockSide', interleave.RWLock().read()


OBJECTS = dict(instances())


def find(kind, name):
    if kind == 'module': return MODULES[name]
    before, _, last = name.rpartition('.')
    if kind in ('method', 'attribute'): return getattr(OBJECTS[before], last)
    return getattr(MODULES[before] if before else builtins, last)


def right_kind(kind, there):
    if kind == 'exception': return isinstance(there, type) and issubclass(there, Exception)
    return kind in ('module', 'attribute') or callable(there)


def ours(parameters):
    """A row's parameters as a signature."""
    scope = {}
    exec(f'def f({parameters.replace("=?", "=None")}): pass', scope)
    return inspect.signature(scope['f'])


def differences(name, parameters, there):
    try:
        theirs = inspect.signature(there)
    except ValueError:
        theirs = None
    if theirs is None or name == 'str' or str(theirs) == '(*args, **kwargs)' and name in CALLS:
        if name not in CALLS: yield f'{name}: Python has no signature, and there is no call of it here'
        for call in CALLS.get(name, ()):
            try: eval(call)
            except Exception as e: yield f'{call}: {e}'
        return
    have = ours(parameters).parameters
    want = {n: p for n, p in theirs.parameters.items() if n not in LEFT_OUT.get(name, ())}
    positional_only = [p.kind for p in have.values()].count(inspect.Parameter.POSITIONAL_ONLY)
    if [p.kind for p in have.values()] != [p.kind for p in want.values()]: yield f'{name}({parameters}): Python has {theirs}'
    for number, (a, b) in enumerate(zip(have.values(), want.values())):
        if a.name != b.name and number >= positional_only: yield f'{name}: {a.name} is {b.name} in Python'
        if a.default != b.default and (name, a.name) not in REQUIRED: yield f'{name}: {a} is {b} in Python'


def main():
    rows = [line.rstrip('\n').split('\t') for line in sys.stdin]
    bad, exceptions = [], {}
    for kind, name, parameters, base in rows:
        try: there = find(kind, name)
        except (AttributeError, KeyError): bad.append(f'{name} is not there'); continue
        if not right_kind(kind, there): bad.append(f'{name} is no {kind}: {there!r}')
        if kind == 'exception': exceptions[there] = (name, base)
        elif kind not in ('module', 'attribute') and sys.version_info[:2] == (3, 11): bad += differences(name, parameters, there)
    for there, (name, base) in exceptions.items():
        nearest = next((exceptions[c][0] for c in there.__mro__[1:] if c in exceptions), '')
        if nearest != base: bad.append(f'{name} is derived from {nearest or "nothing with a row"}, not {base or "nothing"}')
    if len(rows) < 100: bad.append(f'{len(rows)} rows')
    print('\n'.join(bad))
    sys.exit(bool(bad))


main()
