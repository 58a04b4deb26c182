/** The hyperparameters that can be asked about: numbers and flags of an optimizer's group, by PyTorch's names; a tuple `betas` is its two numbers. */
export const HYPERPARAMETERS = ['lr', 'momentum', 'dampening', 'beta1', 'beta2', 'weight_decay', 'nesterov'] as const;

export type HyperparameterName = (typeof HYPERPARAMETERS)[number];

export type HyperparameterValues = Readonly<Partial<Record<HyperparameterName, number | boolean>>>;
