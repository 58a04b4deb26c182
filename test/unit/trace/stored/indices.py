import torch

x = torch.arange(24.).view(2, 3, 4).requires_grad_()
rows, columns = torch.tensor([[0], [1]]), torch.tensor([2, 0, -1])
picked = x[rows, columns]
first = x[[1, 0], ..., columns[:2]]
best = torch.zeros(3, 4).scatter_reduce(0, torch.tensor([[2, 0, 2, 1]]), x[0], 'amax', include_self=False)
(picked.sum() + first.sum()).backward()
