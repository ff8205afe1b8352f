"""The demo company as pure values: no database, no clock; a function of `Size` alone."""

from .size import Size
from .world import World, build_world, enrol_members, set_stage

__all__ = ["Size", "World", "build_world", "enrol_members", "set_stage"]
