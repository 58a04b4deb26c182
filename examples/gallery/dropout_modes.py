"""Dropout zeroes some and scales the rest, so that the mean stays; in eval() it does nothing."""
import torch
from torch import nn

torch.manual_seed(0)
dropout = nn.Dropout(p=0.25)
x = torch.ones(2, 8)
print("training:")
print(dropout(x))
means = torch.stack([dropout(torch.ones(1000)).mean() for _ in range(20)])
print(f"mean of what comes out, over 20 times: {means.mean().item():.2f}")
dropout.eval()
print("eval:")
print(dropout(x))
