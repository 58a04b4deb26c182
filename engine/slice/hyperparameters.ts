/** The hyperparameters that can be asked about: numbers and flags of an optimizer's group, by PyTorch's names; tuples (`betas`, `etas`) are their two numbers. */
export const HYPERPARAMETERS = [
	'lr', 'lr_decay', 'momentum', 'dampening', 'beta1', 'beta2', 'momentum_decay', 'alpha', 'rho', 'etaminus', 'etaplus', 'lambd', 'weight_decay', 'nesterov', 'centered',
] as const;

export type HyperparameterName = (typeof HYPERPARAMETERS)[number];

export type HyperparameterValues = Readonly<Partial<Record<HyperparameterName, number | boolean>>>;
