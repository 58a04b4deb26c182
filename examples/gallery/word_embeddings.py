"""Words that stand among the same words get like vectors (skip-gram with all words as negatives)."""
import torch
from torch import nn
import torch.nn.functional as F

text = """the king rules the land . the queen rules the land . the dog eats the bone . the cat eats the fish .
the king wears a crown . the queen wears a crown . the dog chases the cat . the cat chases the mouse .""".split()
vocabulary = sorted(set(text))
ids = [vocabulary.index(word) for word in text]
pairs = torch.tensor([(ids[i], ids[j]) for i in range(len(ids)) for j in range(max(0, i - 2), min(len(ids), i + 3)) if i != j])

torch.manual_seed(0)
center, around = nn.Embedding(len(vocabulary), 8), nn.Embedding(len(vocabulary), 8)
optimizer = torch.optim.Adam([*center.parameters(), *around.parameters()], lr=0.05)
for step in range(100):
    scores = center(pairs[:, 0]) @ around.weight.T
    loss = F.cross_entropy(scores, pairs[:, 1])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 25 == 0:
        print(f"step {step:2d}  loss {loss.item():.2f}")

# Alike is what expects the same neighbours.
expected = F.normalize((center.weight @ around.weight.T).detach().softmax(1), dim=1)
likeness = expected @ expected.T - 2 * torch.eye(len(vocabulary))
for word in ("king", "dog", "cat"):
    print(word, "is most like", vocabulary[likeness[vocabulary.index(word)].argmax().item()])
