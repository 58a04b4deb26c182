# Averages of weights in the ways in which they are written, on numbers that stay exact.
import copy

import torch
from torch import nn

torch.manual_seed(0)
model = nn.Linear(2, 1)
with torch.no_grad():
    model.weight.copy_(torch.tensor([[1., -1.]]))
    model.bias.fill_(0.5)
from torch.optim.swa_utils import AveragedModel, get_ema_avg_fn, get_ema_multi_avg_fn, get_swa_multi_avg_fn
three, alpha, lerp, copied = copy.deepcopy(model), copy.deepcopy(model), copy.deepcopy(model), copy.deepcopy(model)
together = copy.deepcopy(model)
kept = {name: w.detach().clone() for name, w in model.named_parameters()}
anew, nearer, taken = model.weight.detach().clone(), model.weight.detach().clone(), model.weight.detach().clone()
swa, ema = AveragedModel(model), AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.75))
ema_each, swa_multi = AveragedModel(model, avg_fn=get_ema_avg_fn(0.75)), AveragedModel(model, multi_avg_fn=get_swa_multi_avg_fn())
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
x, y = torch.tensor([[1., 2.], [0., -1.]]), torch.tensor([[2.], [0.]])
decay = 0.75
for step in range(4):
    loss = (model(x) - y).abs().sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        for v, w in zip(three.parameters(), model.parameters()):
            v *= decay
            v += (1 - decay) * w.detach()
        for v, w in zip(alpha.parameters(), model.parameters()):
            v.mul_(decay).add_(w, alpha=1 - decay)
        for v, w in zip(lerp.state_dict().values(), model.state_dict().values()):
            v.lerp_(w, 1 - decay)
        for v, w in zip(copied.parameters(), model.parameters()):
            v.copy_(decay * v + (1. - decay) * w)
        for name, w in model.named_parameters():
            kept[name] = (decay * kept[name] + (1. - decay) * w).clone()
        anew = anew.lerp(model.weight, 1 - decay)
        nearer.add_(model.weight - nearer, alpha=1 - decay)
        taken -= (1 - decay) * (taken - model.weight)
    swa.update_parameters(model)
    ema.update_parameters(model)
    ema_each.update_parameters(model)
    swa_multi.update_parameters(model)
    with torch.no_grad():
        torch._foreach_lerp_(list(together.state_dict().values()), list(model.state_dict().values()), weight=1. - decay)
print(swa.module.weight, ema.module.weight, ema_each.module.bias, swa_multi.module.weight, swa.n_averaged, swa(x))
print(three.weight, alpha.weight, lerp.weight, three.bias)
print(kept, anew, nearer, taken)
