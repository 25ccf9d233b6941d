"""The quality report as one HTML page that needs nothing else: tables, plots as inline SVG. Standard library only."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from classifiers.evaluate import Figures, Report, Slice
from classifiers.mistakes import Mistake

_SIDE = 260  # of a plot, in pixels
_MARGIN = 34

_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;max-width:66rem;margin:2rem auto;padding:0 1rem;color:#1c2430;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.25rem;margin-top:2.5rem;border-top:1px solid #d5dae1;padding-top:1rem}
h3{font-size:1rem;margin:1.2rem 0 .3rem}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
td,th{padding:.15rem .7rem .15rem 0;text-align:left;vertical-align:top}th{color:#596577;font-weight:600}
td.n{text-align:right}.row{display:flex;flex-wrap:wrap;gap:2rem}.bar{display:inline-block;height:.65rem;background:#3566b8}
.bad{background:#b8432f}.note{color:#596577}svg text{font:11px system-ui,sans-serif;fill:#596577}
@media (prefers-color-scheme:dark){body{background:#14181e;color:#dfe5ee}th,.note,svg text{color:#9aa6b7;fill:#9aa6b7}
h2{border-color:#333c49}}
"""


def page(
    reports: Sequence[Report],
    baselines: Mapping[str, Figures],
    mistakes: Mapping[str, Sequence[Mistake]],
) -> str:
    """The page; baselines and mistakes by topic."""
    parts = [_topic(r, baselines.get(r.topic), mistakes.get(r.topic, ())) for r in reports]
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Pregonero: quality of the models</title><style>{_STYLE}</style>"
        "<h1>Quality of the models</h1><p class=note>On the evaluation corpora, which no model was trained or tuned on."
        " Slices of a few examples say little.</p>" + "".join(parts) + "</html>\n"
    )


def _topic(report: Report, baseline: Figures | None, mistakes: Sequence[Mistake]) -> str:
    rows = [("model", report)] + ([("keywords alone", baseline)] if baseline else [])
    figures = _table(
        ("", "precision", "recall", "F1", "PR-AUC", "threshold"),
        [[name, *(f"{v:.3f}" for v in (f.precision, f.recall, f.f1, f.average_precision)), f"{f.threshold:g}"]
         for name, f in rows],
    )  # fmt: skip
    languages = _table(
        ("language", "precision", "recall", "F1"),
        [[lang, *(f"{its[name]:.3f}" for name in ("precision", "recall", "f1"))]
         for lang, its in report.by_language.items()],
    )  # fmt: skip
    facets = _table(("beside the topic", ""), [[name, f"{share:.3f}"] for name, share in report.facets.items()])
    slices = "".join(
        f"<div><h3>By {name}</h3>{_slices(found)}</div>"
        for name, found in (("status", report.by_status), ("rule", report.by_rule), ("lookalike", report.by_family))
    )
    return (
        f"<h2>{escape(report.topic)}</h2><p class=note>{escape(report.model)}, {report.examples} examples,"
        f" {report.positives} of the topic; F1 with headlines alone {report.title_only_f1:.3f};"
        f" calibration error {report.calibration_error:.3f}</p>"
        f"<div class=row><div>{figures}{languages}{facets if report.facets else ''}</div>{_plots(report)}</div>"
        f"<div class=row>{slices}</div>{_mistakes(mistakes)}"
    )


def _plots(report: Report) -> str:
    calibration = [(b.score, b.share) for b in report.calibration]
    return _plot("recall", "precision", report.curve, (report.recall, report.precision)) + _plot(
        "score", "share of the topic", calibration, diagonal=True
    )


def _plot(
    x: str,
    y: str,
    points: Sequence[tuple[float, float]],
    mark: tuple[float, float] | None = None,
    *,
    diagonal: bool = False,
) -> str:
    """A line through points of the unit square."""

    def at(point: tuple[float, float]) -> str:
        return f"{_MARGIN + point[0] * _SIDE:.1f},{6 + (1 - point[1]) * _SIDE:.1f}"

    width, height = _SIDE + _MARGIN + 10, _SIDE + _MARGIN + 8
    ticks = "".join(
        f'<text x="{_MARGIN + t * _SIDE:.0f}" y="{_SIDE + 20}" text-anchor="middle">{t:g}</text>'
        f'<text x="{_MARGIN - 5}" y="{10 + (1 - t) * _SIDE:.0f}" text-anchor="end">{t:g}</text>'
        for t in (0.0, 0.5, 1.0)
    )
    line = f'<path d="M{" L".join(map(at, [(0, 0), (1, 1)]))}" stroke="#9aa6b7" stroke-dasharray="3" fill="none"/>'
    spots = "".join(
        f'<circle cx="{c[0]}" cy="{c[1]}" r="3" fill="#3566b8"/>' for p in points if (c := at(p).split(","))
    )
    name = f"{y} by {x}"
    cross = at(mark).split(",") if mark else None
    return (
        f'<figure style="margin:0"><svg width="{width}" height="{height}" role="img" aria-label="{escape(name)}">'
        f'<rect x="{_MARGIN}" y="6" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#9aa6b7"/>{ticks}'
        f"{line if diagonal else ''}"
        f'<polyline points="{" ".join(map(at, points))}" fill="none" stroke="#3566b8" stroke-width="2"/>'
        f"{spots if diagonal else ''}"
        + (f'<circle cx="{cross[0]}" cy="{cross[1]}" r="5" fill="#b8432f"/>' if cross else "")
        + f'<text x="{_MARGIN + _SIDE / 2:.0f}" y="{height - 2}" text-anchor="middle">{escape(x)}</text></svg>'
        f"<figcaption class=note>{escape(name)}{', the threshold marked' if mark else ''}</figcaption></figure>"
    )


def _slices(slices: Mapping[str, Slice]) -> str:
    def row(name: str, its: Slice) -> str:
        kind = "bar bad" if its.share < 0.85 else "bar"
        return (
            f"<tr><td>{escape(name)}<td class=n>{its.right}/{its.of}<td class=n>{its.share:.2f}"
            f'<td><span class="{kind}" style="width:{80 * its.share:.0f}px"></span>'
        )

    return f"<table>{''.join(row(name, its) for name, its in slices.items())}</table>"


def _mistakes(mistakes: Sequence[Mistake]) -> str:
    if not mistakes:
        return ""
    rows = [["missed" if m.missed else "false alarm", f"{m.score:.2f}", m.about, m.title, m.id] for m in mistakes]
    return "<h3>Worst mistakes on held-out folds of the training corpora</h3>" + _table(
        ("", "score", "about", "headline", "id"), rows
    )


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}" for cell in row) for row in rows)
    return f"<table><tr>{''.join(f'<th>{escape(name)}' for name in head)}{body}</table>"


__all__ = ["page"]
