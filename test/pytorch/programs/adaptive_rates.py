# Optimizers that give each number a rate of its own: RMSprop, Adagrad and Adadelta with each of their options.
import torch
from torch import nn

settings = [
    (torch.optim.RMSprop, {}), (torch.optim.RMSprop, {'alpha': 0.5, 'weight_decay': 0.25}), (torch.optim.RMSprop, {'momentum': 0.5, 'eps': 0.125}),
    (torch.optim.RMSprop, {'centered': True, 'momentum': 0.25}), (torch.optim.RMSprop, {'maximize': True, 'centered': True}),
    (torch.optim.Adagrad, {}), (torch.optim.Adagrad, {'lr_decay': 0.5, 'weight_decay': 0.25}), (torch.optim.Adagrad, {'initial_accumulator_value': 1.0, 'maximize': True}),
    (torch.optim.Adadelta, {}), (torch.optim.Adadelta, {'rho': 0.5, 'eps': 0.125}), (torch.optim.Adadelta, {'weight_decay': 0.25, 'maximize': True, 'lr': 2.0}),
]
for kind, chosen in settings:
    p = nn.Parameter(torch.tensor([1., -2., 4.]))
    unused = nn.Parameter(torch.zeros(1))
    optimizer = kind([p, unused], **{'lr': 0.5, **chosen})
    for _ in range(3):
        optimizer.zero_grad()
        loss = (p * p).sum()
        loss.backward()
        optimizer.step()
    print(kind.__name__, chosen, [round(x, 4) for x in p.tolist()], len(optimizer.state))
