/**
 * Family: from one dtype to another.
 */
import type { Tensor } from '../tensor/tensor.ts';
import type { DTypeName } from '../trace/dtype.ts';
import { call } from './call.ts';
import { cloneOf } from './elementwise.ts';
import { formatOf, laidIn, type MemoryFormat, stridesIn } from './format.ts';
import { EXACT, type Operator, operator } from './operator.ts';

export const CONVERT: readonly Operator[] = [
	operator({
		name: 'to', variants: ['method'], tolerance: EXACT,
		overloads: [{
			schema: 'to.dtype(Tensor(a) self, ScalarType dtype, bool non_blocking=False, bool copy=False, MemoryFormat? memory_format=None) -> Tensor(a)',
			run: (self: Tensor, dtype: DTypeName, _: boolean, copy: boolean, format: MemoryFormat = 'preserve_format') => self.dtype !== dtype || copy || (format !== 'preserve_format' && format !== formatOf(self)) ? call('_to_copy', self, dtype, format) : self,
		}],
	}),
	operator({
		name: '_to_copy', variants: [], tolerance: EXACT,
		overloads: [{
			schema: '_to_copy(Tensor self, ScalarType dtype, MemoryFormat? memory_format=None) -> Tensor',
			run: (self: Tensor, dtype: DTypeName, format: MemoryFormat = 'preserve_format') => format === 'preserve_format' ? cloneOf(self, dtype) : laidIn(self, stridesIn(self.shape, format), dtype),
			backward: { node: 'ToCopyBackward0', inputs: { self: { gradient: grad => grad } } },
		}],
	}),
	operator({
		name: 'type_as', variants: ['method'], tolerance: EXACT,
		overloads: [{ schema: 'type_as(Tensor self, Tensor other) -> Tensor', run: (self: Tensor, other: Tensor) => call('to', self, other.dtype) }],
	}),
];
