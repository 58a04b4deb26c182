"""More weights than points: the network learns the noise by heart, and weight decay keeps it from it."""
import torch
from torch import nn

torch.manual_seed(0)
x, x_new = torch.randn(12, 20), torch.randn(100, 20)
truth = torch.zeros(20, 1)
truth[:3] = 1.0
y, y_new = x @ truth + 0.5 * torch.randn(12, 1), x_new @ truth

for weight_decay in (0.0, 0.1, 1.0):
    torch.manual_seed(1)
    model = nn.Linear(20, 1, bias=False)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, weight_decay=weight_decay)
    for step in range(200):
        loss = nn.functional.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        unseen = nn.functional.mse_loss(model(x_new), y_new)
    print(f"weight decay {weight_decay}: seen {loss.item():.3f}, unseen {unseen.item():.3f}, length of the weights {model.weight.norm().item():.2f}")
