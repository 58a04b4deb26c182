"""PyTorch's Python interface over the embedded engine.

Importing makes no call to the engine, so that a memory snapshot may hold the imported package; see _border.py.
"""

__version__ = '2.13.0+cpu'

from . import _names  # noqa: E402

_names.install()

from . import _border, _parse, _types, overrides  # noqa: E402
from ._types import Size, device, dtype, finfo, iinfo, layout, memory_format  # noqa: E402
from . import _ops, _removed, random  # noqa: E402
from .storage import TypedStorage, UntypedStorage, storage_bytes as _storage_bytes, storage_key as _storage_key, storage_types as _storage_types  # noqa: E402
from ._tensor import Tensor  # noqa: E402
from ._creation import as_tensor, asarray, from_numpy, frombuffer, legacy_types as _legacy_types, tensor  # noqa: E402
from .autograd.grad_mode import enable_grad, inference_mode, is_grad_enabled, no_grad, set_grad_enabled  # noqa: E402
from .autograd.anomaly_mode import is_anomaly_check_nan_enabled, is_anomaly_enabled  # noqa: E402
from .random import Generator, default_generator, get_rng_state, initial_seed, manual_seed, seed, set_rng_state  # noqa: E402
from ._settings import (are_deterministic_algorithms_enabled, get_default_device, get_default_dtype, get_float32_matmul_precision, get_num_threads,  # noqa: E402
                        is_storage, is_tensor, set_default_device, set_default_dtype, set_default_tensor_type, set_float32_matmul_precision,
                        set_num_threads, set_printoptions, typename, use_deterministic_algorithms)
from ._foreach import *  # noqa: E402, F403
from ._functions import *  # noqa: E402, F403
from ._histogramdd import histogramdd  # noqa: E402
from ._lowrank import pca_lowrank, svd_lowrank  # noqa: E402
from ._range import range  # noqa: E402, A004

globals().update({name: value for name, value in {**_types.DTYPES, **_types.LAYOUTS, **_types.MEMORY_FORMATS}.items()})
globals().update(_legacy_types())
globals().update(_storage_types())
globals().update(_removed.FUNCTIONS)
globals().update({name: value for name, value in _ops.FUNCTIONS.items() if name not in globals() and (name[0] == '_' or name in _names.NAMES['torch'][''])})

from math import e, inf, nan, pi  # noqa: E402
newaxis = None

from . import _C, accelerator, amp, autograd, backends, compiler, cuda, distributed, distributions, func, jit, linalg, mps, nn, optim, serialization, special, storage, testing, utils, version, xpu  # noqa: E402

from .func import vmap  # noqa: E402
from .amp import GradScaler, autocast  # noqa: E402
from .amp.autocast_mode import (autocast_decrement_nesting, autocast_increment_nesting, clear_autocast_cache, get_autocast_dtype, is_autocast_cache_enabled,  # noqa: E402
                                is_autocast_enabled, set_autocast_cache_enabled, set_autocast_dtype, set_autocast_enabled)
from .compiler import compile  # noqa: E402, A004
from .serialization import load, save  # noqa: E402

bool = _types.bool_
__getattr__, __dir__ = _names.lacking('torch', globals())
for _cls, _name in ((Tensor, 'Tensor'), (nn.DataParallel, 'nn.DataParallel'), (nn.MultiheadAttention, 'nn.MultiheadAttention'), (nn.utils.rnn.PackedSequence, 'nn.utils.rnn.PackedSequence')):
    _names.fill_class(_cls, f'torch.{_name}')
