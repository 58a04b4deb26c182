/**
 * What PyTorch has and is not here, with the reason: for OPERATORS.md. PyTorch's own list of its public names is
 * engine/python/torch/_names.txt, made by test/conformance/python/ask_names.py; a test holds the two to each other.
 */

export interface Lacking {
	readonly because: string;
	/** By where they are in PyTorch: names, a blank between. */
	readonly names: Readonly<Record<string, string>>;
}

export const LACKING: readonly Lacking[] = [
	{ because: 'complex numbers stay out', names: {
		'torch': 'complex conj_physical_ imag istft polar stft view_as_complex view_as_complex_copy view_as_real view_as_real_copy',
		'torch.Tensor': 'cdouble cfloat chalf conj_physical_ istft stft',
		'torch.linalg': 'eig eigvals',
	} },
	{ because: 'sparse layouts stay out', names: {
		'torch': 'ccol_indices_copy col_indices_copy crow_indices_copy dsmm hsmm hspmm indices_copy resize_as_sparse_ row_indices_copy saddmm smm sparse_bsc_tensor sparse_bsr_tensor sparse_compressed_tensor sparse_coo_tensor sparse_csc_tensor sparse_csr_tensor spmm sspaddmm values_copy',
		'torch.Tensor': 'ccol_indices coalesce col_indices crow_indices indices is_coalesced resize_as_sparse_ row_indices smm sparse_mask sparse_resize_ sparse_resize_and_clear_ sspaddmm to_dense to_sparse to_sparse_bsc to_sparse_bsr to_sparse_coo to_sparse_csc to_sparse_csr values',
	} },
	{ because: 'quantised tensors and dtypes below 8 bits stay out', names: {
		'torch': 'choose_qparams_optimized dequantize empty_quantized fake_quantize_per_channel_affine fake_quantize_per_tensor_affine fbgemm_linear_fp16_weight fbgemm_linear_fp16_weight_fp32_activation fbgemm_linear_int8_weight fbgemm_linear_int8_weight_fp32_activation fbgemm_linear_quantize_weight fbgemm_pack_gemm_matrix_fp16 fbgemm_pack_quantized_matrix fused_moving_avg_obs_fake_quant int_repr q_per_channel_axis q_per_channel_scales q_per_channel_zero_points q_scale q_zero_point qscheme quantize_per_channel quantize_per_tensor quantize_per_tensor_dynamic quantized_batch_norm quantized_gru quantized_gru_cell quantized_lstm quantized_lstm_cell quantized_max_pool1d quantized_max_pool2d quantized_max_pool3d quantized_rnn_relu_cell quantized_rnn_tanh_cell',
		'torch.Tensor': 'dequantize int_repr q_per_channel_axis q_per_channel_scales q_per_channel_zero_points q_scale q_zero_point qscheme',
		'torch.nn.functional': 'scaled_grouped_mm scaled_mm',
	} },
	{ because: 'of other libraries and devices (cuDNN, MIOpen, oneDNN, Vulkan, several processes); there is the CPU', names: {
		'torch': 'batch_norm_backward_elemt batch_norm_backward_reduce batch_norm_elemt batch_norm_gather_stats batch_norm_gather_stats_with_counts batch_norm_stats batch_norm_update_stats cudnn_affine_grid_generator cudnn_batch_norm cudnn_convolution cudnn_convolution_add_relu cudnn_convolution_relu cudnn_convolution_transpose cudnn_grid_sampler cudnn_is_acceptable is_distributed is_vulkan_available miopen_batch_norm miopen_convolution miopen_convolution_add_relu miopen_convolution_relu miopen_convolution_transpose miopen_ctc_loss miopen_depthwise_convolution miopen_rnn mkldnn_adaptive_avg_pool2d mkldnn_convolution mkldnn_linear_backward_weights mkldnn_max_pool2d mkldnn_max_pool3d mkldnn_rnn_layer prepare_multiprocessing_environment profiler_allow_cudagraph_cupti_lazy_reinit_cuda12',
		'torch.Tensor': 'const_data_ptr ipu is_distributed mtia record_stream to_mkldnn',
	} },
	{ because: 'TorchScript, compilers and their symbols: programs run as they are written', names: {
		'torch': 'compiled_with_cxx11_abi cond fork get_file_path import_ir_module import_ir_module_from_buffer merge_type_from_type_comment parse_ir parse_schema parse_type_comment sym_constrain_range sym_constrain_range_for_size sym_fresh_size sym_ite sym_sqrt sym_sum unify_type_list wait while_loop',
		'torch.nn.functional': 'assert_int_or_pair boolean_dispatch',
	} },
	{ because: 'older names of mixed precision\'s settings, by device: `is_autocast_enabled(\'cpu\')` and the like are here', names: {
		'torch': 'get_autocast_cpu_dtype get_autocast_gpu_dtype get_autocast_ipu_dtype get_autocast_xla_dtype is_autocast_cpu_enabled is_autocast_ipu_enabled is_autocast_xla_enabled set_autocast_cpu_dtype set_autocast_cpu_enabled set_autocast_gpu_dtype set_autocast_ipu_dtype set_autocast_ipu_enabled set_autocast_xla_dtype set_autocast_xla_enabled',
	} },
	{ because: 'settings of PyTorch\'s own process: threads, warnings, rounding of the smallest numbers', names: {
		'torch': 'get_deterministic_debug_mode get_num_interop_threads init_num_threads is_deterministic_algorithms_warn_only_enabled is_warn_always_enabled set_anomaly_enabled set_deterministic_debug_mode set_num_interop_threads set_warn_always thread_safe_generator',
	} },
	{ because: 'files and memory of other programs: what runs here is kept apart from them', names: {
		'torch': 'from_dlpack from_file to_dlpack',
	} },
	{ because: 'PyTorch itself raises an error that names what took its place, or has it for its own use', names: {
		'torch': 'classproperty detach_copy slice_inverse',
		'torch.Tensor': 'module_load reinforce resize resize_as slice_inverse to_padded_tensor',
		'torch.nn.functional': 'handle_torch_function has_torch_function has_torch_function_unary has_torch_function_variadic upsample_bilinear upsample_nearest',
	} },
	{ because: 'not yet', names: {
		'torch': 'binary_cross_entropy_with_logits hash_tensor lobpcg native_dropout native_norm segment_reduce',
		'torch.Tensor': 'hash_tensor index',
		'torch.nn.functional': 'grouped_mm',
		'torch.linalg': 'ldl_factor ldl_factor_ex ldl_solve',
	} },
];
