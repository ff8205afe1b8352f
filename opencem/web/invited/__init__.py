"""Personal links: `/i/<token>` leads an invited person to the answer page, `/i/<token>/stop` takes their opt-out."""
