"""Reading a clause: which opinions it holds, about what, how strong, under which negation."""

from dataclasses import dataclass, field

from opencem.engines.text.lexicon import Kind
from opencem.engines.text.scanning import Token

# How many characters may stand between a modifier and the word it modifies.
REACH = 4
LATIN_REACH = 14
ASPECT_REACH = 8
LATIN_ASPECT_REACH = 30
TOUCHING = 2
OPINIONS = frozenset({Kind.OPINION, Kind.BARE, Kind.RELATIVE, Kind.IMPROVE})
MODIFIERS = frozenset({Kind.NEGATOR, Kind.DEGREE, Kind.SHORT, Kind.DOUBT, Kind.RHETORIC})
STANDING = frozenset({Kind.SHORT, Kind.DOUBT})
# A member reached through its class costs 0.1 µs in Python 3.11, and these are asked for at every token.
ASPECT, AFTER, BARE, RELATIVE, IMPROVE = Kind.ASPECT, Kind.AFTER, Kind.BARE, Kind.RELATIVE, Kind.IMPROVE
SHORT, RHETORIC, WISH = Kind.SHORT, Kind.RHETORIC, Kind.WISH
NEUTRAL = 0.25
# A text of aspects only, then of opinions only, would otherwise take the square of its length.
LISTED_AT_MOST = 6
LIST_WORDS = frozenset({"和", "、", "跟", "与", "及", "以及", "还有", "and", "&", "/"})
UNREAL = 0.7
DOUBTFUL = -0.35


@dataclass(slots=True)
class Opinion:
    """A strength of opinion on a topic ('' = none of the list), said in `text[start:end]`."""

    topic: str
    value: float
    start: int
    end: int


@dataclass(slots=True)
class Clause:
    """What was read in `text[start:end]`: opinions, the aspects named last, and the mood of the clause."""

    start: int
    end: int
    opinions: list[Opinion] = field(default_factory=list)
    aspects: list[Token] = field(default_factory=list)
    moods: set[Kind] = field(default_factory=set)


class ClauseReader:
    """Reads one clause token by token; negation and degree wait here for the opinion they belong to."""

    __slots__ = ("_carried", "_clause", "_factor", "_folded", "_modified_from", "_modified_to", "_standing", "_tokens")

    def __init__(self, folded: str, tokens: list[Token], clause: Clause, carried: list[Token]) -> None:
        """`carried` are the aspects of the clause before, if it named them and said nothing of them."""
        self._folded, self._tokens, self._clause, self._carried = folded, tokens, clause, carried
        self._standing: Token | None = None
        self._drop_modifiers()

    def read(self) -> None:
        """Fills the clause."""
        for index, token in enumerate(self._tokens):
            kind = token.entry.kind
            if kind in OPINIONS:
                self._read_opinion(index, token)
            elif kind is ASPECT:
                self._read_aspect(token)
            elif kind in MODIFIERS:
                self._read_modifier(token)
            elif kind is AFTER:
                self._read_after(token)
            else:
                self._clause.moods.add(kind)
        if self._standing is not None:
            self._close(self._standing)

    def _drop_modifiers(self) -> None:
        self._factor, self._modified_from, self._modified_to = 1.0, -1, -1
        self._standing = None

    def _read_aspect(self, token: Token) -> None:
        aspects = self._clause.aspects
        if aspects and not self._continues(aspects[-1], token):
            aspects.clear()
        elif len(aspects) == LISTED_AT_MOST:
            del aspects[0]
        aspects.append(token)
        self._extend_reach(token)

    def _continues(self, last: Token, token: Token) -> bool:
        """Listed aspects share an opinion ("味道和服务"); of a compound ("坚果份量") the last is meant."""
        between = self._folded[last.end : token.start]
        return between.strip() in LIST_WORDS or (len(between) <= 1 and last.entry.topic == token.entry.topic)

    def _extend_reach(self, token: Token) -> None:
        """A word between a modifier and its opinion ("不是味道不好") keeps the modifier within reach."""
        if self._modified_from >= 0 and self._is_near(token):
            self._modified_to = token.end

    def _is_near(self, token: Token) -> bool:
        return token.start - self._modified_to <= (LATIN_REACH if token.entry.latin else REACH)

    def _read_modifier(self, token: Token) -> None:
        kind = token.entry.kind
        repeated = kind is RHETORIC and kind in self._clause.moods
        self._modify(token, 1.0 if repeated else token.entry.value)
        if kind in STANDING:
            self._standing = token
        elif kind is RHETORIC:
            self._clause.moods.add(kind)

    def _modify(self, token: Token, factor: float) -> None:
        if self._modified_from < 0 or not self._is_near(token):
            self._drop_modifiers()
            self._modified_from = token.start
        self._factor *= factor
        self._modified_to = token.end

    def _read_after(self, token: Token) -> None:
        opinions = self._clause.opinions
        if opinions and opinions[-1].end == token.start:
            opinions[-1].value *= token.entry.value
            opinions[-1].end = token.end
        else:
            self._extend_reach(token)

    def _read_opinion(self, index: int, token: Token) -> None:
        if self._asks(token):
            self._clause.opinions[-1:] = []
            self._drop_modifiers()
            return
        if self._is_degree(index, token):
            self._modify(token, 1.2)
            return
        if token.entry.kind is BARE and not self._is_supported(token):
            return
        about = self._aspects_of(index, token)
        value = self._strength(token, about)
        if value:
            self._add(token, about, value)

    def _asks(self, token: Token) -> bool:
        """The same on both sides of 不 asks and says nothing: 贵不贵, 好不好吃, 好吃不好吃; but not 不错不错."""
        opinions, folded = self._clause.opinions, self._folded
        negator = token.start if folded[token.start] == "不" else token.start - 1
        if not opinions or opinions[-1].end != negator or folded[negator] != "不":
            return False
        return any(
            folded[negator - size : negator] == folded[negator + 1 : negator + 1 + size]
            and folded[negator - size - 1 : negator - size] != "不"
            for size in (1, 2)
        )

    def _is_supported(self, token: Token) -> bool:
        """A degree, a negation or an aspect right before makes an opinion of a word that is too short to be one."""
        aspects = self._clause.aspects
        return self._modified_to == token.start or bool(aspects and aspects[-1].end == token.start)

    def _is_degree(self, index: int, token: Token) -> bool:
        """好 right before another opinion is a degree: 好贵, 好难吃."""
        if token.entry.word != "好" or index + 1 == len(self._tokens):
            return False
        following = self._tokens[index + 1]
        return following.start == token.end and following.entry.kind in OPINIONS and following.entry.word[0] != "不"

    def _strength(self, token: Token, about: list[Token]) -> float:
        entry = token.entry
        if entry.kind is not RELATIVE:
            return entry.value
        if not about:
            return entry.scales.get("none", 0.0)
        aspect = about[-1]
        gap = token.start - aspect.end if aspect.start < token.start else aspect.start - token.end
        return entry.scales.get(aspect.entry.scale, 0.0) if gap <= self._aspect_reach(token) else 0.0

    def _aspect_reach(self, token: Token) -> int:
        """One character alone ("老", "大") belongs to an aspect only when it touches it or a degree says so."""
        if token.entry.latin:
            return LATIN_ASPECT_REACH
        alone = len(token.entry.word) == 1 and self._modified_to != token.start
        return TOUCHING if alone else ASPECT_REACH

    def _aspects_of(self, index: int, token: Token) -> list[Token]:
        """The aspects an opinion is about: "好吃的X", else the nearest before, else carried over, else the next."""
        if token.entry.topic:
            return []
        following = self._following(index)
        if following and self._attributes(token, following[0]):
            return following
        return self._clause.aspects or self._carried or following

    def _attributes(self, token: Token, aspect: Token) -> bool:
        between = self._folded[token.end : aspect.start]
        return between in ("的", " ") or (not between and not self._clause.aspects)

    def _following(self, index: int) -> list[Token]:
        following = self._tokens[index + 1 : index + 2]
        return following if following and following[0].entry.kind is ASPECT else []

    def _add(self, token: Token, about: list[Token], value: float) -> None:
        start = token.start
        if self._modified_from >= 0 and self._is_near(token):
            value *= self._factor
            start = self._modified_from
        if WISH in self._clause.moods:
            value = self._wished(token, value)
        self._drop_modifiers()
        if token.entry.topic or not about:
            self._clause.opinions.append(Opinion(token.entry.topic, value, start, token.end))
            return
        start, end = self._with_aspects(about, start, token.end)
        topics = {aspect.entry.topic: None for aspect in about}
        self._clause.opinions += [Opinion(topic, value / len(topics), start, end) for topic in topics]

    @staticmethod
    def _wished(token: Token, value: float) -> float:
        """Who wishes for a quality of a topic misses it; a wish without one ("希望越来越好") is half a compliment."""
        missed = token.entry.topic or token.entry.kind in (RELATIVE, IMPROVE)
        return -UNREAL * abs(value) if missed else value / 2

    def _with_aspects(self, about: list[Token], start: int, end: int) -> tuple[int, int]:
        """The span with the aspects near it that no other opinion has taken, so that the words make sense alone."""
        first, last, opinions = about[0], about[-1], self._clause.opinions
        taken = bool(opinions) and opinions[-1].end > last.end
        if self._clause.start <= first.start < start <= last.end + ASPECT_REACH and not taken:
            return first.start, end
        return (start, last.end) if end <= first.start <= end + 2 else (start, end)

    def _close(self, modifier: Token) -> None:
        """A modifier that nothing followed: "味道不如以前" is an opinion itself, "位置有点偏" most often a mild complaint."""
        self._factor, self._modified_from = 1.0, -1
        value = modifier.entry.value if modifier.entry.kind is SHORT else DOUBTFUL
        self._add(modifier, self._clause.aspects or self._carried, value)
