"""The commands that need no window."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from bodymap.cli import FINDING, WELL, WrongUse, dump, folder_of, out, writable
from bodymap.composition import make_atlas, open_workspace, save_png, without_window

if TYPE_CHECKING:
    from bodymap.charting.chart import Chart
    from bodymap.charting.records import Visit
    from bodymap.workspace.workspace import Workspace


def run(arguments: Namespace) -> int:
    """Do the command that was asked for; the exit status. Raises WrongUse, RecordsFault, OSError."""
    return _COMMANDS[arguments.command](arguments)


def _demo(arguments: Namespace) -> int:
    from bodymap.workspace import invented

    folder: Path = arguments.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUse(f"{folder} is not empty; name a new folder for the invented patients.")
    with closing(open_workspace(folder, make_atlas(), create=True)) as workspace:
        invented.fill(workspace)
    out(f"Invented patients are in {folder}. Look at them with: --vault {folder}")
    return WELL


def _visits(arguments: Namespace) -> int:
    from bodymap.charting.wording import day

    with closing(open_workspace(folder_of(arguments), make_atlas(), create=False)) as workspace:
        visits = list(workspace.store.all_visits())
        counts = workspace.visits.mark_counts(visits)
        rows = []
        for visit in visits:
            patient = workspace.patients.get(visit.patient_id)
            rows.append(
                {
                    "id": visit.id,
                    "date": visit.date.isoformat(),
                    "patient_id": patient.id,
                    "patient": patient.name,
                    "therapist": workspace.practice.therapist_of(visit.therapist_id).name,
                    "status": visit.status.value,
                    "marks": counts.get(visit.id, 0),
                    "plan_id": visit.plan_id,
                }
            )
    if arguments.json:
        dump(rows)
        return WELL
    for visit, row in zip(visits, rows, strict=True):
        out(
            f"{row['id']}  {day(visit.date):>11}  {row['status']:<6}  {row['marks']:>3} marks  {row['patient']}"
        )
    if not rows:
        out("There are no visits in these records yet.")
    return WELL


def visit_named(workspace: Workspace, name: str) -> Visit:
    """The visit of that id, or the newest for "last". Raises WrongUse in a sentence."""
    if name == "last":
        newest = workspace.visits.last()
        if newest is None:
            raise WrongUse("There are no visits in these records yet.")
        return newest
    try:
        return workspace.visits.get(name)
    except KeyError:
        raise WrongUse("There is no visit with that id; `visits` lists them.") from None


def _chart(arguments: Namespace) -> int:
    file = writable(arguments.pdf)
    atlas = make_atlas()
    with closing(open_workspace(folder_of(arguments), atlas, create=False)) as workspace:
        chart: Chart = workspace.visits.chart(visit_named(workspace, arguments.visit).id)
    without_window()
    from bodymap.drawing.chart_pages import lay_out
    from bodymap.drawing.pages import write_pdf

    write_pdf(lay_out(chart, atlas, paper=arguments.paper, ink=arguments.ink), file)
    out(f"The chart is in {file}.")
    return WELL


def _picture(arguments: Namespace) -> int:
    file = writable(arguments.file)
    if file.suffix.lower() not in (".png", ".svg"):
        raise WrongUse("A picture is a .png or a .svg file.")
    atlas = make_atlas()
    with closing(open_workspace(folder_of(arguments), atlas, create=False)) as workspace:
        chart = workspace.visits.chart(visit_named(workspace, arguments.visit).id)
    without_window()
    from bodymap import whole_file
    from bodymap.drawing.picture import as_png, as_svg, lay_out_picture

    page = lay_out_picture(chart, atlas, name=arguments.name, ink=arguments.ink)
    whole_file.write(file, as_svg(page) if file.suffix.lower() == ".svg" else as_png(page))
    out(f"The picture is in {file}.")
    return WELL


def _handout(arguments: Namespace) -> int:
    file = writable(arguments.pdf)
    atlas = make_atlas()
    with closing(open_workspace(folder_of(arguments), atlas, create=False)) as workspace:
        visit = visit_named(workspace, arguments.visit)
        handout = workspace.handouts.named(arguments.text)
        if handout is None:
            names = ", ".join(one.name for one in workspace.handouts.all())
            raise WrongUse(f"There is no handout of that name; there are: {names}.")
        chart = workspace.visits.chart(visit.id)
        text = workspace.handouts.filled(handout.text, visit.id)
    without_window()
    from bodymap.drawing.handout_pages import lay_out_handout
    from bodymap.drawing.pages import write_pdf

    write_pdf(lay_out_handout(text, chart, atlas, paper=arguments.paper, ink=arguments.ink), file, "Handout")
    out(f"The handout is in {file}.")
    return WELL


def _patient(workspace: Workspace, text: str) -> str:
    """The id of the patient with that id or clinic id. Raises KeyError, WrongUse."""
    from bodymap.charting.faults import Refused

    try:
        return workspace.patients.called(text).id
    except Refused as refused:
        raise WrongUse(refused.sentence) from None


def _report(arguments: Namespace) -> int:
    file = writable(arguments.pdf)
    if not arguments.of and not arguments.plan:
        raise WrongUse("Say of what: --of with a patient's id, or --plan with a plan's id or last.")
    atlas = make_atlas()
    with closing(open_workspace(folder_of(arguments), atlas, create=False)) as workspace:
        plan_id = arguments.plan
        try:
            patient_id = _patient(workspace, arguments.of) if arguments.of else ""
            if plan_id == "last":
                newest = workspace.reports.newest_plan(patient_id)
                if newest is None:
                    raise WrongUse("There is no treatment plan in these records yet.")
                plan_id = newest.id
            if plan_id and not patient_id:
                patient_id = workspace.plans.get(plan_id).patient_id
            report = workspace.reports.report(patient_id, plan_id, discharge=arguments.discharge)
        except KeyError:
            raise WrongUse("There is no such patient or plan; `visits --json` names them.") from None
    if not report.progress.stops:
        raise WrongUse("There is no visit to report on.")
    without_window()
    from bodymap.drawing.pages import write_pdf
    from bodymap.drawing.report_pages import lay_out_report

    write_pdf(lay_out_report(report, atlas, paper=arguments.paper, ink=arguments.ink), file, report.kind)
    out(f"The report is in {file}.")
    return WELL


def _charts(arguments: Namespace) -> int:
    file = writable(arguments.pdf)
    with closing(open_workspace(folder_of(arguments), make_atlas(), create=False)) as workspace:
        without_window()
        from bodymap.drawing.files import write_file
        from bodymap.ui.chart_files import day_file, patient_file

        paper, ink = arguments.paper, arguments.ink
        if arguments.of:
            try:
                front, parts = patient_file(workspace, _patient(workspace, arguments.of), paper, ink)
            except KeyError:
                raise WrongUse(
                    "There is no patient with that id or clinic id; `visits --json` names them."
                ) from None
        else:
            front, parts = day_file(workspace, arguments.day, paper, ink)
        if not parts:
            raise WrongUse("There is no visit to print.")
        pages = write_file(front, parts, file, paper=paper, ink=ink)
    out(f"{len(parts)} {'chart' if len(parts) == 1 else 'charts'}, {pages} pages, are in {file}.")
    return WELL


def _export(arguments: Namespace) -> int:
    from bodymap import whole_file

    file = writable(arguments.text or arguments.json)
    with closing(open_workspace(folder_of(arguments), make_atlas(), create=False)) as workspace:
        tidy = workspace.tidy
        try:
            patient_id = _patient(workspace, arguments.patient)
            whole = tidy.text(patient_id) if arguments.text else tidy.json(patient_id)
        except KeyError:
            raise WrongUse(
                "There is no patient with that id or clinic id; `visits --json` lists them."
            ) from None
    whole_file.write(file, whole.encode())
    out(f"The patient's whole record is in {file}. It is not encrypted.")
    return WELL


def _atlas(arguments: Namespace) -> int:
    atlas = make_atlas()
    if arguments.verb == "export":
        from bodymap.exchange.geojson import write_atlas

        regions = write_atlas(atlas, writable(arguments.file))
        out(f"{regions} regions are in {arguments.file}.")
        return WELL
    if arguments.verb == "pdf":
        file = writable(arguments.file)
        without_window()
        from bodymap.drawing.atlas_pages import lay_out_atlas
        from bodymap.drawing.pages import write_pdf

        pages = lay_out_atlas(atlas, paper=arguments.paper, ink=arguments.ink)
        write_pdf(pages, file, "Muscle atlas")
        out(f"The atlas, {len(pages)} pages, is in {file}.")
        return WELL
    if arguments.plate not in atlas.plate_ids:
        raise WrongUse(f"There is no plate {arguments.plate}; there are: {', '.join(atlas.plate_ids)}.")
    plate = atlas.plate(arguments.plate)
    if arguments.layer not in plate.layers:
        raise WrongUse(f"The plate {plate.id} has the layers {', '.join(map(str, sorted(plate.layers)))}.")
    if arguments.verb == "render":
        file = writable(arguments.png)
        without_window()
        from bodymap.drawing.images import render_plate
        from bodymap.drawing.inks import ink_named

        image = render_plate(plate, arguments.layer, ink_named(arguments.ink), arguments.height)
        save_png(image, file)
        out(f"The picture is in {file}.")
        return WELL
    hit = atlas.at(arguments.plate, arguments.layer, arguments.u, arguments.v)
    if hit.region is None:
        out(f"{hit.tissue or 'skin'} {hit.side}" if hit.on_body else "nothing")
        return WELL if hit.on_body else FINDING
    level = atlas.level(plate.id, arguments.v, hit.region.muscle)
    out(" ".join(part for part in (hit.region.muscle or hit.region.name, hit.region.side, level) if part))
    return WELL


def _check(arguments: Namespace) -> int:
    from bodymap.store.check import check

    findings = check(folder_of(arguments))
    if arguments.json:
        dump({"findings": [{"kind": finding.kind, "sentence": finding.sentence} for finding in findings]})
    else:
        for finding in findings:
            out(finding.sentence)
        if not findings:
            out("The records are sound: the database, every record and the audit's chain.")
    return FINDING if findings else WELL


_COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "demo": _demo,
    "visits": _visits,
    "chart": _chart,
    "charts": _charts,
    "picture": _picture,
    "handout": _handout,
    "report": _report,
    "atlas": _atlas,
    "export": _export,
    "check": _check,
}
