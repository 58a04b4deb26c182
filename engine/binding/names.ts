/**
 * Under which of PyTorch's names an operator of the table is found, and what its parameters are called there. For
 * whatever is made from the table: Python's side (generate.ts), the object `torch` and its types (engine/torch/).
 */
import type { Form } from '../ops/dispatch.ts';
import type { Operator, Overload } from '../ops/operator.ts';
import type { Parameter } from '../ops/schema.ts';
import { isListed, type Namespace } from './listed.ts';

/** Where an operator is found: namespace, what is added to its name there, and the form that is called. */
export function bindings(operator: Operator): [Namespace, '' | '_', Form][] {
	const result: [Namespace, '' | '_', Form][] = [];
	const has = (variant: string) => (operator.variants as readonly string[]).includes(variant);
	const form = has('out') ? 'out' : 'function';
	if (has('function')) result.push(['FUNCTIONS', '', form]);
	if (has('method')) result.push(['METHODS', '', 'function']);
	if (has('in-place') && has('method')) result.push(['METHODS', '_', 'in-place']);
	if (has('in-place') && isListed('FUNCTIONS', `${operator.name}_`)) result.push(['FUNCTIONS', '_', 'in-place']);
	if (has('nn')) result.push(['NN', '', form]);
	if (has('in-place') && isListed('NN', `${operator.name}_`)) result.push(['NN', '_', 'in-place']);
	if (has('linalg')) result.push(['LINALG', '', form]);
	if (has('special')) result.push(['SPECIAL', '', form]);
	return result;
}

const PREFIXES: Readonly<Record<Namespace, string>> = { LINALG: 'linalg_', SPECIAL: 'special_', FUNCTIONS: '', METHODS: '', NN: '' };

/** PyTorch's own name of a function: torch.special.erf is `special_erf` in messages. */
export function named(namespace: Namespace, name: string): string {
	const prefix = PREFIXES[namespace];
	return name.startsWith(prefix) ? name : prefix + name;
}

/** The name by which it is called: `erf` in torch.special. */
export function calledName(namespace: Namespace, name: string): string {
	const prefix = PREFIXES[namespace];
	return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

/** What a parameter is called in Python, where that is not the schema's name. */
export function parameterName({ schema }: Overload, { name, type }: Parameter, namespace: Namespace): string {
	if (name === 'self' && type === 'Tensor' && namespace !== 'METHODS') return 'input';
	return schema.name === 'copy_' && name === 'src' ? 'other' : name;
}

/** Place of the tensor whose method it is among the schema's parameters; -1 where it can be none's. */
export function selfPlace({ schema }: Overload): number {
	return schema.parameters.findIndex(item => item.name === 'self' && item.type === 'Tensor');
}

/** Whether PyTorch's signature has the options of a new tensor: dtype, layout, device, pin_memory, requires_grad. */
export function makesTensor({ schema: { name, parameters } }: Overload): boolean {
	if (!parameters.some(item => item.name === 'dtype' && item.isKeywordOnly)) return false;
	return name.endsWith('_like') || name.startsWith('new_') || name === 'linspace' || name === 'logspace' || !parameters.some(item => item.type === 'Tensor');
}
