/**
 * Family: attention. Where PyTorch's CPU takes its fused kernel the call is one operator with its derivative; elsewhere it is
 * composed of products and a softmax, as there.
 */
import { runtimeError } from '../tensor/errors.ts';
import { isFloating, isReduced } from '../tensor/promotion.ts';
import { float, int } from '../tensor/scalar.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { call, callMany } from './call.ts';
import { asType } from './copy.ts';
import { operator, type Operator, type Saved } from './operator.ts';
import { CPP } from './pointwise.ts';
import { SUMS } from './tolerances.ts';

function requireFit(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | undefined): void {
	if (query.dtype !== key.dtype || query.dtype !== value.dtype) {
		throw runtimeError(`Expected query, key, and value to have the same dtype, but got query.dtype: ${CPP[query.dtype]} key.dtype: ${CPP[key.dtype]} and value.dtype: ${CPP[value.dtype]} instead.`);
	}
	if (query.ndim < 2 || key.ndim < 2 || value.ndim < 2) {
		throw runtimeError(`Expected query, key, and value to all be  at least 2 dimensional, but got query.dim: ${query.ndim} key.dim: ${key.ndim} and value.dim: ${value.ndim} instead.`);
	}
	if (mask !== undefined && mask.dtype !== 'bool' && mask.dtype !== 'float32' && mask.dtype !== query.dtype) {
		throw runtimeError(`Expected attn_mask dtype to be bool or float or to match query dtype, but got attn_mask.dtype: ${CPP[mask.dtype]} and  query.dtype: ${CPP[query.dtype]} instead.`);
	}
}

/** What is added to the products: a mask of bools is 0 where it is true. */
function addend(mask: Tensor, dtype: Tensor['dtype']): Tensor {
	return mask.dtype === 'bool' ? call('masked_fill', call('zeros', mask.shape, dtype), call('logical_not', mask), float(-Infinity)) : mask;
}

function causal(query: Tensor, key: Tensor): Tensor {
	const count = (size: number) => call('arange', int(0), int(size));
	return call('ge', call('unsqueeze', count(query.shape.at(-2)!), 1), count(key.shape.at(-2)!));
}

/** Softmax that gives zeros for a row where all is masked. */
function safeSoftmax(scores: Tensor): Tensor {
	if (scores.shape.at(-1) === 0) {
		return call('softmax', scores, -1);
	}
	const isMasked = call('all', call('eq', scores, float(-Infinity)), -1, true);
	return call('masked_fill', call('softmax', call('masked_fill', scores, isMasked, int(0)), -1), isMasked, int(0));
}

/** Which ways a program allows, by torch.nn.attention.sdpa_kernel; those of GPUs have none here. */
let allowed = { math: true, flash: true };

export function allowAttention(math: boolean, flash: boolean): void {
	allowed = { math, flash };
}

/** Whether PyTorch takes its fused kernel. */
function isFused(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | undefined, dropout: number, isGrouped: boolean): boolean {
	const [heads, keyHeads] = [query.shape[1], key.shape[1]];
	return [query, key, value].every(tensor => tensor.ndim === 4 && isFloating(tensor.dtype) && tensor.strides[3] === 1 && tensor.shape[0] === query.shape[0] && tensor.shape[3] === query.shape[3] && tensor.shape[2]! > 0)
		&& keyHeads === value.shape[1] && key.shape[2] === value.shape[2] && (heads === keyHeads || isGrouped) && dropout === 0 && mask?.requiresGrad !== true
		&& (mask === undefined || ((mask.ndim === 2 || mask.ndim === 4) && mask.shape.every((size, d) => size === 1 || size === [query.shape[0], heads, query.shape[2], key.shape[2]][d + 4 - mask.ndim])));
}

function attention(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | undefined, dropout: number, isCausal: boolean, scale: number | undefined, isGrouped: boolean): Tensor {
	requireFit(query, key, value, mask);
	const added = mask === undefined ? undefined : addend(mask, query.dtype);
	const repeats = isGrouped ? query.shape.at(-3)! / key.shape.at(-3)! : 1;
	if (!Number.isInteger(repeats)) {
		throw runtimeError('Number of heads in key and value must divide the number of heads in ');
	}
	const { math, flash } = query.numel === 0 ? { math: true, flash: true } : allowed;
	if (!math && !flash) {
		throw runtimeError('No viable backend for scaled_dot_product_attention was found. This is likely due to turning off both the math kernel and the fused kernels.');
	}
	if (flash && isFused(query, key, value, mask, dropout, isGrouped)) {
		return callMany('_scaled_dot_product_flash_attention_for_cpu', query, key, value, dropout, isCausal, added, scale)[0]!;
	}
	if (!math) {
		throw runtimeError('No available kernel.  Aborting execution.');
	}
	if (isCausal && mask !== undefined) {
		throw runtimeError('_scaled_dot_product_attention: Explicit attn_mask should not be set when is_causal=True');
	}
	const [keys, values] = [key, value].map(tensor => wide(repeatedHeads(tensor, repeats))) as [Tensor, Tensor];
	const root = Math.sqrt(scale ?? 1 / Math.sqrt(query.shape.at(-1)!));
	const scores = call('matmul', call('mul', wide(query), float(root)), call('mul', call('transpose', keys, -2, -1), float(root)));
	const bias = isCausal ? addend(causal(query, key), query.dtype) : added;
	const weights = bias === undefined ? call('softmax', scores, -1) : safeSoftmax(call('add', scores, bias));
	const result = call('matmul', dropout > 0 ? call('dropout', weights, dropout, true) : weights, values);
	return result.dtype === query.dtype ? result : call('to', result, query.dtype);
}

/** Each head as often as there are queries' heads that share it. */
function repeatedHeads(tensor: Tensor, repeats: number): Tensor {
	if (repeats === 1) {
		return tensor;
	}
	const [lead, heads, rest] = [tensor.shape.slice(0, -3), tensor.shape.at(-3)!, tensor.shape.slice(-2)];
	return call('reshape', call('expand', call('unsqueeze', tensor, -3), [...lead, heads, repeats, ...rest]), [...lead, heads * repeats, ...rest]);
}

interface Parts { readonly query: Tensor; readonly key: Tensor; readonly value: Tensor; readonly bias: Tensor | undefined; readonly scale: number }

function wide(tensor: Tensor): Tensor {
	return isReduced(tensor.dtype) ? call('to', tensor, 'float32') : tensor;
}

/** Products with the mask, of heads that keys may share. */
function scoresOf({ query, key, bias, scale }: Parts): Tensor {
	const scores = call('mul', call('matmul', query, call('transpose', key, -2, -1)), float(scale));
	return bias === undefined ? scores : call('add', scores, bias);
}

/** Keys and values are repeated for groups of heads. */
function partsOf(query: Tensor, key: Tensor, value: Tensor, isCausal: boolean, mask: Tensor | undefined, scale: number | undefined): Parts {
	const repeats = query.shape[1]! / Math.max(key.shape[1]!, 1);
	const many = (tensor: Tensor) => wide(repeatedHeads(tensor, repeats));
	const dtype = wide(query).dtype;
	let bias = mask === undefined ? undefined : asType(mask, dtype);
	if (isCausal) {
		const past = addend(causal(query, key), dtype);
		bias = bias === undefined ? past : call('add', bias, past);
	}
	return { query: wide(query), key: many(key), value: many(value), bias, scale: scale ?? 1 / Math.sqrt(query.shape[3]!) };
}

function fused(query: Tensor, key: Tensor, value: Tensor, _dropout: number, isCausal: boolean, mask: Tensor | undefined, scale: number | undefined): readonly Tensor[] {
	const parts = partsOf(query, key, value, isCausal, mask, scale);
	const scores = scoresOf(parts);
	return [asType(call('matmul', safeSoftmax(scores), parts.value), query.dtype), call('logsumexp', scores, [-1])];
}

/** The parts of a node's call, the weights, and the gradient of the products. */
function backwards(grad: Tensor, saved: Saved): Parts & { readonly weights: Tensor; readonly slope: () => Tensor } {
	const mask = saved.value('attn_mask') === undefined ? undefined : saved.tensor('attn_mask');
	const parts = partsOf(saved.tensor('query'), saved.tensor('key'), saved.tensor('value'), saved.value<boolean>('is_causal'), mask, saved.value<number | undefined>('scale'));
	const weights = safeSoftmax(scoresOf(parts));
	const slope = () => {
		const incoming = call('matmul', grad, call('transpose', parts.value, -2, -1));
		const centred = call('sub', incoming, call('sum', call('mul', incoming, weights), [-1], true));
		return call('mul', call('mul', weights, centred), float(parts.scale));
	};
	return { ...parts, weights, slope };
}

/** A gradient of repeated heads as that of the heads themselves. */
function ofHeads(grad: Tensor, saved: Saved, name: string): Tensor {
	const [samples, heads, ...rest] = saved.shape(name) as [number, number, number, number];
	return heads === grad.shape[1] ? grad : call('sum', call('reshape', grad, [samples, heads, grad.shape[1]! / heads, ...rest]), [2]);
}

const SAVES = ['query', 'key', 'value', 'attn_mask'];

export const ATTENTION: readonly Operator[] = [
	operator({ name: 'scaled_dot_product_attention', variants: ['nn'], tolerance: SUMS, overloads: [{
		schema: 'scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask=None, float dropout_p=0.0, bool is_causal=False, *, float? scale=None, bool enable_gqa=False) -> Tensor',
		run: attention,
	}] }),
	operator({ name: '_scaled_dot_product_flash_attention_for_cpu', variants: [], tolerance: SUMS, overloads: [{
		schema: '_scaled_dot_product_flash_attention_for_cpu(Tensor query, Tensor key, Tensor value, float dropout_p=0.0, bool is_causal=False, Tensor? attn_mask=None, float? scale=None) -> (Tensor, Tensor)',
		run: fused,
		backward: { node: 'ScaledDotProductFlashAttentionForCpuBackward0', nonDifferentiable: [1], inputs: {
			query: { saves: SAVES, gradient: (grad, saved) => {
				const { key, slope } = backwards(wide(grad), saved);
				return call('matmul', slope(), key);
			} },
			key: { saves: SAVES, gradient: (grad, saved) => {
				const { query, slope } = backwards(wide(grad), saved);
				return ofHeads(call('matmul', call('transpose', slope(), -2, -1), query), saved, 'key');
			} },
			value: { saves: SAVES, gradient: (grad, saved) => ofHeads(call('matmul', call('transpose', backwards(wide(grad), saved).weights, -2, -1), wide(grad)), saved, 'value') },
		} },
	}] }),
];
