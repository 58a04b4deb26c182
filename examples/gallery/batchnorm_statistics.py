"""Batch norm in training takes the batch's own mean; its running statistics follow, and eval() uses those."""
import torch
from torch import nn

torch.manual_seed(0)
norm = nn.BatchNorm1d(2, momentum=0.2)
for batch in range(10):
    x = torch.randn(32, 2) * torch.tensor([1.0, 3.0]) + torch.tensor([5.0, -2.0])
    out = norm(x)
    if batch % 3 == 0:
        print(f"batch {batch}: running mean {[round(v, 2) for v in norm.running_mean.tolist()]}, running variance {[round(v, 2) for v in norm.running_var.tolist()]}")

print("in training, a batch has mean", [round(abs(v), 3) for v in out.mean(0).tolist()], "and spread", [round(v, 2) for v in out.std(0).tolist()])
norm.eval()
print("one row alone:", norm(torch.tensor([[5.0, -2.0]])).abs().lt(0.5).tolist())
print(norm.state_dict().keys())
