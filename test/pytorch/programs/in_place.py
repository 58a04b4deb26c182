# Every way to write to a tensor, with dtypes that round, wrap and promote.
import torch

a = torch.tensor([1.5, -2.25, 0.0, float('inf'), float('nan'), -0.0])
a += 1
a -= 0.5
a *= 2
a /= 4
a.clamp_(min=-1, max=3)
a[a.isnan()] = 0
a[[0, 1]] = torch.tensor([8., 16.])
a[1:3], a[4] = 0.125, True
b = torch.tensor([200, 100, 7], dtype=torch.uint8)
b += 100
b //= 3
b <<= 1
b ^= 5
c = torch.tensor([2 ** 62, -1, 3])
c *= 2
c %= 5
d = torch.zeros(2, 3, dtype=torch.float16)
d.add_(1 / 3)
d[:, 1].copy_(torch.tensor([1, 2]))
e = torch.tensor([True, False, True])
e &= torch.tensor([True, True, False])
e |= e.roll(1)
f = torch.zeros(3, 4, dtype=torch.int64)
f.scatter_(1, torch.tensor([[0], [2], [3]]), torch.tensor([[5], [6], [7]]))
f.scatter_add_(0, torch.tensor([[2, 2, 1, 0]]), torch.ones(1, 4, dtype=torch.int64))
f.index_add_(0, torch.tensor([0, 2]), torch.full((2, 4), 10))
f.masked_fill_(f > 12, -1)
f = f.t()
g = f.gather(0, torch.tensor([[3, 2, 1]]))
torch.add(a, 1, out=a)
torch.mul(f, 2, out=f)
h = torch.full((2, 2), 0.1, dtype=torch.bfloat16)
h.add_(h, alpha=0.5).sub_(1)
k = torch.arange(4.)
k.zero_()
k.data[0] = 5
k.fill_(2).pow_(3)
print(a, b, c, d, e, f, g, h, k, sep='\n')
