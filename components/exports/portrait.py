"""Write the portrait of a partner as HTML, the same for its page and for the first view of that page."""

from html import escape
from typing import Final

from components.exhibits.portrait import Portrait, portrait_globe
from components.exports.pictures.inline_map import globe_source, globe_view
from components.figures.palette import PALETTES
from data.cache import cached_views
from data.city import CITY
from data.dataset import Dataset
from data.geodesy import CENTRE


def _of_both(name: str) -> str:
    return f"light-dark({getattr(PALETTES['light'], name)}, {getattr(PALETTES['dark'], name)})"


_Place = tuple[float, float] | None
#: Style of every portrait.
STYLE: Final = f"""
.portrait {{ font-size: 1rem; line-height: 1.45; }}
.portrait p {{ margin: 0; }}
.portrait .names {{ display: flex; flex-wrap: wrap; gap: 0 1.25rem; align-items: baseline; font-size: 1.5rem; line-height: 1.3;
  margin: 0 0 0.35rem; }}
.portrait .own-name {{ color: {_of_both("city")}; font-weight: 600; }}
.portrait .greeting {{ font-size: 1.25rem; color: {_of_both("quiet_text")}; }}
.portrait .relation {{ font-size: 1.25rem; }}
.portrait .status {{
  display: inline-block; margin-top: 0.4rem; padding: 0.05rem 0.6rem; border: 2px solid; border-radius: 0.4rem; font-weight: 650;
}}
.portrait dl {{ display: flex; flex-wrap: wrap; gap: 1rem clamp(1.5rem, 5%, 3.5rem); margin: 1.6rem 0; padding: 0; }}
.portrait dl div {{ display: flex; flex-direction: column-reverse; justify-content: flex-end; max-width: 11rem; text-wrap: balance; }}
.portrait dd {{
  margin: 0; font-size: 2.2rem; line-height: 1.15; font-weight: 650; color: {_of_both("city")}; white-space: nowrap;
  font-variant-numeric: tabular-nums;
}}
.portrait dt {{ font-size: 0.875rem; line-height: 1.3; color: {_of_both("quiet_text")}; font-weight: 400; margin: 0; }}
.portrait .sentences {{ font-size: 1.15rem; line-height: 1.5; max-width: 48rem; text-wrap: pretty; }}
.portrait .lane {{ display: flex; list-style: none; margin: 1.6rem 0 0; padding: 0; }}
.portrait .lane li {{ position: relative; flex: 1 1 0; min-width: 0; margin: 0; padding: 1.15rem 0.6rem 0 0; font-size: 0.875rem;
  line-height: 1.3; hyphens: auto; overflow-wrap: break-word; }}
.portrait .lane li::before {{
  content: ""; position: absolute; z-index: 1; left: 0; top: 0; width: 0.8rem; height: 0.8rem; box-sizing: border-box; border-radius: 50%;
  background: {_of_both("city")}; border: 2px solid {_of_both("city")};
}}
.portrait .lane li::after {{
  content: ""; position: absolute; left: 0; right: 0; top: calc(0.4rem - 1.5px); border-top: 3px solid {_of_both("city")};
}}
.portrait .lane .rests::before {{ background: {_of_both("ground")}; border-color: {_of_both("resting")}; }}
.portrait .lane .rests::after {{ border-top: 3px dashed {_of_both("resting")}; }}
.portrait .lane li:last-child {{ flex: 0 0 auto; padding-right: 0; }}
.portrait .lane li:last-child::after {{ display: none; }}
.portrait .lane b {{ display: block; font-variant-numeric: tabular-nums; }}
.portrait-globe {{ position: relative; max-width: 30rem; margin: 0 auto !important; padding: 0; }}
.portrait-globe img {{ display: block; width: 100%; aspect-ratio: 1; clip-path: circle(50%); }}
.portrait-globe span {{
  position: absolute; transform: translate(-50%, var(--above)); padding: 0.75rem 0; white-space: nowrap; font-size: 0.95rem;
  line-height: 1.2; font-weight: 600; color: {_of_both("text")}; paint-order: stroke; -webkit-text-stroke: 3px {_of_both("ground")};
}}
@media (max-width: 640px) {{
  .portrait dl {{ display: grid; grid-template-columns: 1fr 1fr; }}
  .portrait .lane {{ flex-wrap: wrap; row-gap: 0.75rem; }}
  .portrait .lane li {{ flex: 0 0 33%; padding-right: 0.25rem; font-size: 0.8rem; }}
  .portrait .sentences {{ font-size: 1.05rem; }}
  .portrait dl {{ margin: 1.1rem 0; }}
  .portrait dd {{ font-size: 1.7rem; }}
}}
""".strip()


def portrait_html(shown: Portrait) -> str:
    """Return what follows the partner's name: its own name, relation, status, facts, sentences and lane; it needs :data:`STYLE`."""
    own, greeting = (
        f'<span class="{name}" lang="{escape(lang)}">{escape(word)}</span>' if word else ""
        for name, (word, lang) in (
            ("own-name", shown.own_name),
            ("greeting", shown.greeting),
        )
    )
    status = f'<p class="status">{escape(shown.status)}</p>' if shown.status else ""
    facts = "".join(f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>" for value, label in shown.facts)
    steps = "".join(
        f'<li class="{"rests" if step.rests else "goes"}"><b>{escape(step.when)}</b>{escape(step.what)}</li>' for step in shown.lane
    )
    lane = f'<ol class="lane">{steps}</ol>' if steps else ""
    return (
        f'<div class="portrait"><p class="names">{own}{greeting}</p><p class="relation">{escape(shown.relation)}</p>{status}'
        f'<dl>{facts}</dl><p class="sentences">{escape(" ".join(shown.sentences))}</p>{lane}</div>'
    )


@cached_views(64)
def _globe(facts: Dataset, city: str, scheme: str) -> tuple[str, tuple[_Place, _Place]]:
    """Return the source of the globe with the way from the city to ``city``, and the places of both in per cent, None if not visible."""
    figure, row = portrait_globe(facts, city, "light"), facts.partner(city)
    seen = globe_view(figure)
    return globe_source(figure, scheme), (seen.pixels(*CENTRE, 100.0), seen.pixels(row["lat"], row["lon"], 100.0))


def globe_html(facts: Dataset, city: str, name: str, way: str, scheme: str, lang: str) -> str:
    """Return the globe with the way from the city to ``city`` and both names; it needs :data:`STYLE`.

    Args:
        facts: the dataset.
        city: id of the partner.
        name: its name.
        way: text alternative of the picture.
        scheme: theme of the picture; both names of themes stand for that of the page.
        lang: language of the names.
    """
    source, points = _globe(facts, city, scheme)
    places = list(zip((CITY.called(lang), name), points, strict=True))
    highest = min(at[1] for _, at in places if at)
    names = "".join(
        # Of two names that are close, one is above its mark and one below.
        f'<span aria-hidden="true" style="left:{at[0]:.1f}%;top:{at[1]:.1f}%;--above:{"-100%" if at[1] == highest else "0%"}">'
        f"{escape(words)}</span>"
        for words, at in places
        if at
    )
    return f'<figure class="portrait-globe"><img alt="{escape(way)}" src="{source}">{names}</figure>'
