"""A convolutional network reads digits of 8 x 8 cells that are drawn here. Look at the first layer's filters."""
import torch
from torch import nn
import torch.nn.functional as F

GLYPHS = {
    0: ".###. #...# #...# #...# #...# #...# .###.",
    1: "..#.. .##.. ..#.. ..#.. ..#.. ..#.. .###.",
    2: ".###. #...# ....# ..##. .#... #.... #####",
    3: ".###. #...# ....# ..##. ....# #...# .###.",
    4: "...#. ..##. .#.#. #..#. ##### ...#. ...#.",
    7: "##### ....# ...#. ..#.. ..#.. ..#.. ..#..",
}
torch.manual_seed(0)
classes = list(GLYPHS)
glyphs = torch.stack([torch.tensor([[float(c == "#") for c in row] for row in GLYPHS[digit].split()]) for digit in classes])


def sample(count):
    """Digits at one of four places, with noise."""
    labels = torch.randint(0, len(classes), (count,))
    images = torch.zeros(count, 1, 8, 8)
    for i, label in enumerate(labels.tolist()):
        top, left = torch.randint(0, 2, (1,)).item(), torch.randint(0, 4, (1,)).item()
        images[i, 0, top:top + 7, left:left + 5] = glyphs[label]
    return images + 0.2 * torch.randn_like(images), labels


class Reader(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 8, kernel_size=3, padding=1)
        self.head = nn.Linear(8 * 4 * 4, len(classes))

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv(x)), 2)
        return self.head(x.flatten(1))


model = Reader()
print(model)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
for step in range(40):
    images, labels = sample(32)
    loss = F.cross_entropy(model(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 10 == 0:
        print(f"step {step:2d}  loss {loss.item():.2f}")

images, labels = sample(100)
with torch.no_grad():
    print("right:", (model(images).argmax(1) == labels).sum().item(), "of 100")
