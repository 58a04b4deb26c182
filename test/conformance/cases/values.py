"""Inputs of the cases, made alike under real PyTorch and under the embedded engine from a few words.

An input is a list: dtype, shape, kind of values, layout. Values come of a generator of our own over the words, so that
neither side's random numbers matter; all are exact in float64, and rounded to the dtype by the side that runs.
"""
import math
import zlib

import torch

#: How the elements lie.
LAYOUTS = ('plain', 'transposed', 'strided', 'expanded', 'offset')
INTEGERS = {'uint8': (0, 255), 'int8': (-128, 127), 'int16': (-2**15, 2**15 - 1), 'int32': (-2**31, 2**31 - 1), 'int64': (-2**63, 2**63 - 1)}
SPECIAL = [math.nan, math.inf, -math.inf, 0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.5, -2.5, 1e-3, 300.0, -300.0, 1.5, -1.5, 3.5, 1e-7, 7.0, -40.0, 12.0]


def _stream(seed):
    """Numbers between 0 and 1."""
    state = zlib.crc32(seed.encode()) * 2 + 1
    while True:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        yield (state >> 11) / 2**53


def _integers(dtype, kind, draw, count):
    low, high = INTEGERS[dtype]
    if kind == 'special':
        some = [low, high, 0, 1, max(low, -1), low + 1, high - 1, 7, 2]
        return [some[i % len(some)] for i in range(count)]
    if kind in ('positive', 'unit'):
        return [1 + int(next(draw) * 9) for _ in range(count)]
    if kind == 'large':
        return [max(low, min(high, int((next(draw) - .5) * 2000))) for _ in range(count)]
    return [max(low, int(next(draw) * 11) - 5) if low < 0 else int(next(draw) * 11) for _ in range(count)]


def _floats(kind, draw, count):
    if kind == 'special':
        return [SPECIAL[i % len(SPECIAL)] for i in range(count)]
    scale = {'normal': lambda u: 6 * u - 3, 'positive': lambda u: .1 + 4 * u, 'unit': lambda u: .01 + .98 * u, 'open': lambda u: 1.96 * u - .98,
             'large': lambda u: 2000 * u - 1000, 'above': lambda u: 1 + 5 * u, 'whole': lambda u: float(int(u * 11) - 5)}[kind]
    return [scale(next(draw)) for _ in range(count)]


def _values(dtype, kind, count, seed):
    draw = _stream(seed)
    if kind.startswith('index'):
        return [int(next(draw) * int(kind[5:])) for _ in range(count)]
    if kind in ('distinct', 'ties'):
        numbers = [i if kind == 'distinct' else i % max(count // 3, 1) for i in range(count)]
        for i in range(count - 1, 0, -1):
            j = int(next(draw) * (i + 1))
            numbers[i], numbers[j] = numbers[j], numbers[i]
        if dtype == 'bool':
            return [number % 2 == 0 for number in numbers]
        low = INTEGERS.get(dtype, (-1,))[0]
        return [number - count // 2 if low < 0 else number for number in numbers]
    if dtype == 'bool':
        return [next(draw) < .5 for _ in range(count)]
    return _integers(dtype, kind, draw, count) if dtype in INTEGERS else _floats(kind, draw, count)


def _square(kind, shape, seed):
    """Batches of matrices: `definite` are symmetric and positive definite, `regular` far from singular, `symmetric`."""
    n, draw, flat = shape[-1], _stream(seed), []
    for _ in range(math.prod(shape[:-2])):
        made = [[2 * next(draw) - 1 for _ in range(n)] for _ in range(n)]
        if kind == 'definite':
            made = [[sum(a * b for a, b in zip(row, other)) + (n if i == j else 0) for j, other in enumerate(made)] for i, row in enumerate(made)]
        elif kind == 'symmetric':
            made = [[made[min(i, j)][max(i, j)] for j in range(n)] for i in range(n)]
        else:
            made = [[value + (n if i == j else 0) for j, value in enumerate(row)] for i, row in enumerate(made)]
        flat += [value for row in made for value in row]
    return flat


def make(dtype, shape, kind='normal', layout='plain'):
    """The tensor that the words describe."""
    count, seed = math.prod(shape), f'{dtype} {shape} {kind}'
    flat = _square(kind, shape, seed) if kind in ('definite', 'regular', 'symmetric') else _values(dtype, kind, count, seed)
    wanted = getattr(torch, dtype)
    plain = torch.tensor(flat, dtype=wanted if dtype in INTEGERS or dtype == 'bool' else torch.float64).to(wanted).reshape(shape)
    if layout == 'transposed':
        return plain.transpose(-1, -2).contiguous().transpose(-1, -2)
    if layout == 'strided':
        wide = torch.zeros([*shape[:-1], 2 * shape[-1]], dtype=wanted)
        wide[..., ::2] = plain
        return wide[..., ::2]
    if layout == 'expanded':
        return plain[:1].expand(shape)
    if layout == 'offset':
        longer = torch.cat([plain[:1], plain])
        return longer[1:]
    return plain
