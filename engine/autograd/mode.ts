/**
 * Whether calls are recorded for backward: torch.no_grad, enable_grad, set_grad_enabled. One thread, one state.
 */
let enabled = true;

export function isGradEnabled(): boolean {
	return enabled;
}

export function setGradEnabled(value: boolean): void {
	enabled = value;
}

/** Runs `body` with recording off (or as `value` says). */
export function withGrad<T>(value: boolean, body: () => T): T {
	const before = enabled;
	enabled = value;
	try {
		return body();
	} finally {
		enabled = before;
	}
}

export function noGrad<T>(body: () => T): T {
	return withGrad(false, body);
}
