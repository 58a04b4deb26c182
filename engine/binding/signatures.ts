/**
 * The signatures of PyTorch's overloaded functions, as its messages list them: data, made by
 * test/conformance/python/ask_signatures.py. The generator takes order and wording from here; a signature that no
 * overload of the op table has is listed in messages too, and raises NotImplementedError when it is meant.
 */
export const SIGNATURES = `\
_add_relu	(Tensor input, Tensor other, *, Number alpha = 1, Tensor out = None)	(Tensor input, Number other, Number alpha = 1)
_add_relu_	(Tensor input, Tensor other, *, Number alpha = 1)	(Tensor input, Number other, Number alpha = 1)
_aminmax	(Tensor input)	(Tensor input, int dim, bool keepdim = False)
_amp_foreach_non_finite_check_and_unscale_
_amp_update_scale_
_assert_async	(Tensor input)	(Tensor input, str assert_msg)
_convolution	(Tensor input, Tensor weight, Tensor bias, tuple of ints stride, tuple of ints padding, tuple of ints dilation, bool transposed, tuple of ints output_padding, int groups, bool benchmark, bool deterministic, bool cudnn_enabled)	(Tensor input, Tensor weight, Tensor bias, tuple of ints stride, tuple of ints padding, tuple of ints dilation, bool transposed, tuple of ints output_padding, int groups, bool benchmark, bool deterministic, bool cudnn_enabled, bool allow_tf32)
_ctc_loss	(Tensor log_probs, Tensor targets, tuple of ints input_lengths, tuple of ints target_lengths, int blank = 0, bool zero_infinity = False)	(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, int blank = 0, bool zero_infinity = False)
_cudnn_ctc_loss	(Tensor log_probs, Tensor targets, tuple of ints input_lengths, tuple of ints target_lengths, int blank, bool deterministic, bool zero_infinity)	(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, int blank, bool deterministic, bool zero_infinity)
_fill_mem_eff_dropout_mask_
_foreach_abs_
_foreach_acos_
_foreach_add	(tuple of Tensors self, Number scalar)	(tuple of Tensors self, tuple of Scalars scalars)	(tuple of Tensors self, Tensor other, *, Number alpha = 1)	(tuple of Tensors self, tuple of Tensors other, *, Number alpha = 1)
_foreach_add_	(tuple of Tensors self, Number scalar)	(tuple of Tensors self, tuple of Scalars scalars)	(tuple of Tensors self, Tensor other, *, Number alpha = 1)	(tuple of Tensors self, tuple of Tensors other, *, Number alpha = 1)
_foreach_addcdiv	(tuple of Tensors self, tuple of Tensors tensor1, tuple of Tensors tensor2, tuple of Scalars scalars)	(tuple of Tensors self, tuple of Tensors tensor1, tuple of Tensors tensor2, Tensor scalars)	(tuple of Tensors self, tuple of Tensors tensor1, tuple of Tensors tensor2, Number value = 1)
_foreach_addcdiv_	(tuple of Tensors self, tuple of Tensors tensor1, tuple of Tensors tensor2, tuple of Scalars scalars)	(tuple of Tensors self, tuple of Tensors tensor1, tuple of Tensors tensor2, Tensor scalars)	(tuple of Tensors self, tuple of Tensors tensor1, tuple of Tensors tensor2, Number value = 1)
_foreach_addcmul	(tuple of Tensors self, tuple of Tensors tensor1, tuple of Tensors tensor2, tuple of Scalars scalars)	(tuple of Tensors self, tuple of Tensors tensor1, tuple of Tensors tensor2, Tensor scalars)	(tuple of Tensors self, tuple of Tensors tensor1, tuple of Tensors tensor2, Number value = 1)
_foreach_addcmul_	(tuple of Tensors self, tuple of Tensors tensor1, tuple of Tensors tensor2, tuple of Scalars scalars)	(tuple of Tensors self, tuple of Tensors tensor1, tuple of Tensors tensor2, Tensor scalars)	(tuple of Tensors self, tuple of Tensors tensor1, tuple of Tensors tensor2, Number value = 1)
_foreach_asin_
_foreach_atan_
_foreach_ceil_
_foreach_clamp_max	(tuple of Tensors self, Number scalar)	(tuple of Tensors self, tuple of Scalars scalars)	(tuple of Tensors self, tuple of Tensors other)
_foreach_clamp_max_	(tuple of Tensors self, Number scalar)	(tuple of Tensors self, tuple of Scalars scalars)	(tuple of Tensors self, tuple of Tensors other)
_foreach_clamp_min	(tuple of Tensors self, Number scalar)	(tuple of Tensors self, tuple of Scalars scalars)	(tuple of Tensors self, tuple of Tensors other)
_foreach_clamp_min_	(tuple of Tensors self, Number scalar)	(tuple of Tensors self, tuple of Scalars scalars)	(tuple of Tensors self, tuple of Tensors other)
_foreach_copy_
_foreach_cos_
_foreach_cosh_
_foreach_div	(tuple of Tensors self, tuple of Scalars scalars)	(tuple of Tensors self, Tensor other)	(tuple of Tensors self, tuple of Tensors other)	(tuple of Tensors self, Number scalar)
_foreach_div_	(tuple of Tensors self, tuple of Scalars scalars)	(tuple of Tensors self, Tensor other)	(tuple of Tensors self, tuple of Tensors other)	(tuple of Tensors self, Number scalar)
_foreach_erf_
_foreach_erfc_
_foreach_exp_
_foreach_expm1_
_foreach_floor_
_foreach_frac_
_foreach_lerp	(tuple of Tensors self, tuple of Tensors tensors1, Number weight)	(tuple of Tensors self, tuple of Tensors tensors1, tuple of Scalars weight)	(tuple of Tensors self, tuple of Tensors tensors1, tuple of Tensors weights)
_foreach_lerp_	(tuple of Tensors self, tuple of Tensors tensors1, Number weight)	(tuple of Tensors self, tuple of Tensors tensors1, tuple of Scalars weight)	(tuple of Tensors self, tuple of Tensors tensors1, tuple of Tensors weights)
_foreach_lgamma_
_foreach_log10_
_foreach_log1p_
_foreach_log2_
_foreach_log_
_foreach_maximum	(tuple of Tensors self, Number scalar)	(tuple of Tensors self, tuple of Scalars scalars)	(tuple of Tensors self, tuple of Tensors other)
_foreach_maximum_	(tuple of Tensors self, Number scalar)	(tuple of Tensors self, tuple of Scalars scalars)	(tuple of Tensors self, tuple of Tensors other)
_foreach_minimum	(tuple of Tensors self, Number scalar)	(tuple of Tensors self, tuple of Scalars scalars)	(tuple of Tensors self, tuple of Tensors other)
_foreach_minimum_	(tuple of Tensors self, Number scalar)	(tuple of Tensors self, tuple of Scalars scalars)	(tuple of Tensors self, tuple of Tensors other)
_foreach_mul	(tuple of Tensors self, tuple of Scalars scalars)	(tuple of Tensors self, Tensor other)	(tuple of Tensors self, tuple of Tensors other)	(tuple of Tensors self, Number scalar)
_foreach_mul_	(tuple of Tensors self, tuple of Scalars scalars)	(tuple of Tensors self, Tensor other)	(tuple of Tensors self, tuple of Tensors other)	(tuple of Tensors self, Number scalar)
_foreach_neg_
_foreach_pow	(Number self, tuple of Tensors exponent)	(tuple of Tensors self, Number exponent)	(tuple of Tensors self, tuple of Scalars exponent)	(tuple of Tensors self, tuple of Tensors exponent)
_foreach_pow_	(tuple of Tensors self, Number exponent)	(tuple of Tensors self, tuple of Scalars exponent)	(tuple of Tensors self, tuple of Tensors exponent)
_foreach_reciprocal_
_foreach_round_
_foreach_rsqrt_
_foreach_sigmoid_
_foreach_sign_
_foreach_sin_
_foreach_sinh_
_foreach_sqrt_
_foreach_sub	(tuple of Tensors self, Number scalar)	(tuple of Tensors self, tuple of Scalars scalars)	(tuple of Tensors self, tuple of Tensors other, *, Number alpha = 1)
_foreach_sub_	(tuple of Tensors self, Number scalar)	(tuple of Tensors self, tuple of Scalars scalars)	(tuple of Tensors self, tuple of Tensors other, *, Number alpha = 1)
_foreach_tan_
_foreach_tanh_
_foreach_trunc_
_foreach_zero_
_fused_adagrad_	(tuple of Tensors self, tuple of Tensors grads, tuple of Tensors state_sums, tuple of Tensors state_steps, *, Tensor lr, float lr_decay, float weight_decay, float eps, bool maximize, Tensor grad_scale = None, Tensor found_inf = None)	(tuple of Tensors self, tuple of Tensors grads, tuple of Tensors state_sums, tuple of Tensors state_steps, *, float lr, float lr_decay, float weight_decay, float eps, bool maximize, Tensor grad_scale = None, Tensor found_inf = None)
_fused_adam_	(tuple of Tensors self, tuple of Tensors grads, tuple of Tensors exp_avgs, tuple of Tensors exp_avg_sqs, tuple of Tensors max_exp_avg_sqs, tuple of Tensors state_steps, *, Tensor lr, float beta1, float beta2, float weight_decay, float eps, bool amsgrad, bool maximize, Tensor grad_scale = None, Tensor found_inf = None)	(tuple of Tensors self, tuple of Tensors grads, tuple of Tensors exp_avgs, tuple of Tensors exp_avg_sqs, tuple of Tensors max_exp_avg_sqs, tuple of Tensors state_steps, *, float lr, float beta1, float beta2, float weight_decay, float eps, bool amsgrad, bool maximize, Tensor grad_scale = None, Tensor found_inf = None)
_fused_adamw_	(tuple of Tensors self, tuple of Tensors grads, tuple of Tensors exp_avgs, tuple of Tensors exp_avg_sqs, tuple of Tensors max_exp_avg_sqs, tuple of Tensors state_steps, *, Tensor lr, float beta1, float beta2, float weight_decay, float eps, bool amsgrad, bool maximize, Tensor grad_scale = None, Tensor found_inf = None)	(tuple of Tensors self, tuple of Tensors grads, tuple of Tensors exp_avgs, tuple of Tensors exp_avg_sqs, tuple of Tensors max_exp_avg_sqs, tuple of Tensors state_steps, *, float lr, float beta1, float beta2, float weight_decay, float eps, bool amsgrad, bool maximize, Tensor grad_scale = None, Tensor found_inf = None)
_fused_sgd_	(tuple of Tensors self, tuple of Tensors grads, tuple of Tensors momentum_buffer_list, *, float weight_decay, float momentum, Tensor lr, float dampening, bool nesterov, bool maximize, bool is_first_step, Tensor grad_scale = None, Tensor found_inf = None)	(tuple of Tensors self, tuple of Tensors grads, tuple of Tensors momentum_buffer_list, *, float weight_decay, float momentum, float lr, float dampening, bool nesterov, bool maximize, bool is_first_step, Tensor grad_scale = None, Tensor found_inf = None)
_index_put_impl_
_mkldnn_transpose_
_native_batch_norm_legit	(Tensor input, Tensor weight, Tensor bias, Tensor running_mean, Tensor running_var, bool training, float momentum, float eps, *, tuple of Tensors out = None)	(Tensor input, Tensor weight, Tensor bias, bool training, float momentum, float eps, *, tuple of Tensors out = None)
_philox_normal_
_philox_uniform_
_resize_output_
_scaled_dot_product_flash_attention	(Tensor query, Tensor key, Tensor value, Tensor q_descale, Tensor k_descale, Tensor v_descale, float dropout_p = 0.0, bool is_causal = False, bool return_debug_mask = False, *, float scale = None)	(Tensor query, Tensor key, Tensor value, float dropout_p = 0.0, bool is_causal = False, bool return_debug_mask = False, *, float scale = None)
_sobol_engine_ff_
_sobol_engine_initialize_state_
_sobol_engine_scramble_
_sparse_sum	(Tensor input)	(Tensor input, *, torch.dtype dtype)	(Tensor input, tuple of ints dim)	(Tensor input, tuple of ints dim, *, torch.dtype dtype)
_test_autograd_multiple_dispatch	(Tensor input)	(Tensor input, bool b)
_use_cudnn_ctc_loss	(Tensor log_probs, Tensor targets, tuple of ints input_lengths, tuple of ints target_lengths, int blank)	(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, int blank)
_use_miopen_ctc_loss	(Tensor log_probs, Tensor targets, tuple of ints input_lengths, tuple of ints target_lengths, int blank)	(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, int blank)
abs_
acos_
acosh_
add		(Tensor input, Tensor other, *, Number alpha = 1, Tensor out = None)
addbmm		(Tensor input, Tensor batch1, Tensor batch2, *, Number beta = 1, Number alpha = 1, Tensor out = None)
addcdiv		(Tensor input, Tensor tensor1, Tensor tensor2, *, Number value = 1, Tensor out = None)
addcmul		(Tensor input, Tensor tensor1, Tensor tensor2, *, Number value = 1, Tensor out = None)
addmm	(Tensor input, Tensor mat1, Tensor mat2, *, Number beta = 1, Number alpha = 1, Tensor out = None)	(Tensor input, Tensor mat1, Tensor mat2, torch.dtype out_dtype, *, Number beta = 1, Number alpha = 1, Tensor out = None)
addmv		(Tensor input, Tensor mat, Tensor vec, *, Number beta = 1, Number alpha = 1, Tensor out = None)
addmv_		(Tensor input, Tensor mat, Tensor vec, *, Number beta = 1, Number alpha = 1)
addr		(Tensor input, Tensor vec1, Tensor vec2, *, Number beta = 1, Number alpha = 1, Tensor out = None)
all	(Tensor input, *, Tensor out = None)	(Tensor input, tuple of ints dim = None, bool keepdim = False, *, Tensor out = None)	(Tensor input, int dim, bool keepdim = False, *, Tensor out = None)
alpha_dropout_
any	(Tensor input, *, Tensor out = None)	(Tensor input, tuple of ints dim = None, bool keepdim = False, *, Tensor out = None)	(Tensor input, int dim, bool keepdim = False, *, Tensor out = None)
arange	(Number end, *, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(Number start, Number end, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(Number start, Number end, Number step = 1, *, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)
arccos_
arccosh_
arcsin_
arcsinh_
arctan_
arctanh_
argsort	(Tensor input, *, bool stable, int dim = -1, bool descending = False, Tensor out = None)	(Tensor input, int dim = -1, bool descending = False)
as_strided_
asin_
asinh_
atan_
atanh_
atleast_1d	(Tensor input)	(tuple of Tensors tensors)
atleast_2d	(Tensor input)	(tuple of Tensors tensors)
atleast_3d	(Tensor input)	(tuple of Tensors tensors)
baddbmm	(Tensor input, Tensor batch1, Tensor batch2, *, Number beta = 1, Number alpha = 1, Tensor out = None)	(Tensor input, Tensor batch1, Tensor batch2, torch.dtype out_dtype, *, Number beta = 1, Number alpha = 1, Tensor out = None)
bartlett_window	(int window_length, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(int window_length, bool periodic, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)
bernoulli	(Tensor input, *, torch.Generator generator = None, Tensor out = None)	(Tensor input, float p, *, torch.Generator generator = None)
bitwise_and	(Tensor input, Tensor other, *, Tensor out = None)	(Number self, Tensor other)	(Tensor input, Number other, *, Tensor out = None)
bitwise_left_shift	(Tensor input, Tensor other, *, Tensor out = None)	(Number self, Tensor other)	(Tensor input, Number other, *, Tensor out = None)
bitwise_or	(Tensor input, Tensor other, *, Tensor out = None)	(Number self, Tensor other)	(Tensor input, Number other, *, Tensor out = None)
bitwise_right_shift	(Tensor input, Tensor other, *, Tensor out = None)	(Number self, Tensor other)	(Tensor input, Number other, *, Tensor out = None)
bitwise_xor	(Tensor input, Tensor other, *, Tensor out = None)	(Number self, Tensor other)	(Tensor input, Number other, *, Tensor out = None)
blackman_window	(int window_length, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(int window_length, bool periodic, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)
bmm	(Tensor input, Tensor mat2, *, Tensor out = None)	(Tensor input, Tensor mat2, torch.dtype out_dtype, *, Tensor out = None)
bucketize	(Tensor input, Tensor boundaries, *, bool out_int32 = False, bool right = False, Tensor out = None)	(Number self, Tensor boundaries, *, bool out_int32 = False, bool right = False)
ceil_
celu_
clamp	(Tensor input, Tensor min = None, Tensor max = None, *, Tensor out = None)	(Tensor input, Number min = None, Number max = None, *, Tensor out = None)
clamp_	(Tensor input, Tensor min = None, Tensor max = None)	(Tensor input, Number min = None, Number max = None)
clamp_max	(Tensor input, Tensor max, *, Tensor out = None)	(Tensor input, Number max, *, Tensor out = None)
clamp_max_	(Tensor input, Tensor max)	(Tensor input, Number max)
clamp_min	(Tensor input, Tensor min, *, Tensor out = None)	(Tensor input, Number min, *, Tensor out = None)
clamp_min_	(Tensor input, Tensor min)	(Tensor input, Number min)
clip	(Tensor input, Tensor min = None, Tensor max = None, *, Tensor out = None)	(Tensor input, Number min = None, Number max = None, *, Tensor out = None)
clip_	(Tensor input, Tensor min = None, Tensor max = None)	(Tensor input, Number min = None, Number max = None)
conj_physical_
conv1d	(Tensor input, Tensor weight, Tensor bias = None, tuple of ints stride = 1, tuple of ints padding = 0, tuple of ints dilation = 1, int groups = 1)	(Tensor input, Tensor weight, Tensor bias = None, tuple of ints stride = 1, str padding = "valid", tuple of ints dilation = 1, int groups = 1)
conv2d	(Tensor input, Tensor weight, Tensor bias = None, tuple of ints stride = 1, tuple of ints padding = 0, tuple of ints dilation = 1, int groups = 1)	(Tensor input, Tensor weight, Tensor bias = None, tuple of ints stride = 1, str padding = "valid", tuple of ints dilation = 1, int groups = 1)
conv3d	(Tensor input, Tensor weight, Tensor bias = None, tuple of ints stride = 1, tuple of ints padding = 0, tuple of ints dilation = 1, int groups = 1)	(Tensor input, Tensor weight, Tensor bias = None, tuple of ints stride = 1, str padding = "valid", tuple of ints dilation = 1, int groups = 1)
copysign	(Tensor input, Tensor other, *, Tensor out = None)	(Tensor input, Number other, *, Tensor out = None)
cos_
cosh_
count_nonzero	(Tensor input, int dim = None)	(Tensor input, tuple of ints dim)
ctc_loss	(Tensor log_probs, Tensor targets, tuple of ints input_lengths, tuple of ints target_lengths, int blank = 0, int reduction = at::Reduction::Mean, bool zero_infinity = False)	(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, int blank = 0, int reduction = at::Reduction::Mean, bool zero_infinity = False)
cumulative_trapezoid	(Tensor y, Tensor x, *, int dim = -1)	(Tensor y, *, Number dx = 1, int dim = -1)
deg2rad_
dequantize	(Tensor input)	(tuple of Tensors tensors)
detach_
div	(Tensor input, Tensor other, *, Tensor out = None)	(Tensor input, Tensor other, *, str rounding_mode, Tensor out = None)	(Tensor input, Number other, *, str rounding_mode)
divide	(Tensor input, Tensor other, *, Tensor out = None)	(Tensor input, Tensor other, *, str rounding_mode, Tensor out = None)	(Tensor input, Number other)	(Tensor input, Number other, *, str rounding_mode)
dropout_
dsmm	(Tensor input, Tensor mat2, *, Tensor out = None)	(Tensor input, Tensor mat2, torch.dtype out_dtype, *, Tensor out = None)
dsplit	(Tensor input, int sections)	(Tensor input, tuple of ints indices)
embedding_bag	(Tensor weight, Tensor indices, Tensor offsets, bool scale_grad_by_freq, int mode, bool sparse, Tensor per_sample_weights, bool include_last_offset, int padding_idx)	(Tensor weight, Tensor indices, Tensor offsets, bool scale_grad_by_freq = False, int mode = 0, bool sparse = False, Tensor per_sample_weights = None, bool include_last_offset = False)
embedding_renorm_
eq	(Tensor input, Tensor other, *, Tensor out = None)	(Tensor input, Number other, *, Tensor out = None)
erf_
erfc_
exp2_
exp_
expm1_
eye	(int n, *, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(int n, int m, *, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)
fake_quantize_per_tensor_affine	(Tensor input, Tensor scale, Tensor zero_point, int quant_min, int quant_max)	(Tensor input, float scale, int zero_point, int quant_min, int quant_max)
fbgemm_linear_fp16_weight	(Tensor input, Tensor packed_weight, Tensor bias)	(Tensor input, Tensor packed_weight, Tensor bias, Tensor output)
fbgemm_linear_fp16_weight_fp32_activation	(Tensor input, Tensor packed_weight, Tensor bias)	(Tensor input, Tensor packed_weight, Tensor bias, Tensor output)
fbgemm_pack_quantized_matrix	(Tensor input)	(Tensor input, int K, int N)
feature_alpha_dropout_
feature_dropout_
fill	(Tensor input, Tensor value)	(Tensor input, Number value)
fill_	(Tensor input, Tensor value)	(Tensor input, Number value)
fix_
float_power	(Tensor input, Tensor exponent, *, Tensor out = None)	(Number self, Tensor exponent, *, Tensor out = None)	(Tensor input, Number exponent, *, Tensor out = None)
floor_
floor_divide	(Tensor input, Tensor other, *, Tensor out = None)	(Tensor input, Number other)
fmod	(Tensor input, Tensor other, *, Tensor out = None)	(Tensor input, Number other, *, Tensor out = None)
frac_
gcd_
ge	(Tensor input, Tensor other, *, Tensor out = None)	(Tensor input, Number other, *, Tensor out = None)
gradient	(Tensor input, *, tuple of ints dim, int edge_order = 1)	(Tensor input, *, Number spacing, tuple of ints dim, int edge_order = 1)	(Tensor input, *, Number spacing = None, int dim = None, int edge_order = 1)	(Tensor input, *, tuple of Scalars spacing, int dim = None, int edge_order = 1)	(Tensor input, *, tuple of Scalars spacing, tuple of ints dim, int edge_order = 1)	(Tensor input, *, tuple of Tensors spacing, int dim = None, int edge_order = 1)	(Tensor input, *, tuple of Tensors spacing, tuple of ints dim, int edge_order = 1)
greater	(Tensor input, Tensor other, *, Tensor out = None)	(Tensor input, Number other, *, Tensor out = None)
greater_equal	(Tensor input, Tensor other, *, Tensor out = None)	(Tensor input, Number other, *, Tensor out = None)
gru	(Tensor data, Tensor batch_sizes, Tensor hx, tuple of Tensors params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional)	(Tensor input, Tensor hx, tuple of Tensors params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first)
gt	(Tensor input, Tensor other, *, Tensor out = None)	(Tensor input, Number other, *, Tensor out = None)
hamming_window	(int window_length, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(int window_length, bool periodic, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(int window_length, bool periodic, float alpha, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(int window_length, bool periodic, float alpha, float beta, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)
hann_window	(int window_length, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(int window_length, bool periodic, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)
histogram	(Tensor input, Tensor bins, *, Tensor weight = None, bool density = False, tuple of Tensors out = None)	(Tensor input, int bins = 100, *, tuple of floats range = None, Tensor weight = None, bool density = False, tuple of Tensors out = None)
histogramdd	(Tensor input, int bins, tuple of floats range = None, Tensor weight = None, bool density = False)	(Tensor input, tuple of ints bins, tuple of floats range = None, Tensor weight = None, bool density = False)	(Tensor input, tuple of Tensors bins, tuple of floats range = None, Tensor weight = None, bool density = False)
hsplit	(Tensor input, int sections)	(Tensor input, tuple of ints indices)
i0_
index_fill	(Tensor input, int dim, Tensor index, Tensor value)	(Tensor input, int dim, Tensor index, Number value)
index_put_
isin	(Tensor elements, Tensor test_elements, *, bool assume_unique = False, bool invert = False, Tensor out = None)	(Number element, Tensor test_elements, *, bool assume_unique = False, bool invert = False, Tensor out = None)	(Tensor elements, Number test_element, *, bool assume_unique = False, bool invert = False, Tensor out = None)
kaiser_window	(int window_length, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(int window_length, bool periodic, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(int window_length, bool periodic, float beta, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)
lcm_
ldexp_
le	(Tensor input, Tensor other, *, Tensor out = None)	(Tensor input, Number other, *, Tensor out = None)
lerp	(Tensor input, Tensor end, Tensor weight, *, Tensor out = None)	(Tensor input, Tensor end, Number weight, *, Tensor out = None)
less	(Tensor input, Tensor other, *, Tensor out = None)	(Tensor input, Number other, *, Tensor out = None)
less_equal	(Tensor input, Tensor other, *, Tensor out = None)	(Tensor input, Number other, *, Tensor out = None)
linspace	(Tensor start, Tensor end, int steps, *, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(Number start, Tensor end, int steps, *, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(Tensor start, Number end, int steps, *, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(Number start, Number end, int steps, *, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)
log10_
log1p_
log2_
log_
logit_
logspace	(Tensor start, Tensor end, int steps, float base = 10.0, *, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(Number start, Tensor end, int steps, float base = 10.0, *, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(Tensor start, Number end, int steps, float base = 10.0, *, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(Number start, Number end, int steps, float base = 10.0, *, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)
lstm	(Tensor data, Tensor batch_sizes, tuple of Tensors hx, tuple of Tensors params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional)	(Tensor input, tuple of Tensors hx, tuple of Tensors params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first)
lt	(Tensor input, Tensor other, *, Tensor out = None)	(Tensor input, Number other, *, Tensor out = None)
masked_fill	(Tensor input, Tensor mask, Tensor value)	(Tensor input, Tensor mask, Number value)
max	(Tensor input, *, Tensor out = None)	(Tensor input, Tensor other, *, Tensor out = None)	(Tensor input, int dim, bool keepdim = False, *, tuple of Tensors out = None)
mean	(Tensor input, *, torch.dtype dtype = None, Tensor out = None)	(Tensor input, tuple of ints dim, bool keepdim = False, *, torch.dtype dtype = None, Tensor out = None)
median	(Tensor input)	(Tensor input, int dim, bool keepdim = False, *, tuple of Tensors out = None)
meshgrid	(tuple of Tensors tensors)	(tuple of Tensors tensors, *, str indexing)
min	(Tensor input, *, Tensor out = None)	(Tensor input, Tensor other, *, Tensor out = None)	(Tensor input, int dim, bool keepdim = False, *, tuple of Tensors out = None)
miopen_ctc_loss	(Tensor log_probs, Tensor targets, tuple of ints input_lengths, tuple of ints target_lengths, int blank, bool deterministic, bool zero_infinity)	(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, int blank, bool deterministic, bool zero_infinity)
mm	(Tensor input, Tensor mat2, *, Tensor out = None)	(Tensor input, Tensor mat2, torch.dtype out_dtype, *, Tensor out = None)
moveaxis	(Tensor input, int source, int destination)	(Tensor input, tuple of ints source, tuple of ints destination)
movedim	(Tensor input, int source, int destination)	(Tensor input, tuple of ints source, tuple of ints destination)
multiply	(Tensor input, Tensor other, *, Tensor out = None)	(Tensor input, Number other)
nan_to_num_
nanmedian	(Tensor input)	(Tensor input, int dim, bool keepdim = False, *, tuple of Tensors out = None)
nanquantile	(Tensor input, Tensor q, int dim = None, bool keepdim = False, *, str interpolation = "linear", Tensor out = None)	(Tensor input, float q, int dim = None, bool keepdim = False, *, str interpolation = "linear", Tensor out = None)
narrow	(Tensor input, int dim, Tensor start, int length)	(Tensor input, int dim, int start, int length)
native_norm	(Tensor input, Number p = 2)	(Tensor input, Number p, tuple of ints dim, bool keepdim, torch.dtype dtype)
ne	(Tensor input, Tensor other, *, Tensor out = None)	(Tensor input, Number other, *, Tensor out = None)
neg_
negative_
norm	(Tensor input, Number p = 2)	(Tensor input, Number p, *, torch.dtype dtype)	(Tensor input, Number p, tuple of ints dim, bool keepdim, *, torch.dtype dtype, Tensor out = None)	(Tensor input, Number p, tuple of ints dim, bool keepdim = False, *, Tensor out = None)
normal	(Tensor mean, Tensor std, *, torch.Generator generator = None, Tensor out = None)	(Tensor mean, float std = 1, *, torch.Generator generator = None, Tensor out = None)	(float mean, Tensor std, *, torch.Generator generator = None, Tensor out = None)	(float mean, float std, tuple of ints size, *, torch.Generator generator = None, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)
not_equal	(Tensor input, Tensor other, *, Tensor out = None)	(Tensor input, Number other, *, Tensor out = None)
nuclear_norm	(Tensor input, tuple of ints dim, bool keepdim = False, *, Tensor out = None)	(Tensor input, bool keepdim = False, *, Tensor out = None)
pow	(Tensor input, Tensor exponent, *, Tensor out = None)	(Number self, Tensor exponent, *, Tensor out = None)	(Tensor input, Number exponent, *, Tensor out = None)
prod	(Tensor input, *, torch.dtype dtype = None)	(Tensor input, int dim, bool keepdim = False, *, torch.dtype dtype = None, Tensor out = None)
quantile	(Tensor input, Tensor q, int dim = None, bool keepdim = False, *, str interpolation = "linear", Tensor out = None)	(Tensor input, float q, int dim = None, bool keepdim = False, *, str interpolation = "linear", Tensor out = None)
quantize_per_tensor	(Tensor input, Tensor scale, Tensor zero_point, torch.dtype dtype)	(Tensor input, float scale, int zero_point, torch.dtype dtype)	(tuple of Tensors tensors, Tensor scales, Tensor zero_points, torch.dtype dtype)
rad2deg_
rand	(tuple of ints size, *, torch.Generator generator, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(tuple of ints size, *, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)
rand_like	(Tensor input, *, torch.Generator generator, torch.memory_format memory_format = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(Tensor input, *, torch.memory_format memory_format = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)
randint	(int high, tuple of ints size, *, torch.Generator generator, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(int high, tuple of ints size, *, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(int low, int high, tuple of ints size, *, torch.Generator generator, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(int low, int high, tuple of ints size, *, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)
randint_like	(Tensor input, int low, int high, *, torch.Generator generator, torch.memory_format memory_format = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(Tensor input, int low, int high, *, torch.memory_format memory_format = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(Tensor input, Tensor high, *, torch.Generator generator, torch.memory_format memory_format = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(Tensor input, Tensor high, *, torch.memory_format memory_format = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(Tensor input, int high, *, torch.Generator generator, torch.memory_format memory_format = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(Tensor input, int high, *, torch.memory_format memory_format = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)
randn	(tuple of ints size, *, torch.Generator generator, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(tuple of ints size, *, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)
randn_like	(Tensor input, *, torch.Generator generator, torch.memory_format memory_format = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(Tensor input, *, torch.memory_format memory_format = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)
randperm	(int n, *, torch.Generator generator, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)	(int n, *, Tensor out = None, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False)
reciprocal_
relu_
remainder	(Tensor input, Tensor other, *, Tensor out = None)	(Number self, Tensor other)	(Tensor input, Number other, *, Tensor out = None)
repeat_interleave	(Tensor input, Tensor repeats, int dim = None, *, int output_size = None)	(Tensor repeats, *, int output_size = None)	(Tensor input, int repeats, int dim = None, *, int output_size = None)
resize_as_
resize_as_sparse_
result_type	(Tensor tensor, Tensor other)	(Number scalar, Tensor tensor)	(Tensor tensor, Number other)	(Number scalar1, Number scalar2)
rnn_relu	(Tensor data, Tensor batch_sizes, Tensor hx, tuple of Tensors params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional)	(Tensor input, Tensor hx, tuple of Tensors params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first)
rnn_tanh	(Tensor data, Tensor batch_sizes, Tensor hx, tuple of Tensors params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional)	(Tensor input, Tensor hx, tuple of Tensors params, bool has_biases, int num_layers, float dropout, bool train, bool bidirectional, bool batch_first)
round	(Tensor input, *, Tensor out = None)	(Tensor input, *, int decimals, Tensor out = None)
round_	(Tensor input)	(Tensor input, *, int decimals)
rrelu_
rsqrt_
rsub	(Tensor input, Tensor other, *, Number alpha = 1)	(Tensor input, Number other, Number alpha = 1)
saddmm		(Tensor input, Tensor mat1, Tensor mat2, *, Number beta = 1, Number alpha = 1, Tensor out = None)
scatter	(Tensor input, int dim, Tensor index, Tensor src, *, Tensor out = None)	(Tensor input, int dim, Tensor index, Tensor src, *, str reduce, Tensor out = None)	(Tensor input, int dim, Tensor index, Number value, *, Tensor out = None)	(Tensor input, int dim, Tensor index, Number value, *, str reduce, Tensor out = None)
searchsorted	(Tensor sorted_sequence, Tensor input, *, bool out_int32 = False, bool right = False, str side = None, Tensor sorter = None, Tensor out = None)	(Tensor sorted_sequence, Number self, *, bool out_int32 = False, bool right = False, str side = None, Tensor sorter = None, Tensor out = None)
selu_
sigmoid_
sin_
sinc_
sinh_
sort	(Tensor input, *, bool stable, int dim = -1, bool descending = False, tuple of Tensors out = None)	(Tensor input, int dim = -1, bool descending = False, *, tuple of Tensors out = None)
sparse_bsc_tensor	(object ccol_indices, object row_indices, object values, tuple of ints size, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False, bool check_invariants = None)	(object ccol_indices, object row_indices, object values, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False, bool check_invariants = None)
sparse_bsr_tensor	(object crow_indices, object col_indices, object values, tuple of ints size, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False, bool check_invariants = None)	(object crow_indices, object col_indices, object values, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False, bool check_invariants = None)
sparse_compressed_tensor	(object compressed_indices, object plain_indices, object values, tuple of ints size, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False, bool check_invariants = None)	(object compressed_indices, object plain_indices, object values, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False, bool check_invariants = None)
sparse_coo_tensor	(object indices, object values, *, torch.dtype dtype = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False, bool check_invariants = None, bool is_coalesced = None)	(object indices, object values, tuple of ints size, *, torch.dtype dtype = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False, bool check_invariants = None, bool is_coalesced = None)	(tuple of ints size, *, torch.dtype dtype = None, torch.device device = None, bool requires_grad = False, bool check_invariants = None)
sparse_csc_tensor	(object ccol_indices, object row_indices, object values, tuple of ints size, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False, bool check_invariants = None)	(object ccol_indices, object row_indices, object values, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False, bool check_invariants = None)
sparse_csr_tensor	(object crow_indices, object col_indices, object values, tuple of ints size, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False, bool check_invariants = None)	(object crow_indices, object col_indices, object values, *, torch.dtype dtype = None, torch.layout layout = None, torch.device device = None, bool pin_memory = False, bool requires_grad = False, bool check_invariants = None)
split	(Tensor input, int split_size, int dim = 0)	(Tensor input, tuple of ints split_size, int dim = 0)
spmm	(Tensor input, Tensor mat2, *, Tensor out = None)	(Tensor input, Tensor mat2, torch.dtype out_dtype, *, Tensor out = None)
sqrt_
square_
squeeze	(Tensor input)	(Tensor input, int dim)	(Tensor input, tuple of ints dim)
squeeze_copy	(Tensor input, *, Tensor out = None)	(Tensor input, int dim, *, Tensor out = None)	(Tensor input, tuple of ints dim, *, Tensor out = None)
sspaddmm		(Tensor input, Tensor mat1, Tensor mat2, *, Number beta = 1, Number alpha = 1, Tensor out = None)
std	(Tensor input, tuple of ints dim, bool unbiased = True, bool keepdim = False, *, Tensor out = None)	(Tensor input, tuple of ints dim = None, *, Number correction = None, bool keepdim = False, Tensor out = None)	(Tensor input, bool unbiased = True)
std_mean	(Tensor input, tuple of ints dim, bool unbiased = True, bool keepdim = False)	(Tensor input, tuple of ints dim = None, *, Number correction = None, bool keepdim = False)	(Tensor input, bool unbiased = True)
stft	(Tensor input, int n_fft, int hop_length = None, int win_length = None, Tensor window = None, bool center = True, str pad_mode = "reflect", bool normalized = False, bool onesided = None, bool return_complex = None, bool align_to_window = None)	(Tensor input, int n_fft, int hop_length = None, int win_length = None, Tensor window = None, bool normalized = False, bool onesided = None, bool return_complex = None, bool align_to_window = None)
sub		(Tensor input, Tensor other, *, Number alpha = 1, Tensor out = None)
subtract	(Tensor input, Tensor other, *, Number alpha = 1, Tensor out = None)	(Tensor input, Number other, Number alpha = 1)
sum	(Tensor input, *, torch.dtype dtype = None)	(Tensor input, tuple of ints dim, bool keepdim = False, *, torch.dtype dtype = None, Tensor out = None)
tan_
tanh_
tensor_split	(Tensor input, tuple of ints indices, int dim = 0)	(Tensor input, Tensor tensor_indices_or_sections, int dim = 0)	(Tensor input, int sections, int dim = 0)
threshold_
trapezoid	(Tensor y, Tensor x, *, int dim = -1)	(Tensor y, *, Number dx = 1, int dim = -1)
trapz	(Tensor y, *, float dx = 1, int dim = -1)	(Tensor y, Tensor x, *, int dim = -1)
true_divide	(Tensor input, Tensor other, *, Tensor out = None)	(Tensor input, Number other)
trunc_
var	(Tensor input, tuple of ints dim, bool unbiased = True, bool keepdim = False, *, Tensor out = None)	(Tensor input, tuple of ints dim = None, *, Number correction = None, bool keepdim = False, Tensor out = None)	(Tensor input, bool unbiased = True)
var_mean	(Tensor input, tuple of ints dim, bool unbiased = True, bool keepdim = False)	(Tensor input, tuple of ints dim = None, *, Number correction = None, bool keepdim = False)	(Tensor input, bool unbiased = True)
view_copy	(Tensor input, torch.dtype dtype, *, Tensor out = None)	(Tensor input, tuple of ints size, *, Tensor out = None)
vsplit	(Tensor input, int sections)	(Tensor input, tuple of ints indices)
where	(Tensor condition)	(Tensor condition, Tensor input, Tensor other, *, Tensor out = None)	(Tensor condition, Number self, Tensor other)	(Tensor condition, Tensor input, Number other)	(Tensor condition, Number self, Number other)
xlogy	(Tensor input, Tensor other, *, Tensor out = None)	(Number self, Tensor other, *, Tensor out = None)	(Tensor input, Number other, *, Tensor out = None)
xlogy_	(Tensor input, Tensor other)	(Tensor input, Number other)
zero_
linalg_cond	(Tensor input, Number p = None, *, Tensor out = None)	(Tensor input, str p, *, Tensor out = None)
linalg_matrix_norm	(Tensor input, Number ord, tuple of ints dim = {-2,-1}, bool keepdim = False, *, torch.dtype dtype = None, Tensor out = None)	(Tensor input, str ord = "fro", tuple of ints dim = {-2,-1}, bool keepdim = False, *, torch.dtype dtype = None, Tensor out = None)
linalg_matrix_rank	(Tensor input, *, Tensor atol = None, Tensor rtol = None, bool hermitian = False, Tensor out = None)	(Tensor input, *, float atol = None, float rtol = None, bool hermitian = False, Tensor out = None)	(Tensor input, Tensor tol, bool hermitian = False, *, Tensor out = None)	(Tensor input, float tol, bool hermitian = False, *, Tensor out = None)
linalg_norm	(Tensor input, Number ord = None, tuple of ints dim = None, bool keepdim = False, *, torch.dtype dtype = None, Tensor out = None)	(Tensor input, str ord, tuple of ints dim = None, bool keepdim = False, *, torch.dtype dtype = None, Tensor out = None)
linalg_pinv	(Tensor input, *, Tensor atol = None, Tensor rtol = None, bool hermitian = False, Tensor out = None)	(Tensor input, *, float atol = None, float rtol = None, bool hermitian = False, Tensor out = None)	(Tensor input, Tensor rcond, bool hermitian = False, *, Tensor out = None)	(Tensor input, float rcond, bool hermitian = False, *, Tensor out = None)
special_chebyshev_polynomial_t	(Tensor x, Tensor n, *, Tensor out = None)	(Number x, Tensor n, *, Tensor out = None)	(Tensor x, Number n, *, Tensor out = None)
special_chebyshev_polynomial_u	(Tensor x, Tensor n, *, Tensor out = None)	(Number x, Tensor n, *, Tensor out = None)	(Tensor x, Number n, *, Tensor out = None)
special_chebyshev_polynomial_v	(Tensor x, Tensor n, *, Tensor out = None)	(Number x, Tensor n, *, Tensor out = None)	(Tensor x, Number n, *, Tensor out = None)
special_chebyshev_polynomial_w	(Tensor x, Tensor n, *, Tensor out = None)	(Number x, Tensor n, *, Tensor out = None)	(Tensor x, Number n, *, Tensor out = None)
special_hermite_polynomial_h	(Tensor x, Tensor n, *, Tensor out = None)	(Number x, Tensor n, *, Tensor out = None)	(Tensor x, Number n, *, Tensor out = None)
special_hermite_polynomial_he	(Tensor x, Tensor n, *, Tensor out = None)	(Number x, Tensor n, *, Tensor out = None)	(Tensor x, Number n, *, Tensor out = None)
special_laguerre_polynomial_l	(Tensor x, Tensor n, *, Tensor out = None)	(Number x, Tensor n, *, Tensor out = None)	(Tensor x, Number n, *, Tensor out = None)
special_legendre_polynomial_p	(Tensor x, Tensor n, *, Tensor out = None)	(Number x, Tensor n, *, Tensor out = None)	(Tensor x, Number n, *, Tensor out = None)
special_shifted_chebyshev_polynomial_t	(Tensor x, Tensor n, *, Tensor out = None)	(Number x, Tensor n, *, Tensor out = None)	(Tensor x, Number n, *, Tensor out = None)
special_shifted_chebyshev_polynomial_u	(Tensor x, Tensor n, *, Tensor out = None)	(Number x, Tensor n, *, Tensor out = None)	(Tensor x, Number n, *, Tensor out = None)
special_shifted_chebyshev_polynomial_v	(Tensor x, Tensor n, *, Tensor out = None)	(Number x, Tensor n, *, Tensor out = None)	(Tensor x, Number n, *, Tensor out = None)
special_shifted_chebyshev_polynomial_w	(Tensor x, Tensor n, *, Tensor out = None)	(Number x, Tensor n, *, Tensor out = None)	(Tensor x, Number n, *, Tensor out = None)
special_xlog1py	(Tensor input, Tensor other, *, Tensor out = None)	(Number self, Tensor other, *, Tensor out = None)	(Tensor input, Number other, *, Tensor out = None)
special_xlogy	(Tensor input, Tensor other, *, Tensor out = None)	(Number self, Tensor other, *, Tensor out = None)	(Tensor input, Number other, *, Tensor out = None)
special_zeta	(Tensor input, Tensor other, *, Tensor out = None)	(Number self, Tensor other, *, Tensor out = None)	(Tensor input, Number other, *, Tensor out = None)
nn._parse_to	(torch.device device = None, torch.dtype dtype = None, bool non_blocking = False, bool copy = False, *, torch.memory_format memory_format = None)	(torch.dtype dtype, bool non_blocking = False, bool copy = False, *, torch.memory_format memory_format = None)	(Tensor tensor, bool non_blocking = False, bool copy = False, *, torch.memory_format memory_format = None)
nn._test_ambiguous_defaults	(Tensor dummy, int a = 1, int b = 1)	(Tensor dummy, int a = 2, str b = "2")
nn._upsample_bicubic2d_aa	(Tensor input, tuple of ints output_size, bool align_corners, tuple of floats scale_factors)	(Tensor input, tuple of ints output_size, bool align_corners, float scales_h = None, float scales_w = None, *, Tensor out = None)
nn._upsample_bilinear2d_aa	(Tensor input, tuple of ints output_size, bool align_corners, tuple of floats scale_factors)	(Tensor input, tuple of ints output_size, bool align_corners, float scales_h = None, float scales_w = None, *, Tensor out = None)
nn._upsample_lanczos2d_aa	(Tensor input, tuple of ints output_size, bool align_corners, tuple of floats scale_factors)	(Tensor input, tuple of ints output_size, bool align_corners, float scales_h = None, float scales_w = None, *, Tensor out = None)
nn._upsample_nearest_exact1d	(Tensor input, tuple of ints output_size, tuple of floats scale_factors)	(Tensor input, tuple of ints output_size, float scales = None, *, Tensor out = None)
nn._upsample_nearest_exact2d	(Tensor input, tuple of ints output_size, tuple of floats scale_factors)	(Tensor input, tuple of ints output_size, float scales_h = None, float scales_w = None, *, Tensor out = None)
nn._upsample_nearest_exact3d	(Tensor input, tuple of ints output_size, tuple of floats scale_factors)	(Tensor input, tuple of ints output_size, float scales_d = None, float scales_h = None, float scales_w = None, *, Tensor out = None)
nn.elu_
nn.gelu_
nn.hardsigmoid_
nn.hardswish_
nn.hardtanh_
nn.leaky_relu_
nn.mish_
nn.relu6_
nn.rrelu_with_noise_
nn.silu_
nn.upsample_bicubic2d	(Tensor input, tuple of ints output_size, bool align_corners, tuple of floats scale_factors)	(Tensor input, tuple of ints output_size, bool align_corners, float scales_h = None, float scales_w = None, *, Tensor out = None)
nn.upsample_bilinear2d	(Tensor input, tuple of ints output_size, bool align_corners, tuple of floats scale_factors)	(Tensor input, tuple of ints output_size, bool align_corners, float scales_h = None, float scales_w = None, *, Tensor out = None)
nn.upsample_linear1d	(Tensor input, tuple of ints output_size, bool align_corners, tuple of floats scale_factors)	(Tensor input, tuple of ints output_size, bool align_corners, float scales = None, *, Tensor out = None)
nn.upsample_nearest1d	(Tensor input, tuple of ints output_size, tuple of floats scale_factors)	(Tensor input, tuple of ints output_size, float scales = None, *, Tensor out = None)
nn.upsample_nearest2d	(Tensor input, tuple of ints output_size, tuple of floats scale_factors)	(Tensor input, tuple of ints output_size, float scales_h = None, float scales_w = None, *, Tensor out = None)
nn.upsample_nearest3d	(Tensor input, tuple of ints output_size, tuple of floats scale_factors)	(Tensor input, tuple of ints output_size, float scales_d = None, float scales_h = None, float scales_w = None, *, Tensor out = None)
nn.upsample_trilinear3d	(Tensor input, tuple of ints output_size, bool align_corners, tuple of floats scale_factors)	(Tensor input, tuple of ints output_size, bool align_corners, float scales_d = None, float scales_h = None, float scales_w = None, *, Tensor out = None)
Tensor._to_sparse	(*, torch.layout layout = None, tuple of ints blocksize = None, int dense_dim = None)	(int sparse_dim)
Tensor.add		(Tensor other, *, Number alpha = 1)
Tensor.add_		(Tensor other, *, Number alpha = 1)
Tensor.addbmm		(Tensor batch1, Tensor batch2, *, Number beta = 1, Number alpha = 1)
Tensor.addbmm_		(Tensor batch1, Tensor batch2, *, Number beta = 1, Number alpha = 1)
Tensor.addcdiv		(Tensor tensor1, Tensor tensor2, *, Number value = 1)
Tensor.addcdiv_		(Tensor tensor1, Tensor tensor2, *, Number value = 1)
Tensor.addcmul		(Tensor tensor1, Tensor tensor2, *, Number value = 1)
Tensor.addcmul_		(Tensor tensor1, Tensor tensor2, *, Number value = 1)
Tensor.addmm		(Tensor mat1, Tensor mat2, *, Number beta = 1, Number alpha = 1)
Tensor.addmm_		(Tensor mat1, Tensor mat2, *, Number beta = 1, Number alpha = 1)
Tensor.addmv		(Tensor mat, Tensor vec, *, Number beta = 1, Number alpha = 1)
Tensor.addmv_		(Tensor mat, Tensor vec, *, Number beta = 1, Number alpha = 1)
Tensor.addr		(Tensor vec1, Tensor vec2, *, Number beta = 1, Number alpha = 1)
Tensor.addr_		(Tensor vec1, Tensor vec2, *, Number beta = 1, Number alpha = 1)
Tensor.all	()	(tuple of ints dim = None, bool keepdim = False)	(int dim, bool keepdim = False)
Tensor.any	()	(tuple of ints dim = None, bool keepdim = False)	(int dim, bool keepdim = False)
Tensor.argsort	(*, bool stable, int dim = -1, bool descending = False)	(int dim = -1, bool descending = False)
Tensor.baddbmm		(Tensor batch1, Tensor batch2, *, Number beta = 1, Number alpha = 1)
Tensor.baddbmm_		(Tensor batch1, Tensor batch2, *, Number beta = 1, Number alpha = 1)
Tensor.bernoulli	(*, torch.Generator generator = None)	(float p, *, torch.Generator generator = None)
Tensor.bernoulli_	(Tensor p, *, torch.Generator generator = None)	(float p = 0.5, *, torch.Generator generator = None)
Tensor.bitwise_and	(Tensor other)	(Number other)
Tensor.bitwise_and_	(Tensor other)	(Number other)
Tensor.bitwise_left_shift	(Tensor other)	(Number other)
Tensor.bitwise_left_shift_	(Tensor other)	(Number other)
Tensor.bitwise_or	(Tensor other)	(Number other)
Tensor.bitwise_or_	(Tensor other)	(Number other)
Tensor.bitwise_right_shift	(Tensor other)	(Number other)
Tensor.bitwise_right_shift_	(Tensor other)	(Number other)
Tensor.bitwise_xor	(Tensor other)	(Number other)
Tensor.bitwise_xor_	(Tensor other)	(Number other)
Tensor.clamp	(Tensor min = None, Tensor max = None)	(Number min = None, Number max = None)
Tensor.clamp_	(Tensor min = None, Tensor max = None)	(Number min = None, Number max = None)
Tensor.clamp_max	(Tensor max)	(Number max)
Tensor.clamp_max_	(Tensor max)	(Number max)
Tensor.clamp_min	(Tensor min)	(Number min)
Tensor.clamp_min_	(Tensor min)	(Number min)
Tensor.clip	(Tensor min = None, Tensor max = None)	(Number min = None, Number max = None)
Tensor.clip_	(Tensor min = None, Tensor max = None)	(Number min = None, Number max = None)
Tensor.copy_		(Tensor other, bool non_blocking = False)
Tensor.copysign	(Tensor other)	(Number other)
Tensor.copysign_	(Tensor other)	(Number other)
Tensor.count_nonzero	(int dim = None)	(tuple of ints dim)
Tensor.cuda		(torch.device device = None, bool non_blocking = False, *, torch.memory_format memory_format = None)
Tensor.div	(Tensor other)	(Tensor other, *, str rounding_mode)	(Number other, *, str rounding_mode)
Tensor.div_	(Tensor other)	(Tensor other, *, str rounding_mode)	(Number other, *, str rounding_mode)
Tensor.divide	(Tensor other)	(Tensor other, *, str rounding_mode)	(Number other)	(Number other, *, str rounding_mode)
Tensor.divide_	(Tensor other)	(Tensor other, *, str rounding_mode)	(Number other)	(Number other, *, str rounding_mode)
Tensor.dsplit	(int sections)	(tuple of ints indices)
Tensor.eq	(Tensor other)	(Number other)
Tensor.eq_	(Tensor other)	(Number other)
Tensor.fill_	(Tensor value)	(Number value)
Tensor.float_power	(Tensor exponent)	(Number exponent)
Tensor.float_power_	(Tensor exponent)	(Number exponent)
Tensor.floor_divide	(Tensor other)	(Number other)
Tensor.floor_divide_	(Tensor other)	(Number other)
Tensor.fmod	(Tensor other)	(Number other)
Tensor.fmod_	(Tensor other)	(Number other)
Tensor.ge	(Tensor other)	(Number other)
Tensor.ge_	(Tensor other)	(Number other)
Tensor.greater	(Tensor other)	(Number other)
Tensor.greater_	(Tensor other)	(Number other)
Tensor.greater_equal	(Tensor other)	(Number other)
Tensor.greater_equal_	(Tensor other)	(Number other)
Tensor.gt	(Tensor other)	(Number other)
Tensor.gt_	(Tensor other)	(Number other)
Tensor.histogram	(Tensor bins, *, Tensor weight = None, bool density = False)	(int bins = 100, *, tuple of floats range = None, Tensor weight = None, bool density = False)
Tensor.hsplit	(int sections)	(tuple of ints indices)
Tensor.index_fill	(int dim, Tensor index, Tensor value)	(int dim, Tensor index, Number value)
Tensor.index_fill_	(int dim, Tensor index, Tensor value)	(int dim, Tensor index, Number value)
Tensor.ipu		(torch.device device = None, bool non_blocking = False, *, torch.memory_format memory_format = None)
Tensor.le	(Tensor other)	(Number other)
Tensor.le_	(Tensor other)	(Number other)
Tensor.lerp	(Tensor end, Tensor weight)	(Tensor end, Number weight)
Tensor.lerp_	(Tensor end, Tensor weight)	(Tensor end, Number weight)
Tensor.less	(Tensor other)	(Number other)
Tensor.less_	(Tensor other)	(Number other)
Tensor.less_equal	(Tensor other)	(Number other)
Tensor.less_equal_	(Tensor other)	(Number other)
Tensor.lt	(Tensor other)	(Number other)
Tensor.lt_	(Tensor other)	(Number other)
Tensor.masked_fill	(Tensor mask, Tensor value)	(Tensor mask, Number value)
Tensor.masked_fill_	(Tensor mask, Tensor value)	(Tensor mask, Number value)
Tensor.max	()	(Tensor other)	(int dim, bool keepdim = False)
Tensor.mean	(*, torch.dtype dtype = None)	(tuple of ints dim, bool keepdim = False, *, torch.dtype dtype = None)
Tensor.median	()	(int dim, bool keepdim = False)
Tensor.min	()	(Tensor other)	(int dim, bool keepdim = False)
Tensor.moveaxis	(int source, int destination)	(tuple of ints source, tuple of ints destination)
Tensor.movedim	(int source, int destination)	(tuple of ints source, tuple of ints destination)
Tensor.mtia		(torch.device device = None, bool non_blocking = False, *, torch.memory_format memory_format = None)
Tensor.multiply	(Tensor other)	(Number other)
Tensor.multiply_	(Tensor other)	(Number other)
Tensor.nanmedian	()	(int dim, bool keepdim = False)
Tensor.nanquantile	(Tensor q, int dim = None, bool keepdim = False, *, str interpolation = "linear")	(float q, int dim = None, bool keepdim = False, *, str interpolation = "linear")
Tensor.narrow	(int dim, Tensor start, int length)	(int dim, int start, int length)
Tensor.ne	(Tensor other)	(Number other)
Tensor.ne_	(Tensor other)	(Number other)
Tensor.new	(*, torch.device device = None)	(torch.Storage storage)	(Tensor other)	(tuple of ints size, *, torch.device device = None)	(object data, *, torch.device device = None)
Tensor.nonzero	()	(*, bool as_tuple)
Tensor.not_equal	(Tensor other)	(Number other)
Tensor.not_equal_	(Tensor other)	(Number other)
Tensor.pow	(Tensor exponent)	(Number exponent)
Tensor.pow_	(Tensor exponent)	(Number exponent)
Tensor.prod	(*, torch.dtype dtype = None)	(int dim, bool keepdim = False, *, torch.dtype dtype = None)
Tensor.quantile	(Tensor q, int dim = None, bool keepdim = False, *, str interpolation = "linear")	(float q, int dim = None, bool keepdim = False, *, str interpolation = "linear")
Tensor.random_	(*, torch.Generator generator = None)	(int from, int to, *, torch.Generator generator = None)	(int to, *, torch.Generator generator = None)
Tensor.remainder	(Tensor other)	(Number other)
Tensor.remainder_	(Tensor other)	(Number other)
Tensor.repeat_interleave	(Tensor repeats, int dim = None, *, int output_size = None)	(int repeats, int dim = None, *, int output_size = None)
Tensor.round	()	(*, int decimals)
Tensor.round_	()	(*, int decimals)
Tensor.scatter	(int dim, Tensor index, Tensor src)	(int dim, Tensor index, Tensor src, *, str reduce)	(int dim, Tensor index, Number value)	(int dim, Tensor index, Number value, *, str reduce)
Tensor.scatter_	(int dim, Tensor index, Tensor src)	(int dim, Tensor index, Tensor src, *, str reduce)	(int dim, Tensor index, Number value)	(int dim, Tensor index, Number value, *, str reduce)
Tensor.set_	()	(torch.Storage source)	(torch.Storage source, int storage_offset, tuple of ints size, tuple of ints stride = None)	(Tensor source)	(Tensor source, int storage_offset, tuple of ints size, tuple of ints stride = None)
Tensor.sort	(*, bool stable, int dim = -1, bool descending = False)	(int dim = -1, bool descending = False)
Tensor.squeeze	()	(int dim)	(tuple of ints dim)
Tensor.squeeze_	()	(int dim)	(tuple of ints dim)
Tensor.sspaddmm		(Tensor mat1, Tensor mat2, *, Number beta = 1, Number alpha = 1)
Tensor.std	(tuple of ints dim, bool unbiased = True, bool keepdim = False)	(tuple of ints dim = None, *, Number correction = None, bool keepdim = False)	(bool unbiased = True)
Tensor.sub		(Tensor other, *, Number alpha = 1)
Tensor.sub_		(Tensor other, *, Number alpha = 1)
Tensor.subtract	(Tensor other, *, Number alpha = 1)	(Number other, Number alpha = 1)
Tensor.subtract_	(Tensor other, *, Number alpha = 1)	(Number other, Number alpha = 1)
Tensor.sum	(*, torch.dtype dtype = None)	(tuple of ints dim, bool keepdim = False, *, torch.dtype dtype = None)
Tensor.tensor_split	(tuple of ints indices, int dim = 0)	(Tensor tensor_indices_or_sections, int dim = 0)	(int sections, int dim = 0)
Tensor.to	(torch.device device = None, torch.dtype dtype = None, bool non_blocking = False, bool copy = False, *, torch.memory_format memory_format = None)	(torch.dtype dtype, bool non_blocking = False, bool copy = False, *, torch.memory_format memory_format = None)	(Tensor tensor, bool non_blocking = False, bool copy = False, *, torch.memory_format memory_format = None)
Tensor.to_sparse	(*, torch.layout layout = None, tuple of ints blocksize = None, int dense_dim = None)	(int sparse_dim)
Tensor.true_divide	(Tensor other)	(Number other)
Tensor.true_divide_	(Tensor other)	(Number other)
Tensor.type		(object dtype = None, bool non_blocking = False, *, torch.memory_format memory_format = None)
Tensor.var	(tuple of ints dim, bool unbiased = True, bool keepdim = False)	(tuple of ints dim = None, *, Number correction = None, bool keepdim = False)	(bool unbiased = True)
Tensor.view	(torch.dtype dtype)	(tuple of ints size)
Tensor.vsplit	(int sections)	(tuple of ints indices)
Tensor.where	(Tensor condition, Tensor other)	(Tensor condition, Number other)
Tensor.xlogy	(Tensor other)	(Number other)
Tensor.xlogy_	(Tensor other)	(Number other)
Tensor.xpu		(torch.device device = None, bool non_blocking = False, *, torch.memory_format memory_format = None)
`;
