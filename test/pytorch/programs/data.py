# Datasets and loaders: a loop over batches as it is usually written.
import torch
from torch.utils.data import DataLoader, Dataset, TensorDataset


class Squares(Dataset):
    def __len__(self):
        return 5

    def __getitem__(self, index):
        return torch.tensor(float(index)), index ** 2


torch.manual_seed(0)
for batch, (x, y) in enumerate(DataLoader(Squares(), batch_size=2, shuffle=True)):
    print(batch, x, y)
pairs = TensorDataset(torch.arange(6.).view(3, 2), torch.tensor([0, 1, 0]))
for features, label in DataLoader(pairs, batch_size=3):
    hits = (features.sum(1) > 4) == label.bool()
accuracy = hits.float().mean().item()
history = []
for epoch in range(3):
    history.append({'epoch': epoch, 'loss': torch.tensor(1.) / (epoch + 1)})
best = min(history, key=lambda entry: entry['loss'].item())
