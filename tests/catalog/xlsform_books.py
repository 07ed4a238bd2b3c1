"""Workbooks made on the spot, in every format that forms come in."""

import io
import zipfile

import openpyxl
import xlwt

YES_NO = [["list_name", "name", "label"], ["yn", "yes", "Yes"], ["yn", "no", "No"]]


def book(survey, choices=None, settings=None, **others):
    sheets = {"survey": survey}
    if choices:
        sheets["choices"] = choices
    if settings:
        sheets["settings"] = settings
    return {**sheets, **others}


def xlsx(sheets):
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def xls(sheets):
    workbook = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = workbook.add_sheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write(at, column, cell)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def markdown(sheets):
    lines = []
    for name, rows in sheets.items():
        lines.append(f"| {name} |")
        lines += ["| | " + " | ".join("" if cell is None else str(cell) for cell in row) + " |" for row in rows]
    return ("\n".join(lines) + "\n").encode()


def csv(sheets, comma=","):
    lines = []
    for name, rows in sheets.items():
        lines.append(name + comma)
        lines += [comma.join(["", *("" if cell is None else f'"{cell}"' for cell in row)]) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def archive(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()
