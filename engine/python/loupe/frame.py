"""Rows, kept as flat lists until they become one frame of bytes. The format is that of engine/trace/frame.ts.

A row is appended in one statement (`writer.step += (tick, frame, line)`), children included, so that an interrupt between
any two instructions of the tracer leaves whole rows. In the place of the column that counts a row's children stands the
tuple of these children, flattened; it is taken apart here.
"""
import struct
import zlib
from array import array
from itertools import chain

from .schema import MAGIC, TABLES, VERSION

#: table -> the column that counts its children, the children's table, numbers of a child that make one of the count.
CHILDREN = {
    'tensor': ('ndim', 'dim', 2),
    'container': ('count', 'item', 2),
    'site': ('count', 'parameter', 1),
    'op': ('count', 'argument', 1),
    'failedOp': ('count', 'failedArgument', 1),
    'error': ('count', 'location', 6),
}
_CHILD_TABLES = frozenset(child for _column, child, _width in CHILDREN.values())
#: Tables of nothing but numbers, one to each child: those that grow quickest are among them.
_UNIFORM = frozenset(name for name, columns in TABLES.items() if all(kind == 'u32' for _column, kind in columns))
_NUMBERS = {name: number for number, name in enumerate(TABLES)}
_CODES = {'u8': 'B', 'u32': 'I', 'i32': 'i', 'f64': 'd'}
#: So many bytes of tensors go ahead in a frame of their own, at least: who reads them needs room for about one tensor at a time.
LARGE = 2 ** 22
#: Places in `cells`: how many bytes were copied since the last frame, how many the budget had left then, 0 once it refused some, how
#: many steps may begin until the clock is looked at, the number of the next frame, and how many bytes another than the Writer has written.
PENDING, LEFT, STEPS, SEQUENCE, WRITTEN = range(3, 8)
CELLS = 8
_BLOCK = struct.Struct('<IIII')
_HEADER = struct.Struct('<4sHHIII')
_CRC = struct.Struct('<I')


def _pad(data):
    return data + bytes(-len(data) % 8)


def _numbers(kind, values):
    return _pad(array(_CODES[kind], values).tobytes())


class Writer:
    """One flat list per table (`writer.binding`, `writer.data`…) and `frames()`, which empties them.

    In the place of a list that is nothing but numbers a backend may put what takes rows in the same way, and gives `columns()`.
    """

    __slots__ = ('cells', *(name for name in TABLES if name not in _CHILD_TABLES))

    def __init__(self):
        #: Numbers that are read at each line.
        self.cells = [0] * CELLS
        for name in TABLES:
            if name not in _CHILD_TABLES:
                setattr(self, name, [])

    def frames(self):
        """All rows so far: one frame, after those of the bytes that are too many to wait for the rest."""
        columns = TABLES['data']
        width, begin, size = len(columns), 0, 0
        data = self.data
        for end in range(width, len(data), width):
            size += len(data[end - 1])
            if size >= LARGE:
                yield self._frame(_block('data', columns, data[begin:end]))
                begin, size = end, 0
        if begin:
            self.data = data[begin:]
        blocks = list(self._blocks())
        if blocks:
            yield self._frame(blocks)

    def strings(self):
        """A frame of the new strings alone, for rows that are kept elsewhere and speak of them."""
        flat = self.string
        self.string = []
        return self._frame(_block('string', TABLES['string'], flat))

    def _frame(self, blocks):
        payload = b''.join(blocks)
        header = _HEADER.pack(MAGIC, VERSION, 0, self.cells[SEQUENCE], len(payload), zlib.crc32(payload))
        self.cells[SEQUENCE] += 1
        return header + _CRC.pack(zlib.crc32(header)) + payload

    def _blocks(self):
        children = {}
        for name, columns in TABLES.items():
            if name in _CHILD_TABLES:
                if name in children:
                    yield from children[name]
                continue
            flat = getattr(self, name)
            if not flat:
                continue
            if type(flat) is list:
                setattr(self, name, [])
            if name in _UNIFORM:
                width = len(columns)
                rows, body, count, numbers = _columns(flat, width) if type(flat) is list else flat.columns()
                yield _BLOCK.pack(_NUMBERS[name], rows, len(body), width)
                yield body
                if count:
                    child = CHILDREN[name][1]
                    children[child] = _BLOCK.pack(_NUMBERS[child], count, len(numbers), 1), numbers
            else:
                if name in CHILDREN:
                    counter, child, per_child = CHILDREN[name]
                    place = [column for column, _kind in columns].index(counter)
                    own = flat[place::len(columns)]
                    inner = list(chain.from_iterable(own))
                    if inner:
                        children[child] = _block(child, TABLES[child], inner)
                    flat[place::len(columns)] = [len(each) // per_child for each in own]
                yield from _block(name, columns, flat)


def _columns(flat, width):
    """How many rows of numbers there are, and their columns; how many children stand among them in tuples, and the one column of these."""
    own = [len(number) if type(number) is tuple else number for number in flat]
    inner = list(chain.from_iterable([number for number in flat if type(number) is tuple]))
    numbers = array('I', own)
    return len(own) // width, b''.join([_pad(numbers[place::width].tobytes()) for place in range(width)]), len(inner), _numbers('u32', inner)


def _block(name, columns, flat):
    width = len(columns)
    body = []
    for place, (_column, kind) in enumerate(columns):
        values = flat[place::width]
        if kind == 'bytes':
            body.append(_numbers('u32', map(len, values)))
            body.append(_pad(b''.join(values)))
        else:
            body.append(_numbers(kind, values))
    length = sum(map(len, body))
    yield _BLOCK.pack(_NUMBERS[name], len(flat) // width, length, width)
    yield from body
