"""The guide's own tokenizer: byte pair merges inside words, in the form llama.cpp calls SPM ("llama"), with byte fallback.

llama.cpp joins, again and again, the two neighbours whose joined piece has the highest score, the leftmost first where scores
are equal. A piece's score here is minus its rank, so that both ends cut a text alike. A space is written as U+2581.
"""
import json
from collections import Counter, defaultdict

SPACE = "\u2581"
UNKNOWN, BEGIN, END, ANSWER = 0, 1, 2, 3
TYPE_NORMAL, TYPE_UNKNOWN, TYPE_CONTROL, TYPE_BYTE = 1, 2, 3, 6


class Tokenizer:
    def __init__(self, entry_ids, chars, merged):
        """`merged` are the joined pieces in the order in which they were learnt."""
        self.entry_ids, self.chars, self.merged = list(entry_ids), list(chars), list(merged)
        self.pieces = [("<unk>", 0.0, TYPE_UNKNOWN), ("<s>", 0.0, TYPE_CONTROL), ("</s>", 0.0, TYPE_CONTROL)]
        self.pieces.append(("<|answer|>", 0.0, TYPE_CONTROL))
        self.entry_tokens = {}
        for entry in self.entry_ids:
            self.entry_tokens[entry] = len(self.pieces)
            self.pieces.append((f"<|{entry}|>", 0.0, TYPE_CONTROL))
        self.first_byte = len(self.pieces)
        self.pieces += [(f"<0x{byte:02X}>", 0.0, TYPE_BYTE) for byte in range(256)]
        self.first_normal = len(self.pieces)
        self.pieces += [(piece, -1.0 - rank, TYPE_NORMAL) for rank, piece in enumerate(self.merged)]
        last = -1.0 - len(self.merged)
        self.pieces += [(char, last - rank, TYPE_NORMAL) for rank, char in enumerate(self.chars)]
        while len(self.pieces) % 32:
            self.pieces.append((f"<pad{len(self.pieces)}>", -1e6, TYPE_CONTROL))
        self.ids = {text: i for i, (text, _, kind) in enumerate(self.pieces) if kind == TYPE_NORMAL}
        self.scores = {text: score for text, score, kind in self.pieces if kind == TYPE_NORMAL}
        self.cache = {}

    def __len__(self):
        return len(self.pieces)

    def encode_word(self, word, drop=0.0, rng=None):
        """`drop` leaves out joins by chance, so that the model sees a word cut in several ways."""
        if not drop and word in self.cache:
            return self.cache[word]
        parts = list(word)
        while len(parts) > 1:
            best, at = None, -1
            for i in range(len(parts) - 1):
                score = self.scores.get(parts[i] + parts[i + 1])
                if score is not None and (best is None or score > best) and not (drop and rng.random() < drop):
                    best, at = score, i
            if best is None:
                break
            parts[at:at + 2] = [parts[at] + parts[at + 1]]
        ids = []
        for part in parts:
            if part in self.ids:
                ids.append(self.ids[part])
            else:
                ids += [self.first_byte + byte for byte in part.encode("utf-8")]
        if not drop:
            self.cache[word] = ids
        return ids

    def encode(self, text, drop=0.0, rng=None, lead=True):
        """`lead` puts a space before the text, as llama.cpp does for what a person wrote."""
        ids = []
        for word in split_words((" " if lead else "") + text):
            ids += self.encode_word(word, drop if drop and rng.random() < 0.5 else 0.0, rng)
        return ids

    def decode(self, ids):
        raw = bytearray()
        for i in ids:
            text, _, kind = self.pieces[i]
            if kind == TYPE_BYTE:
                raw.append(i - self.first_byte)
            elif kind == TYPE_NORMAL:
                raw += text.replace(SPACE, " ").encode("utf-8")
        return raw.decode("utf-8")

    def save(self, path):
        path.write_text(json.dumps({"entries": self.entry_ids, "chars": self.chars, "merged": self.merged}, ensure_ascii=False))

    @classmethod
    def load(cls, path):
        data = json.loads(path.read_text())
        return cls(data["entries"], data["chars"], data["merged"])


def split_words(text):
    """Words with the space before them. No piece holds a space in its middle, so joins never cross these borders."""
    words, current = [], ""
    for char in text.replace(" ", SPACE):
        if char == SPACE and current:
            words.append(current)
            current = ""
        current += char
    return words + [current] if current else words


def learn(texts, entry_ids, size):
    """`texts`: text -> how much it counts. Gives a tokenizer of `size` pieces."""
    counts = Counter()
    for text, weight in texts.items():
        for word in split_words(" " + text):
            counts[word] += weight
    chars = sorted({char for word in counts for char in word})
    fixed = len(Tokenizer(entry_ids, [], []).entry_ids) + 4 + 256
    words = [(list(word), count) for word, count in sorted(counts.items())]
    pairs, where = Counter(), defaultdict(set)
    for index, (parts, count) in enumerate(words):
        for pair in zip(parts, parts[1:]):
            pairs[pair] += count
            where[pair].add(index)
    merged, known = [], set(chars)
    while len(merged) + len(chars) + fixed < size and pairs:
        pair = max(pairs, key=lambda each: (pairs[each], each))
        if pairs[pair] < 2:
            break
        joined = pair[0] + pair[1]
        if joined not in known:
            known.add(joined)
            merged.append(joined)
        for index in sorted(where[pair]):
            parts, count = words[index]
            for each in zip(parts, parts[1:]):
                pairs[each] -= count
            at = 0
            while at < len(parts) - 1:
                if parts[at] == pair[0] and parts[at + 1] == pair[1]:
                    parts[at:at + 2] = [joined]
                at += 1
            for each in zip(parts, parts[1:]):
                pairs[each] += count
                where[each].add(index)
        pairs.pop(pair, None)
    return Tokenizer(entry_ids, chars, merged)
