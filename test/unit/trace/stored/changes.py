# Views, in-place calls, gradients and objects, each changing what another name shows.
import numpy as np
import torch
from torch import nn

torch.manual_seed(0)

base = torch.arange(6.0)
view = base.view(2, 3)
turned = view.T
base[1] = 10.0
turned[2, 0].add_(1)
half = torch.tensor([1.5, -2.25, float('inf')], dtype=torch.float16)
brain = half.to(torch.bfloat16)
flags = half > 0
big = torch.tensor([2**62 + 1, -1])

w = torch.tensor([1.0, 2.0], requires_grad=True)
(w * w).sum().backward()
(w * 3).sum().backward()
w.grad = None
w.data.mul_(2)
with torch.no_grad():
    w[0] = -1.0

array = np.zeros(3)
shared = torch.from_numpy(array)
array[0] = 4.0
shared[1] = 5.0

layers = nn.Sequential(nn.Linear(2, 2, bias=False), nn.ReLU())
nn.init.constant_(layers[0].weight, 0.5)
settings = {'lr': 0.1, 'sizes': [1, 2]}
settings['lr'] = 0.2
settings['sizes'].append(3)
losses = []
for step in range(4):
    losses.append(step / 4)
wide = torch.zeros(1).expand(1000, 1000)


class Counter:
    __slots__ = ('count',)

    def __init__(self):
        self.count = 0

    def __repr__(self):
        raise RuntimeError('a repr of the user was called')


counter = Counter()
for _ in range(3):
    counter.count += 1
del base
