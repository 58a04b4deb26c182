"""A small network bends its border around two moons. See the products of a layer, and Adam's terms for each weight."""
import math
import torch
from torch import nn

torch.manual_seed(0)
n = 60
angle = torch.rand(n) * math.pi
upper = torch.stack([torch.cos(angle), torch.sin(angle)], dim=1)
lower = torch.stack([1 - torch.cos(angle), 0.5 - torch.sin(angle)], dim=1)
points = torch.cat([upper, lower]) + 0.1 * torch.randn(2 * n, 2)
labels = torch.cat([torch.zeros(n), torch.ones(n)]).long()

model = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 2))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for epoch in range(100):
    logits = model(points)
    loss = nn.functional.cross_entropy(logits, labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if epoch % 25 == 0:
        right = (logits.argmax(dim=1) == labels).float().mean()
        print(f"epoch {epoch:2d}  loss {loss.item():.3f}  accuracy {right.item():.2f}")

# The border, as text: which moon the network sees at each place.
xs, ys = torch.linspace(-1.5, 2.5, 30), torch.linspace(1.5, -1.0, 11)
grid = torch.cartesian_prod(ys, xs).flip(1)
picture = model(grid).argmax(1).view(11, 30)
for row in picture.tolist():
    print("".join(".#"[cell] for cell in row))
