"""The steps of a block, each with a sentence and a picture, in the order of the computation."""

import base64
from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QHeaderView, QLabel, QWidget

from keyboard.editor.accessibility import describe
from keyboard.editor.arrangement import Part, column
from keyboard.editor.explorer.number_grid import Numbers, VectorStrip
from keyboard.editor.explorer.shades import visible
from keyboard.editor.explorer.token_tables import Cell, TokenTable
from keyboard.editor.translation import decimal, percent
from keyboard.engine.exploration_messages import Step


class StepNumbers:
    """The answer about one token in one block and head, with its vectors as arrays."""

    def __init__(self, answer: Step) -> None:
        self.answer = answer
        # By the names in docs/engine.md; those of all tokens or all heads have a row for each.
        self.vectors: dict[str, Numbers] = {name: _numbers(text) for name, text in answer.vectors.items()}
        self.head_width = len(self.vectors["query"])
        for name in ("keys", "values", "heads"):
            self.vectors[name] = self.vectors[name].reshape(-1, self.head_width)
        self.piece = visible(answer.pieces[answer.position])

    @property
    def is_last_block(self) -> bool:
        """Whether the output matrix follows."""
        return self.answer.layer == self.answer.layers - 1


def _numbers(encoded: str) -> Numbers:
    return np.frombuffer(base64.b64decode(encoded), dtype="<f4")


class Section(QWidget):
    """A heading, a sentence with the shapes in it, and pictures."""

    def __init__(self, title: str, *parts: Part) -> None:
        super().__init__()
        heading = QLabel(title, self)
        heading.setObjectName("explorerHeading")
        self.said = QLabel(self, wordWrap=True)
        column(heading, self.said, *parts, owner=self, spacing=4)
        self.setAccessibleName(title)

    def say(self, *sentences: str) -> None:
        """Show sentences, for a screen reader too."""
        self.said.setText(" ".join(filter(None, sentences)))
        describe(self, self.said.text())


class StripSection(Section):
    """A section with a strip for each of some vectors."""

    def __init__(self, title: str, strips: dict[str, str], *below: Part, first: Sequence[Part] = ()) -> None:
        """Create a strip for each vector named in `strips`, with its title; other parts come first and below."""
        self.strips = {name: VectorStrip(of_strip) for name, of_strip in strips.items()}
        super().__init__(title, *first, *self.strips.values(), *below)

    def show_step(self, numbers: StepNumbers) -> None:
        for name, strip in self.strips.items():
            strip.show_vector(numbers.vectors.get(name))


class InSection(StripSection):
    """Step 1: what comes into the block."""

    def __init__(self) -> None:
        super().__init__(
            self.tr("1  In"),
            {
                "embedding": self.tr("Row of the embedding matrix"),
                "position_embedding": self.tr("Vector of the position"),
                "block_input": self.tr("Into the block"),
            },
        )

    def show_step(self, numbers: StepNumbers) -> None:
        super().show_step(numbers)
        answer, has_position = numbers.answer, "position_embedding" in numbers.vectors
        begin = self.tr("“{piece}” is a row of the embedding matrix: {width} numbers.")
        position = (
            self.tr("The vector of position {position} is added.")
            if has_position
            else self.tr("No vector is added for the position: rotary positions turn queries and keys instead.")
            if "query_unturned" in numbers.vectors
            else self.tr("No vector is added for the position.")
        )
        before = self.tr("%Ln block(s) before this one have added to it.", "", answer.layer) if answer.layer else ""
        self.say(
            begin.format(piece=numbers.piece, width=len(numbers.vectors["embedding"])),
            position.format(position=answer.position),
            before,
        )
        is_row = not answer.layer and not has_position
        self.strips["block_input"].setVisible(not is_row)


_STRONGEST = 8


class FeedForwardSection(StripSection):
    """Step 6: the feed-forward network."""

    def __init__(self) -> None:
        super().__init__(
            self.tr("6  Feed-forward"),
            {
                "feed_forward_norm": self.tr("After the norm"),
                "gate": self.tr("Gate, before its activation"),
                "up": self.tr("Up"),
                "neurons": self.tr("Neurons"),
                "feed_forward_output": self.tr("What the network adds"),
                "block_output": self.tr("Residual: out of the block"),
            },
        )

    def show_step(self, numbers: StepNumbers) -> None:
        super().show_step(numbers)
        vectors, neurons = numbers.vectors, numbers.vectors.get("neurons")
        if neurons is None:
            self.say(self.tr("This model has another kind of network: only its input and its output are shown."))
            return
        kind = (
            self.tr(
                "The network is gated: {size} numbers become {neurons} of a gate and {neurons} more, and their products are the "
                "neurons."
            )
            if "gate" in vectors
            else self.tr("{size} numbers become {neurons}, and an activation function turns them into the neurons.")
        )
        strongest = np.abs(neurons).argsort()[::-1][:_STRONGEST]
        said = ", ".join(f"{place} ({decimal(float(neurons[place]), 2)})" for place in strongest)
        self.say(
            kind.format(size=len(vectors["feed_forward_norm"]), neurons=len(neurons)),
            self.tr("A matrix turns them back into {size}, which are added. The strongest: {neurons}.").format(
                size=len(vectors["feed_forward_output"]), neurons=said
            ),
        )


class OutSection(StripSection):
    """Step 7, in the last block: the vector against the embedding matrix."""

    def __init__(self) -> None:
        self.products = TokenTable(self.tr("The largest products"))
        self.products.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        super().__init__(self.tr("7  Out"), {"final_norm": self.tr("After the last norm")}, self.products)

    def show_step(self, numbers: StepNumbers) -> None:
        super().show_step(numbers)
        products, answer = numbers.answer.products, numbers.answer
        self.products.setVisible(numbers.is_last_block)
        self.products.show_cells(
            [self.tr("Token"), self.tr("Product"), self.tr("Probability")],
            [str(place + 1) for place in range(len(products))],
            [
                [Cell(visible(each.piece)), Cell(decimal(each.product, 2)), Cell(percent(each.probability), each.probability)]
                for each in products
            ],
        )
        rows = self.products.verticalHeader().defaultSectionSize() * len(products)
        self.products.setFixedHeight(rows + self.products.horizontalHeader().sizeHint().height() + 4)
        if numbers.is_last_block:
            self.say(
                self.tr(
                    "The last norm, and the product with each row of the output matrix: the ten largest products are the ten "
                    "most probable next tokens."
                )
            )
        else:
            self.say(
                self.tr("After block {last}, the last. This is block {layer}.").format(last=answer.layers - 1, layer=answer.layer)
            )
