"""Softmax: what a temperature does, why the largest is taken off first, and where its gradient goes."""
import torch

logits = torch.tensor([2.0, 1.0, 0.1])
for temperature in (0.2, 1.0, 5.0):
    print(f"temperature {temperature}:", (logits / temperature).softmax(0))

large = torch.tensor([1000.0, 999.0])
print("exp of large numbers:", large.exp() / large.exp().sum())
print("softmax knows better:", large.softmax(0))

x = logits.clone().requires_grad_()
x.softmax(0)[0].backward()
p = logits.softmax(0)
print("gradient of the first:", x.grad)
print("p0 * (1[i = 0] - p):  ", p[0] * (torch.tensor([1.0, 0, 0]) - p))
