import torch
from torch import nn

torch.manual_seed(0)
model = nn.Linear(3, 2)
x = torch.linspace(-1, 1, 6).reshape(2, 3)
losses = []
w = torch.zeros(3, requires_grad=True)
for i in range(4):
    y = (w * x).sum() + i
    y.backward()
    losses.append(y.item())
x = x + 1
nan = torch.tensor([1.0, float('nan'), float('inf')])
print(model.weight, w.grad, losses[-1], nan)
text = 'plain'


def double(t, times=2):
    return t * times


z = double(x)
