"""An average that warms up, as diffusion models are trained with: list by list and tensor by tensor, by both of its schedules."""
import torch
from torch import nn


class WarmAverage:
    def __init__(self, parameters, decay=0.9999, warm=False, inverse_gamma=1.0, power=2 / 3, at_once=False):
        self.shadow = [p.clone().detach() for p in parameters]
        self.decay, self.warm, self.inverse_gamma, self.power, self.at_once = decay, warm, inverse_gamma, power, at_once
        self.steps = 0

    def decay_at(self, step):
        """The first update copies; then the average takes in less and less."""
        step = max(0, step - 1)
        if step == 0:
            return 0.0
        reached = 1 - (1 + step / self.inverse_gamma) ** -self.power if self.warm else (1 + step) / (10 + step)
        return min(reached, self.decay)

    @torch.no_grad()
    def update(self, parameters):
        parameters = list(parameters)
        self.steps += 1
        share = 1 - self.decay_at(self.steps)
        if self.at_once:
            torch._foreach_sub_(self.shadow, torch._foreach_sub(self.shadow, parameters), alpha=share)
        else:
            for s, p in zip(self.shadow, parameters):
                s.sub_(share * (s - p))


torch.manual_seed(0)
net = nn.Linear(3, 2)
optimizer = torch.optim.Adam(net.parameters(), lr=0.05)
one = WarmAverage(net.parameters(), decay=0.6)
lists = WarmAverage(net.parameters(), decay=0.6, at_once=True)
power = WarmAverage(net.parameters(), warm=True)
power_lists = WarmAverage(net.parameters(), warm=True, at_once=True)
x, y = torch.randn(16, 3), torch.randn(16, 2)
for step in range(12):
    optimizer.zero_grad()
    loss = ((net(x) - y) ** 2).mean()
    loss.backward()
    optimizer.step()
    for average in (one, lists, power, power_lists):
        average.update(net.parameters())
print([[round(s.sum().item(), 4) for s in average.shadow] for average in (one, lists, power, power_lists)])
