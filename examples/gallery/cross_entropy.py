"""Cross entropy three times: by gather, by one-hot, by PyTorch. Point at a cell of the gather to see what it took."""
import torch
import torch.nn.functional as F

torch.manual_seed(0)
logits = torch.randn(4, 5, requires_grad=True)
labels = torch.tensor([1, 0, 4, 4])

log_p = logits - logits.logsumexp(dim=1, keepdim=True)
picked = log_p.gather(1, labels.unsqueeze(1))
by_gather = -picked.mean()
by_one_hot = -(F.one_hot(labels, 5) * log_p).sum(1).mean()
by_torch = F.cross_entropy(logits, labels)
print(f"gather {by_gather.item():.6f}, one-hot {by_one_hot.item():.6f}, PyTorch {by_torch.item():.6f}")

by_gather.backward()
print("gradient times 4: softmax, with 1 taken off at the label")
print(logits.grad * 4)
smoothed = F.cross_entropy(logits, labels, label_smoothing=0.1)
print(f"with label smoothing {smoothed.item():.4f}")
