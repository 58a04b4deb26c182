import { torch, type Tensor } from 'tensor-loupe';

const x: Tensor = torch.tensor([[1, 2], [3, 4]]);
const index = torch.tensor([[0, 0], [1, 0]]);
const picked = x.gather(1, index);
let total = 0;
for (let step = 0; step < 4; step++) {
	const part = x.mul(step);
	total += part.sum().item();
	console.log(step, total);
}
function scaled(input: Tensor, by: number): Tensor {
	const result = input.mul(by);
	return result;
}
const config = { rate: 0.5, names: ['a', 'b'] };
const twice = scaled(x, 2);
