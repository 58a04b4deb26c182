# Gradients: leaves, retained ones, accumulation, no_grad, hooks, detach. All numbers are exact.
import torch

x = torch.tensor([1., 2., 4.], requires_grad=True)
w = torch.tensor([[0.5, -1., 2.], [1., 0., -0.25]], requires_grad=True)
y = w @ x
y.retain_grad()
loss = (y * y).sum()
loss.backward()
print(x.grad, w.grad, y.grad)
(x * 2).sum().backward()
x.grad.zero_()
x.grad = None
with torch.no_grad():
    x -= 0.5
    frozen = x * 2
x.requires_grad_(False)
z = (x * w).mean()
z.backward(torch.tensor(6.))
kept = w.grad.clone()
w.grad += 1
grads = torch.autograd.grad((w ** 2).sum(), w)
h = w.relu()
handle = h.register_hook(lambda grad: grad * 2)
h.sum().backward()
handle.remove()
a = torch.tensor(3., requires_grad=True)
b = a * a
first, = torch.autograd.grad(b, a, create_graph=True)
second, = torch.autograd.grad(first, a)
c = torch.cat([w[0], w[1, :2]])
d = torch.where(c > 0, c, -c)
e = d.max()
e.backward()
print(second, b.grad_fn.name(), w.grad)
try:
    loss.backward()
except RuntimeError as error:
    print(str(error)[:60])
try:
    w.add_(1)
except RuntimeError as error:
    print(error)

# What is retained is what all hooks have made of it, also those that came later.
kept = w * 2
kept.retain_grad()
kept.register_hook(lambda gradient: gradient + 1)
kept.sum().backward()
print(kept.grad)

# A root of many numbers, and a gradient by its name.
many = (w.detach()[0] * 2).requires_grad_()
(many * many).backward(torch.arange(many.numel()) + 1.)
many.sum().backward(gradient=torch.tensor(0.5))
print(many.grad)
