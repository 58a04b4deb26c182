"""Asks real PyTorch which product `@` comes to, and stores it: `python test/conformance/ask_matmul.py`.

Of all pairs of up to four dimensions, in every way that decides: how the operands lie in memory, which of them require gradients,
whether there is an `out`. A case is [left, right, out, product]; of an operand its shape, its strides and whether it requires gradients.
"""
import itertools
import json
import pathlib
import random

import torch
from torch.utils._python_dispatch import TorchDispatchMode

random.seed(0)
torch.manual_seed(0)


class Products(TorchDispatchMode):
    def __init__(self):
        super().__init__()
        self.seen = []

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        name = function.overloadpacket.__name__
        if name in ('dot', 'mv', 'mm', 'bmm'):
            self.seen.append(name)
        return function(*args, **(kwargs or {}))


def laid(shape):
    """As it is made, with its axes laid in another order, stretched, or a part of another."""
    order = random.sample(range(len(shape)), len(shape))
    kind = random.randrange(5)
    if kind == 1:
        return torch.randn([shape[axis] for axis in order]).permute([order.index(axis) for axis in range(len(shape))])
    if kind == 2 and len(shape) > 1:
        return torch.randn([*shape[:-2], shape[-1], shape[-2]]).mT
    if kind == 3:
        axis = random.randrange(len(shape))
        return torch.randn([1 if each == axis else size for each, size in enumerate(shape)]).expand(shape)
    if kind == 4:
        axis = random.randrange(len(shape))
        return torch.randn([2 * size if each == axis else size for each, size in enumerate(shape)]).narrow(axis, 0, shape[axis])
    return torch.randn(shape)


def asked(x):
    return [list(x.shape), list(x.stride()), x.requires_grad]


cases = set()
for left, right in itertools.product(range(1, 5), repeat=2):
    for case in range(120):
        i, k, j = (random.choice((1, 2, 3, 4)) for _ in range(3))
        batch = [random.choice((1, 2, 3)) if case % 20 else 0 for _ in range(2)]
        x = laid([*batch[2 - max(0, left - 2):], *([i] if left > 1 else []), k])
        y = laid([*batch[2 - max(0, right - 2):], *([k, j] if right > 1 else [k])])
        out = case % 6 == 5
        x.requires_grad_(random.random() < 0.4)
        y.requires_grad_(random.random() < 0.4)
        with Products() as products, torch.no_grad() if out or case % 4 == 3 else torch.enable_grad():
            if out:
                torch.matmul(x, y, out=torch.empty(0))
            else:
                x @ y
        (product,) = products.seen
        cases.add(json.dumps([asked(x), asked(y), out, product], separators=(',', ':')))

path = pathlib.Path(__file__).parent / 'stored' / 'matmul.json'
path.write_text('[\n' + ',\n'.join(sorted(cases)) + '\n]\n', encoding='utf-8')
print(torch.__version__, len(cases))
