"""The past, chapter by chapter, in the order in which the tables refer to each other."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from opencem.act.alerts.models import Alert
from opencem.act.tickets.models import Ticket, TicketEntry
from opencem.demo.voices import Voices as Speaking
from opencem.demo.world import World
from opencem.engines.authenticity import Flag as Doubt
from opencem.engines.text import Analysis
from opencem.listen.customers.models import Customer, Identity
from opencem.listen.feedback.models import Feedback, Flag
from opencem.listen.orders.models import Order
from opencem.listen.responses.models import Answer, Response
from opencem.understand.text.models import Mention, TextAnalysis

from .alerts import fire, write_alerts, write_rules
from .answers import write_answers, write_responses
from .buyers import order_numbers, write_customers, write_orders
from .company import Company, count_answers, write_company
from .doubts import flags_of
from .positions import forget_backlog
from .readings import write_readings
from .table import reset_sequences
from .tickets import tell_stories, write_stories
from .voices import Speaker, Voices, gather, speak, write_feedback

FILLED = (
    Customer, Identity, Order, Response, Answer, Feedback, Flag, TextAnalysis, Mention, Ticket, TicketEntry, Alert,
)  # fmt: skip


def chapters(world: World, mark: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """Titles with what writes them; to be run in this order, in one transaction."""
    book = _Book(world, mark)
    yield f"{len(world.tree.units)} units, accounts, survey and QR codes", book.write_company
    yield f"{len(world.members):,} members, {len(world.orders):,} orders", book.write_buyers
    yield "voices put into words", book.find_words
    yield f"{len(world.responses):,} responses with their answers", book.write_responses
    yield f"{len(world.reviews):,} reviews, {len(world.calls):,} calls", book.write_feedback
    yield "texts read", book.write_readings
    yield "alerts and tickets", book.write_tickets
    yield "events", book.close


@dataclass
class _Book:
    world: World
    mark: str
    company: Company = field(init=False)
    voices: Voices = field(init=False)
    comments: list[str] = field(init=False)
    numbers: list[str] = field(init=False)
    analyses: dict[int, Analysis] = field(init=False)
    flags: dict[int, tuple[Doubt, ...]] = field(init=False)
    first_customer: int = 0
    first_order: int = 0
    first_response: int = 0
    first_feedback: int = 0

    def write_company(self) -> None:
        self.company = write_company(self.world, self.mark, self.world.size.now)

    def write_buyers(self) -> None:
        self.first_customer = write_customers(self.world, self.company)
        self.numbers = order_numbers(self.world)
        self.first_order = write_orders(self.world, self.company, self.first_customer, self.numbers)

    def find_words(self) -> None:
        self.comments, reviews, calls = speak(self.world, _speaker(self.world.size.seed))
        self.voices = gather(self.world, self.comments, reviews, calls)

    def write_responses(self) -> None:
        firsts = (self.first_customer, self.first_order)
        self.first_response = write_responses(self.world, self.company, *firsts, self.numbers)
        write_answers(self.world, self.first_response, self.comments)
        count_answers(self.world, self.company)

    def write_feedback(self) -> None:
        self.flags = dict(flags_of(self.world))
        firsts = (self.first_response, self.first_customer, self.first_order)
        self.first_feedback = write_feedback(self.world, self.company, self.voices, self.flags, firsts, self.numbers)

    def write_readings(self) -> None:
        self.analyses = write_readings(self.voices, self.first_feedback)

    def write_tickets(self) -> None:
        write_rules(self.company)
        firings = fire(self.world, self.voices, self.analyses)
        stories = tell_stories(self.world, self.company, [firing.case for firing in firings], self.first_feedback)
        first_ticket = write_stories(stories)
        write_alerts(self.company, firings, self.first_feedback, first_ticket)

    def close(self) -> None:
        reset_sequences(FILLED)
        forget_backlog()


def _speaker(seed: int) -> Speaker:
    return Speaking(random.Random(seed))
