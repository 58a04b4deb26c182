"""Asks real PyTorch where random index ops take each element from, or put it, and stores it: `python test/conformance/ask_index_edges.py`.

A case is the program that makes the call, by the name of its op, and its edges: of each cell that the call goes over the one at the
other end. What takes says it by arange pushed through the call itself. What puts says it by powers of two: added up by the same op they
name each element that came to a cell, also where several did; between brackets, by the places that the same brackets take from an arange.
"""
import collections
import json
import pathlib
import random
import warnings

import torch

# Of scatter's reduce, which it still has.
warnings.simplefilter('ignore')
random.seed(0)
torch.manual_seed(0)

# So many powers of two has an int64.
MOST = 62


def shape_of(least, most, largest=4):
    while True:
        shape = [random.randint(1, largest) for _ in range(random.randint(least, most))]
        if torch.Size(shape).numel() <= MOST:
            return shape


def written(t):
    kind = {torch.int64: '', torch.int32: ', dtype=torch.int32', torch.bool: ', dtype=torch.bool'}[t.dtype]
    # A list of nothing says neither its shape nor its dtype.
    return f'torch.tensor({t.tolist()}{kind})' if t.numel() > 0 else f'torch.zeros({list(t.shape)}{kind or ", dtype=torch.int64"})'


def arange(shape):
    return f'torch.arange({torch.Size(shape).numel()}).view({shape})'


def run(code, **names):
    names['torch'] = torch
    exec(code, names)
    return names


def take(op, code):
    """Of a call whose source is an arange."""
    return op, code, run(code)['out'].flatten().tolist()


# -- along a dimension ------------------------------------------------------------------------------------------------------

def gather():
    shape = shape_of(1, 4)
    dim = random.randrange(-len(shape), len(shape))
    index = torch.randint(0, shape[dim], [random.randint(1, 5) if axis == dim % len(shape) else random.randint(1, size) for axis, size in enumerate(shape)])
    call = random.choice(('x.gather({0}, {1})', 'torch.gather(x, {0}, {1})', 'x.gather(dim={0}, index={1})', 'torch.gather(input=x, index={1}, dim={0})'))
    return take('gather', f'x = {arange(shape)}\nout = {call.format(dim, written(index))}')


def scatter(op):
    """`into` is negative, so that what is kept is told from what is put."""
    shape, source = shape_of(1, 3), []
    dim = random.randrange(len(shape))
    while not source or torch.Size(source).numel() > MOST:
        index_shape = [random.randint(1, 5) if axis == dim else random.randint(1, size) for axis, size in enumerate(shape)]
        source = [size + random.randint(0, 1) for size in index_shape]
    index = torch.randint(0, shape[dim], index_shape)
    named, dim = random.random() < 0.3, random.choice((dim, dim - len(shape)))
    in_place = random.choice(('', '_'))
    source_text = arange(source)
    arguments = f'dim={dim}, index={written(index)}, src=src' if named else f'{dim}, {written(index)}, src'
    more, adding = '', ''
    if op == 'scatter':
        more, adding = random.choice(('', '', '', ", reduce='add'", ", reduce='multiply'")), ", reduce='add'"
    elif op == 'scatter_reduce':
        how = random.choice(('sum', 'prod', 'amax', 'amin'))
        more, adding = f", reduce='{how}', include_self={random.random() < 0.5}", ", reduce='sum', include_self=True"
    start = f'into = -1 - {arange(shape)}\n'
    code = f'{start}src = {source_text}\nout = into.{op}{in_place}({arguments}{more})'
    added = run(f'out = into.{op}({arguments}{adding})', into=torch.zeros(shape, dtype=torch.int64), src=2 ** torch.arange(torch.Size(source).numel()).view(source))['out'].flatten().tolist()
    cells = torch.arange(torch.Size(source).numel()).view(source)[tuple(slice(size) for size in index_shape)].flatten().tolist()
    places = {cell: [at for at, value in enumerate(added) if value >> cell & 1] for cell in cells}
    assert all(len(places[cell]) == 1 for cell in cells) and sum(added) == sum(2 ** cell for cell in cells)
    run(code)
    return op, code, [[cell, places[cell][0]] for cell in cells]


# -- between brackets -------------------------------------------------------------------------------------------------------

def part(size):
    start = random.randint(-size, size)
    return random.choice((':', f'{start}:', f'{start}::{random.randint(2, 3)}', f':{random.randint(1, size)}', str(random.randrange(-size, size))))


def mask(shape):
    return torch.rand(shape) < 0.6


def alone(shape):
    kind = random.randrange(3)
    if kind == 0:
        return written(mask(shape[:random.randint(1, len(shape))]))
    if kind == 1:
        return str([random.randrange(-shape[0], shape[0]) for _ in range(random.randint(1, 4))])
    return written(torch.randint(-shape[0], shape[0], [random.randint(1, 3) for _ in range(random.randint(0, 2))]))


def among(shape):
    """One index or mask among slices, numbers, None and ...; what is left out at the end is taken whole."""
    axis = random.randrange(len(shape))
    taken = random.randint(1, len(shape) - axis) if random.random() < 0.5 else 0
    one = written(mask(shape[axis:axis + taken]) if taken else torch.randint(-shape[axis], shape[axis], [random.randint(1, 3) for _ in range(random.randint(0, 2))]))
    index = [one if each == axis else part(size) for each, size in enumerate(shape) if not axis < each < axis + taken]
    if random.random() < 0.3:
        index.append('...')
    elif random.random() < 0.3:
        while len(index) > 1 and index[-1] is not one:
            index.pop()
    return ', '.join(with_new(index))


def several(shape):
    together = [random.randint(1, 3) for _ in range(random.randint(1, 2))]
    chosen = random.sample(range(len(shape)), random.randint(2, len(shape)))
    index = []
    for axis, size in enumerate(shape):
        if axis not in chosen:
            index.append(part(size))
        elif len(together) == 1 and random.random() < 0.3:
            index.append(str([random.randrange(-size, size) for _ in range(together[0])]))
        else:
            index.append(written(torch.randint(-size, size, [random.choice((1, each)) for each in together[random.randint(0, len(together)):]], dtype=random.choice((torch.int64, torch.int32)))))
    return ', '.join(with_new(index))


def mask_beside(shape):
    """A mask, and an index or another mask that chooses together with it."""
    axis = random.randrange(len(shape) - 1)
    taken = random.randint(1, len(shape) - 1 - axis)
    other = random.choice([each for each in range(len(shape)) if not axis <= each < axis + taken])
    own = mask(shape[axis:axis + taken])
    count = int(own.sum())
    kind = random.randrange(3)
    if kind == 0 and shape[other] >= count:
        second = torch.zeros(shape[other], dtype=torch.bool)
        second[random.sample(range(shape[other]), count)] = True
    else:
        second = torch.randint(-shape[other], shape[other], random.choice(([count], [1], [2, 1], [random.randint(1, 3), count])))
    index = [written(own) if each == axis else written(second) if each == other else part(size) for each, size in enumerate(shape) if not axis < each < axis + taken]
    return ', '.join(with_new(index))


def with_new(index):
    while random.random() < 0.3:
        index.insert(random.randint(0, len(index)), 'None')
    return index


KINDS = (alone, among, several, mask_beside)


def between(case):
    kind = KINDS[case % len(KINDS)]
    shape = shape_of(2 if kind in (several, mask_beside) else 1, 4)
    return shape, kind(shape)


def getitem(case):
    shape, brackets = between(case)
    return take('__getitem__', f'x = {arange(shape)}\nout = x[{brackets}]')


def masked_select():
    shape = shape_of(1, 3)
    return take('masked_select', f'x = {arange(shape)}\nout = x.masked_select({written(mask(shape))})')


def setitem(case):
    shape, brackets = between(case)
    places = run(f'x = {arange(shape)}\nout = x[{brackets}]')['out']
    taken = list(places.shape)
    value = arange(taken) if case % 3 else random.choice(('5', 'torch.arange(3, 4)', arange([random.choice((1, size)) for size in taken[random.randint(0, len(taken)):]])))
    code = f'into = -1 - {arange(shape)}\nvalue = {value}\ninto[{brackets}] = value'
    run(code)
    return '__setitem__', code, places.flatten().tolist()


made = [gather() for _ in range(500)]
made += [scatter(op) for op in ('scatter', 'scatter_add', 'scatter_reduce') for _ in range(200)]
made += [getitem(case) for case in range(600)] + [masked_select() for _ in range(60)] + [setitem(case) for case in range(400)]
path = pathlib.Path(__file__).parent / 'stored' / 'index_edges.json'
path.write_text('[\n' + ',\n'.join(json.dumps(each, separators=(',', ':')) for each in made) + '\n]\n', encoding='utf-8')
print(torch.__version__, path.stat().st_size, collections.Counter(op for op, _, _ in made))
