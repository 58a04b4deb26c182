"""A policy gradient on three levers: what paid off is made more likely. The gradient goes through log_prob's gather."""
import torch

torch.manual_seed(0)
pays = torch.tensor([0.2, 0.5, 0.8])
preferences = torch.zeros(3, requires_grad=True)
optimizer = torch.optim.SGD([preferences], lr=0.5)

for step in range(60):
    probabilities = preferences.softmax(0)
    actions = torch.multinomial(probabilities.detach(), 16, replacement=True)
    rewards = torch.bernoulli(pays[actions])
    advantage = rewards - rewards.mean()
    loss = -(probabilities.log().gather(0, actions) * advantage).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 15 == 0:
        print(f"step {step:2d}  chosen with {[round(p, 2) for p in preferences.softmax(0).tolist()]}")
print("best lever:", preferences.argmax().item())
