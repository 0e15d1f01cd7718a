"""Random programs for one thread: every operation of the language on values of all types, right ones for the most part."""
import random

SPECS = ['', 'd', '>5', '*^10', '+', '05d', ',', '.2f', '>+08,.3f', 's', '<3', '=5', '^7', ' d', '08', '+,', '010,', '.0f', '6.1f', '-3', '.3', ',d',
         '>6s', '^4s', '.2s', '=+7', 'x<+4d', '012,.2f', '07,', ' ', '<08', '3', '.1', '1.1f', '0', '+s', ',s', '=s', '0s', '05s', '0<5', 'é>4', '20,d']
TEXTS = ["''", "'a'", "'abc'", "'Hello World'", "'a,b,,c'", "'  x y '", "'12'", "'-7'", "'\u00e9t\u00e9'", "'it\\'s'", "'\"q\"'", "'a\\nb'", "'\\\\'", "'abcabc'",
         "'%d'", "'{}'", "'1.5'", "'\\t'", "'\u20ac\U0001f600'", "'0'", "'\\x1f'", "'x\\x7f'", "' 1_0 '", "'1e3'", "'nan'"]
INTS = ['0', '1', '2', '3', '(-1)', '(-2)', '7', '10', '100', '(-13)', '1000', '1234567', '(-5)', '9', '4', '(2**40)', '(10**15)', '(-2**62)']
FLOATS = ['0.0', '0.5', '(-1.5)', '2.0', '3.25', '1e16', '1e-5', '0.1', '(-0.0)', '1e100', '123456.789', '1e15', '12345678901234567.0', '1e22', '0.0001', '1e400', '2.5']


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []
        self.depth = 0
        self.loops = 0
        self.names = 0
        self.functions = []

    def one(self, values): return values[int(self.random.random() * len(values))]
    def chance(self, part): return self.random.random() < part
    def add(self, line): self.lines.append('    ' * self.depth + line)

    # ---- Expressions, by type; now and then one of another type

    def value(self, kind, deep=0):
        if self.chance(0.03): kind = self.one('ibsfltden')
        return getattr(self, 'of_' + kind)(deep + 1)

    def any(self, deep=0): return self.value(self.one('iiibssfltdeqn'), deep)

    def of_n(self, deep): return 'None'

    def of_i(self, deep):
        r = self.random.random()
        if deep > 3 or r < 0.25: return self.one(INTS)
        if r < 0.45: return self.one(['i0', 'i1', 'i2'])
        v = self.value
        return self.one([
            lambda: f'({v("i", deep)} {self.one(["+", "-", "*", "//", "%", "+", "-"])} {v("i", deep)})',
            lambda: f'(-{v("i", deep)})', lambda: f'(+{v("b", deep)})',
            lambda: f'({self.one(["2", "(-3)", "(i0 % 9)", "0", "1", "(-1)"])} ** {self.one(["0", "1", "2", "3", "5", "31"])})',
            lambda: f'len({v(self.one("sltdeq"), deep)})', lambda: f'abs({v(self.one("iib"), deep)})',
            lambda: f'{self.one(["min", "max"])}({v("i", deep)}, {v("i", deep)})',
            lambda: f'{self.one(["min", "max", "sum", "len"])}({v("l", deep)})',
            lambda: f'int({v(self.one("isfb"), deep)})', lambda: f'{v("l", deep)}[{v("i", deep)}]', lambda: f't0[{v("i", deep)}]',
            lambda: f'{v("s", deep)}.{self.one(["find", "count"])}({v("s", deep)}{self.one(["", f", {self.one(INTS)}", f", {self.one(INTS)}, {self.one(INTS)}"])})',
            lambda: f'{v(self.one("lt"), deep)}.{self.one(["count", "index"])}({v("i", deep)})',
            lambda: f'd0.get({v(self.one("is"), deep)}, {v("i", deep)})', lambda: f'd0[{v(self.one("is"), deep)}]',
            lambda: f'({v("i", deep)} if {v("b", deep)} else {v("i", deep)})', lambda: f'{self.one(["l0", "q0"])}.pop()',
            lambda: f'({v("i", deep)} {self.one(["and", "or"])} {v("i", deep)})',
            lambda: f'sum({v("i", deep)} for x in {self.iterable(deep)})', lambda: f'range({v("i", deep)}, {v("i", deep)})[{self.one(INTS[:9])}]',
            lambda: f'f({v("i", deep)}, {v("i", deep)})', lambda: f'f({v("i", deep)})', lambda: f'c0.n', lambda: f'c0.add({v("i", deep)})', lambda: 'C.total',
            lambda: f'(lambda x, y=2: x * y)({v("i", deep)})',
            lambda: f'{self.one(["min", "max"])}({v("l", deep)}, key=lambda x: {self.one(["-x", "x % 3", "abs(x)", "str(x)"])})',
            lambda: f'{self.one(["min", "max"])}({v("l", deep)}, default={v("i", deep)})',
        ])()

    def of_b(self, deep):
        r = self.random.random()
        if deep > 3 or r < 0.2: return self.one(['True', 'False', 'b0'])
        v = self.value
        k = self.one('iiifsltb')
        return self.one([
            lambda: f'({v(k, deep)} {self.one(["==", "!=", "<", "<=", ">", ">="])} {v(k, deep)})',
            lambda: f'({v("i", deep)} < {v("i", deep)} {self.one(["<", "<=", "==", "!="])} {v("i", deep)})',
            lambda: f'({self.any(deep)} == {self.any(deep)})', lambda: f'(not {self.any(deep)})', lambda: f'bool({self.any(deep)})',
            lambda: f'({v("i", deep)} {self.one(["in", "not in"])} {v(self.one("ltdeq"), deep)})', lambda: f'({v("s", deep)} in {v("s", deep)})',
            lambda: f'({v("b", deep)} {self.one(["and", "or"])} {v("b", deep)})', lambda: f'({v("n", deep)} is {self.one(["None", "not None"])})',
            lambda: f'{v("s", deep)}.{self.one(["startswith", "endswith"])}({self.one([v("s", deep), "(" + v("s", deep) + ", " + v("s", deep) + ")"])})',
            lambda: f'{self.one(["any", "all"])}({v(self.one("ltdsq"), deep)})', lambda: f'isinstance({self.any(deep)}, {self.one(["int", "str", "bool", "float", "(list, tuple)", "dict", "set", "C"])})',
            lambda: f'{self.one(["any", "all"])}({v("b", deep)} for x in {self.iterable(deep)})',
            lambda: f'({v("i", deep)} in range({v("i", deep)}, {v("i", deep)}, {self.one(["1", "2", "-1", "3", "-2"])}))',
        ])()

    def of_s(self, deep):
        r = self.random.random()
        if deep > 3 or r < 0.25: return self.one(TEXTS)
        if r < 0.35: return self.one(['s0', 's1'])
        v = self.value
        return self.one([
            lambda: f'({v("s", deep)} + {v("s", deep)})', lambda: f'({v("s", deep)} * {self.one(["0", "1", "2", "3", "-1", "True"])})', lambda: f'str({self.any(deep)})', lambda: f'repr({self.any(deep)})',
            lambda: f'{v("s", deep)}[{v("i", deep)}]', lambda: f'{v("s", deep)}[{self.slice()}]', lambda: f'{v("s", deep)}.{self.one(["upper", "lower", "strip"])}()',
            lambda: f'{v("s", deep)}.strip({v("s", deep)})', lambda: f'{v("s", deep)}.replace({v("s", deep)}, {v("s", deep)}{self.one(["", ", 1", ", 0", ", -1", ", 2"])})',
            lambda: f'{v("s", deep)}.join({self.one([v("s", deep), "[" + v("s", deep) + ", " + v("s", deep) + "]", "[str(x) for x in " + self.iterable(deep) + "]"])})',
            lambda: self.fstring(deep), lambda: self.fstring(deep), lambda: self.fstring(deep), lambda: f"{self.one(PATTERNS)}.format({self.any(deep)}, {self.any(deep)}, k={self.any(deep)})",
            lambda: 'c0.name',
        ])()

    def fstring(self, deep):
        # Quotes of the other kind are needed inside.
        inside = self.one([lambda: self.one(['i0', 'i1', 'f0', 's0', 'b0', 'l0', 't0', 'd0', 'q0', 'c0.n']), lambda: self.one(['i0 + 1', 'len(l0)', 's0 * 2', 'i0 < 3', 'f0 * 2', '-i1', 'i0 // 2', 'None'])])()
        tail = self.one(['', '', '!r', '!s', '=', '= ', ' = ', '=!r', '=!s'])
        spec = self.one(SPECS) if self.chance(0.6) else ''
        return "f'" + self.one(['', 'x ', '{{', '}} ']) + '{' + inside + tail + (':' + spec if spec else '') + '}' + self.one(['', '.', '{i2}', '{s0:>4}']) + "'"

    def of_f(self, deep):
        r = self.random.random()
        if deep > 3 or r < 0.4: return self.one(FLOATS)
        v = self.value
        return self.one([lambda: 'f0', lambda: f'({v("f", deep)} {self.one("+-*")} {v(self.one("fi"), deep)})', lambda: f'({v("i", deep)} {self.one("+-*")} {v("f", deep)})', lambda: f'float({v(self.one("isf"), deep)})',
                         lambda: f'(-{v("f", deep)})', lambda: f'abs({v("f", deep)})', lambda: f'max({v("f", deep)}, {v("i", deep)})', lambda: f'sum([{v("f", deep)}, {v("i", deep)}])'])()

    def of_l(self, deep):
        r = self.random.random()
        if deep > 3 or r < 0.2: return '[' + ', '.join(self.one(INTS) for _ in range(int(self.random.random() * 4))) + ']'
        if r < 0.45: return self.one(['l0', 'l1'])
        v = self.value
        return self.one([
            lambda: f'({v("l", deep)} + {v("l", deep)})', lambda: f'({v("l", deep)} * {self.one(["0", "1", "2", "-1"])})', lambda: f'{v("l", deep)}[{self.slice()}]',
            lambda: f'sorted({v(self.one("ltdeq"), deep)}{self.one(["", ", reverse=True", ", key=lambda x: -x", ", key=lambda x: x % 3", ", key=str", ", key=lambda x: x % 2, reverse=True"])})',
            lambda: f'list({self.iterable(deep)})', lambda: f'[{v("i", deep)} for x in {self.iterable(deep)}{self.one(["", " if x", " if " + v("b", deep)])}]', lambda: f'{v("s", deep)}.split({self.one(["", v("s", deep), "None, 1", "sep=None", v("s", deep) + ", 1"])})',
            lambda: f'{v("l", deep)}.copy()', lambda: f'[x for x in {self.iterable(deep)}]', lambda: f'[{self.any(deep)}, {self.any(deep)}]', lambda: f'list(d0.{self.one(["keys", "values", "items"])}())',
        ])()

    def of_t(self, deep):
        v = self.value
        return self.one([lambda: 't0', lambda: f'({v("i", deep)}, {v("i", deep)})', lambda: f'({v("i", deep)},)', lambda: '()', lambda: f'tuple({self.iterable(deep)})' if deep < 4 else 't0', lambda: f't0[{self.slice()}]',
                         lambda: f'(t0 + {v("t", deep)})' if deep < 4 else 't0', lambda: '(i0, s0, None)'])()

    def of_d(self, deep):
        return self.one([lambda: 'd0', lambda: '{}', lambda: f"{{{self.one(INTS)}: {self.one(TEXTS)}, 'k': {self.one(INTS)}}}", lambda: 'dict(d0)', lambda: f'dict([({self.one(INTS)}, {self.one(INTS)}), ({self.one(TEXTS)}, 2)])'])()

    def of_e(self, deep):
        return self.one([lambda: 'e0', lambda: 'set()', lambda: f'{{{self.one(INTS)}, {self.one(INTS)}}}', lambda: f'set({self.iterable(3)})'])()

    def of_q(self, deep): return self.one(['q0', 'deque()', 'deque([1, 2, 3])', f'deque({self.one(["l0", "t0", "range(3)"])})'])

    def slice(self):
        part = lambda: self.one(['', '', '0', '1', '2', '-1', '-2', '5', '-9', 'i0', 'None'])
        return part() + ':' + part() + self.one(['', '', ':' + self.one(['', '1', '2', '-1', '-2', '3', '0' if self.chance(0.2) else '1'])])

    def iterable(self, deep):
        return self.one([lambda: self.value('l', deep + 1), lambda: 'l0', lambda: 't0', lambda: f'range({self.one(["0", "1", "3", "5", "i2 % 7"])})', lambda: 'range(5, 0, -2)', lambda: 'd0', lambda: 's0', lambda: 'q0', lambda: self.value('s', deep + 1)])()

    # ---- Statements

    def statement(self):
        r = self.random.random()
        v = self.value
        if r < 0.42 or self.depth > 3: return self.add(self.one([
            lambda: f'print({self.any()})', lambda: f'print({self.any()}, {self.any()}{self.one(["", ", sep=" + self.one(TEXTS), ", end=" + self.one(TEXTS), ", sep=None"])})', lambda: f'print({self.fstring(0)})', lambda: f'print({self.fstring(0)})', lambda: f'print(*{self.one(["l0", "t0", "s0"])})',
            lambda: f'i{self.one("012")} = {v("i")}', lambda: f's{self.one("01")} = {v("s")}[:40]', lambda: f'l{self.one("01")} = {v("l")}[:20]', lambda: f'f0 = {v("f")}', lambda: f'b0 = {v("b")}', lambda: f't0 = {v("t")}[:9]',
            lambda: f'd0[{v(self.one("is"))}] = {v("i")}', lambda: f'e0.{self.one(["add", "discard", "remove"])}({v(self.one("iis"))})', lambda: f'q0.{self.one(["append", "appendleft"])}({v("i")})', lambda: f'q0.{self.one(["pop", "popleft", "clear"])}()', lambda: f'q0.extend({v(self.one("lt"))})',
            lambda: f'l0.{self.one(["append", "remove"])}({v("i")})', lambda: f'l0.insert({v("i")}, {v("i")})', lambda: f'l0.pop({v("i")})', lambda: f'l0.extend({self.iterable(0)})', lambda: f'l{self.one("01")}.{self.one(["reverse", "clear", "sort"])}()', lambda: f'l0.sort(reverse={v("b")})', lambda: f'l0.sort(key=lambda x: {self.one(["-x", "x % 3", "str(x)"])})',
            lambda: f'l0[{v("i")}] = {v("i")}', lambda: f'l0[{v("i")}] {self.one(["+=", "-=", "*="])} {v("i")}', lambda: f'l0 {self.one(["+=", "*="])} {self.one([v("l"), "2", v("t"), "0", v("s")])}', lambda: 'l1 = l0', lambda: f'q0 += {v(self.one("lqt"))}',
            lambda: f'i0 {self.one(["+=", "-=", "*=", "//=", "%="])} {v("i")}', lambda: f'f0 {self.one(["+=", "-=", "*="])} {v(self.one("fi"))}', lambda: f's0 {self.one(["+="])} {v("s")}', lambda: f't0 += {v("t")}', lambda: f'del {self.one(["l0", "d0", "q0", "l1"])}[{v("i")}]', lambda: f'd0.{self.one(["pop", "get", "setdefault"])}({v(self.one("is"))})',
            lambda: f'd0.pop({v("i")}, {v("i")})', lambda: f'print(d0.setdefault({v(self.one("is"))}, {v("i")}))', lambda: f'd0.update({v("d")})', lambda: f'i0, i1 = {self.one([v("l"), v("t"), v("i") + ", " + v("i"), v("s")])}', lambda: 'i0, i1 = i1, i0', lambda: f'i0 = i1 = {v("i")}', lambda: f'l0[0], i1 = i1, {v("i")}',
            lambda: f'i0, (i1, s0) = {v("i")}, ({v("i")}, {v("s")})', lambda: f'c0.n {self.one(["=", "+=", "-="])} {v("i")}', lambda: f'C.total += {v("i")}', lambda: f'assert {v("b")}{self.one(["", ", " + self.any()])}', lambda: f'raise {self.one(["ValueError", "KeyError", "E", "RuntimeError", "IndexError"])}({self.one(["", self.any(), self.any() + ", " + self.any()])})' if self.chance(0.3) else 'pass',
            lambda: f'print(f({v("i")}, k={v("i")}), h({v("i")}))', lambda: f'print(c0.add({v("i")}), C.make({v("i")}).n)', lambda: f'count({v("i")})',
        ])())
        if r < 0.55:
            self.add(f'if {v(self.one("bbil"))}:'); self.block()
            if self.chance(0.4): self.add(f'elif {v("b")}:'); self.block()
            if self.chance(0.4): self.add('else:'); self.block()
        elif r < 0.68:
            self.names += 1; x = f'x{self.names}'
            self.loops += 1
            self.add(self.one([lambda: f'for {x} in {self.iterable(1)}:', lambda: f'for {x}, y in enumerate({self.iterable(1)}{self.one(["", ", 1", ", start=-2"])}):', lambda: f'for {x}, y in zip({self.iterable(1)}, {self.iterable(1)}):', lambda: f'for {x}, y in d0.items():', lambda: f'for {x} in d0.{self.one(["keys", "values"])}():', lambda: f'for {x} in range({self.one(["3", "5, 1, -2", "2, 4"])}):'])())
            self.depth += 1
            self.add(f'if i2 > 60: break'); self.add('i2 += 1'); self.add(f'print({x}, end=" ")')
            self.depth -= 1
            self.block()
            self.loops -= 1
            if self.chance(0.3): self.add('else:'); self.block()
        elif r < 0.74:
            self.names += 1; x = f'w{self.names}'
            self.add(f'{x} = 0'); self.add(f'while {x} < {self.one("234")} and {v("b")}:' if self.chance(0.5) else f'while {x} < {self.one("23")}:')
            self.loops += 1
            self.depth += 1; self.add(f'{x} += 1'); self.depth -= 1
            self.block()
            self.loops -= 1
            if self.chance(0.3): self.add('else:'); self.block()
        else:
            self.add('try:'); self.block()
            which = self.one([0, 0, 0, 1, 2, 2, 3])
            if which != 1:
                if self.chance(0.3): self.add(f'except {self.one(["ValueError", "(KeyError, IndexError)", "TypeError", "E", "ZeroDivisionError"])} as e:'); self.handler()
                if self.chance(0.9): self.add('except Exception as e:'); self.handler()
                else: self.add('except E:'); self.block()
                if self.chance(0.2): self.add('else:'); self.block()
            if which in (1, 2): self.add('finally:'); self.block()

    def handler(self):
        self.depth += 1
        self.add(self.one(['print(type(e).__name__, e)', 'print(type(e).__name__, e, repr(e))', 'print(e.args, type(e).__name__)', "print(f'{e!r} {e}')"]))
        if self.chance(0.15): self.add(self.one(['raise', 'raise e', 'raise RuntimeError(str(e))', 'raise E(1) from e']))
        self.depth -= 1

    def block(self):
        self.depth += 1
        for _ in range(1 + int(self.random.random() * 2)): self.statement()
        if self.loops and self.chance(0.12): self.add(self.one(['break', 'continue']))
        self.depth -= 1

    def function(self, head):
        self.add(head)
        loops, self.loops = self.loops, 0
        self.depth += 1
        self.add('global i0, i1, i2, s0, s1, l0, l1, f0, b0, t0, q0')
        self.depth -= 1
        self.block()
        self.loops = loops
        self.depth += 1
        self.add(self.one(['return a', 'return a * 2', 'return b + 1', 'return a - b']))
        self.depth -= 1

    def program(self):
        self.lines = ['from collections import deque', 'class E(Exception):', '    pass',
            "i0, i1, i2 = 1, -7, 3", "s0, s1 = 'ab', 'Hello, World'", 'l0, l1 = [3, 1, 2], []', 'f0 = 1.5', 'b0 = True', "t0 = (1, 2, 'x')", "d0 = {1: 2, 'k': 3}", 'e0 = {1}', 'q0 = deque([4, 5])',
            'class C:', '    total = 0', '    name = "c"', '    def __init__(self, n=1):', '        self.n = n', '    def add(self, k, times=1):', '        self.n += k * times', '        C.total += 1', '        return self.n', '    @staticmethod', '    def make(n):', '        return C(n)',
            'c0 = C(5)', 'def outer():', '    n = 0', '    def step(by=1):', '        nonlocal n', '        n += by', '        return n', '    return step', 'h = outer()', 'def count(n):', '    try:', '        if n > 2: return n', '        for i in range(3):', '            try:', '                if i == n: break', '                if i > n: continue', '                print(i, end=",")', '            finally:', '                print("f", end=";")', '        else:', '            print("else")', '    finally:', '        print("done", n)', 'def f(a, b=3, *, k=4):', '    return a * b + k']
        for _ in range(3 + int(self.random.random() * 5)):
            if self.chance(0.75):
                self.add('try:'); self.block(); self.add('except Exception as e:'); self.handler()
            else: self.statement()
        self.lines += ['print(i0, i1, i2, s0, s1, l0, l1, f0, b0, t0, d0, sorted(e0, key=str), q0, c0.n, C.total)']
        return '\n'.join(self.lines) + '\n'


PATTERNS = ["'{} {}'", "'{0} {1} {0}'", "'{k}'", "'{:>5}|{:<4}'", "'{!r} {!s}'", "'{0!r:>9}'", "'{k:+}'", "'{{}} {}'", "'{3}'", "'{x}'", "'{:,}'", "'{:.2f}'", "'{:d}'"]
