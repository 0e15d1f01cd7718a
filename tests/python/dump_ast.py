#!/usr/bin/env python3
"""Prints what CPython makes of programs, for the tests of the parser to compare with.

    dump_ast.py FILE ...                          each file as a program
    dump_ast.py --random KIND SEED COUNT          random programs, by random_programs.py; KIND is "valid" or "broken"

Of each program: its number of bytes, its bytes and a line end, then either "refused" and CPython's message, or "accepted" and its
tree, a node a line, as tests/unit/tree_dump.h prints the parser's, and last of all a line "end". Trees are those of Python 3.11.
"""
import ast
import re
import struct
import sys
import warnings

from random_programs import random_program

OPERATORS = {
    ast.Add: '+', ast.Sub: '-', ast.Mult: '*', ast.FloorDiv: '//', ast.Mod: '%', ast.Pow: '**', ast.UAdd: '+', ast.USub: '-',
    ast.Not: 'not', ast.Eq: '==', ast.NotEq: '!=', ast.Lt: '<', ast.LtE: '<=', ast.Gt: '>', ast.GtE: '>=', ast.Is: 'is',
    ast.IsNot: 'is not', ast.In: 'in', ast.NotIn: 'not in',
}
CONVERSIONS = {-1: '', ord('r'): 'r', ord('s'): 's'}
SIMPLE = {
    ast.Return: ('returnStatement', ['value']), ast.Assert: ('assertStatement', ['test', 'msg']),
    ast.Raise: ('raiseStatement', ['exc', 'cause']), ast.Expr: ('expression', ['value']), ast.Pass: ('pass', []),
    ast.Break: ('breakStatement', []), ast.Continue: ('continueStatement', []),
    ast.AnnAssign: ('annAssign', ['target', 'annotation', 'value']), ast.IfExp: ('conditional', ['test', 'body', 'orelse']),
    ast.Subscript: ('subscript', ['value', 'slice']), ast.Slice: ('slice', ['lower', 'upper', 'step']),
    ast.Starred: ('starred', ['value']),
}
LISTS = {ast.List: 'list', ast.Tuple: 'tuple', ast.Set: 'set', ast.JoinedStr: 'joined'}


class Other(Exception):
    """The program has what the language does not have."""


class Dump:
    def __init__(self):
        self.lines = []

    def put(self, depth, kind, node=None, detail=''):
        place = f' {node.lineno}:{node.col_offset}-{node.end_lineno}:{node.end_col_offset}' if node is not None else ''
        self.lines.append(f'{" " * depth}{kind}{place}{" " + detail if detail else ""}')

    def block(self, depth, statements):
        self.put(depth, 'block')
        for each in statements:
            self.node(depth + 1, each)

    def branch(self, depth, statements):
        """An `else` or `finally`, if it is there."""
        if statements:
            self.block(depth, statements)
        else:
            self.put(depth, 'none')

    def nodes(self, depth, nodes):
        for each in nodes:
            self.node(depth, each)

    def node(self, depth, node):
        if node is None:
            self.put(depth, 'none')
        elif type(node) in SIMPLE:
            kind, fields = SIMPLE[type(node)]
            self.put(depth, kind, node)
            self.nodes(depth + 1, [getattr(node, each) for each in fields])
        elif type(node) in LISTS:
            self.put(depth, LISTS[type(node)], node)
            self.nodes(depth + 1, node.values if isinstance(node, ast.JoinedStr) else node.elts)
        else:
            method = getattr(self, type(node).__name__, None)
            if method is None:
                raise Other(type(node).__name__)
            method(depth, node)

    # ---- Statements

    def FunctionDef(self, depth, node):
        self.put(depth, 'functionDef', node, node.name)
        self.parameters(depth + 1, node.args)
        self.block(depth + 1, node.body)
        self.nodes(depth + 1, [node.returns] + node.decorator_list)

    def parameters(self, depth, args):
        if args.vararg or args.kwarg or args.posonlyargs:
            raise Other('parameters')
        self.put(depth, 'parameters')
        defaults = [None] * (len(args.args) - len(args.defaults)) + args.defaults
        for flag, each, default in [(0, *pair) for pair in zip(args.args, defaults)] + [(1, *pair) for pair in zip(args.kwonlyargs, args.kw_defaults)]:
            self.put(depth + 1, 'parameter', each, each.arg + (' flag' if flag else ''))
            self.nodes(depth + 2, [each.annotation, default])

    def ClassDef(self, depth, node):
        if node.keywords or node.decorator_list:
            raise Other('class')
        self.put(depth, 'classDef', node, node.name)
        self.block(depth + 1, node.body)
        self.nodes(depth + 1, node.bases)

    def Delete(self, depth, node):
        self.put(depth, 'deleteStatement', node)
        self.nodes(depth + 1, node.targets)

    def Assign(self, depth, node):
        self.put(depth, 'assign', node)
        self.nodes(depth + 1, [node.value] + node.targets)

    def AugAssign(self, depth, node):
        self.put(depth, 'augAssign', node, self.operator(node.op))
        self.nodes(depth + 1, [node.target, node.value])

    def For(self, depth, node):
        self.put(depth, 'forStatement', node)
        self.nodes(depth + 1, [node.target, node.iter])
        self.block(depth + 1, node.body)
        self.branch(depth + 1, node.orelse)

    def While(self, depth, node):
        self.put(depth, 'whileStatement', node)
        self.node(depth + 1, node.test)
        self.block(depth + 1, node.body)
        self.branch(depth + 1, node.orelse)

    def If(self, depth, node, detail=''):
        self.put(depth, 'ifStatement', node, detail)
        self.node(depth + 1, node.test)
        self.block(depth + 1, node.body)
        # An `elif` begins where its `if` does not: at the column of the `if`, and an `else` has a line or a column of its own.
        if len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If) and self.elif_at(node.orelse[0]):
            self.put(depth + 1, 'block')
            self.If(depth + 2, node.orelse[0], 'flag')
        else:
            self.branch(depth + 1, node.orelse)

    def elif_at(self, node):
        return self.source_lines[node.lineno - 1][node.col_offset:].startswith(b'elif')

    def With(self, depth, node):
        self.put(depth, 'withStatement', node)
        self.block(depth + 1, node.body)
        for each in node.items:
            self.put(depth + 1, 'withItem')
            self.nodes(depth + 2, [each.context_expr, each.optional_vars])

    def Try(self, depth, node):
        self.put(depth, 'tryStatement', node)
        self.block(depth + 1, node.body)
        self.branch(depth + 1, node.orelse)
        self.branch(depth + 1, node.finalbody)
        for each in node.handlers:
            self.put(depth + 1, 'handler', each, each.name or '')
            self.node(depth + 2, each.type)
            self.block(depth + 2, each.body)

    def Import(self, depth, node):
        self.put(depth, 'import', node)
        self.aliases(depth + 1, node.names)

    def ImportFrom(self, depth, node):
        if node.level:
            raise Other('relative import')
        self.put(depth, 'importFrom', node, node.module)
        self.aliases(depth + 1, node.names)

    def aliases(self, depth, names):
        for each in names:
            self.put(depth, 'alias', each, each.name + (f' as {each.asname}' if each.asname else ''))

    def Global(self, depth, node):
        self.put(depth, 'global', node, ' '.join(node.names))

    def Nonlocal(self, depth, node):
        self.put(depth, 'nonlocal', node, ' '.join(node.names))

    # ---- Expressions

    def operator(self, op):
        if type(op) not in OPERATORS:
            raise Other(type(op).__name__)
        return OPERATORS[type(op)]

    def BoolOp(self, depth, node):
        self.put(depth, 'boolAnd' if isinstance(node.op, ast.And) else 'boolOr', node)
        self.nodes(depth + 1, node.values)

    def BinOp(self, depth, node):
        self.put(depth, 'binary', node, self.operator(node.op))
        self.nodes(depth + 1, [node.left, node.right])

    def UnaryOp(self, depth, node):
        self.put(depth, 'unary', node, self.operator(node.op))
        self.node(depth + 1, node.operand)

    def Lambda(self, depth, node):
        self.put(depth, 'lambda', node)
        self.parameters(depth + 1, node.args)
        self.node(depth + 1, node.body)

    def Dict(self, depth, node):
        self.put(depth, 'dict', node)
        for key, value in zip(node.keys, node.values):
            self.nodes(depth + 1, [key, value])

    def comprehension_of(self, depth, kind, node):
        first = node.generators[0]
        if len(node.generators) > 1 or len(first.ifs) > 1 or first.is_async:
            raise Other('comprehension')
        self.put(depth, kind, node)
        self.nodes(depth + 1, [node.elt, first.target, first.iter, first.ifs[0] if first.ifs else None])

    def ListComp(self, depth, node):
        self.comprehension_of(depth, 'listComp', node)

    def GeneratorExp(self, depth, node):
        self.comprehension_of(depth, 'generator', node)

    def Compare(self, depth, node):
        self.put(depth, 'compare', node, ', '.join(self.operator(each) for each in node.ops))
        self.nodes(depth + 1, [node.left] + node.comparators)

    def Call(self, depth, node):
        self.put(depth, 'call', node)
        self.nodes(depth + 1, [node.func] + node.args)
        for each in node.keywords:
            if each.arg is None:
                raise Other('**')
            self.put(depth + 1, 'keyword', each, each.arg)
            self.node(depth + 2, each.value)

    def FormattedValue(self, depth, node):
        if node.conversion not in CONVERSIONS:
            raise Other('conversion')
        self.put(depth, 'formatted', node, CONVERSIONS[node.conversion])
        self.nodes(depth + 1, [node.value, node.format_spec])

    def Constant(self, depth, node):
        value = node.value
        if value is None or value is True or value is False:
            self.put(depth, f'constant{value}', node)
        elif isinstance(value, str):
            self.put(depth, 'constantStr', node, value.encode('utf-8', 'surrogatepass').hex() or 'empty')
        elif isinstance(value, int):
            self.put(depth, 'constantInt', node, str(value) if value < 1 << 64 else 'large')
        elif isinstance(value, float):
            self.put(depth, 'constantFloat', node, struct.pack('>d', value).hex())
        else:
            raise Other(type(value).__name__)

    def Attribute(self, depth, node):
        self.put(depth, 'attribute', node, node.attr)
        self.node(depth + 1, node.value)

    def Name(self, depth, node):
        self.put(depth, 'name', node, node.id)


# Where names live is no matter of the parser.
OF_NAMES = re.compile('duplicate argument|(parameter|nonlocal) and global|parameter and nonlocal|no binding for nonlocal|prior to (global|nonlocal) declaration|before (global|nonlocal) declaration|annotated name')


def compiles(source):
    try:
        compile(source, 'program', 'exec')
    except SyntaxError as error:
        if not OF_NAMES.search(str(error)):
            raise


def dump(source):
    try:
        tree = ast.parse(source)
        compiles(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return ['refused ' + ' '.join(str(error).split())]
    lines = Dump()
    lines.source_lines = source.replace(b'\r\n', b'\n').replace(b'\r', b'\n').removeprefix(b'\xef\xbb\xbf').split(b'\n')
    try:
        lines.block(0, tree.body)
    except Other as other:
        return [f'other {other}']
    return ['accepted'] + lines.lines


def programs():
    if sys.argv[1] == '--random':
        kind, seed, count = sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
        for i in range(count):
            yield random_program(f'{seed} {i}', kind == 'broken')
    else:
        for path in sys.argv[1:]:
            with open(path, 'rb') as file:
                yield file.read()


def main():
    if sys.version_info[:2] != (3, 11):
        sys.exit(f'dump_ast.py: the trees to compare with are those of Python 3.11, and this is {sys.version}')
    warnings.simplefilter('ignore')
    out = sys.stdout.buffer
    for source in programs():
        out.write(b'%d\n%s\n' % (len(source), source))
        out.write('\n'.join(dump(source) + ['end', '']).encode('utf-8', 'surrogatepass'))


if __name__ == '__main__':
    main()
