"""500 random gathers and where real PyTorch took each output cell from: arange pushed through the same op.

    python test/unit/webview/stored/make_gathers.py        (needs torch; the tests don't)
"""
import json
import pathlib
import random

import torch

random.seed(0)
gathers = []
while len(gathers) < 500:
    rank = random.randint(1, 4)
    source = [random.randint(1, 4) for _ in range(rank)]
    dim = random.randrange(rank)
    shape = [random.randint(1, 5) if axis == dim else random.randint(1, size) for axis, size in enumerate(source)]
    index = torch.randint(0, source[dim], shape)
    count = torch.Size(source).numel()
    taken = torch.arange(count).view(source).gather(dim, index)
    gathers.append({'source': source, 'dim': dim, 'index': {'shape': shape, 'values': index.flatten().tolist()}, 'from': taken.flatten().tolist()})
path = pathlib.Path(__file__).with_name('gathers.json')
path.write_text('[\n' + ',\n'.join(json.dumps(each, separators=(',', ':')) for each in gathers) + '\n]\n')
