"""Seven optimizers, one valley. Each has state of its own: open the optimizer's view of each."""
import torch

START = torch.tensor([-1.5, 2.0])
RACERS = {
    "SGD": lambda p: torch.optim.SGD(p, lr=0.01),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.8),
    "Adagrad": lambda p: torch.optim.Adagrad(p, lr=0.5),
    "RMSprop": lambda p: torch.optim.RMSprop(p, lr=0.05),
    "Adam": lambda p: torch.optim.Adam(p, lr=0.1),
    "NAdam": lambda p: torch.optim.NAdam(p, lr=0.1),
    "Adadelta": lambda p: torch.optim.Adadelta(p, lr=20.0),
}
for name, make in RACERS.items():
    point = START.clone().requires_grad_()
    optimizer = make([point])
    for step in range(60):
        x, y = point
        loss = 0.1 * (1 - x) ** 2 + (y - 0.5 * x ** 2) ** 2
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    state = sorted(optimizer.state[point])
    print(f"{name:9s} loss {loss.item():.3f}  at ({point[0].item():+.2f}, {point[1].item():+.2f})  keeps {', '.join(state) or 'nothing'}")
