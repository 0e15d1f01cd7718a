"""How programs end under python3, run again and again with threads that change after any instruction.

    real_endings.py FILE       FILE: a JSON list of {"source", "names", "runs", "seconds"}

Prints a JSON list with one list a program: the different endings that were seen, {"values": {name: repr}, "errors": ["A: …"]}.
A run that does not end in time shows nothing, and is the last one of its program.
"""
import io, json, os, random, select, signal, sys, threading, time
import concurrent.futures, concurrent.futures.thread

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'programs'))
import interleave, queue, collections   # once, not in each run

FILE = '<program>'


class Run:
    """One run in a process of its own."""

    def __init__(self, source, names, seed):
        self.code, self.names = compile(source, FILE, 'exec'), names
        self.random = random.Random(seed)
        self.pause = self.random.choice([0.01, 0.05, 0.2])
        self.letters, self.errors, self.started = {}, {}, []
        self.lock = threading.Lock()

    def number(self, what):
        with self.lock: self.letters[id(what)] = len(self.letters)

    def watch(self):
        start, submit = threading.Thread.start, concurrent.futures.ThreadPoolExecutor.submit

        def startThread(thread):
            if getattr(thread, '_target', None) is not concurrent.futures.thread._worker and not thread._started.is_set():
                self.number(thread)
                self.started.append(thread)
            return start(thread)

        def submitTask(pool, *args, **named):
            future = submit(pool, *args, **named)
            self.number(future)
            self.started.append(future)
            return future

        threading.Thread.start, concurrent.futures.ThreadPoolExecutor.submit = startThread, submitTask
        threading.excepthook = lambda args: self.fail(chr(ord('A') + self.letters[id(args.thread)]), args.exc_value)

    def fail(self, letter, error):
        line, trace = 0, error.__traceback__
        while trace:
            if trace.tb_frame.f_code.co_filename == FILE: line = trace.tb_lineno
            trace = trace.tb_next
        self.errors[letter] = f'{letter}: {type(error).__name__} at line {line}' + (f': {error}' if str(error) else '')

    def trace(self, frame, event, arg):
        if frame.f_code.co_filename != FILE: return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        if event == 'opcode' and self.random.random() < self.pause: time.sleep(self.random.random() * 0.0005)
        return self.trace

    def ending(self):
        self.watch()
        sys.setswitchinterval(1e-6)
        threading.settrace(self.trace)
        sys.settrace(self.trace)
        space = {'__name__': '__main__'}
        try:
            exec(self.code, space)
        except Exception as error:
            sys.settrace(None)
            self.fail('m', error)
        sys.settrace(None)
        for each in self.started:
            if isinstance(each, threading.Thread) and not each.daemon: each.join()
            elif not isinstance(each, threading.Thread): concurrent.futures.wait([each])
        values = {}
        for name in self.names:
            try: values[name] = repr(sorted(value) if isinstance(value := eval(name, space), set) else value)
            except Exception: pass
        return {'values': values, 'errors': sorted(self.errors.values())}


def seen(program, number):
    endings = {}
    for seed in range(program['runs']):
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            sys.stdout = io.StringIO()
            sys.stderr = io.StringIO()
            os.write(write, json.dumps(Run(program['source'], program['names'], number * 1000 + seed).ending()).encode())
            os._exit(0)
        os.close(write)
        text = b''
        until = time.time() + program['seconds']
        while select.select([read], [], [], max(until - time.time(), 0))[0]:
            part = os.read(read, 1 << 16)
            if not part: break
            text += part
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(read)
        if not text:
            if time.time() >= until: break
            continue
        ending = json.loads(text)
        endings[json.dumps(ending, sort_keys=True)] = ending
    return list(endings.values())


with open(sys.argv[1], encoding='utf-8') as file: programs = json.load(file)
json.dump([seen(program, i) for i, program in enumerate(programs)], sys.stdout)
