"""A GPT of one block writes what it has read. Look at the causal mask in `scores`, and at the graph of the loss."""
import torch
from torch import nn
import torch.nn.functional as F

text = "the loupe shows the tensor and the tensor shows the loss. " * 4
letters = sorted(set(text))
ids = torch.tensor([letters.index(c) for c in text])
context, width = 16, 32
torch.manual_seed(0)


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.register_buffer("mask", torch.tril(torch.ones(context, context)).bool())

    def forward(self, x):
        length = x.size(1)
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        scores = q @ k.transpose(-2, -1) / width ** 0.5
        scores = scores.masked_fill(~self.mask[:length, :length], float("-inf"))
        return self.out(scores.softmax(dim=-1) @ v)


class GPT(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(len(letters), width)
        self.places = nn.Embedding(context, width)
        self.attention = Attention()
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.head = nn.Linear(width, len(letters))

    def forward(self, idx):
        x = self.tokens(idx) + self.places(torch.arange(idx.size(1)))
        x = x + self.attention(self.norm1(x))
        x = x + self.mlp(self.norm2(x))
        return self.head(x)


model = GPT()
print(sum(p.numel() for p in model.parameters()), "parameters,", len(letters), "letters")
optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
for step in range(80):
    starts = torch.randint(0, len(ids) - context, (16,))
    batch = torch.stack([ids[s:s + context + 1] for s in starts.tolist()])
    logits = model(batch[:, :-1])
    loss = F.cross_entropy(logits.reshape(-1, len(letters)), batch[:, 1:].reshape(-1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 20 == 0:
        print(f"step {step:2d}  loss {loss.item():.1f}")

written = ids[:4].unsqueeze(0)
for _ in range(40):
    with torch.no_grad():
        following = model(written[:, -context:])[:, -1].argmax(-1, keepdim=True)
    written = torch.cat([written, following], dim=1)
print("".join(letters[i] for i in written[0].tolist()))
