"""The guide's network: a small llama (RMS norm, rotary positions, gated feed-forward, tied embedding), in JAX."""
import jax
import jax.numpy as jnp
import numpy as np

SHAPE = {"width": 128, "layers": 3, "heads": 4, "hidden": 384, "context": 1024, "epsilon": 1e-5, "rope": 10000.0}


def new_weights(vocabulary, seed, shape=SHAPE):
    rng = np.random.default_rng(seed)
    width, hidden, layers = shape["width"], shape["hidden"], shape["layers"]

    def drawn(rows, columns, scale):
        return jnp.asarray(rng.normal(0, scale, (rows, columns)).astype(np.float32))

    into, out = width ** -0.5, width ** -0.5 / (2 * layers) ** 0.5
    weights = {"embedding": drawn(vocabulary, width, 0.04), "norm": jnp.ones(width)}
    for layer in range(layers):
        weights[f"layer{layer}"] = {
            "attention_norm": jnp.ones(width), "feed_norm": jnp.ones(width),
            "q": drawn(width, width, into), "k": drawn(width, width, into), "v": drawn(width, width, into),
            "o": drawn(width, width, out), "gate": drawn(width, hidden, into), "up": drawn(width, hidden, into),
            "down": drawn(hidden, width, hidden ** -0.5 / (2 * layers) ** 0.5),
        }
    return weights


def count(weights):
    return sum(int(np.prod(each.shape)) for each in jax.tree_util.tree_leaves(weights))


def normed(x, scale, epsilon):
    return x * jax.lax.rsqrt(jnp.mean(x * x, axis=-1, keepdims=True) + epsilon) * scale


def turned(x, base):
    """Rotary positions on neighbouring pairs, as llama.cpp turns them for this architecture. x: batch, time, heads, size."""
    size = x.shape[-1]
    angles = jnp.arange(x.shape[1])[:, None] * (base ** (-jnp.arange(0, size, 2) / size))[None, :]
    cos, sin = jnp.cos(angles)[None, :, None, :], jnp.sin(angles)[None, :, None, :]
    even, odd = x[..., 0::2], x[..., 1::2]
    return jnp.stack([even * cos - odd * sin, even * sin + odd * cos], axis=-1).reshape(x.shape)


def dropped(x, rate, key):
    return x if key is None or rate == 0 else jnp.where(jax.random.bernoulli(key, 1 - rate, x.shape), x / (1 - rate), 0)


def forward(weights, tokens, rate=0.0, key=None, shape=SHAPE):
    """tokens: batch, time -> the last hidden state at every place. Padding stands at the end, so the causal mask is enough."""
    batch, time = tokens.shape
    heads, width, layers = shape["heads"], shape["width"], shape["layers"]
    keys = [None] * (layers + 1) if key is None else list(jax.random.split(key, layers + 1))
    mask = jnp.tril(jnp.ones((time, time), bool))
    x = dropped(weights["embedding"][tokens], rate, keys[-1])
    for layer in range(layers):
        w = weights[f"layer{layer}"]
        y = normed(x, w["attention_norm"], shape["epsilon"])
        q, k, v = ((y @ w[name]).reshape(batch, time, heads, width // heads) for name in "qkv")
        scores = jnp.einsum("bqhd,bkhd->bhqk", turned(q, shape["rope"]), turned(k, shape["rope"])) * (width // heads) ** -0.5
        seen = jax.nn.softmax(jnp.where(mask, scores, -1e9), axis=-1)
        y = jnp.einsum("bhqk,bkhd->bqhd", seen, v).reshape(batch, time, width) @ w["o"]
        x = x + y
        y = normed(x, w["feed_norm"], shape["epsilon"])
        y = (jax.nn.silu(y @ w["gate"]) * (y @ w["up"])) @ w["down"]
        x = x + dropped(y, rate, keys[layer])
    return normed(x, weights["norm"], shape["epsilon"])
