"""The largest singular values of a matrix, and principal components, by a random subspace that few multiplications turn towards them.

Halko, Martinsson and Tropp, Finding Structure with Randomness (2009), algorithm 4.4; the draws and the steps are PyTorch's.
"""
from ._ops import FUNCTIONS as _make, LINALG as _linalg


def _rest(A, M):
    return A if M is None else A - M


def _basis(A, count, turns):
    """Orthonormal columns that span most of what A's columns do."""
    columns = A @ _make['randn'](A.shape[-1], count, dtype=A.dtype)
    basis = _linalg['linalg_qr'](columns)[0]
    for _ in range(turns):
        basis = _linalg['linalg_qr'](A.mT @ basis)[0]
        basis = _linalg['linalg_qr'](A @ basis)[0]
    return basis


def svd_lowrank(A, q=6, niter=2, M=None):
    rows, columns = A.shape[-2:]
    A = _rest(A, M)
    # A is to be tall.
    tall = A.mT if rows < columns else A
    basis = _basis(tall, q, niter)
    U, S, Vh = _linalg['linalg_svd'](basis.mT @ tall, False)
    U, V = basis @ U, Vh.mT
    return (V, S, U) if rows < columns else (U, S, V)


def pca_lowrank(A, q=None, center=True, niter=2):
    least = min(A.shape[-2:])
    if q is None:
        q = min(6, least)
    elif not 0 <= q <= least:
        raise ValueError(f'q(={q}) must be non-negative integer and not greater than min(m, n)={least}')
    if not niter >= 0:
        raise ValueError(f'niter(={niter}) must be non-negative integer')
    return svd_lowrank(A - A.mean(dim=(-2,), keepdim=True) if center else A, q, niter)
