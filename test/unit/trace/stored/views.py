# Tensors that look into the storages of others, and arrays that do.
import torch
import numpy as np

x = torch.arange(12.).view(3, 4)
t = x.T
middle = x[1:, 1:3]
column = x[:, 2]
row = x[0]
same = x.view(3, 4)
wide = row.expand(5, 4)
windows = x.view(-1).unfold(0, 3, 2)
other = torch.tensor([1, 2, 3])
first = other[:2]
alone = torch.ones(3)
a = np.arange(5)
back = a[::-1]
empty = alone[:0]
