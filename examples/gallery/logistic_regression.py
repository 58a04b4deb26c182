"""Two clouds of points are told apart by a line. The gradient of the loss is (p - y) times x: see it in the graph."""
import torch
import torch.nn.functional as F

torch.manual_seed(0)
n = 30
points = torch.cat([torch.randn(n, 2) + 1.5, torch.randn(n, 2) - 1.5])
labels = torch.cat([torch.ones(n), torch.zeros(n)])

w = torch.zeros(2, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
optimizer = torch.optim.SGD([w, b], lr=0.5)
for step in range(30):
    logits = points @ w + b
    loss = F.binary_cross_entropy_with_logits(logits, labels)
    optimizer.zero_grad()
    loss.backward()
    if step == 0:
        by_hand = ((torch.sigmoid(logits) - labels).unsqueeze(1) * points).mean(0)
        print("gradient by backward:", w.grad)
        print("gradient by hand:    ", by_hand.detach())
    optimizer.step()

predicted = points @ w + b > 0
print(f"loss {loss.item():.4f}, accuracy {(predicted == labels.bool()).float().mean().item():.3f}")
