"""Ratings with holes are filled by two thin tables: users' and films' tastes. Indexing picks who rated what."""
import torch

torch.manual_seed(0)
ratings = torch.tensor([
    [5.0, 4, 0, 1, 0],
    [4, 0, 4, 1, 1],
    [1, 1, 0, 5, 4],
    [0, 1, 2, 4, 5],
])
users, films = ratings.nonzero(as_tuple=True)
known = ratings[users, films]

P = (0.5 * torch.randn(4, 2)).requires_grad_()
Q = (0.5 * torch.randn(5, 2)).requires_grad_()
optimizer = torch.optim.Adam([P, Q], lr=0.1)
for step in range(120):
    predicted = (P[users] * Q[films]).sum(1)
    loss = (predicted - known).pow(2).mean() + 0.01 * (P.pow(2).mean() + Q.pow(2).mean())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 40 == 0:
        print(f"step {step:3d}  loss {loss.item():.2f}")
full = (P @ Q.T).detach()
print("known, as it is predicted:", full[users, films].round().int().tolist())
print("known, as it is:          ", known.int().tolist())
