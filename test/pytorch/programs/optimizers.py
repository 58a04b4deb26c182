# SGD with each of its options, on numbers that stay exact; groups, schedules by hand, frozen parameters, the state moved and loaded.
import torch
from torch import nn

p = nn.Parameter(torch.tensor([1., -2.]))
q = nn.Parameter(torch.tensor([[4.]]))
frozen = nn.Parameter(torch.ones(2), requires_grad=False)
unused = nn.Parameter(torch.zeros(1))
options = [
    {'lr': 0.5},
    {'lr': 0.5, 'momentum': 0.5},
    {'lr': 0.25, 'momentum': 0.5, 'dampening': 0.5},
    {'lr': 0.25, 'momentum': 0.5, 'nesterov': True, 'weight_decay': 0.25},
    {'lr': 0.125, 'maximize': True},
]
for chosen in options:
    optimizer = torch.optim.SGD([p, q, frozen, unused], **chosen)
    for _ in range(2):
        optimizer.zero_grad()
        loss = (p * p).sum() + (q * 2).sum()
        loss.backward()
        optimizer.step()
    print(chosen, p.tolist(), q.item())

grouped = torch.optim.SGD([{'params': [p]}, {'params': q, 'lr': 0.5, 'momentum': 0.5}], lr=0.25)
for epoch in range(3):
    grouped.zero_grad(set_to_none=False)
    loss = ((p - 1) ** 2).sum() * q.sum()
    loss.backward()
    grouped.step()
    for group in grouped.param_groups:
        group['lr'] *= 0.5
state = grouped.state_dict()
print(state)
other = torch.optim.SGD([{'params': [p]}, {'params': [q]}], lr=1.0)
other.load_state_dict(state)
other.add_param_group({'params': [unused], 'lr': 2.0})


def closure():
    other.zero_grad()
    value = (p + q).sum()
    value.backward()
    return value


value = other.step(closure)
print(value, p, q)
