"""Writes the trained guide as a GGUF file: `python export_gguf.py --from FOLDER --out guide.gguf [--type q8_0|f16]`."""
import argparse
import struct
from pathlib import Path

import numpy as np

import model
from odd import BYTES_EACH_END, LETTERS, MOST, READABLE, WORD_SIZE, WORDS_EACH_END
from tokenizer import BEGIN, END, UNKNOWN, Tokenizer

# Only what was asked last counts, and of that what `odd.py` calls readable: small letters, digits and the usual signs, a long
# text cut to its two ends. Where nothing of a text in another script is left, the template itself writes the token of the
# refusal. Everything said before and any system prompt is left out: each question stands for itself. A system prompt is looked
# at all the same: llama.cpp tries a template out, and puts system prompts into the question where it sees that they are not.
# It indexes bytes where Python indexes characters; either way none but known ones pass.
TEMPLATE = """
{%- set asked = namespace(text='', kept='', letters=0, other=0, last=' ', short='') -%}
{%- for message in messages -%}
{%- if message['content'] is string -%}
{%- set text = message['content'] | lower | replace('\u2019', "'") | trim -%}
{%- if message['role'] == 'user' -%}{%- set asked.text = text -%}{%- endif -%}
{%- endif -%}
{%- endfor -%}
{%- set raw = asked.text -%}
{%- if raw | length > @ENDS@ -%}{%- set raw = raw[:@END@] + ' ' + raw[-@END@:] -%}{%- endif -%}
{%- for at in range(raw | length) -%}
{%- set sign = raw[at] -%}
{%- if sign in '@LETTERS@' -%}{%- set asked.letters = asked.letters + 1 -%}{%- endif -%}
{%- if sign not in '@READABLE@' -%}{%- set sign = ' ' -%}{%- set asked.other = asked.other + 1 -%}{%- endif -%}
{%- if sign != ' ' or asked.last != ' ' -%}{%- set asked.kept = asked.kept + sign -%}{%- endif -%}
{%- set asked.last = sign -%}
{%- endfor -%}
{%- if asked.letters == 0 and asked.other > 0 -%}<|answer|><|refuse|>
{%- else -%}
{%- set words = (asked.kept | trim).split(' ') -%}
{%- if words | length > @WORDS@ -%}{%- set words = words[:@WORD_END@] + words[-@WORD_END@:] -%}{%- endif -%}
{%- for word in words -%}{%- set asked.short = asked.short + ' ' + word[:@SIZE@] -%}{%- endfor -%}
{{ asked.short[1:@MOST@] | trim }}
{%- if add_generation_prompt -%}<|answer|>{%- endif -%}
{%- endif -%}
"""
for mark, value in {"ENDS": 2 * BYTES_EACH_END, "END": BYTES_EACH_END, "LETTERS": LETTERS, "READABLE": READABLE.replace("'", "\\'"),
                    "WORDS": 2 * WORDS_EACH_END, "WORD_END": WORDS_EACH_END, "SIZE": WORD_SIZE, "MOST": MOST + 1}.items():
    TEMPLATE = TEMPLATE.replace(f"@{mark}@", str(value))
TEMPLATE = TEMPLATE.replace("\n", "")
TEXT, UINT, INT, FLOAT, BOOL, LIST = 8, 4, 5, 6, 7, 9
F32, F16, Q8 = 0, 1, 8
FILE_TYPES = {"f16": (F16, 1), "q8_0": (Q8, 7)}
ALIGNMENT = 32


def text_bytes(text):
    raw = text.encode("utf-8")
    return struct.pack("<Q", len(raw)) + raw


def value_bytes(kind, value):
    if kind == TEXT:
        return text_bytes(value)
    return struct.pack({UINT: "<I", INT: "<i", FLOAT: "<f", BOOL: "<?"}[kind], value)


def pair(key, kind, value):
    return text_bytes(key) + struct.pack("<I", kind) + value_bytes(kind, value)


def list_pair(key, kind, values):
    head = text_bytes(key) + struct.pack("<IIQ", LIST, kind, len(values))
    return head + b"".join(value_bytes(kind, each) for each in values)


def q8_bytes(rows):
    """Blocks of 32 numbers: a half-precision scale and 32 whole numbers from -127 to 127."""
    blocks = rows.reshape(-1, 32).astype(np.float32)
    scale = np.abs(blocks).max(axis=1, keepdims=True) / 127
    whole = np.round(np.divide(blocks, scale, out=np.zeros_like(blocks), where=scale > 0)).astype(np.int8)
    return np.concatenate([scale.astype("<f2").view(np.uint8), whole.view(np.uint8)], axis=1).tobytes()


def tensor_bytes(values, kind):
    if kind == Q8:
        return q8_bytes(values)
    return values.astype("<f2" if kind == F16 else "<f4").tobytes()


def tensors(weights, layers):
    """Name in llama.cpp -> matrix with one row per output. Here matrices stand the other way round: x @ w."""
    yield "token_embd.weight", weights["embedding"], False
    yield "output_norm.weight", weights["norm"], True
    for layer in range(layers):
        of = {name: weights[f"layer{layer}/{name}"] for name in
              ("attention_norm", "q", "k", "v", "o", "feed_norm", "gate", "up", "down")}
        yield f"blk.{layer}.attn_norm.weight", of["attention_norm"], True
        for name, theirs in (("q", "attn_q"), ("k", "attn_k"), ("v", "attn_v"), ("o", "attn_output")):
            yield f"blk.{layer}.{theirs}.weight", of[name].T, False
        yield f"blk.{layer}.ffn_norm.weight", of["feed_norm"], True
        for name, theirs in (("gate", "ffn_gate"), ("up", "ffn_up"), ("down", "ffn_down")):
            yield f"blk.{layer}.{theirs}.weight", of[name].T, False


def metadata(tokenizer, shape, file_type):
    head = shape["width"] // shape["heads"]
    return [
        pair("general.architecture", TEXT, "llama"), pair("general.name", TEXT, "Llantern guide"),
        pair("general.description", TEXT, "Answers questions about Llantern and nothing else."),
        pair("general.license", TEXT, "mit"), pair("general.file_type", UINT, file_type), pair("general.alignment", UINT, ALIGNMENT),
        pair("llama.vocab_size", UINT, len(tokenizer)), pair("llama.context_length", UINT, shape["context"]),
        pair("llama.embedding_length", UINT, shape["width"]), pair("llama.block_count", UINT, shape["layers"]),
        pair("llama.feed_forward_length", UINT, shape["hidden"]), pair("llama.attention.head_count", UINT, shape["heads"]),
        pair("llama.attention.head_count_kv", UINT, shape["heads"]),
        pair("llama.attention.layer_norm_rms_epsilon", FLOAT, shape["epsilon"]),
        pair("llama.rope.dimension_count", UINT, head), pair("llama.rope.freq_base", FLOAT, shape["rope"]),
        pair("tokenizer.ggml.model", TEXT, "llama"), pair("tokenizer.ggml.pre", TEXT, "default"),
        list_pair("tokenizer.ggml.tokens", TEXT, [text for text, _, _ in tokenizer.pieces]),
        list_pair("tokenizer.ggml.scores", FLOAT, [score for _, score, _ in tokenizer.pieces]),
        list_pair("tokenizer.ggml.token_type", INT, [kind for _, _, kind in tokenizer.pieces]),
        pair("tokenizer.ggml.unknown_token_id", UINT, UNKNOWN), pair("tokenizer.ggml.bos_token_id", UINT, BEGIN),
        pair("tokenizer.ggml.eos_token_id", UINT, END), pair("tokenizer.ggml.add_bos_token", BOOL, True),
        pair("tokenizer.ggml.add_eos_token", BOOL, False), pair("tokenizer.ggml.add_space_prefix", BOOL, True),
        pair("tokenizer.chat_template", TEXT, TEMPLATE),
    ]


def padding(size):
    return b"\0" * (-size % ALIGNMENT)


def write(folder, out, kind_name):
    tokenizer = Tokenizer.load(folder / "tokenizer.json")
    weights = dict(np.load(folder / "weights.npz"))
    shape = model.SHAPE
    kind, file_type = FILE_TYPES[kind_name]
    listed = []
    for name, values, is_full in tensors(weights, shape["layers"]):
        its_kind = F32 if is_full else kind
        listed.append((name, values.shape[::-1], its_kind, tensor_bytes(np.ascontiguousarray(values), its_kind)))
    pairs = metadata(tokenizer, shape, file_type)
    head = b"GGUF" + struct.pack("<IQQ", 3, len(listed), len(pairs)) + b"".join(pairs)
    offset = 0
    for name, sizes, its_kind, raw in listed:
        head += text_bytes(name) + struct.pack("<I", len(sizes)) + b"".join(struct.pack("<Q", each) for each in sizes)
        head += struct.pack("<IQ", its_kind, offset)
        offset += len(raw) + len(padding(len(raw)))
    body = b"".join(raw + padding(len(raw)) for _, _, _, raw in listed)
    data = head + padding(len(head)) + body
    out.write_bytes(data)
    print(f"{out.name}: {len(data)} bytes, {sum(v.size for v in weights.values())} parameters, {len(tokenizer)} pieces")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--from", dest="folder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--type", choices=list(FILE_TYPES), default="q8_0")
    arguments = parser.parse_args()
    write(arguments.folder, arguments.out, arguments.type)
