"""A walker in a corridor of six cells learns where the reward is. All looks good at first, so that all is tried; `gather` takes
the value of the action that was taken."""
import torch

torch.manual_seed(0)
cells, goal = 6, 5
values = torch.ones(cells, 2, requires_grad=True)       # left, right
optimizer = torch.optim.SGD([values], lr=1.0)

for episode in range(40):
    cell, steps = 0, 0
    while cell != goal and steps < 50:
        if torch.rand(1).item() < 0.3:
            action = torch.randint(0, 2, (1,)).item()
        else:
            action = values[cell].argmax().item()
        following = max(0, cell - 1) if action == 0 else cell + 1
        reward = 1.0 if following == goal else 0.0
        with torch.no_grad():
            target = reward + 0.9 * values[following].max() * (following != goal)
        taken = values[cell].gather(0, torch.tensor([action]))
        loss = 0.25 * (taken - target).pow(2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        cell, steps = following, steps + 1
    if episode % 10 == 0:
        print(f"episode {episode:2d}: {steps} steps")

print(values.detach()[:goal])
print("best moves:", ["left right".split()[a] for a in values[:goal].argmax(1).tolist()])
