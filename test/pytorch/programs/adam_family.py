# What came of Adam: Adamax, NAdam and RAdam with each of their options, RAdam before and after it rectifies its rate.
import torch
from torch import nn

settings = [
    (torch.optim.Adamax, {}), (torch.optim.Adamax, {'betas': (0.5, 0.75), 'weight_decay': 0.25, 'eps': 0.125}), (torch.optim.Adamax, {'maximize': True}),
    (torch.optim.NAdam, {}), (torch.optim.NAdam, {'betas': (0.5, 0.75), 'weight_decay': 0.25, 'momentum_decay': 0.5}), (torch.optim.NAdam, {'weight_decay': 0.25, 'decoupled_weight_decay': True}),
    (torch.optim.RAdam, {}), (torch.optim.RAdam, {'betas': (0.5, 0.96875), 'weight_decay': 0.25}), (torch.optim.RAdam, {'weight_decay': 0.25, 'decoupled_weight_decay': True, 'maximize': True}),
]
for kind, chosen in settings:
    p = nn.Parameter(torch.tensor([1., -2., 4.]))
    optimizer = kind([p], **{'lr': 0.25, **chosen})
    for _ in range(7):
        optimizer.zero_grad()
        loss = (p * p).sum()
        loss.backward()
        optimizer.step()
    print(kind.__name__, chosen, [round(x, 4) for x in p.tolist()])
