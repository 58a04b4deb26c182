"""XOR: four points that no line separates, and a hidden layer that does. Hover `hidden` after the run."""
import torch
from torch import nn

torch.manual_seed(3)
inputs = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
targets = torch.tensor([[0.0], [1.0], [1.0], [0.0]])

layer1, layer2 = nn.Linear(2, 4), nn.Linear(4, 1)
optimizer = torch.optim.SGD([*layer1.parameters(), *layer2.parameters()], lr=0.5, momentum=0.9)
for step in range(300):
    hidden = torch.tanh(layer1(inputs))
    outputs = torch.sigmoid(layer2(hidden))
    loss = nn.functional.mse_loss(outputs, targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 75 == 0:
        print(f"step {step:3d}  loss {loss.item():.4f}")

for (a, b), output in zip(inputs.int().tolist(), outputs):
    print(f"{a} xor {b} = {output.item():.2f}")
