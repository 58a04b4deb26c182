# Rprop, which goes by the signs of gradients, and ASGD, which keeps the average of where it was, on numbers that stay exact.
import torch
from torch import nn

settings = [
    (torch.optim.Rprop, {'lr': 0.5}), (torch.optim.Rprop, {'lr': 0.5, 'etas': (0.25, 2.0), 'step_sizes': (0.125, 1.0)}), (torch.optim.Rprop, {'lr': 0.5, 'maximize': True}),
    (torch.optim.ASGD, {'lr': 0.25, 'lambd': 0.0}), (torch.optim.ASGD, {'lr': 0.25, 'lambd': 0.5, 'alpha': 1.0, 't0': 1}), (torch.optim.ASGD, {'lr': 0.125, 'weight_decay': 0.5, 'lambd': 0.0, 't0': 0}),
]
for kind, chosen in settings:
    p = nn.Parameter(torch.tensor([1., -2., 4.]))
    optimizer = kind([p], **chosen)
    for _ in range(5):
        optimizer.zero_grad()
        loss = (p * p).sum()
        loss.backward()
        optimizer.step()
    print(kind.__name__, chosen, p.tolist())
