"""Reading sentences: clauses with their weights, after wishes, conditions, questions and turns."""

from collections.abc import Iterator, Sequence

from opencem.engines.text.clauses import UNREAL, Clause, ClauseReader
from opencem.engines.text.lexicon import Kind, Lexicon
from opencem.engines.text.scanning import Token, scan

AFTER_TURN, BEFORE_TURN = 1.2, 0.8
TURN_REACH = 1
SPLITS = frozenset({Kind.BUT, Kind.TURN, Kind.SUM})
BOUNDARIES = frozenset({Kind.PAUSE, Kind.STOP})
# A member reached through its class costs 0.1 µs in Python 3.11, and these are asked for at every token.
STOP, PLAIN, BUT, SUM = Kind.STOP, Kind.PLAIN, Kind.BUT, Kind.SUM
IF, WISH_END, QUESTION, RHETORIC, CONCEDE = Kind.IF, Kind.WISH_END, Kind.QUESTION, Kind.RHETORIC, Kind.CONCEDE


class SentenceReader:
    """Cuts a folded text into clauses and sentences and reads each clause once."""

    __slots__ = ("_folded", "_mood", "_sentence", "_start", "_tokens")

    def __init__(self, folded: str) -> None:
        self._folded = folded
        self._sentence: list[Clause] = []
        self._mood: Kind | None = None
        self._begin(0)

    def read(self, lexicon: Lexicon) -> Iterator[list[Clause]]:
        """The sentences that have clauses, each a list of its clauses."""
        for token in scan(self._folded, lexicon):
            kind = token.entry.kind
            if kind in BOUNDARIES:
                self._end(token.start)
                self._begin(token.end)
                if kind is STOP and self._sentence:
                    yield self._take_sentence()
            elif kind in SPLITS and self._splits(token):
                self._end(token.start)
                self._begin(token.start)
                self._mood = SUM if kind is SUM else BUT
            elif kind is not PLAIN:
                self._tokens.append(token)
        self._end(len(self._folded))
        if self._sentence:
            yield self._take_sentence()

    def _begin(self, start: int) -> None:
        self._start, self._tokens = start, list[Token]()

    def _take_sentence(self) -> list[Clause]:
        sentence, self._sentence, self._mood = self._sentence, [], None
        return sentence

    def _splits(self, token: Token) -> bool:
        """可, 就是 turn only at the start of a clause, and not of the first one of the sentence."""
        if token.entry.kind is BUT:
            return True
        return token.start - self._start <= TURN_REACH and (bool(self._sentence) or token.entry.kind is SUM)

    def _end(self, end: int) -> None:
        """Reads the clause that ends here. A turn with nothing behind it ("但是，") passes to the next one."""
        if not self._tokens:
            return
        clause = Clause(self._start, self._start)
        if self._mood is not None:
            clause.moods.add(self._mood)
            self._mood = None
        ClauseReader(self._folded, self._tokens, clause, self._carried()).read()
        words = self._folded[clause.start : end]
        clause.end = clause.start + len(words.rstrip())
        clause.start += len(words) - len(words.lstrip())
        self._sentence.append(clause)

    def _carried(self) -> list[Token]:
        previous = self._sentence[-1] if self._sentence else None
        return previous.aspects if previous is not None and not previous.opinions else []


def settle(sentence: Sequence[Clause]) -> None:
    """Applies what only the whole sentence shows: conditions and the wish that ends them, questions."""
    for index, clause in enumerate(sentence):
        moods = clause.moods
        if not moods or not clause.opinions:
            continue
        if WISH_END in moods or (IF in moods and _wish_follows(sentence, index)):
            for opinion in clause.opinions:
                opinion.value = -UNREAL * abs(opinion.value)
        elif IF in moods or (QUESTION in moods and RHETORIC not in moods):
            clause.opinions.clear()


def _wish_follows(sentence: Sequence[Clause], index: int) -> bool:
    return any(WISH_END in clause.moods for clause in sentence[index + 1 : index + 3])


def weights(sentence: Sequence[Clause]) -> list[float]:
    """How much each clause counts: more after 但是 or in a summary, less before it or after 虽然."""
    if not any(clause.moods for clause in sentence):
        return [1.0] * len(sentence)
    turn = next((index for index in range(len(sentence) - 1, -1, -1) if BUT in sentence[index].moods), 0)
    return [_weight(clause, index, turn) for index, clause in enumerate(sentence)]


def _weight(clause: Clause, index: int, turn: int) -> float:
    if SUM in clause.moods:
        return AFTER_TURN
    if CONCEDE in clause.moods or index < turn:
        return BEFORE_TURN
    return AFTER_TURN if turn else 1.0
