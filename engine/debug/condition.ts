/**
 * Conditions of breakpoints as they are written: names, attributes and subscripts, compared with each other and with
 * constants, in Python's syntax. `step % 5 == 0 and loss > 0.1`, `w.grad is None`, `not losses`. What they come to is
 * `holds.ts`; nothing runs, so a call has no answer and is refused here.
 */

export type Condition =
	| { readonly kind: 'constant'; readonly value: Constant }
	| { readonly kind: 'name'; readonly text: string }
	| { readonly kind: 'not' | 'negative'; readonly operand: Condition }
	| { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
	| { readonly kind: 'arithmetic'; readonly operator: string; readonly left: Condition; readonly right: Condition }
	/** `a < b < c` is true where each pair is. */
	| { readonly kind: 'comparison'; readonly operands: readonly Condition[]; readonly operators: readonly string[] };

export type Constant = number | string | boolean | null;

const TOKEN = /\s*(?:(\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)|('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|([\p{L}_][\p{L}\p{N}_]*(?:\s*\.\s*[\p{L}_][\p{L}\p{N}_]*|\s*\[\s*(?:-?\d+|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")\s*\])*)|(==|!=|<=|>=|\/\/|\*\*|[-+*/%<>()]))/uy;
const WORDS: Readonly<Record<string, Constant>> = { True: true, False: false, None: null };
const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=', 'is', 'is not']);

interface Token { readonly kind: 'number' | 'string' | 'name' | 'operator'; readonly text: string }

/** undefined: it is more than can be said of a recording. */
export function parseCondition(text: string): Condition | undefined {
	const tokens = tokensOf(text);
	if (tokens === undefined) return undefined;
	const parser = new Parser(tokens);
	const condition = parser.or();
	return condition !== undefined && parser.isAtEnd ? condition : undefined;
}

function tokensOf(text: string): Token[] | undefined {
	const tokens: Token[] = [];
	// `x.item()` says no more than `x` here.
	const source = text.trim().replace(/\.\s*item\s*\(\s*\)/g, '');
	for (TOKEN.lastIndex = 0; TOKEN.lastIndex < source.length;) {
		const match = TOKEN.exec(source);
		if (match === null) return undefined;
		const [, number, string, name, operator] = match;
		if (number !== undefined) tokens.push({ kind: 'number', text: number });
		else if (string !== undefined) tokens.push({ kind: 'string', text: string });
		else if (name !== undefined) tokens.push({ kind: /^(and|or|not|is)$/.test(name) ? 'operator' : 'name', text: name });
		else tokens.push({ kind: 'operator', text: operator! });
	}
	return tokens;
}

/** Each method reads what binds as tightly as its name says; undefined: it isn't there. */
class Parser {
	readonly #tokens: readonly Token[];
	#at = 0;

	constructor(tokens: readonly Token[]) {
		this.#tokens = tokens;
	}

	get isAtEnd(): boolean {
		return this.#at === this.#tokens.length;
	}

	or(): Condition | undefined {
		return this.#chain(['or'], () => this.#and(), (_, left, right) => ({ kind: 'or', left, right }));
	}

	#and(): Condition | undefined {
		return this.#chain(['and'], () => this.#not(), (_, left, right) => ({ kind: 'and', left, right }));
	}

	#not(): Condition | undefined {
		if (!this.#take('not')) return this.#comparison();
		const operand = this.#not();
		return operand && { kind: 'not', operand };
	}

	#comparison(): Condition | undefined {
		const first = this.#sum();
		if (first === undefined) return undefined;
		const operands = [first], operators: string[] = [];
		for (let operator = this.#next; COMPARISONS.has(operator); operator = this.#next) {
			this.#at++;
			operators.push(operator === 'is' && this.#take('not') ? 'is not' : operator);
			const operand = this.#sum();
			if (operand === undefined) return undefined;
			operands.push(operand);
		}
		return operators.length === 0 ? first : { kind: 'comparison', operands, operators };
	}

	#sum(): Condition | undefined {
		return this.#chain(['+', '-'], () => this.#product(), arithmetic);
	}

	#product(): Condition | undefined {
		return this.#chain(['*', '/', '//', '%'], () => this.#sign(), arithmetic);
	}

	#sign(): Condition | undefined {
		if (this.#take('+')) return this.#sign();
		if (!this.#take('-')) return this.#power();
		const operand = this.#sign();
		return operand && { kind: 'negative', operand };
	}

	#power(): Condition | undefined {
		const base = this.#atom();
		if (base === undefined || !this.#take('**')) return base;
		const exponent = this.#sign();
		return exponent && arithmetic('**', base, exponent);
	}

	#atom(): Condition | undefined {
		if (this.#take('(')) {
			const inner = this.or();
			return this.#take(')') ? inner : undefined;
		}
		const token = this.#tokens[this.#at];
		if (token === undefined || token.kind === 'operator') return undefined;
		this.#at++;
		if (token.kind === 'number') return { kind: 'constant', value: Number(token.text) };
		if (token.kind === 'string') return { kind: 'constant', value: token.text.slice(1, -1).replace(/\\(.)/g, '$1') };
		const word = WORDS[token.text];
		return word === undefined ? { kind: 'name', text: token.text } : { kind: 'constant', value: word };
	}

	#chain(operators: readonly string[], operand: () => Condition | undefined, make: (operator: string, left: Condition, right: Condition) => Condition): Condition | undefined {
		let left = operand();
		for (let operator = this.#next; left !== undefined && operators.includes(operator); operator = this.#next) {
			this.#at++;
			const right = operand();
			left = right && make(operator, left, right);
		}
		return left;
	}

	get #next(): string {
		const token = this.#tokens[this.#at];
		return token?.kind === 'operator' ? token.text : '';
	}

	#take(operator: string): boolean {
		if (this.#next !== operator) return false;
		this.#at++;
		return true;
	}
}

function arithmetic(operator: string, left: Condition, right: Condition): Condition {
	return { kind: 'arithmetic', operator, left, right };
}
