"""Questions for training, made from the word lists and patterns beside this file.

A pattern is a line such as `v: (add|enter) a <key>`: `v` is something to do, `n` a thing, `q` a whole question. Choices are
drawn at random, then the line is wrapped ("how do I ..."), and spoilt a little, as people type: slips, missing words, keywords.
"""
import json
import random
import re
from pathlib import Path

from odd import Odd, readable

HERE = Path(__file__).parent
REFUSE = "refuse"

DO_FRAMES = """how do i X|how do i X|how do i X|how can i X|how can i X|how to X|how to X|X|X|X|i want to X|can i X|can i X|is it possible to X
where can i X|where do i X|what do i have to do to X|i need to X|please help me X|help me X|help me to X|i can't X|i cannot X|why can't i X
how does one X|how would i X|what is the best way to X|is there a way to X|i'd like to X|i would like to X|tell me how to X|show me how to X
explain how to X|could you tell me how to X|can you tell me how i X|steps to X|i am trying to X|trying to X|what's the easiest way to X|way to X
any way to X|i don't know how to X|do you know how to X|which button do i press to X|am i able to X|need help to X|where do i go to X
how should i X|can you help me X|is there a button to X|how could i X|how did you X|how do you X|how do we X|may i X|what must i do to X|could i X
i need help: how do i X|it won't let me X|i am not able to X|unable to X|what steps are needed to X|what should i do to X|do i have to X
what is needed to X|is there any option to X|in which place do i X|i forgot how to X|please X|please tell me how to X|what's the trick to X
can we X|is it hard to X|i'm looking for a way to X|looking to X|what do i press to X|what do i click to X|how am i supposed to X|does it X"""
DOING_FRAMES = """help with X|i have trouble X|X|X|what about X|question about X|problem X|tips for X|instructions for X|is X possible|how does X work
i am having problems X|having trouble X|what is the way of X|i need advice on X|explain X|any tips for X|guide to X|i'm struggling with X"""
THING_FRAMES = """X|X|X|X|where is X|where's the X|what is X|what's X|what about X|help with X|tell me about X|explain X|how does X work|i need X|info on X
do you have X|is there X|is there a X|i want X|X help|X how|show X|show me X|where do i find X|where can i find X|i have a question about X|X problem
how do i use X|need help with X|can you explain X|how do i get X|X how does it work|looking for X|does it have X|something about X|i'm looking for the X
more about X|information about X|X instructions|how about X|problems with X|issue with X|X question|what can you tell me about X|why X|the X|my X"""
BEFORE = """hi,|hey,|hello,|please,|ok,|ok so|so|um|excuse me,|quick question:|sorry,|one question:|well,|and|hello guide,|i have a question:|hey guide
good morning,|hi there,|yo|right,|alright,|also|now|but|can you help?|question:|i'm new here,|hmm|okay|listen,|ah|by the way,|just wondering,|stupid question:"""
AFTER = """please|thanks|thank you|exactly|again|quickly|the easy way|step by step|now|somehow|for me|then|properly|at all|any idea|pls|plz|anyone|or not|right
if possible|i'm lost|what now|help|do you know|by myself|today|first|correctly|best|without trouble|for the first time|i am a beginner"""
AFTER_HERE = "in llantern|in this app|here|with llantern|on this page|in the app|in this program|using llantern|in this thing|in here|inside llantern"
SMALL = set("a an the my i do does is are to in on of for with and it can how what where please at be this that am you me".split())
DOUBLED = set("get set put stop run pin cut swap drop begin forget log chat ship plan quit win swim step wrap grab tap".split())
NEAR_KEYS = {a: b for a, b in zip("qwertyuiopasdfghjklzxcvbnm", "wqretyuoipsadfghjlkxzcvbmn")}


def split_frames(text):
    return [frame for line in text.splitlines() for frame in line.split("|")]


STORY = """i am new to all this. i bought a new laptop yesterday. i have tried for an hour. my son set it up for me. i am not a computer person.
it is windows 11. it is a mac. i use linux mint. i read the readme. i have looked everywhere. it worked last week. i am at home. sorry to bother you.
i have a small problem. maybe this is a silly question. i searched the whole page. my english is not so good. we are a small office. thanks in advance.
i hope you can help. i just started today. i already restarted everything. a friend told me about it. nothing helped so far. i am in a hurry.""".replace(". ", ".\n").splitlines()


FRAMES = {"v": split_frames(DO_FRAMES), "ing": split_frames(DOING_FRAMES), "n": split_frames(THING_FRAMES)}
BEFORE_LIST, AFTER_LIST, HERE_LIST = split_frames(BEFORE), split_frames(AFTER), AFTER_HERE.split("|")


def read_words(name):
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    pairs = (line.split(":", 1) for line in lines if line and not line.startswith("#"))
    return {key: [word.strip() for word in words.split("|")] for key, words in pairs}


def read_patterns(name):
    """Entry id -> list of (kind, pattern); patterns before any `@id` line belong to the refusal."""
    found, entry = {}, REFUSE
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("@"):
            entry = line[1:].strip()
        elif line and not line.startswith("#"):
            kind, pattern = line.split(":", 1)
            found.setdefault(entry, []).append((kind, compile_pattern(pattern.strip())))
    return found


def compile_pattern(text):
    """A pattern as nested tuples: ('all', parts), ('one', choices), ('may', part), ('word', name) or a plain text."""
    def parse(at, closing):
        choices, parts, plain = [], [], ""
        while at < len(text):
            char = text[at]
            if char in "([<" or char in closing or char == "|":
                if plain:
                    parts.append(plain)
                plain = ""
            if char == "(" or char == "[":
                inner, at = parse(at + 1, ")" if char == "(" else "]")
                parts.append(inner if char == "(" else ("may", inner))
            elif char == "<":
                end = text.index(">", at)
                parts.append(("word", text[at + 1:end]))
                at = end
            elif char == "|":
                choices.append(("all", parts))
                parts = []
            elif char in closing:
                break
            else:
                plain += char
            at += 1
        if plain:
            parts.append(plain)
        choices.append(("all", parts))
        return (("one", choices) if len(choices) > 1 else choices[0]), at
    return parse(0, "")[0]


class Questions:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.entries = json.loads((HERE / "entries.json").read_text(encoding="utf-8"))
        self.words = {**read_words("paraphrases-words.txt"), **read_words("offtopic-words.txt")}
        self.patterns = {}
        for name in sorted(path.name for path in HERE.glob("paraphrases-*.txt") if "words" not in path.name):
            for entry, patterns in read_patterns(name).items():
                self.patterns.setdefault(entry, []).extend(patterns)
        self.offtopic = {name: read_patterns(name)[REFUSE] for name in ("offtopic.txt", "offtopic-near.txt")}
        self.ids = [entry["id"] for entry in self.entries if entry["id"] != REFUSE]
        missing = [each for each in self.ids if each not in self.patterns]
        if missing:
            raise SystemExit(f"no patterns for {missing}")
        self.answers = {entry["id"]: entry["answer"] + " " + entry["title"] for entry in self.entries}
        self.odd = Odd(self.rng, self.made_up)

    def draw(self, node):
        rng = self.rng
        if isinstance(node, str):
            return node
        kind, inner = node
        if kind == "all":
            return "".join(self.draw(part) for part in inner)
        if kind == "one":
            return self.draw(rng.choice(inner))
        if kind == "may":
            return self.draw(inner) if rng.random() < 0.4 else ""
        return rng.choice(self.words[inner])

    def framed(self, kind, text):
        rng = self.rng
        if kind == "q":
            return text
        if kind == "v" and rng.random() < 0.13:
            return rng.choice(FRAMES["ing"]).replace("X", doing(text))
        return rng.choice(FRAMES[kind]).replace("X", text)

    def question(self, entry):
        """One question for the entry as the model gets to see it, as somebody might type it; now and then in a longer text."""
        rng = self.rng
        roll = rng.random()
        if roll < 0.01:
            return readable(f"{self.plain_question(entry)} {self.odd.filler()}")
        if roll < 0.02:
            return readable(f"{self.odd.filler()} {self.plain_question(entry)}")
        if entry == "hello" and roll < 0.05:
            return ""
        return readable(self.asked(entry))

    def asked(self, entry):
        rng = self.rng
        if rng.random() < 0.03:
            before = rng.sample(STORY, rng.randint(1, 3)) if entry != REFUSE or rng.random() < 0.5 else []
            return " ".join([*before, self.plain_question(entry), *([] if before else [self.plain_question(entry)])])
        return self.plain_question(entry)

    def plain_question(self, entry):
        rng = self.rng
        if entry not in (REFUSE, "hello") and rng.random() < 0.05:
            text = self.piece_of_answer(entry)
        else:
            lists = self.patterns.get(entry)
            if lists is None:
                roll = rng.random()
                if roll < 0.035:
                    return self.nonsense()
                if roll < 0.08:
                    return self.odd.text()
                lists = self.offtopic["offtopic.txt" if roll < 0.69 else "offtopic-near.txt"]
            kind, pattern = rng.choice(lists)
            text = " ".join(self.draw(pattern).split())
            text = self.framed(kind, text)
        if rng.random() < 0.13:
            text = f"{rng.choice(BEFORE_LIST)} {text}"
        if rng.random() < 0.12:
            text = f"{text} {rng.choice(AFTER_LIST)}"
        if rng.random() < (0.07 if entry != REFUSE else 0.02):
            text = f"{text} {rng.choice(HERE_LIST)}"
        if entry == REFUSE and rng.random() < 0.12:
            text = self.with_made_up_word(text)
        return self.spoilt(text.lower())

    def piece_of_answer(self, entry):
        words = re.sub(r"[`.,;:!()]", " ", self.answers[entry]).split()
        size = self.rng.randint(5, 12)
        start = self.rng.randint(0, max(0, len(words) - size))
        return " ".join(words[start:start + size])

    def made_up(self):
        rng = self.rng
        parts = ["".join((rng.choice("bcdfghjklmnprstvwzst"), rng.choice("aeiouaeioy"), rng.choice(["", "", "n", "r", "l", "s", "m", "ck", "t"])))
                 for _ in range(rng.randint(1, 4))]
        return "".join(parts)

    def nonsense(self):
        rng = self.rng
        roll = rng.random()
        if roll < 0.06:
            return " ".join([self.made_up() if rng.random() < 0.5 else rng.choice(sorted(SMALL))] * rng.randint(2, 30))
        if roll < 0.2:
            return "".join(rng.choice("asdfghjklqwertyuiopzxcvbnm") for _ in range(rng.randint(3, 14)))
        if roll < 0.43:
            return rng.choice(["what is a X", "X", "tell me about X", "who is X", "define X", "how do i X", "buy X", "where is X"]).replace("X", self.made_up())
        names = [rng.choice(rng.choice([self.words[k] for k in ("food", "animal", "city", "thing", "subject", "person", "gadget")])) for _ in range(rng.randint(1, 3))]
        return " ".join(names)

    def with_made_up_word(self, text):
        words = text.split()
        places = [i for i, word in enumerate(words) if word not in SMALL and len(word) > 3]
        if places and len(words) > 3:
            words[self.rng.choice(places)] = self.made_up()
        return " ".join(words)

    def spoilt(self, text):
        rng = self.rng
        if rng.random() < 0.35:
            text = text.replace("'", "")
        elif rng.random() < 0.08:
            text = text.replace("'", "\u2019")
        words = text.split()
        if rng.random() < 0.10 and len(words) > 3:
            words = [word for word in words if word not in SMALL or rng.random() < 0.25] or words
        if rng.random() < 0.12 and len(words) > 4:
            del words[rng.randrange(len(words))]
        if rng.random() < 0.06 and len(words) > 3:
            at = rng.randrange(len(words) - 1)
            words[at], words[at + 1] = words[at + 1], words[at]
        if rng.random() < 0.04:
            rng.shuffle(words)
        if rng.random() < 0.28:
            for _ in range(rng.choice((1, 1, 1, 2, 2, 3))):
                at = rng.randrange(len(words))
                words[at] = self.slip(words[at])
        text = " ".join(words)
        roll = rng.random()
        if roll < 0.45:
            return text + "?"
        return text + ("." if roll < 0.52 else "!" if roll < 0.55 else " ?" if roll < 0.57 else "??" if roll < 0.58 else "")

    def slip(self, word):
        rng = self.rng
        if len(word) < 4:
            return word
        at = rng.randrange(1, len(word) - 1)
        roll = rng.random()
        if roll < 0.3:
            return word[:at] + word[at + 1] + word[at] + word[at + 2:]
        if roll < 0.6:
            return word[:at] + word[at + 1:]
        if roll < 0.8:
            return word[:at] + word[at] + word[at:]
        return word[:at] + NEAR_KEYS.get(word[at], "e") + word[at + 1:]


def doing(text):
    """"connect ollama" -> "connecting ollama"."""
    first, _, rest = text.partition(" ")
    if first in DOUBLED:
        first = first + first[-1] + "ing"
    elif first.endswith("e") and not first.endswith("ee") and len(first) > 3:
        first = first[:-1] + "ing"
    else:
        first += "ing"
    return f"{first} {rest}".strip()


if __name__ == "__main__":
    import sys
    questions = Questions(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    for _ in range(20):
        print(questions.question(sys.argv[1]))
