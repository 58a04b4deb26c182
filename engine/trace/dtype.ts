/**
 * PyTorch's dtypes as data: names, sizes, how to read an element. Knows nothing of the engine's memory,
 * so that readers and the webview can import it.
 */
export const DTYPES = {
	bool: { size: 1, float: false, code: 0 },
	uint8: { size: 1, float: false, code: 1 },
	int8: { size: 1, float: false, code: 2 },
	int16: { size: 2, float: false, code: 3 },
	int32: { size: 4, float: false, code: 4 },
	int64: { size: 8, float: false, code: 5 },
	float16: { size: 2, float: true, code: 6 },
	bfloat16: { size: 2, float: true, code: 7 },
	float32: { size: 4, float: true, code: 8 },
	float64: { size: 8, float: true, code: 9 },
} as const;

export type DTypeName = keyof typeof DTYPES;

export type DTypeInfo = (typeof DTYPES)[DTypeName];

const FACTS = new Map(Object.entries(DTYPES) as readonly (readonly [DTypeName, DTypeInfo])[]);

/** `DTYPES[name]`, by a Map: what an object has under a name that changes from call to call V8 finds several times as slowly. */
export function dtypeInfo(name: DTypeName): DTypeInfo {
	return FACTS.get(name)!;
}

/** The name for a code, the inverse of `DTYPES[name].code`. */
export const DTYPE_BY_CODE = Object.keys(DTYPES) as DTypeName[];
