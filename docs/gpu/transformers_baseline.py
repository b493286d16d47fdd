"""What transformers needs for the same shapes on the same card, beside `exitbench bench`.

Random weights, float16, batch 1, greedy. A row is one shape, mode, context and number of new
tokens: milliseconds a token without the prompt ((time of n tokens - time of 1) / (n - 1)) and joules
of a whole completion, prompt included, from NVML's counter of the card. Also prints the floor: the
weights that a token meets once, at the rate this card copies at.

    python3 transformers_baseline.py [opt-2.7b] [llama-3.2-3b] [--no-compile]
"""
import sys
import time

import pynvml
import torch
from transformers import LlamaConfig, LlamaForCausalLM, OPTConfig, OPTForCausalLM

SHAPES = {
    "opt-2.7b": lambda: OPTForCausalLM(
        OPTConfig(
            vocab_size=50272,
            hidden_size=2560,
            num_hidden_layers=32,
            num_attention_heads=32,
            ffn_dim=10240,
            max_position_embeddings=2048,
            word_embed_proj_dim=2560,
        )
    ),
    "llama-3.2-3b": lambda: LlamaForCausalLM(
        LlamaConfig(
            vocab_size=128256,
            hidden_size=3072,
            num_hidden_layers=28,
            num_attention_heads=24,
            num_key_value_heads=8,
            head_dim=128,
            intermediate_size=8192,
            max_position_embeddings=4096,
            tie_word_embeddings=True,
        )
    ),
}


def joules(handle):
    return pynvml.nvmlDeviceGetTotalEnergyConsumption(handle) / 1000


def measured(run, handle, seconds):
    """Seconds and joules of one run, over at least so many seconds."""
    run()
    torch.cuda.synchronize()
    count, began, before = 0, time.perf_counter(), joules(handle)
    while time.perf_counter() - began < seconds:
        run()
        torch.cuda.synchronize()
        count += 1
    return (time.perf_counter() - began) / count, (joules(handle) - before) / count


def rows(name, model, mode, cases, handle, **how):
    vocabulary = model.config.vocab_size
    for context, new in cases:
        ids = torch.randint(3, vocabulary, (1, context), device="cuda")

        def generate(count):
            with torch.inference_mode():
                model.generate(
                    ids,
                    attention_mask=torch.ones_like(ids),
                    min_new_tokens=count,
                    max_new_tokens=count,
                    do_sample=False,
                    pad_token_id=0,
                    **how,
                )

        one, _ = measured(lambda: generate(1), handle, 0.7)
        whole, energy = measured(lambda: generate(new), handle, 2.5)
        print(
            f"| {name} | {mode} | {context} | {new} | {(whole - one) / (new - 1) * 1e3:.2f} | {energy:.1f} |",
            flush=True,
        )


def copy_rate():
    source = torch.empty(2**30, dtype=torch.uint8, device="cuda")
    target = torch.empty_like(source)
    target.copy_(source)
    torch.cuda.synchronize()
    began = time.perf_counter()
    for _ in range(20):
        target.copy_(source)
    torch.cuda.synchronize()
    return 20 * 2 * 2**30 / (time.perf_counter() - began)


def main(arguments):
    pynvml.nvmlInit()
    handle = pynvml.nvmlDeviceGetHandleByIndex(0)
    rate = copy_rate()
    print(f"{torch.cuda.get_device_name()}: copies at {rate / 1e12:.2f} TB/s, read and written")
    print("| shape | mode | context | new tokens | ms a token | J a completion |")
    cases = [(200, 15), (200, 128), (1500, 15), (1500, 128)]
    for name in [name for name in SHAPES if name in arguments or not set(SHAPES) & set(arguments)]:
        torch.manual_seed(0)
        with torch.device("cuda"):
            torch.set_default_dtype(torch.float16)
            model = SHAPES[name]().eval()
        embeddings = model.get_input_embeddings().weight
        tied = model.get_output_embeddings().weight.data_ptr() == embeddings.data_ptr()
        read = sum(p.numel() * 2 for p in model.parameters()) - (0 if tied else embeddings.numel() * 2)
        print(f"| {name} | floor: weights read once | | | {read / rate * 1e3:.2f} | |")
        rows(name, model, "eager, dynamic cache", cases, handle)
        if name.startswith("llama") and "--no-compile" not in arguments:
            rows(name, model, "static cache, compiled", cases[:2], handle, cache_implementation="static")
        del model
        torch.cuda.empty_cache()


main(sys.argv[1:])
