"""The machine of the README: a memory, a cache with a few places for rows, and a bill."""

from juliaset.grader.verdict import FailedError

# What follows the word of a move.
FORMS = {"load": ("i",), "step": ("i", "t"), "store": ("i", "t"), "drop": ("i", "t")}
MOST = 12  # moves for each step of a row: more are a loop that does not end


def depth_of(room):
    """Return how many steps a wavefront can take in one journey.

    Of each step but the last two rows wait for the next; one row arrives, and one is made.
    """
    return (room - 2) // 2


def allowed(height, steps, room):
    """Return how many rows may be moved: all are loaded, and all but the edges are stored."""
    journeys = -(-steps // depth_of(room))
    return journeys * (2 * height - 2)


def in_words(row, steps):
    """Name a row with its steps."""
    return f"row {row} after {steps} step{'' if steps == 1 else 's'}"


class Machine:
    """Carries out a plan, move by move; `moved` is how many rows were loaded and stored."""

    def __init__(self, height, steps, room):
        """Fill the memory with a plate that has taken no step."""
        self.height, self.steps, self.room = height, steps, room
        self.memory = [0] * height  # the steps that each row has taken there
        self.cache = set()
        self.moved = self.fullest = 0

    def carry_out(self, plan):
        """Carry out all moves; raise FailedError at the first that is impossible."""
        for number, move in enumerate(plan, 1):
            word, *places = move
            try:
                getattr(self, f"_{word}")(*places)
            except FailedError as failed:
                raise FailedError(f"move {number} is {move}: {failed}") from None

    def unfinished(self):
        """Return the first row in memory that has not taken all steps, or has taken more."""
        rows = range(1, self.height - 1)
        return next((i for i in rows if self.memory[i] != self.steps), None)

    def _key(self, row, steps):
        """Return the place of a row: an edge row is the same after any number of steps."""
        return (row, 0) if self._is_edge(row) else (row, steps)

    def _is_edge(self, row):
        return row in {0, self.height - 1}

    def _checked(self, row):
        if not 0 <= row < self.height:
            raise FailedError(f"there is no row {row}; allowed: 0 to {self.height - 1}")

    def _needed(self, row, steps):
        if self._key(row, steps) not in self.cache:
            others = sorted(taken for i, taken in self.cache if i == row)
            there = f"after {', '.join(map(str, others))}" if others else "not there at all"
            raise FailedError(f"{in_words(row, steps)} is not in the cache; it is {there}.")

    def _put(self, row, steps):
        key = self._key(row, steps)
        if key in self.cache:
            raise FailedError(f"{in_words(*key)} is in the cache already.")
        if len(self.cache) == self.room:
            raise FailedError(
                f"the cache has no free place: all {self.room} are taken. Which of its rows has "
                "been used for the last time, and how many steps can be under way at once?"
            )
        self.cache.add(key)
        self.fullest = max(self.fullest, len(self.cache))

    def _load(self, row):
        self._checked(row)
        self._put(row, self.memory[row])
        self.moved += 1

    def _step(self, row, steps):
        self._checked(row)
        if self._is_edge(row):
            raise FailedError(f"row {row} is at the edge, which keeps its temperature.")
        for near in (row - 1, row, row + 1):
            self._needed(near, steps - 1)
        self._put(row, steps)

    def _store(self, row, steps):
        self._checked(row)
        self._needed(row, steps)
        self.memory[row] = self._key(row, steps)[1]
        self.moved += 1

    def _drop(self, row, steps):
        self._checked(row)
        self._needed(row, steps)
        self.cache.remove(self._key(row, steps))
