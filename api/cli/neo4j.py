"""`huibi neo4j start`, `stop` and `status`: the graph database beside the ledger."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from api.cli.screen import answer, answer_json, progress, remark
from api.cli.workplace import settings
from api.neo4j_server import Standing, jars_folder, local_server, standing, start
from graph.neo4j.launch import Wish
from graph.neo4j.machine import Memory, memory_for, memory_here
from graph.neo4j.server import USER

if TYPE_CHECKING:
    from pathlib import Path


def start_command(
    *,
    port: int | None,
    heap: int | None,
    page_cache: int | None,
    browser: bool,
    ledger: Path | None,
    as_json: bool,
) -> None:
    """Start the server, or say where it runs already."""
    usual = memory_for(memory_here())
    memory = Memory(heap=heap or usual.heap, page_cache=page_cache or usual.page_cache)
    path = ledger or settings().ledger
    if not jars_folder(settings().neo4j_jars).is_dir():
        remark("Neo4j is fetched through Maven, once: about 120 MB")
    wish = Wish(port=port, memory=memory, has_browser=browser)
    with progress("Neo4j") as advance:
        state = start(path, settings(), wish, advance)
    if state.note:
        remark(f"note: {state.note}")
    if as_json:
        answer_json(_report(standing(path, settings())))
        return
    home = local_server(path, settings()).home
    answer(f"Neo4j {state.version} 已启动 running: {state.uri}")
    if state.browser:
        answer(f"浏览器页面 Neo4j Browser: {state.browser}")
    answer(f"用户 user: {USER}")
    answer(f"密码 password: {home.password_file}（仅本人可读 readable by you only）")
    answer("停止 stop: huibi neo4j stop")


def stop_command(*, ledger: Path | None, as_json: bool) -> None:
    """Stop the server, or say that none was running."""
    was_running = local_server(ledger or settings().ledger, settings()).stop()
    if as_json:
        answer_json({"was_running": was_running, "running": False})
    elif was_running:
        answer("Neo4j 已停止 stopped；数据保留 its data stay")
    else:
        answer("Neo4j 未在运行 was not running")


def status_command(*, ledger: Path | None, as_json: bool) -> None:
    """Say how Neo4j stands; a server that does not run is an answer, not a fault."""
    found = standing(ledger or settings().ledger, settings())
    if as_json:
        answer_json(_report(found))
        return
    answer(f"Neo4j {_word(found)}" + (f": {found.uri}" if found.uri else ""))
    for label, value in (
        ("浏览器页面 Neo4j Browser", found.browser),
        ("版本 version", found.version),
        ("进程 process", str(found.pid) if found.pid else ""),
        ("数据 data", found.data),
        ("日志 log", found.log),
        ("用户 user", settings().neo4j_user if not found.is_local else USER),
        ("密码文件 password file", found.password_file),
        ("投影 projection", _projection(found)),
    ):
        if value and found.is_configured:
            answer(f"  {label}: {value}")
    if found.trouble:
        remark(f"note: {found.trouble}")
    if not found.is_configured:
        answer("  启动 start: huibi neo4j start")


def _word(found: Standing) -> str:
    if not found.is_configured:
        return "未设置 not set up"
    if found.is_answering:
        return "运行中 running"
    if not found.is_running:
        return "未运行 not running" if found.is_local else "无应答 not answering"
    return "无应答 running, not answering" if found.trouble else "启动中 starting"


def _projection(found: Standing) -> str:
    if not found.is_answering:
        return ""
    if found.applied is None:
        return "无 none yet (huibi neo4j sync)"
    if found.is_current:
        return f"数据序号 sequence {found.applied}，最新 current"
    if found.applying is not None:
        return (
            f"数据序号 sequence {found.applied}，正在更新至 on its way to {found.applying}"
            " (huibi neo4j sync)"
        )
    return (
        f"数据序号 sequence {found.applied}，落后于台账 not what the ledger says ({found.head})"
        " (huibi neo4j sync)"
    )


def _report(found: Standing) -> dict[str, Any]:
    return asdict(found) | {"is_current": found.is_current}
