"""A small network learns from a large one's soft answers. Its loss compares two distributions."""
import torch
from torch import nn
import torch.nn.functional as F

torch.manual_seed(0)
x = torch.randn(128, 4)
labels = (x[:, 0] * x[:, 1] > 0).long() + (x[:, 2] > 0.5).long()

teacher = nn.Sequential(nn.Linear(4, 32), nn.ReLU(), nn.Linear(32, 3))
optimizer = torch.optim.Adam(teacher.parameters(), lr=0.03)
for step in range(100):
    loss = F.cross_entropy(teacher(x), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(f"teacher: loss {loss.item():.1f}")

student = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))
optimizer = torch.optim.Adam(student.parameters(), lr=0.03)
temperature = 2.0
with torch.no_grad():
    soft = F.softmax(teacher(x) / temperature, dim=1)
for step in range(100):
    loss = F.kl_div(F.log_softmax(student(x) / temperature, dim=1), soft, reduction="batchmean") * temperature ** 2
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 25 == 0:
        print(f"step {step:2d}  distance {loss.item():.1f}")
