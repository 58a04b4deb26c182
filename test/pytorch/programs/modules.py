# Modules of one's own: buffers, containers, hooks, modes, what is bound to a module and what is registered.
import torch
from torch import nn
import torch.nn.functional as F


class Scale(nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.factor = nn.Parameter(torch.tensor(factor))
        self.register_buffer('seen', torch.zeros((), dtype=torch.int64))
        self.name = 'scale'

    def forward(self, x):
        self.seen += 1
        return x * self.factor


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), Scale(2.0))
        self.heads = nn.ModuleList([nn.Linear(3, 1, bias=False) for _ in range(2)])
        self.table = nn.Embedding(4, 2)

    def forward(self, index):
        hidden = self.body(self.table(index))
        return [head(hidden) for head in self.heads]


torch.manual_seed(1)
net = Net()
with torch.no_grad():
    for parameter in net.parameters():
        parameter.round_()
outputs = net(torch.tensor([0, 3]))
total = sum(output.sum() for output in outputs)
total.backward()
net.eval()
for name, parameter in net.named_parameters():
    print(name, tuple(parameter.shape), parameter.grad)
net.body[2].factor.requires_grad = False
net.extra = nn.Linear(1, 1)
del net.extra
calls = []
hook = net.body.register_forward_hook(lambda module, args, output: calls.append(output.shape))
with torch.inference_mode():
    again = net(torch.tensor([1]))
hook.remove()
print(net, calls, net.body[2].seen)
saved = {key: value.clone() for key, value in net.state_dict().items()}
net.zero_grad()
print(net.load_state_dict(saved))
scores = F.relu(torch.tensor([[1., -2., 3.]]))
loss = F.mse_loss(scores, torch.tensor([[0., 0., 1.]]))
F.cross_entropy(torch.zeros(1, 2), torch.tensor([1]), reduction='sum')
picked = F.one_hot(torch.tensor([0, 2]), 3)
