"""Asks real PyTorch for the steps of torch.optim.SGD, and stores parameters bit for bit: `python test/conformance/ask_sgd.py`."""
import json
import os
import pathlib

os.environ['ATEN_CPU_CAPABILITY'] = 'avx2'

import torch

SETTINGS = [
    {}, {'weight_decay': 0.01}, {'momentum': 0.9}, {'momentum': 0.9, 'dampening': 0.3}, {'momentum': 0.9, 'nesterov': True, 'weight_decay': 0.001},
    {'momentum': 0.5, 'weight_decay': 0.1, 'dampening': 0.1, 'maximize': True}, {'maximize': True},
]


def bits(tensor):
    return [int(v) for v in tensor.detach().view(torch.int32 if tensor.dtype == torch.float32 else torch.int64)]


runs = []
for dtype in ('float32', 'float64'):
    for settings in SETTINGS:
        torch.manual_seed(3)
        start = torch.randn(13, dtype=torch.float64).to(getattr(torch, dtype))
        p = start.clone().requires_grad_()
        optimizer = torch.optim.SGD([p], lr=0.07, **settings)
        steps = []
        for _ in range(12):
            p.grad = torch.randn(13, dtype=torch.float64).to(p.dtype)
            grad = bits(p.grad)
            optimizer.step()
            buffer = optimizer.state[p].get('momentum_buffer')
            steps.append({'grad': [str(v) for v in grad], 'after': [str(v) for v in bits(p)], 'buffer': None if buffer is None else [str(v) for v in bits(buffer)]})
        group = {key: optimizer.param_groups[0][key] for key in ('lr', 'momentum', 'dampening', 'weight_decay', 'nesterov', 'maximize')}
        runs.append({'dtype': dtype, 'group': group, 'start': [str(v) for v in bits(start)], 'steps': steps})
target = pathlib.Path(__file__).parent / 'stored' / 'sgd.json'
target.write_text('[\n%s\n]\n' % ',\n'.join(json.dumps(run, separators=(',', ':')) for run in runs))
print(len(runs), target.stat().st_size)
