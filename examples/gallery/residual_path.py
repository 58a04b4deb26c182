"""A plain stack of twelve layers and one with a way around each: the gradient at the bottom tells why."""
import torch
from torch import nn


def train(residual):
    torch.manual_seed(0)
    layers = nn.ModuleList([nn.Linear(8, 8) for _ in range(12)])
    x = torch.randn(32, 8)
    y = x.flip(1)
    optimizer = torch.optim.Adam(layers.parameters(), lr=0.003)
    first = None
    for step in range(60):
        h = x
        for layer in layers:
            h = h + torch.tanh(layer(h)) if residual else torch.tanh(layer(h))
        loss = nn.functional.mse_loss(h, y)
        optimizer.zero_grad()
        loss.backward()
        first = first or layers[0].weight.grad.norm().item()
        optimizer.step()
    return first, loss.item()


for residual in (False, True):
    gradient, loss = train(residual)
    print(f"{'with a way around' if residual else 'plain':17s} first gradient at the bottom {gradient:.1e}, loss {loss:.1f}")
