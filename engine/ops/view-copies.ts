/**
 * Family: each view as a copy: `permute_copy` is `permute`, row-major on bytes of its own.
 */
import type { Tensor } from '../tensor/tensor.ts';
import { call } from './call.ts';
import { copyOf } from './copy.ts';
import { EXACT, operator, type Operator } from './operator.ts';
import { requireOut } from './out.ts';
import { SLIDING } from './sliding.ts';
import { SPLIT } from './split.ts';
import { VIEW } from './view.ts';

const NAMES = ['view', 'permute', 'expand', 'squeeze', 't', 'transpose', 'unsqueeze', 'alias', 'as_strided', 'slice', 'select', 'diagonal', 'split', 'split_with_sizes', 'unbind', 'unfold'];

function copied(source: Operator): Operator {
	const name = `${source.name}_copy`;
	return operator({
		name, variants: ['function', 'out'], tolerance: EXACT, isUndifferentiable: true,
		overloads: source.overloads.filter(({ schema }) => source.name !== 'split' || schema.name === 'split').map(({ schema, run, backward }) => ({
			schema: schema.text.replace(source.name, name).replaceAll('Tensor(a)', 'Tensor'),
			run: (...args: readonly never[]) => {
				const [self, out] = [args[0] as Tensor, args[schema.parameters.length] as Tensor | undefined];
				requireOut(out, self.dtype);
				const made = source.name === 'view' && Array.isArray(args[1]) ? call('reshape', args[0], args[1]) : (run as (...all: readonly never[]) => Tensor | readonly Tensor[])(...args);
				return Array.isArray(made) ? made.map(part => copyOf(part as Tensor)) : copyOf(made as Tensor);
			},
			...backward === undefined ? {} : { backward: { ...backward, node: `${backward.node}_copy` } },
		})),
	});
}

export const VIEW_COPIES: readonly Operator[] = [...VIEW, ...SPLIT, ...SLIDING].filter(({ name }) => NAMES.includes(name)).map(copied);
