/** The object `torch` (declared.ts says what there is): PyTorch's names over the engine's own op table. Who uses it has loaded the kernels. */
import type { Torch } from '../../dist/torch.d.mts';
import { backward, grad } from '../autograd/backward.ts';
import { isGradEnabled, noGrad, withGrad } from '../autograd/mode.ts';
import type { Namespace } from '../binding/listed.ts';
import { typeError } from '../tensor/errors.ts';
import { defaultDType, isFloating, setDefaultDType } from '../tensor/promotion.ts';
import { fromData } from './data.ts';
import type { Data, DType, GradOptions, GraphOptions, Tensor as Declared } from './declared.ts';
import { DEFAULT_GENERATOR, Generator } from './generator.ts';
import { slice } from './indexing.ts';
import { isDType } from './number.ts';
import { observed, observer } from './observer.ts';
import { callGroup, groupsOf } from './operators.ts';
import { keep, releasing, Scope, scope } from './ownership.ts';
import { graphOptions, implOf, made, requireGrad, Tensor } from './tensor.ts';
import { DTYPE_BY_CODE } from '../trace/dtype.ts';

type Tensors = Declared | readonly Declared[];
type Gradients = readonly (Declared | undefined)[];

const listed = (tensors: Tensors): readonly Declared[] => Array.isArray(tensors) ? tensors as readonly Declared[] : [tensors as Declared];
const gradientsOf = (roots: readonly unknown[], gradients: Gradients | undefined) => roots.map((_, i) => gradients?.[i] === undefined ? undefined : implOf(gradients[i]));

function tensor(data: Data, { dtype, requires_grad }: { readonly dtype?: DType | undefined; readonly requires_grad?: boolean | undefined } = {}): Tensor {
	if (dtype !== undefined && !isDType(dtype)) throw typeError(`tensor(): argument 'dtype' must be torch.dtype, not ${typeof dtype}`);
	return observed('tensor', ['data'], [data], () => made(() => {
		const result = fromData(data, dtype);
		if (requires_grad === true) requireGrad(result);
		return result;
	}));
}

function set_default_dtype(dtype: DType): void {
	if (!isDType(dtype)) throw typeError('invalid dtype object: only floating-point types are supported as the default type');
	if (!isFloating(dtype)) throw typeError('only floating-point types are supported as the default type');
	setDefaultDType(dtype);
}

const autograd = {
	backward(tensors: Tensors, { grad_tensors, ...options }: GraphOptions & { readonly grad_tensors?: Gradients } = {}): void {
		const roots = listed(tensors);
		const pass = () => releasing(() => backward(roots.map(implOf), gradientsOf(roots, grad_tensors), graphOptions(options)));
		if (observer === undefined) pass();
		else observer.backward(roots, grad_tensors ?? [], pass);
	},
	grad(outputs: Tensors, inputs: Tensors, { grad_outputs, allow_unused = false, ...options }: GradOptions & { readonly allow_unused?: boolean } = {}): (Tensor | undefined)[] {
		const roots = listed(outputs);
		return observed('grad', ['outputs', 'inputs'], [roots, listed(inputs)], () => releasing(() =>
			grad(roots.map(implOf), listed(inputs).map(implOf), gradientsOf(roots, grad_outputs), { ...graphOptions(options), allowUnused: allow_unused })
				.map(item => item === undefined ? undefined : new Tensor(item))));
	},
};

/** The functions of a namespace, by name. */
function functionsOf(namespace: Namespace): Readonly<Record<string, unknown>> {
	return Object.fromEntries(groupsOf(namespace).map(group => [group.name, (...args: readonly unknown[]) => callGroup(group, undefined, args)]));
}

for (const group of groupsOf('METHODS')) {
	Object.defineProperty(Tensor.prototype, group.name, {
		value(this: Tensor, ...args: readonly unknown[]): unknown {
			return callGroup(group, this, args);
		},
		configurable: true,
		writable: true,
	});
}

export const torch = {
	...functionsOf('FUNCTIONS'),
	...Object.fromEntries(DTYPE_BY_CODE.map(name => [name, name])),
	nn: { functional: functionsOf('NN') },
	linalg: functionsOf('LINALG'),
	special: functionsOf('SPECIAL'),
	tensor,
	is_tensor: (value: unknown) => value instanceof Tensor,
	Slice: slice,
	scope: (body?: () => unknown) => body === undefined ? new Scope() : scope(body),
	keep,
	no_grad: noGrad,
	enable_grad: <T>(body: () => T) => withGrad(true, body),
	is_grad_enabled: isGradEnabled,
	manual_seed: (seed: number | bigint) => DEFAULT_GENERATOR.manual_seed(seed),
	Generator: () => new Generator(),
	default_generator: DEFAULT_GENERATOR,
	get_default_dtype: defaultDType,
	set_default_dtype,
	autograd,
} as unknown as Torch;
