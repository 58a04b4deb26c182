"""A generator learns to make numbers like those of a Gaussian around 4, against a critic that tells them apart."""
import torch
from torch import nn
import torch.nn.functional as F

torch.manual_seed(0)
generator = nn.Sequential(nn.Linear(1, 8), nn.Tanh(), nn.Linear(8, 1))
critic = nn.Sequential(nn.Linear(1, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1))
to_make = torch.optim.SGD(generator.parameters(), lr=0.05)
to_tell = torch.optim.SGD(critic.parameters(), lr=0.05)
real_label, made_label = torch.ones(32, 1), torch.zeros(32, 1)

for step in range(201):
    real = 4 + 0.5 * torch.randn(32, 1)
    made = generator(torch.randn(32, 1))
    told = F.binary_cross_entropy_with_logits(critic(real), real_label) + F.binary_cross_entropy_with_logits(critic(made.detach()), made_label)
    to_tell.zero_grad()
    told.backward()
    to_tell.step()

    fooled = F.binary_cross_entropy_with_logits(critic(made), real_label)
    to_make.zero_grad()
    fooled.backward()
    to_make.step()
    if step % 50 == 0:
        print(f"step {step:3d}  made around {made.mean().item():.1f}")
