# Ends with a status of its own, having written to both streams and warned.
import sys
import warnings

import torch

print('out', file=sys.stdout)
print('err', file=sys.stderr)
warnings.warn('careful')
sys.stdout.write('no line feed')
torch.set_printoptions(precision=2)
print(torch.tensor([0.123456]))
sys.exit(3)
