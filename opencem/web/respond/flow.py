"""Which screen comes next. Pure: from a definition and a posted form to what is to be done.

Earlier answers travel in the form, and every answer is checked again with the last page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from opencem.engines.survey_logic import NOTHING_KNOWN, AnswerError, Context, SurveyDefinition

from .fields import LINKED, raw_answers
from .form import Place, PostedForm
from .way import Raw, Standing

LONGEST_PARAMETER = 200


@dataclass(frozen=True, slots=True)
class Show:
    """Show a screen: with what is wrong on it, or with a notice (a name in `words`) why it is shown again."""

    place: Place
    standing: Standing
    errors: tuple[AnswerError, ...] = ()
    notice: str = ""

    @property
    def page(self) -> int:
        """The position of its page in the definition."""
        return self.place.page

    @property
    def raw(self) -> Raw:
        return self.standing.raw


@dataclass(frozen=True, slots=True)
class Finish:
    """Everything is answered: submit. `standing` says how the answers stood, so that they are not read twice."""

    standing: Standing

    @property
    def raw(self) -> Raw:
        return self.standing.raw


def begin(definition: SurveyDefinition, context: Context = NOTHING_KNOWN, link: Mapping[str, str] = {}) -> Show:
    """The first screen, with what the link said."""
    standing, _again = _settled(definition, _from_link(definition, link), frozenset(), context)
    return Show(standing.beginning, standing)


def resume(
    definition: SurveyDefinition,
    raw: Raw,
    seen: frozenset[str],
    place: Place,
    context: Context = NOTHING_KNOWN,
    link: Mapping[str, str] = {},
) -> Show:
    """The screen on which somebody stopped, with the answers that were kept."""
    standing, _again = _settled(definition, {**raw, **_from_link(definition, link)}, seen, context)
    return Show(standing.nearest(_within(definition, place)), standing, notice="resumed")


def advance(
    definition: SurveyDefinition,
    posted: PostedForm,
    context: Context = NOTHING_KNOWN,
    link: Mapping[str, str] = {},
) -> Show | Finish:
    """The step after a posted screen. `link` are the parameters of the address, for questions answered by it."""
    raw = raw_answers(definition, posted.fields) | _from_link(definition, link)
    standing, reconsider = _settled(definition, raw, posted.seen, context)
    place = _within(definition, posted.place)
    if posted.direction == "stay":
        return Show(standing.nearest(place), standing)
    if posted.direction == "back":
        return Show(standing.last_before(place), standing)
    if reconsider is not None:
        return Show(reconsider, standing, notice="reconsider")
    return _forward(standing, place, posted.seen)


def stay(
    definition: SurveyDefinition,
    posted: PostedForm,
    errors: tuple[AnswerError, ...],
    context: Context = NOTHING_KNOWN,
    link: Mapping[str, str] = {},
) -> Show:
    """The posted screen again, with what is wrong on it besides its answers."""
    raw = raw_answers(definition, posted.fields) | _from_link(definition, link)
    standing, _again = _settled(definition, raw, posted.seen, context)
    return Show(standing.nearest(_within(definition, posted.place)), standing, errors)


def _within(definition: SurveyDefinition, place: Place) -> Place:
    last = len(definition.pages) - 1
    return place if place.page <= last else Place(last)


def _from_link(definition: SurveyDefinition, link: Mapping[str, str]) -> dict[str, object]:
    """What the address says to questions that are answered by it; the form has no say in them."""
    if not link:
        return {}
    asked = ((each.key, link.get(getattr(each, "param", ""))) for each in definition.questions if each.type == LINKED)
    return {key: said[:LONGEST_PARAMETER] for key, said in asked if said}


def _forward(standing: Standing, place: Place, seen: frozenset[str]) -> Show | Finish:
    unfinished = standing.unfinished(place)
    errors = tuple(error for error in standing.errors_up_to(place) if error.question not in unfinished)
    if errors:
        return Show(standing.place_of_first(errors, standing.nearest(place)), standing, errors)
    if unfinished:
        return Show(place, standing, notice="narrow")
    if standing.brings_up(place, seen):
        return Show(place, standing, notice="new_question")
    following = standing.next_after(place)
    return Finish(standing) if following is None else Show(following, standing)


def _settled(
    definition: SurveyDefinition, raw: Raw, seen: frozenset[str], context: Context
) -> tuple[Standing, Place | None]:
    """The answers without those that a changed earlier answer has taken away, and the screen to choose again on.

    Only for questions that were shown: then the respondent has done nothing wrong. Anything else is refused later.
    """
    standing = Standing.of(definition, raw, context)
    taken_away = [error for error in standing.examination.errors if _is_excused(definition, error, seen)]
    if not taken_away:
        return standing, None
    gone = {error.question for error in taken_away}
    kept = {key: value for key, value in raw.items() if key not in gone}
    again = [error for error in taken_away if error.code == "choice_not_offered"]
    settled = Standing.of(definition, kept, context)
    return settled, settled.place_of_first(again, settled.beginning) if again else None


def _is_excused(definition: SurveyDefinition, error: AnswerError, seen: frozenset[str]) -> bool:
    """Whether the respondent is not to blame: of a question that the link answers, they know nothing."""
    question = definition.by_key.get(error.question)
    if question is not None and question.type == LINKED:
        return error.code != "required"
    if error.question not in seen:
        return False
    return error.code == "hidden_question" or (error.code == "choice_not_offered" and error.params.get("known") is True)


def is_last(standing: Standing, place: Place) -> bool:
    """Whether nothing follows a screen, as far as the answers so far tell."""
    return standing.next_after(place) is None


def page_to_correct(standing: Standing, errors: tuple[AnswerError, ...], place: Place) -> Show:
    """The screen on which to correct answers that were refused at the end."""
    return Show(standing.place_of_first(errors, standing.nearest(place)), standing, errors)
