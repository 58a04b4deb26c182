"""What PyTorch has removed, and says what to use instead, in its own words."""

_GONE = 'This function was deprecated since version 1.9 and is now removed.'
_TEXTS = {
    'symeig': (
        ' The default behavior has changed from using the upper triangular portion of the matrix by default to using the lower triangular portion.\n\n'
        "L, _ = torch.symeig(A, upper=upper) should be replaced with:\nL = torch.linalg.eigvalsh(A, UPLO='U' if upper else 'L')\n\nand\n\n"
        "L, V = torch.symeig(A, eigenvectors=True) should be replaced with:\nL, V = torch.linalg.eigh(A, UPLO='U' if upper else 'L')"
    ),
    'eig': (
        ' `torch.linalg.eig` returns complex tensors of dtype `cfloat` or `cdouble` rather than real tensors mimicking complex tensors.\n\n'
        'L, _ = torch.eig(A) should be replaced with:\nL_complex = torch.linalg.eigvals(A)\n\nand\n\n'
        'L, V = torch.eig(A, eigenvectors=True) should be replaced with:\nL_complex, V_complex = torch.linalg.eig(A)'
    ),
    'lstsq': (
        ' `torch.lstsq` is deprecated in favor of `torch.linalg.lstsq`.\n'
        '`torch.linalg.lstsq` has reversed arguments and does not return the QR decomposition in the returned tuple (although it returns other information '
        'about the problem).\n\nTo get the QR decomposition consider using `torch.linalg.qr`.\n\n'
        'The returned solution in `torch.lstsq` stored the residuals of the solution in the last m - n columns of the returned value whenever m > n. In '
        "torch.linalg.lstsq, the residuals are in the field 'residuals' of the returned named tuple.\n\nThe unpacking of the solution, as in\n"
        'X, _ = torch.lstsq(B, A).solution[:A.size(1)]\nshould be replaced with:\nX = torch.linalg.lstsq(A, B).solution'
    ),
    'solve': (
        ' `torch.solve` is deprecated in favor of `torch.linalg.solve`. `torch.linalg.solve` has its arguments reversed and does not return the LU '
        'factorization.\n\nTo get the LU factorization see `torch.lu`, which can be used with `torch.lu_solve` or `torch.lu_unpack`.\n'
        'X = torch.solve(B, A).solution should be replaced with:\nX = torch.linalg.solve(A, B)'
    ),
    'matrix_rank': (
        "\nPlease use the `torch.linalg.matrix_rank` function instead. The parameter 'symmetric' was renamed in `torch.linalg.matrix_rank()` to 'hermitian'."
    ),
}


def _removed(name, text):
    def call(*args, **kwargs):
        raise RuntimeError(_GONE + text)
    call.__name__ = call.__qualname__ = name
    call.__module__ = 'torch'
    return call


FUNCTIONS = {name: _removed(name, text) for name, text in _TEXTS.items()}
#: The methods that Tensor still has.
METHODS = {name: function for name, function in FUNCTIONS.items() if name != 'matrix_rank'}
