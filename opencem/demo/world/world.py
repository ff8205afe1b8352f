"""The whole world of a demo, drawn in one go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .members import Members, enrol
from .orders import Orders, draw_orders
from .outside import Calls, Reviews, draw_calls, draw_reviews
from .plot import Plot, write_plot
from .responses import Responses, draw_responses
from .size import Size
from .units import Tree, build_tree


@dataclass(frozen=True)
class World:
    size: Size
    tree: Tree
    plot: Plot
    members: Members
    orders: Orders
    responses: Responses
    reviews: Reviews
    calls: Calls


def set_stage(size: Size) -> tuple[Tree, Plot]:
    """The organisation and who plays which part, without anybody acting yet."""
    tree = build_tree(size, np.random.default_rng([size.seed, 0]))
    return tree, write_plot(size, tree)


def enrol_members(size: Size, tree: Tree, plot: Plot) -> Members:
    """The members alone."""
    return enrol(size, tree, plot, np.random.default_rng([size.seed, 1]))


def build_world(size: Size) -> World:
    """The same `size` gives the same world. Each part has its own random stream: a change to one leaves the others."""
    streams = [np.random.default_rng([size.seed, part]) for part in range(6)]
    tree, plot = set_stage(size)
    members = enrol(size, tree, plot, streams[1])
    orders = draw_orders(size, tree, members, streams[2])
    parts = (size, tree, plot, members, orders)
    return World(
        *parts,
        responses=draw_responses(*parts, streams[3]),
        reviews=draw_reviews(*parts, streams[4]),
        calls=draw_calls(*parts, streams[5]),
    )
