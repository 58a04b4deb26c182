"""Random gathers, selections, lookups, sorts and scatters, and where real PyTorch took each element from and put it.

    python test/unit/webview/stored/make_index_maps.py        (needs torch; the tests don't)

What takes says it by arange pushed through the same op; what puts, by one element at a time.
"""
import json
import pathlib
import random

import torch
import torch.nn.functional as F

random.seed(0)
torch.manual_seed(0)


def sizes(rank):
    return [random.randint(1, 4) for _ in range(rank)]


def taken(op, dim, source, index, made):
    """`made(t)` is the op on a tensor of the source's shape."""
    out = made(torch.arange(source.numel()).view(source.shape))
    return case(op, dim, source.shape, index, out.shape, [(int(s), o) for o, s in enumerate(out.flatten())])


def put(op, dim, source, index, out, made):
    """`made(t)` is the op with a source like `source`; it gives a tensor of zeros but for what was put."""
    edges = []
    for s in range(source.numel()):
        one = torch.zeros(source.numel())
        one[s] = 1
        edges += [(s, int(o)) for o in made(one.view(source.shape)).flatten().nonzero()]
    return case(op, dim, source.shape, index, out, edges)


def case(op, dim, source, index, out, edges):
    return {'op': op, 'dim': dim, 'source': list(source), 'index': {'shape': list(index.shape), 'values': index.flatten().tolist()}, 'output': list(out), 'edges': sorted(edges)}


def made(op):
    rank = random.randint(1, 4 if op in ('gather', 'scatter') else 3)
    source = torch.randn(sizes(rank))
    dim = random.randrange(rank)
    size = source.shape[dim]
    if op == 'gather':
        index = torch.randint(0, size, [random.randint(1, 5) if axis == dim else random.randint(1, n) for axis, n in enumerate(source.shape)])
        return taken(op, dim, source, index, lambda t: t.gather(dim, index))
    if op == 'take_along_dim':
        index = torch.randint(-size, size, [random.randint(1, 4) if axis == dim else random.choice((1, n)) for axis, n in enumerate(source.shape)])
        return taken(op, dim, source, index, lambda t: t.take_along_dim(index, dim))
    if op == 'index_select':
        index = torch.randint(0, size, [random.randint(1, 5)])
        return taken(op, dim, source, index, lambda t: t.index_select(dim, index))
    if op == 'embedding':
        table = torch.randn(random.randint(1, 5), random.randint(1, 4))
        index = torch.randint(0, table.shape[0], sizes(random.randint(0, 2)))
        return taken(op, 0, table, index, lambda t: F.embedding(index, t))
    if op == '__getitem__':
        index = torch.randint(-source.shape[0], source.shape[0], sizes(random.randint(0, 2)))
        return taken(op, 0, source, index, lambda t: t[index])
    if op == 'sort':
        index = source.sort(dim).indices
        return taken(op, dim, source, index, lambda t: t.gather(dim, index))
    if op == 'topk':
        index = source.topk(random.randint(1, size), dim).indices
        return taken(op, dim, source, index, lambda t: t.gather(dim, index))
    if op in ('scatter', 'scatter_add'):
        out = sizes(rank)
        index = torch.randint(0, out[dim], [random.randint(1, n) if axis == dim else random.randint(1, min(n, out[axis])) for axis, n in enumerate(source.shape)])
        # What is put by a scatter whose places repeat is one of several; each by itself shows its way.
        return put(op, dim, source, index, out, lambda t: torch.zeros(out).scatter_add(dim, index, t))
    out = [random.randint(1, 5) if axis == dim else n for axis, n in enumerate(source.shape)]
    index = torch.randint(0, out[dim], [size])
    return put(op, dim, source, index, out, lambda t: torch.zeros(out).index_add(dim, index, t))


OPS = ('gather', 'take_along_dim', 'index_select', 'embedding', '__getitem__', 'sort', 'topk', 'scatter', 'scatter_add', 'index_add')
cases = [made(op) for _ in range(60) for op in OPS]
path = pathlib.Path(__file__).with_name('index_maps.json')
path.write_text('[\n' + ',\n'.join(json.dumps(each, separators=(',', ':')) for each in cases) + '\n]\n')
