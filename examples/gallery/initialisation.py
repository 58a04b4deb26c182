"""How wide the weights begin decides whether a signal survives twenty layers: a little too small, too large, just right."""
import torch

torch.manual_seed(0)
x = torch.randn(64, 100)
for name, std in (("small", 0.08), ("right", (2 / 100) ** 0.5), ("large", 0.2)):
    signal, spreads = x, []
    for layer in range(20):
        signal = torch.relu(signal @ (torch.randn(100, 100) * std))
        spreads.append(signal.std().item())
    print(f"{name:6s} after 1, 10, 20 layers: {spreads[0]:.3g}, {spreads[9]:.3g}, {spreads[19]:.3g}")

weight = torch.empty(100, 100)
torch.nn.init.kaiming_normal_(weight, nonlinearity="relu")
print(f"kaiming_normal_ has a spread of {weight.std().item():.2f}, sqrt(2 / 100) is {(2 / 100) ** 0.5:.2f}")
