"""The commands that write pictures: render, trap."""

from pathlib import Path

from juliaset.cli import options, result_files


def render(  # noqa: PLR0913
    output: options.Png,
    c: options.C = None,
    window: options.Window = None,
    size: options.Size = "1000x1000",
    palette: options.Palette = None,
    max_iterations: options.MaxIterations = 300,
) -> None:
    """Paint the Julia set and write a PNG file."""
    from juliaset.images.painting import paint

    image = paint(output, c, window, options.size(size), palette, max_iterations)
    print(f"Wrote {result_files.named(output)}, {image.width} x {image.height} pixels.")


def trap(
    output: options.Png = Path("trap.png"),
    c: options.C = None,
    window: options.Window = None,
    size: options.Size = "1000x1000",
    max_iterations: options.MaxIterations = 300,
) -> None:
    """Draw what is proved before any pixel is iterated."""
    from juliaset.images.trap import draw

    print(draw(output, c, window, options.size(size), max_iterations).in_words())
    print(f"Wrote {result_files.named(output)}.")
