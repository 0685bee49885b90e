"""How a report stands: freshness, verdicts by section, one figure's history, sources by health.

`marimo edit notebooks/explore.py` opens it. It reads the published copy in the data folder that CITEWATCH_DATA names
(data/ beside the notebook if unset): the live one if there is one, else that of the specimens, and says which.
"""

import marimo

app = marimo.App(width="medium", app_title="citewatch: how a report stands")


@app.cell
def connect():
    import math
    import os
    from pathlib import Path

    import altair as alt
    import marimo as mo

    import citewatch
    from warehouse.errors import NotPublished

    folder = Path(os.environ.get("CITEWATCH_DATA") or Path(__file__).resolve().parent.parent / "data")
    try:
        kind, connection = "live", citewatch.open(folder)
    except NotPublished:
        kind, connection = "specimen", citewatch.open(folder, specimens=True)
    colours = alt.Scale(domain=["agrees", "disagrees", "cannot_tell"], range=["#2a7f4f", "#b3261e", "#8a8a8a"])
    mo.md(f"## How a report stands\n\nData: **{kind}**" + (" (pages we wrote)" if kind == "specimen" else ""))
    return alt, colours, connection, kind, math, mo


@app.cell
def choose_report(connection, mo):
    titles = dict(connection.sql("SELECT title, report_id FROM report ORDER BY title").fetchall())
    report = mo.ui.dropdown(titles, value=next(iter(titles)), label="Report")
    report
    return (report,)


@app.cell
def freshness(alt, colours, connection, mo, report):
    shares = connection.sql(
        "SELECT answer, family, list_position(['agrees', 'disagrees', 'cannot_tell'], family) AS rank,"
        " count(*) AS claims FROM headline WHERE report_id = ? GROUP BY ALL",
        params=[report.value],
    ).df()
    _now = shares[shares.answer == "now"].set_index("family").claims
    holds, told = int(_now.get("agrees", 0)), int(_now.get("agrees", 0) + _now.get("disagrees", 0))
    freshness_chart = (
        alt.Chart(shares, title="Claims that hold, disagree, or can't be told")
        .mark_bar()
        .encode(
            x=alt.X("claims:Q", title="claims"),
            y=alt.Y("answer:N", sort=["then", "now"], title=None),
            color=alt.Color("family:N", scale=colours, title=None),
            order=alt.Order("rank:Q"),
            tooltip=["answer", "family", "claims"],
        )
        .properties(width=560, height=90)
    )
    mo.vstack([
        mo.md(f"**{holds} of {told}** claims that can be told hold today."),
        freshness_chart,
    ])  # fmt: skip
    return freshness_chart, holds, told


@app.cell
def by_section(alt, colours, connection, report):
    sections = connection.sql(
        "SELECT c.section, h.family, list_position(['agrees', 'disagrees', 'cannot_tell'], h.family) AS rank,"
        " count(*) AS claims, min(claim_id) AS first_claim FROM headline h JOIN claim c USING (report_id, claim_id)"
        " WHERE h.answer = 'now' AND report_id = ? GROUP BY ALL ORDER BY first_claim", params=[report.value],
    ).df()  # fmt: skip
    section_chart = (
        alt.Chart(sections, title="Verdicts by section, now")
        .mark_bar()
        .encode(
            x=alt.X("claims:Q", title="claims"),
            y=alt.Y("section:N", sort=list(dict.fromkeys(sections.section)), title=None),
            color=alt.Color("family:N", scale=colours, title=None),
            order=alt.Order("rank:Q"),
            tooltip=["section", "family", "claims"],
        )
        .properties(width=560)
    )
    section_chart
    return (section_chart,)


@app.cell
def choose_claim(connection, mo, report):
    _found = connection.sql(
        "SELECT DISTINCT c.claim_id || '  ' || c.says AS label, c.claim_id FROM claim c"
        " JOIN current_findings f USING (report_id, claim_id)"
        " WHERE report_id = ? AND f.observed_value IS NOT NULL AND c.value IS NOT NULL ORDER BY 1",
        params=[report.value],
    ).fetchall()  # fmt: skip
    claim = mo.ui.dropdown(dict(_found), value=_found[0][0] if _found else None, label="Claim")
    claim
    return (claim,)


@app.cell
def history(alt, claim, connection, math, report):
    seen = connection.sql(
        "SELECT h.first_at, h.last_at, CAST(h.value AS DOUBLE) AS value, h.unit, h.as_printed, h.origin,"
        " CAST(c.value AS DOUBLE) AS stated, 'stated: ' || c.says AS says FROM figure_history h"
        " JOIN (SELECT DISTINCT source_id, figure, report_id, claim_id FROM current_findings) f"
        " USING (source_id, figure)"
        " JOIN claim c USING (report_id, claim_id)"
        " WHERE c.report_id = ? AND c.claim_id = ? AND h.value IS NOT NULL AND h.unit IS NOT DISTINCT FROM c.unit"
        " ORDER BY h.first_at", params=[report.value, claim.value],
    ).df()  # fmt: skip
    _base = alt.Chart(seen, title=f"{claim.value}: what the source printed, and what the report states")
    # On a scale error the two differ by powers of ten: only a log scale shows both.
    _wide = len(seen) > 0 and seen.value.max() > 20 * max(seen.stated.min(), 1e-9) > 0
    _scale = alt.Scale(type="log" if _wide else "linear")
    # 2G would be two billion to an engineer only. On a log scale the powers of ten will do.
    _shown = [*seen.value, *seen.stated] if _wide else []
    _powers = (
        [10.0**n for n in range(math.floor(math.log10(min(_shown))), math.ceil(math.log10(max(_shown))) + 1)]
        if _wide
        else None
    )
    _labels = "replace(format(datum.value, '~s'), 'G', 'B')"
    _axis = alt.Axis(labelExpr=_labels, **({"values": _powers} if _wide else {"tickCount": 5}))
    _y = alt.Y("value:Q", title=seen.unit.iloc[0] if len(seen) else None, scale=_scale, axis=_axis)
    _stated = alt.Y("stated:Q", scale=_scale, axis=_axis)
    history_chart = (
        _base.mark_line(interpolate="step-after", point=True).encode(
            x=alt.X("first_at:T", title=None, axis=alt.Axis(format="%b %Y", tickCount=6)),
            y=_y,
            tooltip=["as_printed", "first_at", "last_at", "origin"],
        )
        + _base.mark_point(shape="diamond", size=80, filled=True).encode(
            x="first_at:T", y=_y, color=alt.Color("origin:N", title="read from")
        )
        + _base.mark_rule(color="#b3261e", strokeDash=[6, 3]).encode(y=_stated)
        + alt.Chart(seen.head(1))
        .mark_text(color="#b3261e", align="left", dx=4, dy=-7)
        .encode(x=alt.value(0), y=_stated, text="says:N")
    ).properties(width=560, height=240)
    history_chart
    return (history_chart,)


@app.cell
def health(alt, connection):
    # The sources that could not be read most lately come first.
    attempts = connection.sql(
        "SELECT source_id, date_trunc('month', captured_at) AS month, arg_max(state, captured_at) AS state,"
        " upper(left(arg_max(state, captured_at), 1)) AS mark FROM source_attempt GROUP BY source_id, month"
        " ORDER BY max(CASE WHEN arg_max(state, captured_at) NOT IN ('ok', 'not_modified') THEN month END) OVER"
        " (PARTITION BY source_id) DESC NULLS LAST, source_id, month"
    ).df()
    _months = alt.X("yearmonth(month):O", title=None)
    _sources = alt.Y("source_id:N", title=None, sort=list(dict.fromkeys(attempts.source_id)))
    health_chart = (
        alt.Chart(attempts, title="Sources by month: how the last refresh of the month ended")
        .mark_rect(stroke="white")
        .encode(
            x=_months,
            y=_sources,
            color=alt.Color(
                "state:N",
                title=None,
                scale=alt.Scale(
                    domain=["ok", "not_modified", "blocked", "gone", "unreachable", "refused"],
                    range=["#2a7f4f", "#9ccfb0", "#e0a100", "#b3261e", "#7b4ea3", "#8a8a8a"],
                ),
            ),
            tooltip=["source_id", "state"],
        )
        # A letter too, for whoever does not see red from green.
        + alt.Chart(attempts[~attempts.state.isin(["ok", "not_modified"])])
        .mark_text(color="white", fontWeight="bold")
        .encode(x=_months, y=_sources, text="mark:N")
    ).properties(width=560)
    health_chart
    return (health_chart,)


if __name__ == "__main__":
    app.run()
