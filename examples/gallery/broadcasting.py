"""Shapes that fit without being equal: a multiplication table, distances of all pairs, and one that does not fit."""
import torch

row, column = torch.arange(1, 6), torch.arange(1, 5).unsqueeze(1)
print(row * column)

points = torch.tensor([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]])
difference = points.unsqueeze(1) - points.unsqueeze(0)
print("differences have shape", tuple(difference.shape))
print(difference.pow(2).sum(-1).sqrt())

table = torch.arange(6.0).reshape(2, 3)
print("each column less its mean:")
print(table - table.mean(0))
try:
    table - table.mean(1)
except RuntimeError as error:
    print(error)
print("each row less its mean:")
print(table - table.mean(1, keepdim=True))
