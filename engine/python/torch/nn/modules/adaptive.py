"""A softmax over very many classes: those that are frequent by one layer, the others by one for each cluster of them."""
from collections import namedtuple

from .. import functional as F
from .container import ModuleList, Sequential
from .linear import Linear
from .module import Module

_ASMoutput = namedtuple('_ASMoutput', ['output', 'loss'])


class AdaptiveLogSoftmaxWithLoss(Module):
    def __init__(self, in_features, n_classes, cutoffs, div_value=4.0, head_bias=False, device=None, dtype=None):
        super().__init__()
        cutoffs = list(cutoffs)
        if not cutoffs:
            raise ValueError('cutoffs should be a sequence of length larger than 0')
        if cutoffs != sorted(set(cutoffs)) or cutoffs[0] <= 0 or cutoffs[-1] > n_classes - 1 or any(int(each) != each for each in cutoffs):
            raise ValueError('cutoffs should be a sequence of unique, positive integers sorted in an increasing order, where each value is between 1 and n_classes-1')
        self.in_features = in_features
        self.n_classes = n_classes
        self.cutoffs = [*cutoffs, n_classes]
        self.div_value = div_value
        self.head_bias = head_bias
        self.shortlist_size = cutoffs[0]
        self.n_clusters = len(cutoffs)
        self.head_size = self.shortlist_size + self.n_clusters
        self.head = Linear(in_features, self.head_size, head_bias, device, dtype)
        self.tail = ModuleList()
        for i, (low, high) in enumerate(zip(self.cutoffs, self.cutoffs[1:])):
            width = int(in_features // div_value ** (i + 1))
            self.tail.append(Sequential(Linear(in_features, width, False, device, dtype), Linear(width, high - low, False, device, dtype)))

    def reset_parameters(self):
        self.head.reset_parameters()
        for narrow, wide in self.tail:
            narrow.reset_parameters()
            wide.reset_parameters()

    def forward(self, input_, target_):
        if target_.dim() == 1:
            if input_.size(0) != target_.size(0):
                raise RuntimeError('Input and target should have the same size in the batch dimension.')
            if input_.dim() != 2:
                raise RuntimeError(f'1D target tensor expects 2D input tensors, but found inputs with size {input_.size()}')
        elif target_.dim() > 1:
            raise RuntimeError('0D or 1D target tensor expected, multi-target not supported')
        elif input_.dim() != 1:
            raise RuntimeError(f'0D target tensor expects 1D input tensors, but found inputs with size {input_.size()}')
        has_batch = target_.dim() > 0
        input, target = (input_, target_) if has_batch else (input_.unsqueeze(0), target_.unsqueeze(0))
        output = self._log_probabilities(input, target)
        return _ASMoutput(output if has_batch else output.squeeze(0), (-output).mean())

    def _log_probabilities(self, input, target):
        """Of each sample's class."""
        rows = target.size(0)
        output, head_classes, found = input.new_zeros(rows), target.new_empty(rows), 0
        for i, (low, high) in enumerate(zip([0, *self.cutoffs], self.cutoffs)):
            is_here = (target >= low) & (target < high)
            places = is_here.nonzero().squeeze()
            if places.numel() == 0:
                continue
            found += places.numel()
            if i == 0:
                head_classes.index_copy_(0, places, target[is_here])
                continue
            within = F.log_softmax(self.tail[i - 1](input.index_select(0, places)), dim=1)
            head_classes.index_fill_(0, places, self.shortlist_size + i - 1)
            output.index_copy_(0, places, within.gather(1, (target[is_here] - low).unsqueeze(1)).squeeze(1))
        if found != rows:
            raise RuntimeError(f'Target values should be in [0, {self.n_classes - 1}], but values in range [{target.min().item()}, {target.max().item()}] were found. ')
        output += F.log_softmax(self.head(input), dim=1).gather(1, head_classes.unsqueeze(1)).squeeze()
        return output

    def _get_full_log_prob(self, input, head_output):
        head = F.log_softmax(head_output, dim=1)
        out = input.new_empty((head.size(0), self.n_classes))
        out[:, :self.shortlist_size] = head[:, :self.shortlist_size]
        for i, (low, high) in enumerate(zip(self.cutoffs, self.cutoffs[1:])):
            out[:, low:high] = F.log_softmax(self.tail[i](input), dim=1) + head[:, self.shortlist_size + i].unsqueeze(1)
        return out

    def log_prob(self, input):
        """Of all classes."""
        return self._get_full_log_prob(input, self.head(input))

    def predict(self, input):
        """The likeliest class."""
        head = self.head(input)
        output = head.argmax(dim=1)
        is_rare = output >= self.shortlist_size
        if is_rare.any():
            output[is_rare] = self._get_full_log_prob(input[is_rare], head[is_rare]).argmax(dim=1)
        return output
