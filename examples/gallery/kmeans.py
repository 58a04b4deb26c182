"""k-means: who is nearest is one argmin, and the new centres one index_add. Look at its index map."""
import torch

torch.manual_seed(0)
middle = torch.tensor([[0.0, 0.0], [4.0, 0.0], [2.0, 4.0]])
points = (middle.unsqueeze(1) + 0.5 * torch.randn(3, 20, 2)).reshape(-1, 2)
centres = points[[0, 20, 40]] + torch.randn(3, 2)

for step in range(6):
    distance = torch.cdist(points, centres)
    nearest = distance.argmin(dim=1)
    sums = torch.zeros(3, 2).index_add(0, nearest, points)
    counts = torch.bincount(nearest, minlength=3)
    moved = sums / counts.unsqueeze(1)
    change = (moved - centres).norm().item()
    centres = moved
    print(f"step {step}: counts {counts.tolist()}, centres moved by {change:.3f}")
    if change < 1e-4:
        break
print(centres)
