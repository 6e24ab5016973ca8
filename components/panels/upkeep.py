"""Draw the part of the data page where an editor downloads the workbook, has it checked, previews it and publishes it."""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, TypeVar
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from components.exports.file_names import file_name
from components.exports.sheets import Sheet
from components.exports.spreadsheets import workbook
from components.exports.workbook import upkeep_workbook
from components.exports.workbook_report import (
    changes_table,
    counts_table,
    findings_table,
    large_removals_in_words,
    refusal,
    report_sheets,
    sentence,
)
from components.session import previews
from components.session.facts import published, refresh, store
from components.session.official import Busy, official_update, refresh_is_configured
from components.session.permissions import (
    LOGIN_FAULTS,
    OUTCOME,
    is_logged_in,
    limit,
    log_in,
    login_has_expired,
    login_hours,
    login_is_configured,
    may_check,
    may_publish,
    person,
    uploads_are_open,
)
from components.session.script_lock import without_script_lock
from components.session.trial import Rows, trial_findings
from components.session.uploads import offer_upload
from components.session.viewer import hold, options, rerun_app, selection, texts, today
from components.widgets.table import table_of
from components.words.phrases import escaped
from components.words.texts import Texts
from components.words.workbook import all_words
from data.dataset import Dataset, load, made
from data.selection import to_params
from data.upkeep.changes import Change, changes_between, large_removals
from data.upkeep.check import Report, check
from data.upkeep.reading import RefusedFile
from data.upkeep.store import MESSAGE_LENGTH, Overtaken, Store, Unconfirmed, Version, database_fault

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Rows of a list that are drawn; the file has them all.
_SHOWN_AT_MOST: Final = 50
#: Where the page keeps the report of the file that was uploaded last: its id, the version it was compared with, the report.
_REPORT: Final = "upkeep-report"
#: Where it keeps the newest values of official sources: the version they were compared with, the report, the workbook.
_OFFICIAL: Final = "upkeep-official"

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


def preview_banner() -> None:
    """Say on every page that the viewer sees a preview, and offer to end it."""
    word = st.session_state.get("preview", "")
    if not word:
        return
    t = texts()
    alive = previews.previewed(word) is not None
    with st.container(key="preview-banner", horizontal=True, vertical_alignment="center"):
        st.warning(t.t("preview.banner" if alive else "preview.over"), icon=":material/visibility:", width="stretch")
        st.button(t.t("preview.end"), key="preview-end", icon=":material/close:", on_click=_end_preview)


def _end_preview() -> None:
    previews.end(st.session_state.pop("preview", ""))


def _begin_preview(report: Report) -> None:
    assert report.cells is not None
    previews.end(st.session_state.get("preview", ""))
    st.session_state["preview"] = previews.begin(made(report.cells, "upload", published().version))


def upkeep() -> None:
    """Draw the steps of an update: workbook, check, preview, publication, versions."""
    t = texts()
    if told := st.session_state.pop("upkeep-told", ""):
        st.success(told, icon=":material/check_circle:")
    _login(t)
    _workbook(t)
    _check(t)
    versions = store()
    if versions and is_logged_in():
        _versions(versions, t)


def _login(t: Texts) -> None:
    if not login_is_configured():
        return
    # The URL names it once; it is kept here, so that a reload and a shared link do not show it again.
    fault = st.query_params.pop(OUTCOME, "")
    if fault in LOGIN_FAULTS:
        st.session_state["login-fault"] = fault
    if not is_logged_in():
        if login_has_expired():
            st.warning(t.n("upkeep.login_expired", login_hours()), icon=":material/lock_clock:")
        elif told := st.session_state.get("login-fault"):
            st.error(t.label("login_fault", told), icon=":material/no_accounts:")
    with st.container(horizontal=True, vertical_alignment="center"):
        if is_logged_in():
            address = str(st.user.get("email") or "")
            st.markdown(escaped(t.t("upkeep.logged_in", person=address)) if address else t.t("upkeep.logged_in_unnamed"))
            st.button(t.t("upkeep.logout"), key="upkeep-logout", on_click=st.logout)
        else:
            st.markdown(t.t("upkeep.login_note"))
            back = f"/data?{urlencode(to_params(selection(), options()), doseq=True)}"
            st.button(t.t("upkeep.login"), key="upkeep-login", icon=":material/login:", on_click=log_in, args=(back,))
    if is_logged_in() and (kept_by := limit()):
        st.info(t.label("limit", kept_by), icon=":material/info:")


def _workbook(t: Texts) -> None:
    st.header(t.t("upkeep.workbook"), anchor=False)
    st.markdown(t.t("upkeep.workbook_note"))
    facts = published()
    st.download_button(
        t.t("upkeep.workbook_file"),
        partial(upkeep_workbook, facts.cells, t, today(), facts.as_of, facts.version),
        file_name=file_name(t.t("upkeep.file"), selection(), t, today(), "xlsx"),
        mime=_XLSX,
        key="upkeep-workbook",
        icon=":material/download:",
        on_click="ignore",
    )


# Check


def _check(t: Texts) -> None:
    st.header(t.t("upkeep.check"), anchor=False)
    may = may_check()
    offer_upload(may)
    if not may:
        st.markdown(t.t("upkeep.check_rights" if uploads_are_open() else "upkeep.check_closed"))
        return
    # What is uploaded takes the place of what the official sources gave, and the other way round.
    file = st.file_uploader(t.t("upkeep.upload"), key="upkeep-file", on_change=st.session_state.pop, args=(_OFFICIAL, None))
    base = published()
    if st.session_state.get(_OFFICIAL, (base.version,))[0] != base.version:
        del st.session_state[_OFFICIAL]
    if refresh_is_configured():
        _refresh(base, t)
    if _OFFICIAL in st.session_state:
        _report(st.session_state[_OFFICIAL][1], base.version, t)
        return
    if file is None:
        st.session_state.pop(_REPORT, None)
        return
    if st.session_state.get(_REPORT, ("", 0, None))[:2] != (file.file_id, base.version):
        with st.spinner(t.t("upkeep.checking")), without_script_lock():
            try:
                outcome: Report | RefusedFile = check(file.getvalue(), base.cells, all_words())
            except RefusedFile as refused:
                outcome = refused
        st.session_state[_REPORT] = (file.file_id, base.version, outcome)
    outcome = st.session_state[_REPORT][2]
    if isinstance(outcome, RefusedFile):
        st.error(refusal(outcome, t), icon=":material/error:")
    else:
        _report(outcome, base.version, t)


def _refresh(base: Dataset, t: Texts) -> None:
    """Draw the button that asks the official sources; the result is checked as an uploaded workbook, which takes its place."""
    with st.container(horizontal=True, vertical_alignment="center"):
        asked = st.button(t.t("refresh.ask"), key="upkeep-refresh", icon=":material/sync:", help=t.t("refresh.ask_how"))
        if asked:
            try:
                with st.spinner(t.t("refresh.asking")), without_script_lock():
                    book, report = official_update(base, t)
            except Busy:
                st.warning(t.t("refresh.busy"), icon=":material/hourglass:")
                return
            st.session_state[_OFFICIAL] = (base.version, report, book)
        if _OFFICIAL in st.session_state:
            st.download_button(
                t.t("refresh.file"),
                st.session_state[_OFFICIAL][2],
                file_name=file_name(t.t("upkeep.file"), selection(), t, today(), "xlsx"),
                mime=_XLSX,
                key="upkeep-refreshed",
                icon=":material/download:",
                on_click="ignore",
            )


def _report(report: Report, base: int, t: Texts) -> None:
    said = sentence(report, t)
    if report.errors:
        st.error(said, icon=":material/error:")
    else:
        st.success(said, icon=":material/check_circle:")
    remarks = [finding for finding in report.findings if not finding.is_error]
    with st.container(key="upkeep-report"):
        if report.errors:
            st.subheader(t.t("report.problems"), anchor=False)
            _list(findings_table(report.errors, t), t.t("report.problems"), t)
        if report.changes:
            st.subheader(t.t("report.changes"), anchor=False)
            table_of(counts_table(report.changes, t), t.t("report.changes"), narrow=True)
            with st.expander(t.t("report.each"), key="upkeep-changes"):
                _list(changes_table(report.changes, t), t.t("report.each"), t)
        if remarks:
            with st.expander(t.n("report.remarks_n", len(remarks)), key="upkeep-remarks"):
                _list(findings_table(remarks, t), t.t("report.remarks"), t)
    with st.container(horizontal=True):
        st.download_button(
            t.t("report.file"),
            lambda: workbook(report_sheets(report, t), t.t("report.title"), today()),
            file_name=file_name(t.t("report.title"), selection(), t, today(), "xlsx"),
            mime=_XLSX,
            key="upkeep-report-file",
            icon=":material/download:",
            on_click="ignore",
        )
        if report.cells is not None and report.changes:
            st.button(t.t("preview.begin"), key="preview-begin", icon=":material/visibility:", on_click=_begin_preview, args=(report,))
    if report.cells is not None and report.changes and may_publish():
        _publish(report, base, t)


def _list(frame: pd.DataFrame, alt: str, t: Texts) -> None:
    shown = frame.head(_SHOWN_AT_MOST).map(lambda cell: escaped(str(cell)))
    table_of(shown, alt)
    if len(frame) > _SHOWN_AT_MOST:
        st.caption(t.t("report.more", n=t.number(len(frame) - _SHOWN_AT_MOST)))


# Publication


def _publish(report: Report, base: int, t: Texts) -> None:
    st.subheader(t.t("upkeep.publish"), anchor=False)
    removed = sum(change.kind == "removed" for change in report.changes)
    large = large_removals_in_words(large_removals(report.changes, published().cells), t)
    with st.form("upkeep-publish", border=True):
        message = st.text_input(t.t("upkeep.message"), max_chars=MESSAGE_LENGTH, placeholder=t.t("upkeep.message_example"))
        agreed = st.checkbox(t.n("upkeep.removed", removed)) if removed else True
        agreed_to_large = st.checkbox(t.t("upkeep.removed_many", tables=large)) if large else True
        sent = st.form_submit_button(t.t("upkeep.publish_now"), type="primary", icon=":material/publish:")
    if not sent:
        return
    if not message.strip():
        st.error(t.t("upkeep.no_message"), icon=":material/error:")
    elif not agreed:
        st.error(t.t("upkeep.not_agreed"), icon=":material/error:")
    elif not agreed_to_large:
        st.error(t.t("upkeep.not_agreed_many", tables=large), icon=":material/error:")
    else:
        assert report.cells is not None
        _write(report.cells, report.rows, base, message.strip(), t)


def _passes_trial(cells: Mapping[str, pd.DataFrame], rows: Rows, t: Texts) -> bool:
    """Return whether everything can be shown with ``cells``; draw what cannot."""
    present = published().cells
    with st.spinner(t.t("upkeep.trying")), without_script_lock():
        findings = trial_findings(cells, changes_between(present, cells), t.lang, rows)
    if findings:
        log.error("The new data cannot be published: %s", findings)
        st.error(t.t("upkeep.trial_failed"), icon=":material/error:")
        _list(findings_table(findings, t), t.t("report.problems"), t)
    return not findings


def _write(cells: Mapping[str, pd.DataFrame], rows: Rows, base: int, message: str, t: Texts) -> None:
    versions = store()
    # Rights may have changed since the form was drawn.
    if versions is None or not may_publish():
        st.error(t.t("upkeep.check_rights"), icon=":material/error:")
        return
    if not _passes_trial(cells, rows, t):
        return
    author = person()
    try:
        with st.spinner(t.t("upkeep.publishing")), without_script_lock():
            number = versions.publish(cells, base, author, message)
    except Overtaken as overtaken:
        st.error(t.t("upkeep.overtaken", number=overtaken.latest), icon=":material/error:")
        return
    except Unconfirmed:
        log.exception("It is open whether a version was published")
        st.warning(t.t("upkeep.unconfirmed"), icon=":material/database_off:")
        return
    except SQLAlchemyError as error:
        _tell_fault(error, "upkeep.not_published", t)
        return
    try:
        with without_script_lock():
            refresh()
    except SQLAlchemyError:
        # The version is published all the same; this server takes it up with its next look.
        log.exception("Version %s is published, but cannot be read yet", number)
    _end_preview()
    st.session_state.pop(_REPORT, None)
    st.session_state["upkeep-told"] = t.t("upkeep.published", number=number)
    rerun_app()


# Versions


def _tell_fault(error: SQLAlchemyError, message: str, t: Texts) -> None:
    """Show ``message`` with the fault of the database; the log has the whole error."""
    log.error("The database fails", exc_info=error)
    st.error(t.t(message, reason=t.label("database_fault", database_fault(error))), icon=":material/database_off:")


def _asked(ask: Callable[[], Answer], refused: str, t: Texts) -> Answer | None:
    """Return the result of ``ask``, which reads the database; if it fails, show the message ``refused`` and return None.

    Other viewers do not wait for it.
    """
    try:
        with st.spinner(t.t("versions.reading")), without_script_lock():
            return ask()
    except SQLAlchemyError as error:
        _tell_fault(error, refused, t)
        return None


def _name(version: Version | None, t: Texts) -> str:
    if version is None:
        return t.t("versions.delivered")
    return t.t("versions.name", number=version.number, date=t.date(version.made_at[:10]), message=version.message)


def _tables(versions: Store, number: int) -> Mapping[str, pd.DataFrame]:
    return versions.tables(number) if number else load().cells


def _version(key: str, label: str, numbers: Sequence[int], start: int, known: Mapping[int, Version], t: Texts) -> int:
    hold(key, numbers, numbers[start])
    return int(st.selectbox(label, numbers, format_func=lambda number: _name(known.get(number), t), key=key))


def _versions(versions: Store, t: Texts) -> None:
    st.header(t.t("versions.title"), anchor=False)
    listed = _asked(versions.versions, "versions.unreadable", t)
    if listed is None:
        return
    known = {version.number: version for version in listed}
    if not known:
        st.markdown(t.t("versions.none"))
        return
    numbers = [*known, 0]
    with st.container(horizontal=True, key="versions"):
        old = _version("versions-from", t.t("versions.from"), numbers, 1, known, t)
        new = _version("versions-to", t.t("versions.to"), numbers, 0, known, t)
    changes = _asked(lambda: changes_between(_tables(versions, old), _tables(versions, new)), "versions.unreadable", t)
    if changes is None:
        return
    _news(changes, t)
    if may_publish():
        _history(versions, known, t)


def _news(changes: list[Change], t: Texts) -> None:
    st.markdown(t.n("versions.changes", len(changes)) if changes else t.t("versions.equal"))
    if not changes:
        return
    table_of(counts_table(changes, t), t.t("report.changes"), narrow=True)
    listed = changes_table(changes, t)
    with st.expander(t.t("report.each"), key="versions-changes"):
        _list(listed, t.t("report.each"), t)
    st.download_button(
        t.t("versions.file"),
        lambda: workbook([Sheet(t.t("report.changes"), listed)], t.t("versions.news"), today()),
        file_name=file_name(t.t("versions.news"), selection(), t, today(), "xlsx"),
        mime=_XLSX,
        key="versions-file",
        icon=":material/download:",
        on_click="ignore",
    )


def _history(versions: Store, known: Mapping[int, Version], t: Texts) -> None:
    st.subheader(t.t("versions.history"), anchor=False)
    rows = [
        {
            t.t("versions.number"): str(version.number),
            t.t("versions.made_at"): t.t("versions.time", date=t.date(version.made_at[:10]), time=version.made_at[11:16]),
            t.t("versions.author"): escaped(version.author),
            t.t("versions.message"): escaped(version.message),
        }
        for version in known.values()
    ]
    table_of(pd.DataFrame(rows), t.t("versions.history"))
    latest = max(known)
    with st.form("versions-restore", border=True):
        others = [number for number in (*known, 0) if number != latest]
        number = _version("versions-number", t.t("versions.restore"), others, 0, known, t)
        sent = st.form_submit_button(t.t("versions.restore_now"), icon=":material/history:")
    if sent:
        message = t.t("versions.restored", name=_name(known.get(number), t))
        cells = _asked(lambda: _tables(versions, number), "upkeep.not_published", t)
        if cells is not None:
            _write(cells, {}, latest, message, t)
