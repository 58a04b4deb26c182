"""Four schedules of the learning rate over thirty steps. The optimizer's view draws each beside its path."""
import torch
from torch.optim import lr_scheduler

MAKERS = {
    "step": lambda o: lr_scheduler.StepLR(o, step_size=10, gamma=0.3),
    "exponential": lambda o: lr_scheduler.ExponentialLR(o, gamma=0.9),
    "cosine": lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=30),
    "one cycle": lambda o: lr_scheduler.OneCycleLR(o, max_lr=0.4, total_steps=30),
}
for name, make in MAKERS.items():
    point = torch.tensor([3.0, -2.0], requires_grad=True)
    optimizer = torch.optim.SGD([point], lr=0.2)
    scheduler = make(optimizer)
    rates = []
    for step in range(30):
        loss = (point[0] ** 2 + 4 * point[1] ** 2) / 2
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        rates.append(scheduler.get_last_lr()[0])
        scheduler.step()
    print(f"{name:11s} {' '.join(f'{rate:.3f}' for rate in rates[::6])}  loss {loss.item():.4f}")
