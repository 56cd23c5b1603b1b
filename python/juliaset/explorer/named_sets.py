"""Constants that have a name, or that the course comes back to: bookmarks of the page."""

from typing import NamedTuple

from juliaset.problem import BOOK_C


class NamedSet(NamedTuple):
    """A constant, its name, and what there is to see."""

    name: str
    c: complex
    text: str


NAMED_SETS = (
    NamedSet(
        "the book's picture",
        BOOK_C,
        "The set of High Performance Python, and of every table here.",
    ),
    NamedSet(
        "the sensitive one",
        -0.8 + 0.156j,
        "Dust in which every rounding shows: fma and float32 get pixels wrong here.",
    ),
    NamedSet(
        "Douady's rabbit",
        -0.123 + 0.745j,
        "Every point inside comes to a cycle of three: a body with two ears, again and again.",
    ),
    NamedSet(
        "San Marco",
        -0.75 + 0j,
        "Named after the basilica and its reflection in the water: discs that touch in points.",
    ),
    NamedSet(
        "the basilica",
        -1 + 0j,
        "A cycle of two points, so the trap catches nearly every pixel that never escapes.",
    ),
    NamedSet(
        "Siegel's disc",
        -0.3905408702184 - 0.5867879073469j,
        "Orbits near the fixed point go round for ever: they never escape, and nothing attracts.",
    ),
    NamedSet(
        "the dendrite",
        1j,
        "A tree without an inside: hardly a pixel reaches the limit, and no trap helps.",
    ),
    NamedSet(
        "a spiral",
        0.285 + 0.01j,
        "A little outside the Mandelbrot set: dust, wound into spirals.",
    ),
    NamedSet(
        "beyond two",
        -2.1 + 0j,
        "|c| is above 2: an orbit may leave the circle and come back, so each step must be tested.",
    ),
)
