"""Group robots as a setting names them, and whom in the group a message is for.

`hq=key;east=key2:secret2` — robots, each with its key and, where the provider signs, its secret. A recipient
`group:east` is the group of that robot; any other recipient is a member of the first robot's group, to be mentioned.
"""

from __future__ import annotations

from dataclasses import dataclass

from opencem.listen.invitations.senders import PermanentSendFailure

GROUP = "group:"


@dataclass(frozen=True, slots=True)
class Robot:
    name: str
    key: str
    secret: str


def parse_robots(text: str) -> tuple[Robot, ...]:
    """Raises ValueError for what is not of the form above; the message repeats no key."""
    parts = [part for part in text.split(";") if part.strip()]
    return tuple(_robot(number, part) for number, part in enumerate(parts, start=1))


def _robot(number: int, text: str) -> Robot:
    name, _, rest = text.partition("=")
    key, _, secret = rest.partition(":")
    if not name.strip() or not key.strip():
        raise ValueError(f"robot {number} is not of the form NAME=KEY or NAME=KEY:SECRET")
    return Robot(name.strip(), key.strip(), secret.strip())


def robot_for(recipient: str, robots: tuple[Robot, ...]) -> tuple[Robot, str]:
    """The robot, and the member to mention ("" for the whole group). Raises PermanentSendFailure `group_unknown`."""
    if not recipient.startswith(GROUP):
        return robots[0], recipient
    name = recipient.removeprefix(GROUP)
    for robot in robots:
        if robot.name == name:
            return robot, ""
    raise PermanentSendFailure("group_unknown", f"no robot {name!r} in the settings")
