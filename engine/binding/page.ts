/** OPERATORS.md, made from the op table at build time: what PyTorch has, what is here, what differs and why. */
import type { Operator, Tolerance } from '../ops/operator.ts';
import { FAMILIES } from '../ops/table.ts';
import { LACKING } from './lacking.ts';

/** Of what every operator refuses or does otherwise. */
const EVERYWHERE = `Results, dtypes, shapes, strides, errors and gradients are those of PyTorch 2.13 on the CPU (AVX2, one thread), as far as the last column
doesn't say otherwise; integers, booleans and everything that only moves elements are exact. \`n ulp\` is units in the last place of the
result's dtype; \`r·√n\` is r times the root of the number of summed terms, of the largest of them. Where inputs are of 16 bits, so is the precision.
These hold for all operators:

- Devices other than \`cpu\`, layouts other than \`torch.strided\` and complex, quantised, unsigned 16- to 64-bit
  and 8-bit float dtypes are refused with a NotImplementedError that names them.
- There are 4 GB of memory; what needs more raises PyTorch's own RuntimeError.
- Where PyTorch reads memory that is not its own, hangs, or ends the process on bad arguments, an error says what is wrong with them.
- The sign of a zero that two equal zeros give (\`maximum\`, \`clamp\` and the like), and bits of a NaN beyond its being one, may be others.`;

export function operatorsPage(): string {
	const lines = ['# Operators', '', 'Made from the op table (`engine/ops/`) and from the list of PyTorch\'s public names.', '', EVERYWHERE, ''];
	for (const [family, operators] of Object.entries(FAMILIES)) {
		lines.push(`## ${family}`, '', '| operator | as | schemas | against PyTorch |', '|---|---|---|---|', ...operators.map(row), '');
	}
	lines.push('## What is not here', '', 'PyTorch has these names; called here, they raise a NotImplementedError that says so.', '');
	for (const { because, names } of LACKING) {
		lines.push(`**${because[0]!.toUpperCase()}${because.slice(1)}**`, '', ...Object.entries(names).map(([owner, list]) => `- \`${owner}\`: ${list.split(' ').map(name => `\`${name}\``).join(' ')}`), '');
	}
	return lines.join('\n');
}

function row({ name, aliases = [], variants, overloads, tolerance, differs }: Operator): string {
	const schemas = overloads.filter(item => item.isHidden !== true).map(item => `\`${item.schema.text.replaceAll('|', '\\|')}\``).join('<br>');
	return `| ${[name, ...aliases].join(', ')} | ${variants.join(', ')} | ${schemas} | ${[closeness(tolerance), ...differs === undefined ? [] : [differs]].join('; ')} |`;
}

function closeness(tolerance: Tolerance): string {
	switch (tolerance.kind) {
		case 'exact': return 'exact';
		case 'ulp': return `${tolerance.ulp} ulp: ${tolerance.because}`;
		case 'relative': return `${tolerance.relative}·√n: ${tolerance.because}`;
	}
}
