"""A line is fitted to noisy points. Run it, then hover `w`, or open the optimizer's path: the valley is the loss."""
import torch

torch.manual_seed(0)
x = torch.linspace(-2, 2, 20)
y = 3 * x + 1 + 0.3 * torch.randn(20)

w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=0.1)
for step in range(40):
    loss = ((w * x + b - y) ** 2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 10 == 0:
        print(f"step {step:2d}  loss {loss.item():.4f}  w {w.item():.3f}  b {b.item():.3f}")

# What a closed formula says.
A = torch.stack([x, torch.ones_like(x)], dim=1)
print("least squares:", torch.linalg.lstsq(A, y.unsqueeze(1)).solution.squeeze(1))
