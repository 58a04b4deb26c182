/**
 * A Python expression as a plain tree, from Lezer's syntax tree: what is watched, hovered, typed into the debug console,
 * or set as a breakpoint's condition. It crosses to the replay process as it is. What it comes to is `evaluate.ts`.
 */
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import type { ScalarValue } from '../trace/model.ts';
import { PythonError, Refusal } from './errors.ts';
import { ELLIPSIS, bool, float, int, NONE, str } from './scalars.ts';

export type UnaryOperator = '-' | '+' | '~' | 'not';
export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '@' | '&' | '|' | '^' | '<<' | '>>';
export type ComparisonOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'is' | 'is not' | 'in' | 'not in';

export type Expression =
	| { readonly kind: 'constant'; readonly value: ScalarValue }
	| { readonly kind: 'name'; readonly name: string }
	| { readonly kind: 'attribute'; readonly of: Expression; readonly name: string }
	| { readonly kind: 'subscript'; readonly of: Expression; readonly index: readonly Index[]; readonly isTuple: boolean }
	| { readonly kind: 'tuple' | 'list'; readonly items: readonly Expression[] }
	| { readonly kind: 'call'; readonly callee: Expression; readonly args: readonly Expression[]; readonly named: readonly { readonly name: string; readonly value: Expression }[] }
	| { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
	| { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Expression; readonly right: Expression }
	| { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
	/** `a < b < c` is true where each pair is. */
	| { readonly kind: 'comparison'; readonly operands: readonly Expression[]; readonly operators: readonly ComparisonOperator[] }
	| { readonly kind: 'conditional'; readonly test: Expression; readonly then: Expression; readonly otherwise: Expression };

/** `x[1:, None]` has a slice and an expression. */
export type Index = Expression | { readonly kind: 'slice'; readonly start: Expression | undefined; readonly stop: Expression | undefined; readonly step: Expression | undefined };

/** A longer text is nobody's watch expression; nesting is bounded with it. */
const LONGEST = 2000;

/** Throws PythonError (SyntaxError), or Refusal where it is Python that is not evaluated in a recording. */
export function parseExpression(text: string): Expression {
	const source = withWholeFloats(text.trim());
	if (source.length > LONGEST) throw new Refusal('form', `${source.slice(0, 40)}…`);
	// In parentheses, so that it may go over several lines as it does there.
	const tree = parser.parse(`(${source}\n)`);
	let isWrong = source === '';
	tree.iterate({ enter: ({ type }) => { isWrong ||= type.isError; } });
	const statement = tree.topNode.firstChild;
	const whole = statement?.name === 'ExpressionStatement' && statement.nextSibling === null ? statement.firstChild : undefined;
	if (isWrong || whole === undefined || whole === null) throw parser.parse(source).topNode.firstChild?.name === 'AssignStatement' ? new Refusal('form', source) : new PythonError('SyntaxError', 'invalid syntax');
	return new Reader(`(${source}\n)`).read(whole);
}

/** Lezer knows no `1.`, which is `1.0`. Strings stay as they are. */
function withWholeFloats(text: string): string {
	return text.replace(/('''|""")[^]*?\1|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|(?<![\w.])(\d[\d_]*)\.(?=[eE][+-]?\d|[^\w.]|$)/g,
		(whole: string, _quote?: string, digits?: string) => digits === undefined ? whole : `${digits}.0`);
}

/** The text of what is called, where a whole expression is a call: `model` of `model(x)`. */
export function calleeOf(text: string): string | undefined {
	const source = `(${text.trim()}\n)`;
	const inner = parser.parse(source).topNode.firstChild?.firstChild?.firstChild?.nextSibling;
	return inner?.name === 'CallExpression' ? source.slice(inner.from, inner.firstChild!.to) : undefined;
}

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=', 'is', 'is not', 'in', 'not in']);

class Reader {
	readonly #text: string;

	constructor(text: string) {
		this.#text = text;
	}

	read(node: SyntaxNode): Expression {
		switch (node.name) {
			case 'ParenthesizedExpression': return this.read(parts(node)[1]!);
			case 'VariableName': return { kind: 'name', name: this.#of(node).normalize('NFKC') };
			case 'Number': return { kind: 'constant', value: number(this.#of(node)) };
			case 'String': return { kind: 'constant', value: str(this.#string(node)) };
			case 'ContinuedString': return { kind: 'constant', value: str(parts(node).map(part => part.name === 'String' ? this.#string(part) : this.#refuse(part)).join('')) };
			case 'Boolean': return { kind: 'constant', value: bool(this.#of(node) === 'True') };
			case 'None': return { kind: 'constant', value: NONE };
			case 'Ellipsis': return { kind: 'constant', value: ELLIPSIS };
			case 'TupleExpression': return { kind: 'tuple', items: this.#items(node) };
			case 'ArrayExpression': return { kind: 'list', items: this.#items(node) };
			case 'MemberExpression': return this.#member(node);
			case 'CallExpression': return this.#call(node);
			case 'UnaryExpression': {
				const [operator, operand] = parts(node) as [SyntaxNode, SyntaxNode];
				return operator.name === 'not' ? this.#negated(operand) : { kind: 'unary', operator: this.#of(operator) as UnaryOperator, operand: this.read(operand) };
			}
			case 'BinaryExpression': return this.#binary(node);
			case 'ConditionalExpression': {
				const [then, , test, , otherwise] = parts(node) as [SyntaxNode, SyntaxNode, SyntaxNode, SyntaxNode, SyntaxNode];
				return { kind: 'conditional', test: this.read(test), then: this.read(then), otherwise: this.read(otherwise) };
			}
			default: return this.#refuse(node);
		}
	}

	#items(node: SyntaxNode): Expression[] {
		return parts(node).slice(1, -1).filter(({ name }) => name !== ',').map(item => this.read(item));
	}

	#member(node: SyntaxNode): Expression {
		const [of, sign, ...rest] = parts(node) as [SyntaxNode, SyntaxNode, ...SyntaxNode[]];
		if (sign.name === '.') return { kind: 'attribute', of: this.read(of), name: this.#of(rest[0]!) };
		const groups: SyntaxNode[][] = [[]];
		for (const part of rest.slice(0, -1)) {
			if (part.name === ',') groups.push([]);
			else groups.at(-1)!.push(part);
		}
		const isTuple = groups.length > 1;
		if (groups.at(-1)!.length === 0) groups.pop();
		return { kind: 'subscript', of: this.read(of), index: groups.map(group => this.#index(group)), isTuple };
	}

	#index(group: readonly SyntaxNode[]): Index {
		if (!group.some(({ name }) => name === ':')) return this.read(group[0]!);
		const bounds: (Expression | undefined)[] = [undefined, undefined, undefined];
		let place = 0;
		for (const part of group) {
			if (part.name === ':') place++;
			else bounds[place] = this.read(part);
		}
		return { kind: 'slice', start: bounds[0], stop: bounds[1], step: bounds[2] };
	}

	#call(node: SyntaxNode): Expression {
		const [callee, list] = parts(node) as [SyntaxNode, SyntaxNode];
		const args: Expression[] = [];
		const named: { name: string; value: Expression }[] = [];
		const pieces = parts(list).slice(1, -1);
		for (let i = 0; i < pieces.length; i++) {
			const piece = pieces[i]!;
			if (piece.name === ',') continue;
			if (pieces[i + 1]?.name === 'AssignOp') named.push({ name: this.#of(piece), value: this.read(pieces[i += 2]!) });
			else args.push(this.read(piece));
		}
		return { kind: 'call', callee: this.read(callee), args, named };
	}

	/** Lezer reads `not a and b` as `not (a and b)`. */
	#negated(operand: SyntaxNode): Expression {
		const isJoined = operand.name === 'BinaryExpression' || operand.name === 'UnaryExpression';
		return isJoined ? negated(this.read(operand)) : { kind: 'unary', operator: 'not', operand: this.read(operand) };
	}

	#binary(node: SyntaxNode): Expression {
		const all = parts(node);
		const [left, right] = [all[0]!, all.at(-1)!];
		const operator = all.slice(1, -1).map(part => this.#of(part)).join(' ');
		if (operator === 'or') return { kind: 'or', left: this.read(left), right: this.read(right) };
		// `a and not b or c` is read as `a and not (b or c)`.
		if (operator === 'and') return right.name === 'UnaryExpression' ? joined(this.read(left), this.read(right)) : { kind: 'and', left: this.read(left), right: this.read(right) };
		if (!COMPARISONS.has(operator)) return { kind: 'binary', operator: operator as BinaryOperator, left: this.read(left), right: this.read(right) };
		const before = left.name === 'BinaryExpression' ? this.#binary(left) : this.read(left);
		const chain = before.kind === 'comparison' && left.name === 'BinaryExpression' ? before : { operands: [before], operators: [] };
		return { kind: 'comparison', operands: [...chain.operands, this.read(right)], operators: [...chain.operators, operator as ComparisonOperator] };
	}

	#string(node: SyntaxNode): string {
		const match = /^([a-z]*)('''|"""|'|")(.*)\2$/is.exec(this.#of(node));
		const [, prefix = '', , inner = ''] = match ?? [];
		if (match === null || !/^(u|r)?$/i.test(prefix)) return this.#refuse(node);
		if (/r/i.test(prefix)) return inner;
		return inner.replace(/\\(?:\r?\n|x([\da-f]{2})|u([\da-f]{4})|([^]))/gi, (_, hex?: string, unit?: string, letter?: string) => {
			const code = hex ?? unit;
			if (letter !== undefined && /[1-7NU]/.test(letter)) return this.#refuse(node);
			return code !== undefined ? String.fromCharCode(parseInt(code, 16)) : letter === undefined ? '' : ESCAPES[letter] ?? (/[\\'"]/.test(letter) ? letter : `\\${letter}`);
		});
	}

	#of({ from, to }: SyntaxNode): string {
		return this.#text.slice(from, to);
	}

	#refuse(node: SyntaxNode): never {
		throw new Refusal('form', this.#of(node));
	}
}

/** `left and` before `a or b` is one before `a`. */
function joined(left: Expression, right: Expression): Expression {
	return right.kind === 'or' ? { ...right, left: joined(left, right.left) } : { kind: 'and', left, right };
}

/** A `not` before `a and b` is one before `a`. */
function negated(operand: Expression): Expression {
	if (operand.kind === 'and' || operand.kind === 'or') return { ...operand, left: negated(operand.left) };
	return { kind: 'unary', operator: 'not', operand };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v', 0: '\0' };

/** All children but comments. */
function parts(node: SyntaxNode): SyntaxNode[] {
	const all: SyntaxNode[] = [];
	for (let child = node.firstChild; child; child = child.nextSibling) if (child.name !== 'Comment') all.push(child);
	return all;
}

function number(text: string): ScalarValue {
	const digits = text.replaceAll('_', '');
	if (/^(0[xob][\da-f]+|\d+)$/i.test(digits)) return int(BigInt(digits));
	if (/j$/i.test(digits)) throw new Refusal('form', text);
	return float(Number(digits));
}
