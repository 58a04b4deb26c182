# Layers with weights of their own: convolutions, normalisation with running statistics, recurrence, attention, parametrizations.
# None begins with zeros in memory that nobody has written to, which may have been zeros before.
import torch
from torch import nn
from torch.nn.utils import clip_grad_norm_, parametrize


class Digits(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, 2, 3, padding=1), nn.BatchNorm2d(2, affine=False), nn.ReLU(inplace=True), nn.MaxPool2d(2))
        self.head = nn.Sequential(nn.Flatten(), nn.Dropout(0.5), nn.Linear(8, 3))

    def forward(self, x):
        return self.head(self.features(x))


torch.manual_seed(1)
net = Digits()
images = torch.arange(32.).reshape(2, 1, 4, 4)
net.eval()
scores = net(images)
net.train()
net.features.requires_grad_(False)
loss = nn.CrossEntropyLoss()(net(images), torch.tensor([0, 2]))
loss.backward()
norm = clip_grad_norm_(net.parameters(), 1.0)
print(net, net.features[1].num_batches_tracked)

cell = nn.LSTM(2, 3, batch_first=True)
sequence = torch.ones(1, 4, 2)
output, (hidden, state) = cell(sequence)
output.sum().backward()
gru = nn.GRU(2, 3, bidirectional=True)
packed = nn.utils.rnn.pack_padded_sequence(torch.ones(4, 2, 2), [4, 2])
result, last = gru(packed)
padded, lengths = nn.utils.rnn.pad_packed_sequence(result)
step = nn.RNNCell(2, 3)(torch.ones(1, 2))

attention = nn.MultiheadAttention(4, 2, bias=False, batch_first=True)
tokens = torch.ones(1, 3, 4)
mixed, weights = attention(tokens, tokens, tokens)
layer = nn.TransformerEncoderLayer(4, 2, 8, dropout=0.0, batch_first=True, bias=False)
encoded = layer(tokens, src_mask=nn.Transformer.generate_square_subsequent_mask(3), is_causal=True)


class Symmetric(nn.Module):
    def forward(self, x):
        return x.triu() + x.triu(1).T


linear = parametrize.register_parametrization(nn.Linear(2, 2), 'weight', Symmetric())
print(linear(torch.ones(1, 2)).shape, linear)
