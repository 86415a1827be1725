"""The empty workbook that clerks fill in."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from graph.ontology.tables import TABLES, Cell
from loaders.headers import columns_of

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from graph.ontology.tables import Column, Table

_ROWS = 5_000
"""Rows below the header that are formatted as text and offer the choices."""
_WORDS = {
    Cell.TEXT: "text 文本",
    Cell.ID: "id, leading zeros kept 编号，保留前导零",
    Cell.DATE: "date 日期: 2020, 2020-05, 2020-05-01, 2020年5月1日, 20200501",
    Cell.MONEY: "money in yuan, up to two decimals 金额（元）, or 38.5万元",
    Cell.NUMBER: "number 数字",
    Cell.SHARE: "share 0–1, or 30% 比例",
    Cell.INTEGER: "whole number 整数",
    Cell.BOOLEAN: "true/false 是/否",
    Cell.CHOICE: "one of a list 从列表选择",
    Cell.ID_NUMBER: "identity number of 18 digits 公民身份号码",
    Cell.CREDIT_CODE: "credit code of 18 characters 统一社会信用代码",
    Cell.RELATION: "what the relative is to the person: father, 母亲, 舅舅 … 亲属是本人的什么人",
    Cell.WORDS: "a;b",
}
_INTRODUCTION = (
    "回避数据模板 · Huibi data template",
    "每张表一个工作表，不需要的可以留空。One sheet a table; leave empty what you do not have.",
    "带 * 的列必填。Columns marked * must be filled in.",
    "所有单元格均为文本格式，请勿改为数字。All cells are text: do not turn them into numbers.",
    "kin 表读作：relative 是 person 的 relation。The relative is the relation of the person.",
)


def write_template(path: Path) -> None:
    """Write a workbook with an empty sheet for every table, all of its cells formatted as text."""
    book = openpyxl.Workbook()
    _explain(book.active)
    for table in TABLES:
        _fill(book.create_sheet(table.name), table)
    packed = BytesIO()  # saving to a full disk would leave openpyxl's archive half-closed
    book.save(packed)
    path.write_bytes(packed.getvalue())


def header_of(column: Column) -> str:
    """Return the bilingual header of a column, which the readers take back."""
    label = f"{column.zh[0]} {column.name}" if column.zh else column.name
    return f"{label} *" if column.required else label


def _explain(sheet: Worksheet) -> None:
    sheet.title = "说明"
    for line in _INTRODUCTION:
        sheet.append([line])
    sheet.append([])
    sheet.append(["table 表", "column 列", "required 必填", "what it holds 内容", "words 可选值"])
    for table in TABLES:
        for column in columns_of(table):
            words = "; ".join(f"{word} {'/'.join(zh)}".strip() for word, zh in column.choices)
            sheet.append(
                [
                    f"{table.name} {table.zh[0]}",
                    f"{column.name} {'/'.join(column.zh)}",
                    "*" if column.required else "",
                    _WORDS[column.cell],
                    words,
                ]
            )
    sheet["A1"].font = Font(bold=True, size=14)
    for letter, width in zip("ABCDE", (24, 32, 12, 60, 80), strict=True):
        sheet.column_dimensions[letter].width = width


def _fill(sheet: Worksheet, table: Table) -> None:
    for position, column in enumerate(columns_of(table), start=1):
        letter = get_column_letter(position)
        sheet.column_dimensions[letter].number_format = "@"
        sheet.column_dimensions[letter].width = 18
        cell = sheet.cell(1, position, header_of(column))
        cell.font = Font(bold=True)
        cell.number_format = "@"
        cell.comment = Comment(_WORDS[column.cell], "huibi")
        for row in range(2, 102):
            sheet.cell(row, position).number_format = "@"
        if column.choices:
            _offer(sheet, letter, column)
    sheet.freeze_panes = "A2"


def _offer(sheet: Worksheet, letter: str, column: Column) -> None:
    words = ",".join(word for word, _ in column.choices)
    offer = DataValidation(
        type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=False
    )
    offer.add(f"{letter}2:{letter}{_ROWS}")
    sheet.add_data_validation(offer)
