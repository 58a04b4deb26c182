"""Sines of many lengths tell positions apart; the product of two depends on how far they are from each other."""
import torch

positions, width = 32, 16
rates = torch.exp(torch.arange(0, width, 2) * (-torch.log(torch.tensor(10000.0)) / width))
angles = torch.arange(positions).unsqueeze(1) * rates
encoding = torch.zeros(positions, width)
encoding[:, 0::2] = torch.sin(angles)
encoding[:, 1::2] = torch.cos(angles)

likeness = encoding @ encoding.T
print("shape:", tuple(encoding.shape))
for distance in (0, 1, 4, 16):
    print(f"{distance:2d} apart: {[round(v, 2) for v in likeness.diagonal(distance)[:4].tolist()]}")
