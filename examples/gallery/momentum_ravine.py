"""A ravine: steep across, flat along. Plain steps zigzag; momentum adds up what points the same way. Compare the paths."""
import torch


def descend(momentum, nesterov=False):
    point = torch.tensor([-4.0, 1.5], requires_grad=True)
    optimizer = torch.optim.SGD([point], lr=0.05, momentum=momentum, nesterov=nesterov)
    for step in range(30):
        loss = 0.5 * (0.5 * point[0] ** 2 + 20 * point[1] ** 2)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return point.detach(), loss.item()


for name, options in (("plain", (0.0,)), ("momentum", (0.6,)), ("nesterov", (0.6, True))):
    point, loss = descend(*options)
    print(f"{name:9s} ends at ({point[0].item():+.3f}, {point[1].item():+.3f}), loss {loss:.5f}")
