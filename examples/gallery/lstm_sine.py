"""An LSTM goes on with a sine wave, one value at a time, each made from its own last."""
import torch
from torch import nn

torch.manual_seed(0)
wave = torch.sin(torch.arange(0, 60) * 0.4)
inputs, targets = wave[:-1].view(1, -1, 1), wave[1:].view(1, -1, 1)

lstm = nn.LSTM(1, 12, batch_first=True)
head = nn.Linear(12, 1)
optimizer = torch.optim.Adam([*lstm.parameters(), *head.parameters()], lr=0.03)
for step in range(80):
    hidden, _ = lstm(inputs)
    loss = nn.functional.mse_loss(head(hidden), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 20 == 0:
        print(f"step {step:2d}  loss {loss.item():.3f}")

with torch.no_grad():
    hidden, state = lstm(inputs)
    value = head(hidden[:, -1:])
    for t in range(59, 65):
        print(f"t = {t}: {value.item():+.1f}, sine {torch.sin(torch.tensor(t * 0.4)).item():+.1f}")
        hidden, state = lstm(value, state)
        value = head(hidden)
