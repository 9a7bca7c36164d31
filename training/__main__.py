"""`python -m training STEP`: pretrain, train and export, as `make model` runs them; resume goes on from what ships."""

import os
import sys
from pathlib import Path

import torch

from corpus.check import ARTICLES, codebook_names
from corpus.split import split_of
from keii.encoder.engine import DATA
from keii.encoder.reading import Thresholds
from training.batches import Names, Prepared, prepare
from training.documents import Annotated, coded_documents, corpus_documents, predicate_documents
from training.engine import TorchEngine
from training.evaluate import found_in, score
from training.export import export as write_graph
from training.model import Coder
from training.precedents import write as write_precedents
from training.resume import resume
from training.train import load_base, train

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "model"
OPEN = ROOT.parent / "shared" / "corpora"  # openly licensed sets that may train beside the corpus
PRETRAINING, TRAINING = 3, 14  # epochs: about 20 and 80 minutes on two idle cores
RESUMED, SLOWER = 4, 3.0  # epochs of going on from the weights that ship, and how much slower their heads learn
LAYERS = 8  # of the base's twelve: the upper four make pieces of a text alike (docs/design/model.md)


def names() -> Names:
    """Return the modes and contexts of the codebook, in the order of its files."""
    modes, contexts = codebook_names()
    return Names(modes, contexts)


def coded() -> list[Annotated]:
    """Return the openly licensed sets that are coded for events, none where they are not there."""
    if not OPEN.is_dir():
        return []
    return [
        *coded_documents(OPEN / "news.ja.jsonl", "ja"),
        *coded_documents(OPEN / "news.en.jsonl", "en"),
        *coded_documents(OPEN / "wiki.ja.jsonl", "ja"),
    ]


def own() -> list[Annotated]:
    """Return the articles of the corpus that train; the others tune and check."""
    return [document for document in corpus_documents(ARTICLES) if split_of(document.id) == "train"]


def pretrain() -> None:
    """Train on Japanese predicates and their arguments beside all that is coded for events."""
    if not OPEN.is_dir():
        print(f"{OPEN}: not there; training begins with the base encoder.")
        return
    base, cutter, words = load_base()
    known = names()
    model = Coder(base, len(known.modes), len(known.contexts), LAYERS)
    documents = [*predicate_documents(OPEN / "wac.jsonl"), *coded(), *own()]
    BUILD.mkdir(parents=True, exist_ok=True)
    train(
        model,
        prepare(documents, cutter),
        known,
        base,
        words,
        epochs=PRETRAINING,
        rate=1.5e-4,
        log=BUILD / "pretrain.jsonl",
    )
    torch.save(model.state_dict(), BUILD / "pretrained.pt")


def finetune() -> None:
    """Train on the corpus and the coded sets, from the pretrained weights."""
    base, cutter, words = load_base()
    known = names()
    model = Coder(base, len(known.modes), len(known.contexts), LAYERS)
    if (BUILD / "pretrained.pt").exists():
        model.load_state_dict(torch.load(BUILD / "pretrained.pt"), strict=False)
    BUILD.mkdir(parents=True, exist_ok=True)
    documents = [*coded(), *own()]
    train(
        model, prepare(documents, cutter), known, base, words, epochs=TRAINING, rate=1.2e-4, log=BUILD / "train.jsonl"
    )
    torch.save(model.state_dict(), BUILD / "trained.pt")


def go_on() -> None:
    """Train on from the weights that ship, on the corpus as it is now."""
    base, cutter, words = load_base()
    known = names()
    model = Coder(base, len(known.modes), len(known.contexts), LAYERS)
    resume(model, DATA)
    BUILD.mkdir(parents=True, exist_ok=True)
    train(
        model,
        prepare([*coded(), *own()], cutter),
        known,
        base,
        words,
        epochs=RESUMED,
        rate=6e-5,
        log=BUILD / "resume.jsonl",
        slower=SLOWER,
    )
    torch.save(model.state_dict(), BUILD / "trained.pt")


def export() -> None:
    """Write what ships to `src/keii/encoder/data`, with the figures of the tune and check splits in `build/model`."""
    base, cutter, words = load_base()
    known = names()
    model = Coder(base, len(known.modes), len(known.contexts), LAYERS)
    model.load_state_dict(torch.load(BUILD / "trained.pt"))
    write_graph(model, DATA)
    articles = prepare(corpus_documents(ARTICLES), cutter)
    engine = TorchEngine(model, base, words)
    count = write_precedents(engine, (a for a in articles if split_of(a.document.id) == "train"), DATA)
    print(f"{count} precedents")
    evaluate(engine, articles)


def evaluate(engine: TorchEngine, articles: list[Prepared]) -> None:
    """Print the figures of the tune and check splits at several thresholds, and the false alarms of soft news."""
    for split in ("tune", "check"):
        for language in ("ja", "en"):
            chosen = [a for a in articles if split_of(a.document.id) == split and a.document.language == language]
            hard, soft = ([a for a in chosen if a.document.soft is kind] for kind in (False, True))
            for least in (0.35, 0.5, 0.65):
                thresholds = Thresholds(type=least)
                print(split, language, least, score((a, found_in(engine, a, thresholds)) for a in hard), flush=True)
                print(
                    split,
                    language,
                    least,
                    "soft",
                    score((a, found_in(engine, a, thresholds)) for a in soft)["acts_per_100"],
                )


def main(arguments: list[str]) -> int:
    """Run the steps that are named, all of them in order for `all`; returns the exit code."""
    steps = {"pretrain": pretrain, "train": finetune, "resume": go_on, "export": export}
    wanted = ["pretrain", "train", "export"] if arguments == ["all"] else arguments
    if not wanted or set(wanted) - set(steps):
        print(f"usage: python -m training all | {' | '.join(steps)}", file=sys.stderr)
        return 2
    torch.set_num_threads(os.cpu_count() or 1)
    for name in wanted:
        steps[name]()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
