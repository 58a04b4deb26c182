"""Asks real PyTorch for the steps of torch.optim.Adam and AdamW, and stores parameters and state bit for bit: `python test/conformance/ask_adam.py`."""
import json
import os
import pathlib

os.environ['ATEN_CPU_CAPABILITY'] = 'avx2'

import torch

SETTINGS = [
    {}, {'weight_decay': 0.01}, {'betas': (0.5, 0.75)}, {'betas': (0.3, 0.9), 'eps': 0.1}, {'betas': (0.0, 0.0)}, {'amsgrad': True, 'betas': (0.9, 0.5)},
    {'maximize': True, 'weight_decay': 0.3}, {'amsgrad': True, 'maximize': True, 'weight_decay': 0.1, 'lr': 1.5},
]
STATE = ('exp_avg', 'exp_avg_sq', 'max_exp_avg_sq')


def bits(tensor):
    return [str(int(v)) for v in tensor.detach().view(torch.int32 if tensor.dtype == torch.float32 else torch.int64)]


runs = []
for kind in (torch.optim.Adam, torch.optim.AdamW):
    for dtype in (torch.float32, torch.float64):
        for settings in SETTINGS:
            torch.manual_seed(3)
            start = torch.randn(13, dtype=torch.float64).to(dtype)
            p = start.clone().requires_grad_()
            optimizer = kind([p], **{'lr': 0.07, **settings})
            steps = []
            for i in range(18):
                # Some of them hardly move, some far.
                p.grad = (torch.randn(13, dtype=torch.float64) * 10.0 ** (i % 5 - 2)).to(dtype)
                grad = bits(p.grad)
                optimizer.step()
                if i < 6 or i % 8 == 0:
                    state = optimizer.state[p]
                    steps.append({'grad': grad, 'after': bits(p), **{name: bits(state[name]) for name in STATE if name in state}})
                else:
                    steps.append({'grad': grad, 'after': bits(p)})
            own = optimizer.param_groups[0]
            group = {key: own[key] for key in ('lr', 'eps', 'weight_decay', 'amsgrad', 'maximize', 'decoupled_weight_decay')}
            group |= {'beta1': own['betas'][0], 'beta2': own['betas'][1]}
            runs.append({'type': kind.__name__, 'dtype': str(dtype).removeprefix('torch.'), 'group': group, 'start': bits(start), 'steps': steps})
powers = [[base, exponent, base ** exponent] for base in (0.9, 0.999, 0.5, 0.95, 0.98, 0.9999, 0.3, 0.0) for exponent in (*range(1, 60), 99, 100, 1000, 12345, 100000)]
target = pathlib.Path(__file__).parent / 'stored' / 'adam.json'
target.write_text('{"powers": %s,\n"runs": [\n%s\n]}\n' % (json.dumps(powers, separators=(',', ':')), ',\n'.join(json.dumps(run, separators=(',', ':')) for run in runs)))
print(len(runs), target.stat().st_size)
