"""What people paste or type that is no question: code, logs, numbers, links, prose, leftovers of another script. Drawn from a
seed; and `readable`, the part of any text that the model gets to see. The chat template in `export_gguf.py` does the same.
"""
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
READABLE = LETTERS + " !\"#'()*+,-./:;=?[]_`"
# A long text is looked at from both ends, where questions stand.
BYTES_EACH_END, WORDS_EACH_END, WORD_SIZE, MOST = 600, 24, 24, 280

NAMES = """count total user items value index list data result config file name path size error line token cache state node tree left right
key map input output buffer length width color price order start end next prev parent child row column table query request reply
url host port time date message server model session page button event handler timer queue job""".split()
PROSE = """the of and to a in is was for on that with as by at from it his her they were which had an not are but this have been one all would
there their what when up out if about who get make can like time no just him know take people into year your good some could them see other than then
now look only come its over think also back after use two how our work first well way even new want because any these give day most us river house
old morning summer winter street garden window table water light night road town school church market train letter paper story king war law city
country state party company money price market bank music film book game team player season match doctor hospital child mother father brother friend
village mountain forest sea island ship captain horse dog bird tree flower stone iron gold silver red green blue white black small large long short
early late high low quiet loud cold warm report month week century history science nature energy theory number figure question answer member
president minister government election result trade growth industry machine engine factory worker field farm rice wheat bread wine oil""".split()
LOG_WORDS = "info warn error debug trace fatal starting stopped failed timeout retry loading done connection refused closed worker thread".split()
# What is left of a text in another script: a name, a number, a word of English in between.
LEFTOVERS = "1 2 3 10 100 2024 2025 covid nba usb dvd gps tv com ceo bmw nike vip pm am kg km a b c x euro taxi pizza hotel dna nato".split()


def readable(text):
    raw = text.encode("utf-8", "replace").lower().replace("\u2019".encode(), b"'").decode("latin-1")
    if len(raw) > 2 * BYTES_EACH_END:
        raw = raw[:BYTES_EACH_END] + " " + raw[-BYTES_EACH_END:]
    words = "".join(char if char in READABLE else " " for char in raw).split()
    if len(words) > 2 * WORDS_EACH_END:
        words = words[:WORDS_EACH_END] + words[-WORDS_EACH_END:]
    return " ".join(word[:WORD_SIZE] for word in words)[:MOST].strip()


class Odd:
    def __init__(self, rng, made_up):
        self.rng, self.made_up = rng, made_up
        self.kinds = (self.prose, self.prose, self.code, self.data, self.log, self.numbers, self.hexes, self.link, self.leftovers,
                      self.one_letter, self.repeated, self.signs)

    def text(self):
        return readable(self.rng.choice(self.kinds)()) or "?"

    def filler(self):
        """Something long to stand before or after a question."""
        return self.rng.choice((self.prose, self.prose, self.code, self.log))(least=20)

    def name(self):
        rng = self.rng
        word = rng.choice(NAMES) if rng.random() < 0.6 else self.made_up()
        return word + rng.choice(("", "", rng.choice(NAMES), "_" + rng.choice(NAMES)))

    def prose(self, least=3):
        rng = self.rng
        words = [rng.choice(PROSE) if rng.random() < 0.93 else self.made_up() for _ in range(rng.choice((rng.randint(least, 40), 60)))]
        return " ".join(word + (rng.choice((".", ",", ",", "?", ";")) if rng.random() < 0.1 else "") for word in words)

    def code(self, least=2):
        rng, name = self.rng, self.name
        makers = (
            lambda: f"const {name()} = {name()}({name()}, {rng.randint(0, 99)});", lambda: f"if ({name()} == {name()}) return {name()};",
            lambda: f"for ({name()} of {name()}.{name()}) {{ {name()}({name()}) }}", lambda: f"def {name()}({name()}, {name()}):",
            lambda: f"import {{ {name()} }} from '{name()}/{name()}';", lambda: f"select {name()}, {name()} from {name()} where id={rng.randint(1, 999)}",
            lambda: f"    self.{name()}.{name()} = [{name()}, {name()}]", lambda: f"// {self.prose()[:40]}", lambda: f"<div class=\"{name()}\">{name()}</div>",
            lambda: f"#include <{name()}.h>", lambda: f"{name()} --{name()} {rng.randint(1, 99)} -{rng.choice(LETTERS)} {name()}.{rng.choice(('py', 'sh', 'txt', 'js'))}",
        )
        return " ".join(rng.choice(makers)() for _ in range(rng.randint(1, 3 + least)))

    def data(self):
        rng, name = self.rng, self.name
        pairs = [f'"{name()}":{rng.choice((str(rng.randint(0, 9999)), chr(34) + name() + chr(34), "true", "null", "0." + str(rng.randint(1, 99))))}'
                 for _ in range(rng.randint(1, 12))]
        return rng.choice(("{%s}", "[{%s}]", "%s")) % rng.choice((",", ", ", "\n")).join(pairs)

    def log(self, least=4):
        rng = self.rng
        words = []
        for _ in range(rng.randint(1, 1 + least)):
            words += [f"{rng.randint(2019, 2027)}-0{rng.randint(1, 9)}-{rng.randint(10, 28)}", f"{rng.randint(10, 23)}:{rng.randint(10, 59)}:{rng.randint(10, 59)}",
                      rng.choice(LOG_WORDS), self.name() + ":", rng.choice(LOG_WORDS), rng.choice(LOG_WORDS), str(rng.randint(0, 9999))]
        return " ".join(words)

    def numbers(self):
        rng = self.rng
        return rng.choice((" ", ", ", "\t", "+", "")).join(str(rng.randint(0, 10 ** rng.randint(1, 9))) for _ in range(rng.randint(1, 40)))

    def hexes(self):
        rng = self.rng
        signs = rng.choice(("0123456789abcdef", LETTERS, LETTERS + "+/="))
        return " ".join("".join(rng.choice(signs) for _ in range(rng.randint(8, 60))) for _ in range(rng.randint(1, 9)))

    def link(self):
        rng, name = self.rng, self.name
        steps = "/".join(name() for _ in range(rng.randint(1, 5)))
        return f"https://{rng.choice(('www.', ''))}{self.made_up()}.{rng.choice(('com', 'org', 'net', 'io', 'de'))}/{steps}?{name()}={name()}#{name()}"

    def leftovers(self):
        rng = self.rng
        words = [rng.choice(LEFTOVERS) if rng.random() < 0.7 else self.made_up() for _ in range(rng.randint(1, 4))]
        return rng.choice((" ", " ", ", ")).join(words) + rng.choice(("", "", "?", "!", "."))

    def one_letter(self):
        rng = self.rng
        return rng.choice(LETTERS + "?!.-") * rng.randint(3, 240)

    def repeated(self):
        rng = self.rng
        word = rng.choice((self.made_up(), rng.choice(PROSE), rng.choice(NAMES)))
        return rng.choice(("", " ")).join([word] * rng.randint(3, 60))

    def signs(self):
        rng = self.rng
        return rng.choice(("", " ")).join(rng.choice("!\"#'()*+,-./:;=?[]_`") for _ in range(rng.randint(3, 60)))
