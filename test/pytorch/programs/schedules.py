# Learning rates by schedulers: one alone, one after the other, by what was measured; and momentum that goes the other way.
import torch
from torch import nn
from torch.optim import lr_scheduler

made = {
    'step': lambda o: lr_scheduler.StepLR(o, 2, gamma=0.5),
    'cosine': lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=4, eta_min=0.125),
    'warm': lambda o: lr_scheduler.SequentialLR(o, [lr_scheduler.LinearLR(o, 0.5, total_iters=2), lr_scheduler.ExponentialLR(o, 0.5)], milestones=[2]),
    'cycle': lambda o: lr_scheduler.OneCycleLR(o, max_lr=1.0, total_steps=6),
}
for name, make in made.items():
    p = nn.Parameter(torch.tensor([1., -2.]))
    optimizer = torch.optim.SGD([p], lr=0.5, momentum=0.5)
    scheduler = make(optimizer)
    for epoch in range(5):
        optimizer.zero_grad()
        loss = p.sum()
        loss.backward()
        optimizer.step()
        scheduler.step()
        rate = scheduler.get_last_lr()[0]
    print(name, round(rate, 6), optimizer.param_groups[0]['momentum'])

q = nn.Parameter(torch.tensor([2.]))
optimizer = torch.optim.SGD([q], lr=1.0)
plateau = lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=1)
for measured in (4., 4., 4., 3., 3., 3.):
    q.grad = torch.tensor([0.25])
    optimizer.step()
    plateau.step(measured)
print(q.item(), plateau.get_last_lr(), plateau.best, plateau.num_bad_epochs)
