"""Adam in seven lines beside PyTorch's: the same weights, to the last digit that is printed."""
import torch

torch.manual_seed(0)
target = torch.randn(3)
ours = torch.zeros(3)
theirs = torch.zeros(3, requires_grad=True)
optimizer = torch.optim.Adam([theirs], lr=0.1, betas=(0.9, 0.999), eps=1e-8)

mean, square = torch.zeros(3), torch.zeros(3)
for t in range(1, 21):
    gradient = 2 * (ours - target)
    mean = 0.9 * mean + 0.1 * gradient
    square = 0.999 * square + 0.001 * gradient ** 2
    # The averages begin at 0, so that they are too small at first.
    mean_hat, square_hat = mean / (1 - 0.9 ** t), square / (1 - 0.999 ** t)
    ours = ours - 0.1 * mean_hat / (square_hat.sqrt() + 1e-8)

    optimizer.zero_grad()
    ((theirs - target) ** 2).sum().backward()
    optimizer.step()

print("by hand:   ", ours)
print("by PyTorch:", theirs.detach())
print("target:    ", target)
