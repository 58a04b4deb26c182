"""torch.optim.swa_utils: an equal average of the last weights, and one that forgets."""
import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

torch.manual_seed(0)
model = nn.Linear(2, 1)
equal = AveragedModel(model)
forgetting = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.9))
optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
x = torch.randn(64, 2)
y = x @ torch.tensor([[1.0], [-2.0]]) + 0.5
for step in range(40):
    at = torch.randint(0, 64, (4,))
    loss = nn.functional.mse_loss(model(x[at]), y[at] + 0.5 * torch.randn(4, 1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    forgetting.update_parameters(model)
    if step >= 20:
        equal.update_parameters(model)

with torch.no_grad():
    for name, each in (("raw", model), ("equal", equal), ("forgetting", forgetting)):
        print(f"{name:10s} loss on clean data {nn.functional.mse_loss(each(x), y).item():.3f}")
print("averaged so many times:", equal.n_averaged.item(), forgetting.n_averaged.item())
