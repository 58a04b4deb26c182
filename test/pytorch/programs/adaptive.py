# Adam and AdamW with each of their options; the state shown, moved and loaded.
import torch
from torch import nn

options = [{}, {'betas': (0.5, 0.75)}, {'weight_decay': 0.25, 'eps': 0.125}, {'amsgrad': True, 'betas': (0.0, 0.5)}, {'maximize': True, 'lr': 0.25}]
for kind in (torch.optim.Adam, torch.optim.AdamW):
    for chosen in options:
        p = nn.Parameter(torch.tensor([1., -2., 4.]))
        unused = nn.Parameter(torch.zeros(1))
        optimizer = kind([p, unused], **{'lr': 0.5, **chosen})
        for _ in range(3):
            optimizer.zero_grad()
            loss = (p * p).sum()
            loss.backward()
            optimizer.step()
        print(kind.__name__, chosen, [round(x, 4) for x in p.tolist()], len(optimizer.state))

state = optimizer.state_dict()
other = kind([p, unused], lr=1.0)
other.load_state_dict(state)
other.step()
print(other.state[p]['step'], other)
