# Objects that stay what they are for long, and then differ in one part.
import torch
from torch import nn

torch.manual_seed(0)


class Part:
    def __init__(self, scale):
        self.scale = scale
        self.names = ['a', 'b']
        self.inner = {'depth': [1, {'deep': 'x'}]}


part = Part(1.0)
model = nn.Sequential(nn.Linear(2, 2), nn.ReLU())
model.part = part
model.note = ('x', 1.5)
config = {'lr': 0.1, 'model': model, 'sizes': [1, 2]}
kept = [part, config, torch.zeros(2)]
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)


def look(times):
    for _ in range(times):
        kept, optimizer, model


def train():
    optimizer.zero_grad()
    model(torch.ones(1, 2)).sum().backward()
    optimizer.step()


look(6)
part.scale = 2.0
look(6)
part.inner['depth'][1]['deep'] = 'y'
look(6)
part.names.append('c')
look(6)
part.names[0] = 'd'
look(1)
with torch.no_grad():
    model[0].bias.add_(1)
look(6)
model.eval()
look(6)
model.note = ('x', 2.5)
look(6)
model.extra = 3
look(6)
del model.extra
look(6)
config['sizes'] = [1, 3]
look(6)
config['lr'] = config.pop('lr')
look(6)
kept[2] = torch.ones(2)
look(6)
kept[2][0] = 7.0
look(6)
kept[0] = Part(3.0)
look(6)
optimizer.param_groups[0]['lr'] = 0.5
look(6)
train()
look(6)
train()
part.scale = 0.1 + 0.2
part.scale = 0.5 + 0.2
look(70)
model[1] = nn.Tanh()
look(70)
part = None
kept[0] = Part(4.0)
look(6)


class Other(Part):
    pass


class Own(dict):
    pass


class Letters(bytearray):
    pass


def held(value):
    own = Own(k=value)
    same = own
    same = own
    same = own


kept[0].__class__ = Other
look(6)
held(5)
held(5)
letters = [Letters(b'abc')]
for _ in range(8):
    letters
letters[0][0] = 90
letters
same = letters
