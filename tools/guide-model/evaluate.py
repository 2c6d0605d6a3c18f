"""Asks a llama.cpp server that runs the guide and counts right answers.

`llama-server -m guide.gguf --port 8093`, then `python evaluate.py --url http://127.0.0.1:8093 --cases validation.json`.
The cases are a JSON list of {"question", "entry"}; "refuse" is the entry of what has nothing to do with the app;
"times" has the question said so often.
"""
import argparse
import json
import time
import urllib.request
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
REFUSE = "refuse"


def ask(url, question, before=()):
    body = {"messages": [*before, {"role": "user", "content": question}], "temperature": 0, "max_tokens": 160, "cache_prompt": False}
    request = urllib.request.Request(f"{url}/v1/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as reply:
        data = json.load(reply)
    return data["choices"][0]["message"]["content"], data["choices"][0]["finish_reason"], data["usage"]["completion_tokens"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", default="http://127.0.0.1:8093")
    parser.add_argument("--cases", type=Path, default=HERE / "validation.json")
    parser.add_argument("--show-wrong", action="store_true")
    args = parser.parse_args()
    entries = json.loads((HERE / "entries.json").read_text(encoding="utf-8"))
    known = {f"{each['answer']}\n\n[Open: {each['label']}]({each['page']})": each["id"] for each in entries}
    cases = json.loads(args.cases.read_text(encoding="utf-8"))
    asked, right, garbled, ends, tokens, seconds = Counter(), Counter(), 0, Counter(), [], []
    for case in cases:
        began = time.time()
        text, end, length = ask(args.url, case["question"] * case.get("times", 1))
        seconds.append(time.time() - began)
        tokens.append(length)
        ends[end] += 1
        said = known.get(text)
        garbled += said is None
        group = "off-topic refused" if case["entry"] == REFUSE else "right help entry"
        asked[group] += 1
        right[group] += said == case["entry"]
        if args.show_wrong and said != case["entry"]:
            print(f"{case['entry']:22} {said or text!r:22} {case['question'][:80]!r}")
    for group in asked:
        print(f"{group}: {right[group]} of {asked[group]}, {100 * right[group] / asked[group]:.1f} %")
    print(f"answers that are none of ours word for word: {garbled}; ends {dict(ends)}")
    print(f"tokens: mean {sum(tokens) / len(tokens):.0f}, most {max(tokens)}; seconds: mean {sum(seconds) / len(seconds):.2f}, most {max(seconds):.2f}")


if __name__ == "__main__":
    main()
