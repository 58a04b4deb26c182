/**
 * What a condition comes to at a moment of a trace. Of a tensor with one element its value is meant; of another, and of
 * a name that was not recorded, nothing can be told, which is neither true nor false.
 */
import type { Tick, Trace, Value } from '../trace/model.ts';
import type { Condition, Constant } from './condition.ts';
import { resolve } from './resolve.ts';

/** A constant, or what was recorded and has no single value. */
type Result = Constant | Value;

/** Whether it is true in a frame at a tick; undefined: a name means nothing there, or a value can't be compared. */
export function holds(trace: Trace, condition: Condition, frame: number, tick: Tick): boolean | undefined {
	const result = evaluate(condition, text => {
		const found = resolve(trace, text, frame, tick);
		return found && simplified(trace, found.value, tick);
	});
	return result === undefined ? undefined : truth(result);
}

function evaluate(condition: Condition, look: (name: string) => Result | undefined): Result | undefined {
	switch (condition.kind) {
		case 'constant': return condition.value;
		case 'name': return look(condition.text);
		case 'and':
		case 'or': {
			const left = evaluate(condition.left, look), isTrue = left === undefined ? undefined : truth(left);
			if (isTrue === undefined) return undefined;
			return isTrue === (condition.kind === 'or') ? left : evaluate(condition.right, look);
		}
		case 'not': {
			const operand = evaluate(condition.operand, look), isTrue = operand === undefined ? undefined : truth(operand);
			return isTrue === undefined ? undefined : !isTrue;
		}
		case 'negative': {
			const operand = evaluate(condition.operand, look);
			return isNumber(operand) ? -operand : undefined;
		}
		case 'arithmetic': return calculate(condition.operator, evaluate(condition.left, look), evaluate(condition.right, look));
		case 'comparison': {
			const values = condition.operands.map(operand => evaluate(operand, look));
			let result: boolean | undefined = true;
			for (let i = 0; i < condition.operators.length && result === true; i++) result = compare(condition.operators[i]!, values[i], values[i + 1]);
			return result;
		}
	}
}

function simplified(trace: Trace, value: Value, tick: Tick): Result {
	switch (value.kind) {
		case 'none': return null;
		case 'str': return value.length > [...value.text].length ? value : value.text;
		case 'bool':
		case 'int':
		case 'float': return value.value;
		case 'tensor': {
			if (value.shape.some(size => size !== 1)) return value;
			const element = trace.elements(value, tick)?.[0];
			return element === undefined ? value : value.dtype === 'bool' ? element !== 0 : Number(element);
		}
		default: return value;
	}
}

function isNumber(value: Result | undefined): value is number | boolean {
	return typeof value === 'number' || typeof value === 'boolean';
}

function calculate(operator: string, a: Result | undefined, b: Result | undefined): number | undefined {
	if (!isNumber(a) || !isNumber(b)) return undefined;
	const [left, right] = [Number(a), Number(b)];
	switch (operator) {
		case '+': return left + right;
		case '-': return left - right;
		case '*': return left * right;
		case '**': return left ** right;
		case '/': return right === 0 ? undefined : left / right;
		case '//': return right === 0 ? undefined : Math.floor(left / right);
		// Python's has the sign of the divisor.
		default: return right === 0 ? undefined : left - right * Math.floor(left / right);
	}
}

function compare(operator: string, a: Result | undefined, b: Result | undefined): boolean | undefined {
	if (a === undefined || b === undefined) return undefined;
	const isEqual = isNumber(a) && isNumber(b) ? Number(a) === Number(b) : isRecorded(a) && isRecorded(b) ? undefined : a === b;
	switch (operator) {
		case '==':
		case 'is': return isEqual;
		case '!=':
		case 'is not': return isEqual === undefined ? undefined : !isEqual;
		default: break;
	}
	const isOrdered = (isNumber(a) && isNumber(b)) || (typeof a === 'string' && typeof b === 'string');
	if (!isOrdered) return undefined;
	switch (operator) {
		case '<': return a < b;
		case '<=': return a <= b;
		case '>': return a > b;
		default: return a >= b;
	}
}

function isRecorded(value: Result): value is Value {
	return typeof value === 'object' && value !== null;
}

/** Python's; undefined: a tensor of several elements has none. */
function truth(value: Result): boolean | undefined {
	if (!isRecorded(value)) return value !== null && value !== '' && value !== false && value !== 0;
	switch (value.kind) {
		case 'tensor': return undefined;
		case 'sequence':
		case 'mapping': return value.length > 0;
		default: return true;
	}
}
