"""Ten layers deep: through sigmoids the gradient dies on its way back, through ReLU with a fitting start it lives."""
import torch
from torch import nn


def gradients(activation, gain):
    torch.manual_seed(0)
    layers = [nn.Linear(32, 32, bias=False) for _ in range(10)]
    for layer in layers:
        nn.init.normal_(layer.weight, std=gain / 32 ** 0.5)
    x = torch.randn(16, 32)
    for layer in layers:
        x = activation(layer(x))
    x.pow(2).mean().backward()
    return [layer.weight.grad.norm().item() for layer in layers]


for name, activation, gain in (("sigmoid", torch.sigmoid, 1.0), ("tanh", torch.tanh, 1.0), ("relu", torch.relu, 2 ** 0.5)):
    norms = gradients(activation, gain)
    print(f"{name:8s} first layer {norms[0]:.1e}, last layer {norms[-1]:.1e}, ratio {norms[0] / norms[-1]:.0e}")
