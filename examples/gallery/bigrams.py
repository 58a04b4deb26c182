"""Which letter follows which: counted, and learned by a table that an embedding looks up. Both say the same."""
import torch
import torch.nn.functional as F

words = ["emma", "olivia", "ava", "mia", "amelia", "mila", "ella", "aria", "nora", "lila"]
letters = sorted(set("".join(words)) | {"."})
pairs = [(letters.index(a), letters.index(b)) for w in words for a, b in zip("." + w, w + ".")]
first, second = torch.tensor(pairs).T

counts = torch.zeros(len(letters), len(letters))
counts.index_put_((first, second), torch.ones(len(pairs)), accumulate=True)
likely = (counts + 0.01) / (counts + 0.01).sum(1, keepdim=True)
print(f"counted: loss {-likely[first, second].log().mean().item():.3f}")

table = torch.zeros(len(letters), len(letters), requires_grad=True)
optimizer = torch.optim.SGD([table], lr=20)
for step in range(60):
    loss = F.cross_entropy(F.embedding(first, table), second)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(f"learned: loss {loss.item():.3f}")

at = letters.index(".")
torch.manual_seed(8)
name = ""
while len(name) < 12:
    at = torch.multinomial(likely[at], 1).item()
    if letters[at] == ".":
        break
    name += letters[at]
print("a new one:", name)
