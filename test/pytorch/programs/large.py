# record: {"maxTensorBytes": 4096}
"""Tensors and arrays over the budget of one: blocks with least, greatest and mean, and what is not finite, in their place."""
import numpy as np
import torch

w = torch.arange(300 * 130).reshape(300, 130).float() / 8
w[3, 5] = float('nan')
w[299, 129] = float('inf')
w[0, 0] = float('-inf')
t = w.t()
row = w[2]
again = w.view(130, 300)
w.mul_(2)
w.t().add_(1)
line = torch.arange(20001)
flags = line > 10000
half = torch.full((3, 700, 2), 1.5, dtype=torch.float16)
half[1] = float('nan')
brain = torch.full((1025, 2), -0.5, dtype=torch.bfloat16)
wide = torch.zeros(2, 20001, dtype=torch.uint8)
wide[1, ::3] = 7
spread = torch.zeros(1).expand(2000)
small = torch.ones(4)
array = np.arange(40000.0).reshape(4, 10000)
array[2, 3] = np.nan
shared = torch.from_numpy(array)
shared[0] = 1
columns = np.ones((50, 40)).T
print(w.shape, half.dtype, array.shape)
