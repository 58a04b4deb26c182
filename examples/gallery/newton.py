"""Newton's method takes the curvature too: gradient steps creep where it arrives in a few."""
import torch
from torch.func import grad, hessian


def f(p):
    return (p[0] - 1) ** 4 + (p[0] - 2 * p[1]) ** 2


slow = fast = torch.tensor([3.0, 3.0], dtype=torch.float64)
for step in range(8):
    slow = slow - 0.02 * grad(f)(slow)
    fast = fast - torch.linalg.solve(hessian(f)(fast), grad(f)(fast))
    print(f"step {step + 1}: gradient descent {f(slow).item():.5f}, Newton {f(fast).item():.9f}")
print("Newton is at", fast)
