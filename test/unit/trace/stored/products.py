# Products of tensors with random shapes: their values are small whole numbers, so that each sum is exact.
import random
import torch
import torch.nn.functional as F

random.seed(3)
torch.manual_seed(3)


def size():
    return random.randint(1, 4)


def whole(*shape):
    return torch.randint(-4, 5, shape).double()


def stretched(shape):
    """A shape that broadcasts with it."""
    return [random.choice((1, n)) for n in shape][random.randint(0, len(shape) - 1):]


for _ in range(6):
    b, c, i, j, k = (size() for _ in range(5))
    m, n, x, y = whole(i, k), whole(k, j), whole(k), whole(i)
    torch.dot(x, whole(k))
    torch.inner(x, whole(k))
    torch.outer(x, y)
    torch.mv(m, x)
    torch.mm(m, n)
    torch.bmm(whole(b, i, k), whole(b, k, j))
    m @ n
    m @ x
    x @ n
    x @ whole(k)
    torch.matmul(whole(b, i, k), n)
    torch.matmul(whole(b, 1, i, k), whole(c, k, j))
    whole(c, i, k) @ x
    x @ whole(b, k, j)
    F.linear(whole(b, i, k), whole(j, k), whole(j))
    F.linear(x, whole(j, k))
    torch.addmm(whole(j), m, n)
    torch.addmv(y, m, x)
    shape = [b, i, j]
    whole(*shape) * whole(*stretched(shape))
    whole(*stretched(shape)) + whole(*shape)
    whole(*shape).sub_(whole(*stretched(shape)))
    whole(*shape) / whole(*stretched(shape)).exp2()
    torch.einsum('ik,kj->ij', m, n)
    torch.einsum('ik, kj', m, n)
    torch.einsum('bik,bk->i', whole(b, i, k), whole(b, k))
    torch.einsum('ii->i', whole(i, i))
    torch.einsum('zik,zk', whole(b, i, k), whole(b, k))
    torch.einsum('...ik,...kj->...ij', whole(b, c, i, k), whole(c, k, j))
    torch.einsum('i,j,k->kji', y, whole(j), x)
    torch.einsum('ii', whole(i, i))
    scale, weight = whole(), whole(k, j).requires_grad_()
    m * scale
    scale * m
    scale + x
    (m - scale).mul_(scale)
    scale * scale
    whole(b, i, k) @ weight.detach()
    whole(k, i, b).permute(2, 1, 0) @ n
    whole(k, i, b).permute(2, 1, 0) @ weight
    whole(b, c, i, k) @ x
    x @ whole(b, j, k).mT
    whole(i, k).requires_grad_() @ whole(b, c, k, j)
    m @ whole(b, c, k, j)
