"""Two views of one thing are to be alike, and unlike all others: the right answers stand on the diagonal."""
import torch
from torch import nn
import torch.nn.functional as F

torch.manual_seed(0)
things = torch.randn(16, 6)
encode = nn.Linear(6, 4)
optimizer = torch.optim.SGD(encode.parameters(), lr=0.5)
for step in range(40):
    one, two = (F.normalize(encode(things + 0.25 * torch.randn(16, 6)), dim=1) for _ in range(2))
    likeness = one @ two.T / 0.2
    loss = F.cross_entropy(likeness, torch.arange(16))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 10 == 0:
        found = (likeness.argmax(1) == torch.arange(16)).sum().item()
        print(f"step {step:2d}  loss {loss.item():.2f}  found {found} of 16")
