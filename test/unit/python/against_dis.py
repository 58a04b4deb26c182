"""Holds loupe/bytecode.py against `dis`: each instruction of the standard library that is at hand, and of some code that it lacks.

`python against_dis.py` from this folder, with any CPython from 3.10 on; prints what was compared, and the first difference.
"""
import ast
import asyncio
import dataclasses
import dis
import enum
import sys
import types
import typing

try:
    from loupe.bytecode import ACCESSES, instructions
except ImportError:
    import os
    sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../../engine/python/loupe'))
    from bytecode import ACCESSES, instructions

_NEWEST = '''
import os, sys as system
from math import pi
class Point[T]:
    x: int = 0
    y: T
    def area(self, scale):
        global seen
        seen = [scale * each for each in range(self.x) if each]
        return super().area(seen)
def outer():
    total = 0
    def inner():
        nonlocal total
        total += 1
        del inner
        return lambda: total
    rows = [[total for a in range(b)] for b in rows for c in b]
    async def ask():
        return [x async for x in inner()]
    return ask, rows
'''
_LONG = '\n'.join(f'name_{i} = other_{i}' for i in range(700)) + '\nfor i in name_1:\n' + '\n'.join(f'    name_{i} += i' for i in range(300))


def expected(instruction):
    """What `dis` says of an instruction, in the form of `instructions`."""
    opname, value = instruction.opname, instruction.argval
    if opname in ACCESSES:
        return value if type(value) is tuple else (value,)
    if opname == 'FOR_ITER' and sys.version_info >= (3, 12):
        return value
    return None


def compare(code):
    line, differ, count = None, None, 0
    by_dis = list(dis.get_instructions(code))
    by_hand = list(instructions(code))
    for theirs, (offset, at, opname, meant) in zip(by_dis, by_hand):
        # Python 3.13 gives each instruction its line, those before only where one begins.
        own = getattr(theirs, 'line_number', None) or (theirs.starts_line if type(theirs.starts_line) is int else None)
        line = own or line
        meaning = meant if opname != 'LOAD_CONST' and (opname != 'FOR_ITER' or sys.version_info >= (3, 12)) else expected(theirs)
        if (offset, at, opname or theirs.opname, meaning) != (theirs.offset, line, theirs.opname, expected(theirs)) or (opname == 'LOAD_CONST' and meant is not theirs.argval):
            differ = differ or (code.co_name, theirs, (offset, at, opname, meant))
        count += 1
    if len(by_dis) != len(by_hand):
        differ = differ or (code.co_name, len(by_dis), len(by_hand))
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            inner_count, inner_differ = compare(constant)
            count, differ = count + inner_count, differ or inner_differ
    return count, differ


def main():
    import inspect
    texts = [_LONG]
    if sys.version_info >= (3, 12):
        texts.append(_NEWEST)
    for module in (ast, asyncio.base_events, asyncio.tasks, dataclasses, dis, enum, inspect, typing):
        texts.append(inspect.getsource(module))
    count = 0
    for text in texts:
        more, differ = compare(compile(text, 'text', 'exec', 0, True))
        count += more
        if differ:
            print('differ:', *differ)
    print(count > 10_000, 'instructions compared')


main()
