"""Diffusion in one dimension: a network learns to take noise off, and so to make numbers near -2 and 2 from none."""
import torch
from torch import nn

torch.manual_seed(0)
levels = 12
keeps = torch.linspace(0.98, 0.5, levels).cumprod(0)
model = nn.Sequential(nn.Linear(2, 32), nn.Tanh(), nn.Linear(32, 32), nn.Tanh(), nn.Linear(32, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for step in range(200):
    clean = torch.randint(0, 2, (64, 1)) * 4.0 - 2 + 0.1 * torch.randn(64, 1)
    level = torch.randint(0, levels, (64, 1))
    noise = torch.randn(64, 1)
    noisy = keeps[level].sqrt() * clean + (1 - keeps[level]).sqrt() * noise
    loss = nn.functional.mse_loss(model(torch.cat([noisy, level / levels], dim=1)), noise)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 50 == 0:
        print(f"step {step:3d}  loss {loss.item():.1f}")

x = torch.randn(200, 1)
with torch.no_grad():
    for level in reversed(range(levels)):
        noise = model(torch.cat([x, torch.full_like(x, level / levels)], dim=1))
        clean = ((x - (1 - keeps[level]).sqrt() * noise) / keeps[level].sqrt()).clamp(-3, 3)
        before = keeps[level - 1] if level > 0 else torch.tensor(1.0)
        x = before.sqrt() * clean + (1 - before).sqrt() * noise
near = ((x.abs() - 2).abs() < 0.5).float().mean().item()
print("most are near -2 or 2:", near > 0.7)
