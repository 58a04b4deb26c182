# numpy beside torch: what shares memory, what is copied, and numbers of numpy's own types.
import numpy as np
import torch

array = np.arange(6.).reshape(2, 3)
shared = torch.from_numpy(array)
copied = torch.tensor(array)
array[0, 1] = 10
shared[1] = -1
view = array[:, ::2]
view += 0.5
back = shared.numpy()
back[0, 0] = 8
same = torch.as_tensor(array)
mixed = shared * np.float64(2)
scalar = array.sum()
count = np.int64(3)
flag = array[0, 0] > 1
mask = array > 0
array[mask] = 1
total = torch.tensor(scalar) + torch.tensor(count)
whole = np.array([[1, 2], [3, 4]], dtype=np.int32)
turned = torch.from_numpy(whole.T)
turned.add_(1)
listed = torch.arange(3).tolist()
single = torch.tensor(2.5).item()
out = np.zeros(3)
np.add(np.ones(3), 2, out=out)
print(array, shared, mixed, total, whole, listed, single, sep='\n')
