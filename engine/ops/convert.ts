/**
 * Family: from one dtype to another.
 */
import type { Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call } from './call.ts';
import { cloneOf } from './elementwise.ts';
import { EXACT, type Operator, operator } from './operator.ts';

export const CONVERT: readonly Operator[] = [
	operator({
		name: 'to', variants: ['method'], tolerance: EXACT,
		overloads: [{
			schema: 'to.dtype(Tensor(a) self, ScalarType dtype, bool non_blocking=False, bool copy=False) -> Tensor(a)',
			run: (self: Tensor, dtype: DTypeName, _: boolean, copy: boolean) => self.dtype !== dtype || copy ? call('_to_copy', self, dtype) : self,
		}],
	}),
	operator({
		name: '_to_copy', variants: [], tolerance: EXACT,
		overloads: [{
			schema: '_to_copy(Tensor self, ScalarType dtype) -> Tensor',
			run: (self: Tensor, dtype: DTypeName) => cloneOf(self, dtype),
			backward: { node: 'ToCopyBackward0', inputs: { self: { gradient: grad => grad } } },
		}],
	}),
	operator({
		name: 'type_as', variants: ['method'], tolerance: EXACT,
		overloads: [{ schema: 'type_as(Tensor self, Tensor other) -> Tensor', run: (self: Tensor, other: Tensor) => call('to', self, other.dtype) }],
	}),
];
