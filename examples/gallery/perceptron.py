"""Rosenblatt's rule, without any gradient: only a point that is on the wrong side moves the line."""
import torch

torch.manual_seed(1)
points = torch.randn(40, 2)
labels = torch.where(points[:, 0] + 2 * points[:, 1] > 0.2, 1.0, -1.0)

w = torch.zeros(2)
b = torch.zeros(1)
for epoch in range(10):
    mistakes = 0
    for point, label in zip(points, labels):
        if label * (w @ point + b) <= 0:
            w += label * point
            b += label
            mistakes += 1
    print(f"epoch {epoch}: {mistakes} mistakes, w = {w.tolist()[0]:.3f}, {w.tolist()[1]:.3f}")
    if mistakes == 0:
        break
