"""A derivative is a limit: backward's answer beside finite differences, and what gradcheck does with them."""
import torch


def f(x):
    return (x.sin() * x ** 2).sum()


x = torch.tensor([0.5, 1.0, 2.0], dtype=torch.float64, requires_grad=True)
f(x).backward()
print("backward:   ", x.grad)
for h in (1e-1, 1e-3, 1e-5):
    steps = h * torch.eye(3, dtype=torch.float64)
    with torch.no_grad():
        slopes = torch.stack([(f(x + s) - f(x - s)) / (2 * h) for s in steps])
    print(f"h = {h:.0e}:", slopes, f"off by {(slopes - x.grad).abs().max().item():.0e}")
print("gradcheck:", torch.autograd.gradcheck(f, (x,)))
