"""The past, chapter by chapter, in the order in which the tables refer to each other."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from opencem.act.alerts.models import Alert
from opencem.act.tickets.models import Ticket, TicketEntry
from opencem.demo.voices import Voices as Speaker
from opencem.demo.world import World
from opencem.engines.authenticity import Flag as Doubt
from opencem.engines.text import Analysis
from opencem.listen.customers.models import Customer, Identity
from opencem.listen.feedback.models import Feedback, Flag
from opencem.listen.orders.lines import Basket
from opencem.listen.orders.models import Order, ProductName
from opencem.listen.responses.models import Answer, Response
from opencem.understand.text.models import Mention, TextAnalysis

from .alerts import fire, write_alerts, write_rules
from .answers import write_answers, write_responses
from .buyers import baskets_of, write_customers, write_orders
from .centre import write_centre
from .company import Company, count_answers, write_company
from .doubts import flags_of
from .invited import write_invitations
from .notices import notify_people
from .positions import forget_backlog
from .readings import write_readings
from .table import reset_sequences
from .tickets import tell_stories, write_stories
from .voices import Ids, Voices, gather, speak, write_feedback

FILLED = (
    Customer, Identity, Order, ProductName, Response, Answer, Feedback, Flag, TextAnalysis, Mention, Ticket, TicketEntry, Alert,
)  # fmt: skip


@dataclass
class Book:
    """A world and what has been written of it so far; one chapter fills in what the next ones refer to."""

    world: World
    mark: str
    company: Company = field(init=False)
    ids: Ids = field(init=False)
    voices: Voices = field(init=False)
    comments: list[str] = field(init=False)
    analyses: dict[int, Analysis] = field(init=False)
    flags: dict[int, tuple[Doubt, ...]] = field(init=False)
    first_customer: int = 0
    first_order: int = 0
    first_feedback: int = 0

    @cached_property
    def baskets(self) -> list[Basket]:
        """What each order holds."""
        return baskets_of(self.world)

    def chapters(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Titles with what writes them; to be run in this order, in one transaction."""
        world = self.world
        yield f"{len(world.tree.units)} units, accounts, survey and QR codes", self._write_company
        yield f"{len(world.members):,} members, {len(world.orders):,} orders", self._write_buyers
        yield "voices put into words", self._find_words
        yield f"{len(world.responses):,} responses with their answers", self._write_responses
        yield f"{len(world.reviews):,} reviews, {len(world.calls):,} calls", self._write_feedback
        yield "members invited", self._write_invitations
        yield "texts read", self._write_readings
        yield "alerts and tickets", self._write_tickets
        yield "people told, events settled", self._close

    def _write_company(self) -> None:
        self.company = write_company(self.world, self.mark, self.world.size.now)
        write_centre(self.company, self.world.size.now)

    def _write_buyers(self) -> None:
        self.first_customer = write_customers(self.world, self.company)
        self.first_order = write_orders(self.world, self.company, self.first_customer)

    def _find_words(self) -> None:
        self.comments, reviews, calls = speak(self.world, Speaker(random.Random(self.world.size.seed)))
        self.voices = gather(self.world, self.comments, reviews, calls)

    def _write_responses(self) -> None:
        first = write_responses(self.world, self.company, self.first_customer, self.first_order)
        self.ids = Ids(first, self.first_customer, self.first_order)
        write_answers(self.world, first, self.comments)
        count_answers(self.world, self.company)

    def _write_feedback(self) -> None:
        self.flags = dict(flags_of(self.world))
        self.first_feedback = write_feedback(self.world, self.company, self.voices, self.flags, self.ids)

    def _write_invitations(self) -> None:
        write_invitations(self.world, self.company, self.ids.customer, self.ids.response)

    def _write_readings(self) -> None:
        self.analyses = write_readings(self.voices, self.first_feedback)

    def _write_tickets(self) -> None:
        write_rules(self.company)
        firings = fire(self.world, self.voices, self.analyses)
        stories = tell_stories(self.world, self.company, [firing.case for firing in firings], self.first_feedback)
        first_ticket = write_stories(stories)
        write_alerts(self.company, firings, self.first_feedback, first_ticket)

    def _close(self) -> None:
        reset_sequences(FILLED)
        notify_people(self.world.size)
        forget_backlog()
