"""Layer norm against batch norm: one takes each row's own mean, the other each column's."""
import torch
from torch import nn

x = torch.tensor([[1.0, 2.0, 3.0, 4.0], [10.0, 20.0, 30.0, 40.0], [-1.0, 0.0, 0.0, 1.0]])
by_row = nn.LayerNorm(4, elementwise_affine=False)(x)
by_column = nn.BatchNorm1d(4, affine=False)(x)
print("by row:")
print(by_row)
print("by column:")
print(by_column)
mean, variance = x.mean(-1, keepdim=True), x.var(-1, keepdim=True, unbiased=False)
print("the formula gives the same:", torch.allclose(by_row, (x - mean) / torch.sqrt(variance + 1e-5)))
