# Views and what shares memory with what: names that change because another was written to.
import torch

base = torch.arange(12.).reshape(3, 4)
row, column = base[1], base[:, 2]
turned = base.T
part = turned[1:3, ::2]
part += 100
row.zero_()
column[0] = -1
flat = base.view(-1)
flat[::5] = 7
first, *rest = base.unbind(0)
first.neg_()
left, right = base.chunk(2, dim=1)
right.mul_(0.5)
wide = torch.tensor([[1], [2]]).expand(2, 3)
copy = wide.contiguous()
copy[0, 0] = 9
stepped = base.as_strided((2, 2), (5, 1), 1)
stepped.fill_(0.25)
detached = base.detach()
detached.diagonal()[:] = 3
print(base, part, row, windows, sep='\n')
stacked = torch.stack([base[0], base[2]])
joined = torch.cat((stacked, base), dim=0)
swapped = joined.permute(1, 0).squeeze().unsqueeze(0)
swapped[0, 0, 0] = 42.
print(joined[0, 0], stacked[0, 0])
