"""What python3 makes of programs of which main alone does all: what they print, and the exception that ends them.

    alone.py FILE              programs of a file, one behind each line "# ==== name"
    alone.py --random SEED N   random ones

Prints a JSON list: {"name", "source", "printed", "error": null or {"type", "message", "line"}}.
"""
import contextlib, io, json, os, resource, sys, warnings

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'programs'))
FILE = '<program>'
# A random program may multiply a text by a large number.
resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29))
warnings.simplefilter('ignore')


def errorOf(error):
    line, trace = 0, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == FILE: line = trace.tb_lineno
        trace = trace.tb_next
    return {'type': type(error).__name__, 'message': str(error), 'line': line}


def run(source):
    printed, error = io.StringIO(), None
    with contextlib.redirect_stdout(printed):
        try:
            exec(compile(source, FILE, 'exec'), {'__name__': '__main__'})
        except Exception as e:
            error = errorOf(e)
    return {'source': source, 'printed': printed.getvalue(), 'error': error}


def programsOf(path):
    with open(path, encoding='utf-8') as file:
        for part in file.read().split('# ==== ')[1:]:
            name, source = part.split('\n', 1)
            yield name.strip(), source


def main():
    if sys.argv[1] == '--random':
        from random_alone import Maker
        seed, count = int(sys.argv[2]), int(sys.argv[3])
        programs = [(f'{seed + i}', Maker(seed + i).program()) for i in range(count)]
    else:
        programs = programsOf(sys.argv[1])
    json.dump([{'name': name, **run(source)} for name, source in programs], sys.stdout)


main()
