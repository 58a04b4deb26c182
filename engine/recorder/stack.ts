/** The calls of the program's own that are running. */

/** A frame of the trace. */
export interface Call {
	readonly index: number;
	readonly cell: number;
	readonly name: string;
	/** Its own scope. */
	readonly scope: number;
	/** name -> ref, of that scope. */
	readonly bound: Map<string, number>;
	/** The line that runs, or was the last to. */
	line: number;
	/** What it gave. */
	value: unknown;
	/** An exception ended it. */
	hasThrown: boolean;
	hasEnded: boolean;
}

export class Stack {
	readonly calls: Call[] = [];

	get top(): Call | undefined {
		return this.calls.at(-1);
	}
}
