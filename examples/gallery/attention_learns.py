"""One head of attention learns to copy: the answer is the token at the position that the query names."""
import torch
from torch import nn

torch.manual_seed(0)
length, symbols = 6, 5
tokens = nn.Embedding(symbols, 16)
places = nn.Embedding(length, 16)
query, key = nn.Linear(16, 16, bias=False), nn.Linear(16, 16, bias=False)
head = nn.Linear(16, symbols)
parts = nn.ModuleList([tokens, places, query, key, head])
optimizer = torch.optim.Adam(parts.parameters(), lr=0.02)

for step in range(150):
    sequence = torch.randint(0, symbols, (64, length))
    asked = torch.randint(0, length, (64,))
    scores = query(places(asked)).unsqueeze(1) @ key(places.weight).T / 4
    weights = scores.softmax(-1)
    answer = head((weights @ tokens(sequence)).squeeze(1))
    wanted = sequence.gather(1, asked.unsqueeze(1)).squeeze(1)
    loss = nn.functional.cross_entropy(answer, wanted)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 50 == 0:
        print(f"step {step:3d}  loss {loss.item():.2f}")

with torch.no_grad():
    scores = query(places.weight) @ key(places.weight).T / 4
    print("where each position looks:", scores.argmax(-1).tolist())
