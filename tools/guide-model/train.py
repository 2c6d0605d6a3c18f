"""Trains the guide: `python train.py --out FOLDER` writes FOLDER/tokenizer.json and FOLDER/weights.npz.

Two kinds of steps. Most show a question and ask for the token of its help entry. Some show the whole answer, which follows from
that token. The token is a control token: llama.cpp writes nothing for it, so people see only the answer.
"""
import argparse
import json
import os
import random
import time
from collections import Counter
from functools import partial
from pathlib import Path

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
import jax
import jax.numpy as jnp
import numpy as np

import model
from odd import readable
from questions import HERE, REFUSE, Questions
from tokenizer import ANSWER, BEGIN, END, Tokenizer, learn

LENGTHS = (10, 14, 18, 24, 40, 64, 120, 284)
# Answers are learnt after questions of the usual length, and now and then after the longest that is let through.
ANSWER_ROWS, LONG_ANSWER_ROWS = (12, 104), (6, 284 + 92)
SMOOTHING = 0.05


def full_answer(entry):
    return f"{entry['answer']}\n\n[Open: {entry['label']}]({entry['page']})"


def make_tokenizer(questions, size):
    texts = Counter()
    for i in range(60000):
        texts[questions.question(questions.ids[i % len(questions.ids)] if i % 3 else REFUSE)] += 1
    for entry in questions.entries:
        texts[full_answer(entry)] += 60
    return learn(texts, [entry["id"] for entry in questions.entries], size)


class Batches:
    def __init__(self, questions, tokenizer, seed, batch, refusals, long, own):
        self.questions, self.tokenizer, self.batch, self.refusals = questions, tokenizer, batch, refusals
        self.long, self.own = long, own
        self.rng = random.Random(seed)
        self.waiting = {length: [] for length in LENGTHS}
        self.answers = {e["id"]: tokenizer.encode(full_answer(e), lead=False) for e in questions.entries}
        self.all_ids = list(self.answers)

    def drawn(self):
        rng = self.rng
        entry = REFUSE if rng.random() < self.refusals else rng.choice(self.questions.ids)
        text = self.questions.question(entry)
        ids = self.tokenizer.encode(text, 0.08, rng) if text else []
        return entry, [BEGIN, *ids[:LENGTHS[-1] - 2], ANSWER]

    def decision(self):
        """Questions of about the same length: tokens, the place of the answer mark, the wanted token."""
        while True:
            entry, ids = self.drawn()
            length = next(each for each in LENGTHS if len(ids) <= each)
            full = self.waiting[length]
            full.append((ids, self.tokenizer.entry_tokens[entry]))
            rows = self.batch if length <= 64 else self.batch // 4
            if len(full) == rows:
                self.waiting[length] = []
                tokens = np.zeros((rows, length), np.int32)
                for row, (ids, _) in enumerate(full):
                    tokens[row, :len(ids)] = ids
                ends = np.array([len(ids) - 1 for ids, _ in full], np.int32)
                return tokens, ends, np.array([wanted for _, wanted in full], np.int32)

    def answer(self):
        is_long = self.rng.random() < self.long
        rows, size = LONG_ANSWER_ROWS if is_long else ANSWER_ROWS
        tokens, learnt = np.zeros((rows, size), np.int32), np.zeros((rows, size), np.float32)
        for row in range(rows):
            asked_for, asked = self.asked(is_long)
            entry = self.rng.choice(self.all_ids)
            if self.own and self.rng.random() < self.own:
                entry = asked_for
            answer = [*self.answers[entry], END]
            ids = [BEGIN, *asked[:size - len(answer) - 3], ANSWER, self.tokenizer.entry_tokens[entry]]
            tokens[row, :len(ids) + len(answer)] = ids + answer
            learnt[row, len(ids):len(ids) + len(answer)] = 1
        return tokens, learnt

    def asked(self, is_long):
        if is_long and self.rng.random() < 0.7:
            return REFUSE, self.tokenizer.encode(readable(self.questions.odd.filler()), 0.08, self.rng)
        if self.rng.random() < 0.97:
            entry, ids = self.drawn()
            return entry, ids[1:-1]
        return REFUSE, []


def decision_loss(weights, tokens, ends, wanted, key, rate, allowed):
    hidden = model.forward(weights, tokens, rate, key)
    logits = hidden[jnp.arange(tokens.shape[0]), ends] @ weights["embedding"].T
    chances = jax.nn.log_softmax(logits)
    hit = jnp.take_along_axis(chances, wanted[:, None], axis=1)[:, 0]
    spread = (chances * allowed).sum(-1) / allowed.sum()
    return -((1 - SMOOTHING) * hit + SMOOTHING * spread).mean()


def answer_loss(weights, tokens, learnt, key, rate):
    hidden = model.forward(weights, tokens[:, :-1], rate, key)
    chances = jax.nn.log_softmax(hidden @ weights["embedding"].T)
    hit = jnp.take_along_axis(chances, tokens[:, 1:, None], axis=2)[..., 0]
    return -(hit * learnt[:, 1:]).sum() / learnt[:, 1:].sum()


def adam(weights, slopes, state, rate, decay):
    first, second, step = state
    step = step + 1
    norm = jnp.sqrt(sum(jnp.sum(each * each) for each in jax.tree_util.tree_leaves(slopes)))
    slopes = jax.tree_util.tree_map(lambda each: each * jnp.minimum(1.0, 1.0 / (norm + 1e-6)), slopes)
    first = jax.tree_util.tree_map(lambda m, g: 0.9 * m + 0.1 * g, first, slopes)
    second = jax.tree_util.tree_map(lambda v, g: 0.98 * v + 0.02 * g * g, second, slopes)

    def moved(w, m, v):
        by = (m / (1 - 0.9 ** step)) / (jnp.sqrt(v / (1 - 0.98 ** step)) + 1e-8)
        return w - rate * (by + (decay * w if w.ndim > 1 else 0))
    return jax.tree_util.tree_map(moved, weights, first, second), (first, second, step)


@partial(jax.jit, static_argnames=("kind", "dropout", "decay"), donate_argnums=(0, 1, 2))
def step(weights, state, mean, inputs, key, rate, fade, allowed, kind, dropout, decay):
    if kind == "decision":
        loss, slopes = jax.value_and_grad(decision_loss)(weights, *inputs, key, dropout, allowed)
    else:
        loss, slopes = jax.value_and_grad(answer_loss)(weights, *inputs, key, dropout)
    weights, state = adam(weights, slopes, state, rate, decay)
    mean = jax.tree_util.tree_map(lambda a, b: fade * a + (1 - fade) * b, mean, weights)
    return weights, state, mean, loss


@jax.jit
def decide(weights, tokens, ends):
    hidden = model.forward(weights, tokens)
    return hidden[jnp.arange(tokens.shape[0]), ends] @ weights["embedding"].T


def judged(weights, tokenizer, cases):
    """Share of right entries and of right refusals, by the decision token alone."""
    names = {token: entry for entry, token in tokenizer.entry_tokens.items()}
    low, high = min(names), max(names)
    tokens, ends = np.zeros((len(cases), LENGTHS[-1]), np.int32), np.zeros(len(cases), np.int32)
    for row, case in enumerate(cases):
        text = readable(case["question"])
        ids = [BEGIN, *(tokenizer.encode(text) if text else []), ANSWER]
        tokens[row, :len(ids)], ends[row] = ids, len(ids) - 1
    said = [names[low + int(each)] for each in np.argmax(np.asarray(decide(weights, tokens, ends))[:, low:high + 1], axis=1)]
    right = [(case["entry"] == REFUSE, case["entry"] == each) for case, each in zip(cases, said)]
    help_right, off_right = [ok for off, ok in right if not off], [ok for off, ok in right if off]
    return sum(help_right) / max(1, len(help_right)), sum(off_right) / max(1, len(off_right)), said


def read_weights(folder):
    weights = {}
    for name, values in np.load(folder / "weights.npz").items():
        group, _, inner = name.partition("/")
        (weights.setdefault(group, {}) if inner else weights)[inner or group] = jnp.asarray(values)
    return weights


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=4500)
    parser.add_argument("--stop", type=int, help="end after so many steps, before the rate has come down")
    parser.add_argument("--from", dest="start", type=Path, help="a folder of an earlier training to go on from")
    parser.add_argument("--answer-every", type=int, default=6, help="each so-many-th step shows answers")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--pieces", type=int, default=2048)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--decay", type=float, default=0.05)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--refusals", type=float, default=0.34)
    parser.add_argument("--long", type=float, default=0.25, help="share of the steps with answers that follow long texts")
    parser.add_argument("--own", type=float, default=0, help="share of the answers that follow a question of their own")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--validation", type=Path, default=HERE / "validation.json")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    began = time.time()
    jax.config.update("jax_default_prng_impl", "rbg")
    tokenizer = Tokenizer.load(args.start / "tokenizer.json") if args.start else make_tokenizer(Questions(args.seed), args.pieces)
    tokenizer.save(args.out / "tokenizer.json")
    batches = Batches(Questions(args.seed + 1), tokenizer, args.seed + 2, args.batch, args.refusals, args.long, args.own)
    cases = json.loads(args.validation.read_text()) if args.validation.exists() else []
    weights = read_weights(args.start) if args.start else model.new_weights(len(tokenizer), args.seed)
    mean = jax.tree_util.tree_map(jnp.array, weights)
    zeros = partial(jax.tree_util.tree_map, jnp.zeros_like)
    state = (zeros(weights), zeros(weights), jnp.zeros(()))
    allowed = np.zeros(len(tokenizer), np.float32)
    allowed[list(tokenizer.entry_tokens.values())] = 1
    allowed = jnp.asarray(allowed)
    print(f"{model.count(weights)} parameters, {len(tokenizer)} pieces, {time.time() - began:.0f} s to begin", flush=True)
    keys = jax.random.key(args.seed)
    losses = {"decision": [], "answer": []}
    last = args.stop or args.steps
    for number in range(last):
        kind = "answer" if number % args.answer_every == args.answer_every - 1 else "decision"
        inputs = batches.answer() if kind == "answer" else batches.decision()
        part = number / args.steps
        rate = args.rate * min(1.0, (number + 1) / 200) * (0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * part)))
        weights, state, mean, loss = step(weights, state, mean, inputs, jax.random.fold_in(keys, number), jnp.float32(rate),
                                          jnp.float32(min(0.998, number / (number + 10))), allowed, kind, args.dropout, args.decay)
        losses[kind].append(float(loss))
        if number % 250 == 249 or number == last - 1:
            help_share, off_share, _ = judged(mean, tokenizer, cases) if cases else (0, 0, None)
            print(f"step {number + 1} decision {np.mean(losses['decision'][-200:]):.3f} answer {np.mean(losses['answer'][-20:]):.4f} "
                  f"validation {help_share:.3f} refused {off_share:.3f}, {time.time() - began:.0f} s", flush=True)
            flat = {"/".join(str(getattr(p, "key", p)) for p in path): np.asarray(each)
                    for path, each in jax.tree_util.tree_flatten_with_path(mean)[0]}
            np.savez(args.out / "weights.npz", **flat)


if __name__ == "__main__":
    main()
