"""What `linear_cross_entropy` runs where it is given options: a batch's rows in chunks, so that no tensor ever has all logits."""
from .._types import bfloat16, float16, float32
from ..autograd.function import Function
from ..autograd.grad_mode import is_grad_enabled, no_grad


def _targets(target, weight, ignore_index, dtype):
    """A class for each row, also where it is ignored, and what its loss is multiplied by."""
    ignored = target == ignore_index
    target = target.masked_fill(ignored, 0)
    return target, (~ignored).to(dtype) if weight is None else weight.to(dtype).index_select(0, target).masked_fill(ignored, 0)


def _walked(input, linear_weight, target, linear_bias, factors, options, wanted):
    """Each row's loss times its factor; and the sum's gradients by input, matrix and bias, None where one is not wanted."""
    dtype, size = options.acc_dtype, options.batch_chunk_size
    matrix = linear_weight if dtype == input.dtype else linear_weight.to(dtype)
    losses = input.new_zeros(input.shape[:1], dtype=dtype)
    by_input, by_matrix, by_bias = [tensor.new_zeros(tensor.shape, dtype=dtype) if is_wanted else None
                                    for tensor, is_wanted in zip((input, linear_weight, linear_bias), wanted)]
    for start in range(0, len(input), size):
        rows, own, factor = [each.narrow(0, start, min(size, len(input) - start)) for each in (input, target, factors)]
        end, rows, own, factor = start + len(rows), rows.to(dtype), own.unsqueeze(1), factor.unsqueeze(1)
        logits = rows.mm(matrix.T)
        if linear_bias is not None:
            logits += linear_bias.to(dtype)
        logs = logits.log_softmax(1)
        losses[start:end] = (-logs.gather(1, own) * factor).squeeze(1)
        if any(wanted):
            by_logits = (logs.exp() * factor).scatter_add(1, own, -factor)
            if by_input is not None:
                by_input[start:end] = by_logits.mm(matrix)
            if by_matrix is not None:
                by_matrix += by_logits.T.mm(rows)
            if by_bias is not None:
                by_bias += by_logits.sum(0)
    gradients = [None if gradient is None else gradient.to(input.dtype) for gradient in (by_input, by_matrix, by_bias)]
    return losses, gradients


def _in_places(gradients):
    """Of all arguments of the functions below."""
    by_input, by_matrix, by_bias = gradients
    return by_input, by_matrix, None, by_bias, None, None, None, None


# Their names are those of PyTorch's nodes, which a printed loss shows.

class GeneratedBackwardFor_torch_nn__linear_cross_entropy_batch_chunked_default(Function):
    """Of a sum or a mean: the gradients are made along with the loss, and used up by backward unless the options say otherwise."""

    @staticmethod
    def forward(ctx, input, linear_weight, target, linear_bias, weight, ignore_index, options, wanted, is_mean):
        target, factors = _targets(target, weight, ignore_index, options.acc_dtype)
        if is_mean:
            factors = factors / factors.sum()
        losses, ctx.gradients = _walked(input, linear_weight, target, linear_bias, factors, options, wanted)
        ctx.allow_retain_graph = options.allow_retain_graph
        # The mean of nothing is no number, as no sum is.
        loss = losses.mean() if is_mean and len(input) == 0 else losses.sum()
        return loss.to(input.dtype)

    @staticmethod
    def backward(ctx, grad):
        gradients = ctx.gradients
        if gradients is None:
            raise RuntimeError('linear_cross_entropy chunked backward called twice; retain_graph=True / double backward are not supported.')
        if not ctx.allow_retain_graph:
            ctx.gradients = None
        return (*_in_places([None if gradient is None else gradient * grad for gradient in gradients]), None)


class GeneratedBackwardFor_torch_nn__linear_cross_entropy_batch_chunked_no_reduction_default(Function):
    """Of each row's loss: the gradients wait for what they are multiplied by."""

    @staticmethod
    def forward(ctx, input, linear_weight, target, linear_bias, weight, ignore_index, options, wanted):
        ctx.save_for_backward(input, linear_weight, target, linear_bias, weight)
        ctx.ignore_index, ctx.options, ctx.wanted = ignore_index, options, wanted
        target, factors = _targets(target, weight, ignore_index, options.acc_dtype)
        return _walked(input, linear_weight, target, linear_bias, factors, options, (False, False, False))[0].to(input.dtype)

    @staticmethod
    def backward(ctx, grad):
        input, linear_weight, target, linear_bias, weight = ctx.saved_tensors
        with no_grad():
            target, factors = _targets(target, weight, ctx.ignore_index, ctx.options.acc_dtype)
            return _in_places(_walked(input, linear_weight, target, linear_bias, factors * grad, ctx.options, ctx.wanted)[1])


def chunked(input, linear_weight, target, linear_bias, weight, reduction, ignore_index, options):
    is_single = input.dim() == 1
    if is_single:
        input, target = input.unsqueeze(0), target.unsqueeze(0)
    options = options._adjust(len(input), input.shape[1], len(linear_weight), input.dtype)
    wanted = [is_grad_enabled() and tensor is not None and tensor.requires_grad for tensor in (input, linear_weight, linear_bias)]
    if options.acc_dtype != input.dtype and (options.acc_dtype != float32 or input.dtype not in (bfloat16, float16)):
        raise RuntimeError(f'linear_cross_entropy supports float32 acc_dtype with float16/bfloat16 inputs, but got {options.acc_dtype} acc_dtype and {input.dtype} inputs.')
    arguments = input, linear_weight, target, linear_bias, weight, ignore_index, options, wanted
    if reduction == 'none':
        loss = GeneratedBackwardFor_torch_nn__linear_cross_entropy_batch_chunked_no_reduction_default.apply(*arguments)
    else:
        loss = GeneratedBackwardFor_torch_nn__linear_cross_entropy_batch_chunked_default.apply(*arguments, reduction == 'mean')
    return loss.squeeze(0) if is_single else loss
