/** What Python's objects are in the engine, and what its answers are in Python: numbers are read where they lie in Python's memory. */
import type { Answer } from './answer.ts';
import { LAST_INT, TAG, TWO_DIGITS, TYPE, valueOfDigits, type PythonApi } from './python-objects.ts';

const LONG_SUBCLASS = 1 << 24, UNICODE_SUBCLASS = 1 << 28;
/** Stands for an object that is neither a number nor a text. */
const FOREIGN = Object.freeze({});

export interface Values {
	valueOf(object: number): unknown;
	objectOf(answer: Answer): number;
	/** To be called first, wherever Python may have run. */
	renew(): void;
}

export function valuesOf(python: PythonApi): Values {
	const { _PyLong_Type: longType, _PyFloat_Type: floatType, _PyBool_Type: boolType, __Py_NoneStruct: none, __Py_TrueStruct: isTrue } = python;
	// Python's memory may grow, which leaves these without elements.
	let words = python.HEAPU32, doubles = python.HEAPF64;
	const renew = (): void => {
		if (words.length === 0) ({ HEAPU32: words, HEAPF64: doubles } = python);
	};
	const size = python._malloc(4);

	function valueOf(object: number): unknown {
		const at = object >>> 2, type = words[at + TYPE]!;
		if (type === longType && words[at + TAG]! < TWO_DIGITS) return valueOfDigits(words, at);
		if (type === floatType) return doubles[(object >>> 3) + 1];
		if (object === none) return undefined;
		if (type === boolType) return object === isTrue;
		return rareValue(object, type);
	}

	function rareValue(object: number, type: number): unknown {
		const flags = python._PyType_GetFlags(type);
		if ((flags & UNICODE_SUBCLASS) !== 0) return textOf(object);
		if ((flags & LONG_SUBCLASS) !== 0) return integerOf(object);
		return python._PyType_IsSubtype(type, floatType) === 0 ? FOREIGN : doubles[(object >>> 3) + 1];
	}

	function integerOf(object: number): number | bigint {
		const value = python._PyLong_AsDouble(object);
		if (Number.isSafeInteger(value)) return value;
		python._PyErr_Clear();
		const digits = python._PyNumber_ToBase(object, 16), text = textOf(digits);
		python.__Py_DecRef(digits);
		return text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
	}

	function textOf(object: number): string {
		const start = python._PyUnicode_AsUTF8AndSize(object, size) >>> 0;
		renew();
		if (start !== 0) return new TextDecoder().decode(python.HEAPU8.subarray(start, start + words[size >>> 2]!));
		// Half a surrogate pair is no name of anything.
		python._PyErr_Clear();
		return '\ufffd';
	}

	function objectOf(answer: Answer): number {
		if (answer === undefined) return none;
		if (typeof answer === 'string') return textObject(answer);
		if (!Number.isInteger(answer)) return python._PyFloat_FromDouble(answer);
		return Math.abs(answer) <= LAST_INT ? python._PyLong_FromLong(answer) : python._PyLong_FromDouble(answer);
	}

	function textObject(text: string): number {
		const bytes = new TextEncoder().encode(text), start = python._malloc(bytes.length + 1);
		if (start === 0) return python._PyErr_NoMemory();
		python.HEAPU8.set(bytes, start >>> 0);
		const object = python._PyUnicode_FromStringAndSize(start, bytes.length);
		python._free(start);
		return object;
	}

	return { valueOf, objectOf, renew };
}
