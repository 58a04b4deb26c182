"""The weights of noisy steps jump about; their moving average does not. Open the panel's average, and move its decay."""
import copy
import torch
from torch import nn

torch.manual_seed(0)
truth = torch.tensor([[2.0, -1.0, 0.5]])
model = nn.Linear(3, 1, bias=False)
shadow = copy.deepcopy(model).requires_grad_(False)
optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
decay = 0.95

for step in range(100):
    x = torch.randn(4, 3)
    y = x @ truth.T + torch.randn(4, 1)
    loss = nn.functional.mse_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        for averaged, weight in zip(shadow.parameters(), model.parameters()):
            averaged.mul_(decay).add_(weight, alpha=1 - decay)
    if step % 20 == 19:
        raw, mean = [(m.weight - truth).norm().item() for m in (model, shadow)]
        print(f"step {step + 1:3d}  off the truth: raw {raw:.2f}, averaged {mean:.2f}")
