"""A recurrent network counts the ones that it has read. Its hidden state after each step is `states`."""
import torch
from torch import nn

torch.manual_seed(0)
rnn = nn.RNN(input_size=1, hidden_size=8, batch_first=True)
head = nn.Linear(8, 1)
optimizer = torch.optim.Adam([*rnn.parameters(), *head.parameters()], lr=0.02)

for step in range(120):
    bits = torch.randint(0, 2, (32, 6, 1)).float()
    counts = bits.cumsum(dim=1)
    states, last = rnn(bits)
    loss = nn.functional.mse_loss(head(states), counts)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 40 == 0:
        print(f"step {step:3d}  loss {loss.item():.2f}")

bits = torch.tensor([[1.0, 0, 1, 1, 0, 1]]).unsqueeze(2)
with torch.no_grad():
    states, _ = rnn(bits)
    print("bits:  ", bits.flatten().int().tolist())
    print("counts:", head(states).flatten().round().int().tolist())
