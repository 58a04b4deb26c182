"""Sixteen numbers through a bottleneck of two: what the two have kept is enough, as the data has two causes."""
import torch
from torch import nn

torch.manual_seed(0)
causes = torch.randn(200, 2)
data = torch.tanh(causes @ torch.randn(2, 16))

encoder = nn.Sequential(nn.Linear(16, 16), nn.Tanh(), nn.Linear(16, 2))
decoder = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 16))
optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=0.01)
for epoch in range(120):
    code = encoder(data)
    loss = nn.functional.mse_loss(decoder(code), data)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if epoch % 30 == 0:
        print(f"epoch {epoch:3d}  loss {loss.item():.2f}")

print(f"spread of the data {data.var().item():.2f}, of what is lost {(decoder(encoder(data)) - data).var().item():.2f}")
print("shape of a code:", tuple(code.shape))
