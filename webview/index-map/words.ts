/** An index map as people write it: `tensor_1 = gather(tensor_0, 0, index)`, `out = x[1:, rows]`. */
import { bracketsText, ruleOfMap } from '../../engine/slice/index-rules.ts';
import type { IndexMapSlice } from '../../engine/slice/slice.ts';

export function mapName(slice: IndexMapSlice): string {
	const { op, dim, parts, source, index, indices, output } = slice, rule = ruleOfMap(slice);
	const between = () => bracketsText(parts, (indices ?? [index]).map(({ title }) => title));
	if (op === '__getitem__') return `${output.title} = ${source.title}${between()}`;
	if (op === '__setitem__') return `${output.title}${between()} = ${source.title}`;
	const given = rule.parameters.flatMap((name) => {
		switch (name) {
			case rule.source: return [source.title];
			case rule.index: return [index.title];
			// Before it stands what is not drawn: how many of the greatest.
			case 'dim': return [rule.parameters.includes('k') ? `dim=${dim}` : String(dim)];
			// What is put into, as it was before.
			case 'input': return ['…'];
			default: return [];
		}
	});
	return `${output.title} = ${op}(${given.join(', ')})`;
}
