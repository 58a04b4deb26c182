/** Anomaly detection: while it is on, each node knows which line of the program made it, and a backward that fails says so. */

export interface AnomalyDetection {
	readonly checksNaN: boolean;
	/** Where the program is. */
	where(): string;
	/** Says which operation failed, and where it was called. */
	warn(name: string, where: string): void;
}

let detection: AnomalyDetection | undefined;

export function setAnomalyDetection(value: AnomalyDetection | undefined): void {
	detection = value;
}

export function anomalyDetection(): AnomalyDetection | undefined {
	return detection;
}
