"""Random programs of the language's syntax, with random layout: what their names mean does not matter."""
import random

NAMES = ['a', 'b', 'x', 'total', 'self', 'lock', 'n_1', '_', 'print', 'sum', 'list', 'match', 'type', 'case', 'é', 'f', 'r', 'rf', 'u']
INTS = ['0', '1', '7', '42', '1_000', '0x1F', '0b10', '0o17', '00', '9223372036854775807', '0xDEAD_beef']
FLOATS = ['1.5', '.5', '2.', '1e3', '1_0.2_5', '3E-2', '00.5', '1e400', '0.1', '5e-324', '1.0']
ESCAPES = ['\\n', '\\t', '\\\\', '\\x41', '\\u00e9', '\\U0001F600', '\\101', '\\0', '\\q', '\\a', '\\\n']
PLAIN = ['', 'a', 'word', ' ', 'é', '€', '😀', '{', '}', '#', '%d', 'x: y', '[', ')']
SPECS = ['', 'd', '>5', '*^10', '+', '05d', ',', '.2f', '>+08,.3f', 's', 'é<3', '=5']
BINARY = ['+', '-', '*', '//', '%', '**', '+', '-', '*']
COMPARE = ['==', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'is', 'is not']
AUGMENTED = ['+=', '-=', '*=', '//=', '%=', '**=']
QUOTES = ["'", '"', "'''", '"""']


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.brackets = 0
        self.around = []        # quotes of the f-strings in whose fields this is
        self.function = False
        self.loop = False
        self.handler = False
        self.blocks = 0
        self.step = self.random.choice(['    ', '  ', '\t', ' ', '        '])

    def one(self, values):
        return values[int(self.random.random() * len(values))]

    def chance(self, part):
        return self.random.random() < part

    # ---- Layout

    def gap(self, least=''):
        """What can stand between two tokens."""
        draw = self.random.random()
        if draw < 0.6:
            return least or self.one(['', '', ' '])
        if draw < 0.9:
            return self.one([' ', '  ', ' '])
        if self.around:
            return ' '
        if self.brackets and draw < 0.97:
            return self.one(['\n', ' \n   ', '  # note (\n', '\n\n', ' \\\n'])
        return self.one(['\t', ' ', '\\\n ', '\f'])

    def row(self, items):
        return (self.gap() + ',' + self.gap()).join(items)

    def inside(self, opening, closing, make):
        self.brackets += 1
        text = opening + self.gap() + make() + self.gap() + closing
        self.brackets -= 1
        return text

    # ---- Expressions

    def expression(self, depth):
        if depth <= 0:
            return self.atom(0)
        draw = int(self.random.random() * 18)
        if draw < 5:
            return self.atom(depth)
        if draw < 8:
            return self.part(depth) + self.gap() + self.one(BINARY) + self.gap() + self.part(depth)
        if draw == 8:
            return self.one(['-', '+', '- ', '--']) + self.part(depth)
        if draw == 9:
            return 'not ' + self.part(depth)
        if draw < 12:
            word = self.one([' and ', ' or '])
            return word.join(self.part(depth) for _ in range(2 + self.chance(0.3)))
        if draw < 15:
            text = self.part(depth)
            for _ in range(1 + self.chance(0.2)):
                text += ' ' + self.gap() + self.one(COMPARE) + self.gap(' ') + ' ' + self.part(depth)
            return text
        if draw == 15 and not self.around:
            return f'{self.part(depth)} if {self.part(depth)} else {self.expression(depth - 1)}'
        if draw == 16 and not self.around:
            return 'lambda ' + self.parameters(depth - 1, True) + self.gap() + ':' + self.gap() + self.inner(depth)
        return self.primary(depth)

    def part(self, depth):
        """An operand, in brackets where a random expression needs them."""
        if self.chance(0.6):
            return self.primary(depth - 1)
        return self.inner(depth)

    def inner(self, depth):
        return self.inside('(', ')', lambda: self.expression(depth - 1))

    def primary(self, depth):
        text = self.atom(depth)
        if text[-1].isdigit() or text[-1] == '.':
            text = f'({text})'
        while depth > 0 and self.chance(0.5):
            draw = self.random.random()
            if draw < 0.4:
                text += self.gap() + '.' + self.gap() + self.one(NAMES)
            elif draw < 0.7:
                text += self.gap() + self.arguments(depth - 1, text)
            else:
                text += self.gap() + self.inside('[', ']', lambda: self.index(depth - 1))
        return text

    def index(self, depth):
        draw = self.random.random()
        if draw < 0.5:
            return self.expression(depth)
        if draw < 0.6:
            return self.row([self.expression(depth), self.expression(depth)]) + self.one(['', ','])
        lower, upper, step = [self.expression(depth - 1) if self.chance(0.5) else '' for _ in range(3)]
        return lower + ':' + self.gap() + upper + (':' + step if self.chance(0.3) else '')

    def arguments(self, depth, callee):
        def make():
            if callee in ('sum', 'list') and self.chance(0.5):
                return self.comprehension(depth)
            items = [self.expression(depth) for _ in range(self.count(2))]
            if callee == 'print' and self.chance(0.5):
                items.append('*' + self.gap() + self.expression(depth))
            for name in self.random.sample(NAMES, self.count(2)):
                items.append(name + self.gap() + '=' + self.gap() + self.expression(depth))
            return self.row(items) + (',' if items and self.chance(0.1) else '')
        return self.inside('(', ')', make)

    def count(self, most):
        return int(self.random.random() * (most + 1))

    def comprehension(self, depth):
        text = f'{self.expression(depth - 1)} for {self.targets(depth - 1)} in {self.part(depth)}'
        return text + (f' if {self.part(depth)}' if self.chance(0.4) else '')

    def atom(self, depth):
        draw = int(self.random.random() * (20 if depth > 0 else 12))
        if draw < 5:
            return self.one(NAMES)
        if draw < 7:
            return self.one(INTS)
        if draw == 7:
            return self.one(FLOATS)
        if draw == 8:
            return self.one(['None', 'True', 'False'])
        if draw < 12:
            return self.strings(depth)
        if draw < 14:
            return self.inside('(', ')', lambda: self.tuple(depth - 1))
        if draw < 16:
            return self.inside('[', ']', lambda: self.row([self.expression(depth - 1) for _ in range(self.count(3))]))
        if draw == 16:
            return self.inside('[', ']', lambda: self.comprehension(depth))
        if draw == 17:
            return self.inside('{', '}', lambda: self.row([self.pair(depth - 1) for _ in range(self.count(3))]))
        if draw == 18:
            return self.inside('{', '}', lambda: self.row([self.expression(depth - 1) for _ in range(1 + self.count(2))]))
        return self.inner(depth)

    def pair(self, depth):
        return self.expression(depth) + self.gap() + ':' + self.gap() + self.expression(depth)

    def tuple(self, depth):
        size = self.count(3)
        text = self.row([self.expression(depth) for _ in range(size)])
        return text + (',' if size == 1 or (size > 1 and self.chance(0.2)) else '')

    # ---- Strings

    def strings(self, depth):
        return self.gap().join(self.string(depth) for _ in range(1 + self.chance(0.15)))

    def string(self, depth):
        free = [q for q in QUOTES if not any(q in each or each in q for each in self.around)]
        if not free:
            return '0'
        quote = self.one(free)
        prefix = self.one(['', '', '', 'r', 'f', 'f', 'rf', 'F', 'Rb'[:1], 'u', 'fR'])
        pieces = []
        for _ in range(self.count(3)):
            if 'f' in prefix.lower() and depth > 0 and self.chance(0.7):
                pieces.append(self.field(depth, quote))
            else:
                pieces.append(self.literal(prefix.lower(), quote))
        text = ''.join(pieces)
        return prefix + quote + text + quote

    def literal(self, prefix, quote):
        if self.chance(0.3) and not self.around:
            piece = self.one(ESCAPES)
        else:
            piece = self.one(PLAIN)
            # Not in a field: CPython 3.11 gives a string of several lines there the wrong column.
            if len(quote) == 3 and self.chance(0.2) and not self.around:
                piece = self.one(['\n', 'a\nb'])
        if 'f' in prefix:
            piece = piece.replace('{', '{{').replace('}', '}}')
        return piece

    def field(self, depth, quote):
        self.around.append(quote)
        text = self.one(['', ' ']) + self.primary(depth - 1)
        if self.chance(0.3):
            text = self.inside('(', ')', lambda: self.tuple(depth - 1) if self.chance(0.3) else self.expression(depth - 1))
        self.around.pop()
        text = text.strip()
        if '\\' in text or '#' in text or ('\n' in text and len(quote) == 1):
            text = self.one(NAMES)
        opening = '{ ' if text.startswith('{') else '{'
        return opening + text + self.one(['', '', '=', ' = ']) + self.one(['', '', '!r', '!s']) + (':' + self.one(SPECS) if self.chance(0.3) else '') + '}'

    # ---- Statements

    def target(self, depth):
        draw = self.random.random()
        if draw < 0.6 or depth <= 0:
            return self.one(NAMES)
        if draw < 0.8:
            return self.primary_target(depth)
        items = [self.target(depth - 1) for _ in range(1 + self.count(2))]
        if draw < 0.9:
            return self.inside('(', ')', lambda: self.row(items) + ',')
        return self.inside('[', ']', lambda: self.row(items))

    def primary_target(self, depth):
        return self.one(NAMES) + self.one(['.x', '.y.z', self.inside('[', ']', lambda: self.expression(depth - 1)), '(1).n'])

    def targets(self, depth):
        if self.chance(0.7):
            return self.target(depth)
        return self.row([self.target(depth), self.target(depth)]) + self.one(['', ','])

    def parameters(self, depth, of_lambda):
        names = self.random.sample(NAMES, self.count(3))
        star = self.random.randrange(len(names)) if names and self.chance(0.15) else None
        items, default = [], False
        for i, name in enumerate(names):
            if i == star:
                items.append('*')
                default = False
            text = name
            if not of_lambda and self.chance(0.3):
                text += self.gap() + ':' + self.gap() + self.expression(depth - 1)
            default = (default and not (star is not None and i >= star)) or self.chance(0.3)
            if default:
                text += self.gap() + '=' + self.gap() + self.expression(depth - 1)
            items.append(text)
        return self.row(items)

    def simple(self, depth):
        value = lambda: self.tuple_or_value(depth)
        draw = int(self.random.random() * 16)
        if draw < 3:
            return ''.join(self.targets(2) + self.gap() + '=' + self.gap() for _ in range(1 + self.chance(0.2))) + value()
        if draw == 3:
            return self.one([self.one(NAMES), self.primary_target(2)]) + self.gap() + self.one(AUGMENTED) + self.gap() + value()
        if draw < 7:
            return value()
        if draw == 7:
            return self.one([self.one(NAMES), self.primary_target(2)]) + self.gap() + ':' + self.gap() + self.expression(depth) + (
                self.gap() + '=' + self.gap() + value() if self.chance(0.5) else '')
        if draw == 8 and self.function:
            return self.one(['return', 'return ' + value()])
        if draw == 9 and self.loop:
            return self.one(['break', 'continue'])
        if draw == 10:
            text = 'raise ' + self.expression(depth)
            return self.one([text, text + ' from ' + self.expression(depth)] + (['raise'] if self.handler else []))
        if draw == 11:
            return 'assert ' + self.expression(depth) + (self.gap() + ',' + self.expression(depth) if self.chance(0.3) else '')
        if draw == 12:
            return 'del ' + self.row([self.one(NAMES) + self.inside('[', ']', lambda: self.expression(depth - 1)) for _ in range(1 + self.chance(0.3))])
        if draw == 13:
            return self.one(['import a', 'import a.b as c, d', 'from a . b import c', 'from a import b as c, d',
                             'from a import (b,\n c as d,)', 'from a import(b)'])
        return 'pass'

    def tuple_or_value(self, depth):
        if self.chance(0.8):
            return self.expression(depth)
        return self.row([self.expression(depth - 1) for _ in range(1 + self.count(2))]) + ','

    def block(self, indent, depth):
        """Behind the colon of a compound statement."""
        if self.chance(0.2):
            return self.gap() + '; '.join(self.simple(1) for _ in range(1 + self.count(1))) + self.one(['', ';', '  # end']) + '\n'
        return self.one(['', '  # begin']) + '\n' + self.statements(indent + self.step, depth - 1)

    def statements(self, indent, depth):
        return ''.join(self.statement(indent, depth) for _ in range(1 + self.count(2)))

    def statement(self, indent, depth):
        blank = self.one(['', '', '', '', '\n', indent + '# note\n', '  \n', '\f\n'])
        if depth > 0 and self.chance(0.5):
            return blank + self.compound(indent, depth)
        return blank + indent + self.one(['; ', ';']).join(self.simple(2) for _ in range(1 + self.chance(0.1))) + self.one(['', '', ';', ' # end']) + '\n'

    def nested(self, make, **inside):
        before = {name: getattr(self, name) for name in inside}
        for name, value in inside.items():
            setattr(self, name, value)
        text = make()
        for name, value in before.items():
            setattr(self, name, value)
        return text

    def compound(self, indent, depth):
        block = lambda **inside: self.nested(lambda: self.block(indent, depth), **inside)
        draw = int(self.random.random() * 8)
        if draw < 2:
            text = indent + 'if ' + self.expression(2) + ':' + block()
            for _ in range(self.count(2) if self.chance(0.4) else 0):
                text += indent + 'elif ' + self.expression(2) + self.gap() + ':' + block()
            return text + (indent + 'else' + self.gap() + ':' + block() if self.chance(0.4) else '')
        if draw == 2:
            text = indent + 'while ' + self.expression(2) + ':' + block(loop=True)
            return text + (indent + 'else:' + block() if self.chance(0.2) else '')
        if draw == 3:
            text = indent + f'for {self.targets(2)} in {self.tuple_or_value(2)}:' + block(loop=True)
            return text + (indent + 'else:' + block() if self.chance(0.2) else '')
        if draw == 4:
            return self.tries(indent, block)
        if draw == 5:
            items = [self.primary(1) + (' as ' + self.target(2) if self.chance(0.5) else '') for _ in range(1 + self.count(1))]
            if self.chance(0.3):
                return indent + 'with ' + self.inside('(', ')', lambda: self.row(items) + self.one(['', ','])) + ':' + block()
            return indent + 'with ' + self.row(items) + ':' + block()
        if draw == 6:
            decorator = indent + '@' + self.gap() + 'staticmethod\n' if self.chance(0.2) else ''
            returns = self.gap() + '->' + self.gap() + self.expression(1) if self.chance(0.3) else ''
            head = 'def ' + self.one(NAMES) + self.inside('(', ')', lambda: self.parameters(2, False)) + returns
            return decorator + indent + head + ':' + block(function=True, loop=False, handler=False)
        bases = self.inside('(', ')', lambda: self.row(self.random.sample(NAMES, self.count(2)))) if self.chance(0.5) else ''
        return indent + 'class ' + self.one(NAMES) + bases + ':' + block(function=False, loop=False, handler=False)

    def tries(self, indent, block):
        text = indent + 'try:' + block()
        handlers = self.count(2)
        for i in range(handlers):
            bare = i == handlers - 1 and self.chance(0.3)
            kind = '' if bare else ' ' + self.primary(1) + (' as ' + self.one(NAMES) if self.chance(0.5) else '')
            text += indent + 'except' + kind + ':' + block(handler=True)
        if handlers and self.chance(0.3):
            text += indent + 'else:' + block()
        if not handlers or self.chance(0.3):
            text += indent + 'finally:' + block()
        return text

    # ---- Programs

    def program(self):
        text = ''.join(self.statement('', 2) for _ in range(1 + self.count(2)))
        ends = self.random.random()
        if ends < 0.05:
            text = text.replace('\n', '\r\n')
        elif ends < 0.08:
            text = text.replace('\n', '\r')
        elif ends < 0.1:
            text = '\ufeff' + text
        elif ends < 0.2:
            text = text.rstrip('\n')
        return text


PIECES = ['(', ')', '[', ']', '{', '}', ',', ':', ';', '=', '==', '*', '**', '/', '@', ':=', '->', '.', '...', '\n', '    ', '\t', '\\', '\\\n',
          ' if ', ' else ', ' for ', ' in ', ' not ', ' lambda ', ' is ', 'await ', 'yield ', 'async ', 'def f():', 'class A:', 'return ',
          'break', 'global a', 'nonlocal a', 'del a', 'a', '1', '0777', '1_', '1j', "'", '"', '"""', "f'{", '{}', '!', '!r', '#', '$', '\0', '\x0c',
          'b""', 'print x', 'else:', 'except:', 'finally:', 'elif a:', 'import *', 'from . import a', 'match a:\n case 1:\n  pass', 'a.b = 1', '|', '~', '<>']


def broken(maker, text):
    """A program with a few pieces changed."""
    for _ in range(1 + maker.count(1)):
        at = maker.count(len(text))
        draw = maker.random.random()
        if draw < 0.35:
            text = text[:at] + maker.one(PIECES) + text[at:]
        elif draw < 0.7:
            text = text[:at] + text[at + 1 + maker.count(2):]
        elif draw < 0.85:
            text = text[:at] + maker.one(PIECES) + text[at + 1 + maker.count(3):]
        else:
            end = min(len(text), at + maker.count(12))
            to = maker.count(len(text))
            text = text[:to] + text[at:end] + text[to:]
    return text


def random_program(seed, is_broken):
    maker = Maker(seed)
    text = maker.program()
    if is_broken:
        text = broken(maker, text)
    return text.encode('utf-8', 'surrogatepass')
