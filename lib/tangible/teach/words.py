"""Words for a page."""

import html


def as_html(words: str) -> str:
    """Text for a page, with `code` between backticks."""
    parts = html.escape(words).split("`")
    return "".join(f"<code>{part}</code>" if k % 2 else part for k, part in enumerate(parts))
