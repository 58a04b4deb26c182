/**
 * Mixed precision: under torch.autocast some operators compute in 16 bits, some in float32, and some in the widest that they are given.
 * The lists are PyTorch's for the CPU (aten/src/ATen/autocast_mode.cpp).
 */
import { isFloating } from '../tensor/promotion.ts';
import { Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call } from './call.ts';
import type { Argument, Operator, Overload } from './operator.ts';

const LOWER = `conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d mm bmm matmul baddbmm addmm addbmm linear linalg_vecdot prelu
	scaled_dot_product_attention conv_tbc`;
const FLOAT32 = `avg_pool3d binary_cross_entropy grid_sampler prod quantile nanquantile cdist grid_sampler_2d grid_sampler_3d trace cholesky cholesky_inverse
	cholesky_solve inverse lu_solve orgqr ormqr pinverse max_pool3d max_unpool2d max_unpool3d adaptive_avg_pool3d reflection_pad1d reflection_pad2d
	replication_pad1d replication_pad2d replication_pad3d mse_loss cosine_embedding_loss nll_loss nll_loss2d hinge_embedding_loss poisson_nll_loss smooth_l1_loss
	cross_entropy_loss huber_loss margin_ranking_loss soft_margin_loss triplet_margin_loss multi_margin_loss ctc_loss kl_div multilabel_margin_loss
	binary_cross_entropy_with_logits linalg_cond linalg_matrix_rank linalg_solve linalg_cholesky linalg_svdvals linalg_eigvalsh linalg_inv linalg_householder_product
	linalg_tensorinv linalg_tensorsolve geqrf _lu_with_info qr svd triangular_solve fractional_max_pool2d fractional_max_pool3d adaptive_max_pool3d linalg_qr
	linalg_cholesky_ex linalg_svd linalg_eigh linalg_lstsq linalg_inv_ex`;
const WIDEST = 'stack cat index_copy';

type Policy = 'lower' | 'float32' | 'widest';

const POLICIES: ReadonlyMap<string, Policy> = new Map(([['lower', LOWER], ['float32', FLOAT32], ['widest', WIDEST]] as const).flatMap(([policy, names]) => names.split(/\s+/).map(name => [name, policy] as const)));

/** What is computed in where the operator is of the first list; undefined: autocast is off. */
let lower: DTypeName | undefined;
let isCaching = true;
/** Parameters in 16 bits, until the outermost region is left. */
const casts = new Map<Tensor, Tensor>();

export function isAutocasting(): boolean {
	return lower !== undefined;
}

export function setAutocast(dtype: DTypeName | undefined, caches: boolean): void {
	lower = dtype;
	isCaching = caches;
}

export function clearAutocastCache(): void {
	for (const [tensor, cast] of casts) {
		tensor.release();
		cast.release();
	}
	casts.clear();
}

/** Runs an overload on arguments of the dtypes that its operator asks for. What it is made of is looked at only where PyTorch has no kernel for the whole. */
export function autocast<T>(operator: Operator, overload: Overload, args: readonly Argument[], isPlain: boolean, run: (args: readonly Argument[]) => T): T {
	const policy = isPlain ? POLICIES.get(operator.name) : undefined;
	if (policy === undefined && overload.backward === undefined) {
		return run(args);
	}
	const dtype = lower!;
	lower = undefined;
	try {
		return run(policy === undefined ? args : inDType(args, policy === 'lower' ? dtype : policy === 'float32' || isWidened(args) ? 'float32' : dtype, dtype));
	} finally {
		lower = dtype;
	}
}

/** Not float64, which stays what it is. */
function isCast(value: Argument): value is Tensor {
	return value instanceof Tensor && isFloating(value.dtype) && value.dtype !== 'float64';
}

function isWidened(args: readonly Argument[]): boolean {
	return args.some(arg => Array.isArray(arg) ? isWidened(arg as readonly Argument[]) : isCast(arg) && arg.dtype === 'float32');
}

function inDType(args: readonly Argument[], dtype: DTypeName, lowest: DTypeName): readonly Argument[] {
	return args.map(arg => Array.isArray(arg) ? inDType(arg as readonly Argument[], dtype, lowest) as Argument : isCast(arg) && arg.dtype !== dtype ? castTo(arg, dtype, lowest) : arg);
}

function castTo(tensor: Tensor, dtype: DTypeName, lowest: DTypeName): Tensor {
	if (!isCaching || dtype !== lowest || tensor.dtype !== 'float32' || !tensor.requiresGrad || !tensor.isLeaf || tensor.viewOf !== undefined) {
		return call('to', tensor, dtype);
	}
	let cast = casts.get(tensor);
	if (cast === undefined) {
		cast = call('to', tensor, dtype).retain();
		casts.set(tensor.retain(), cast);
	}
	return cast;
}
