"""A `java` that keeps the launcher's promises without being one: for starts that must be quick.

`write_java(folder, version=…, has_compiler=…, behaviour=…)` puts it there; behaviours: `serve`,
`fail`, `die`, `silent` (never ready), `deaf` (ready, and ends only when made to).
"""

import sys

_TEXT = """#!{python}
import os, pathlib, signal, socket, sys, time
words = sys.argv[1:]
if words == ["--list-modules"]:
    print("java.base@{version}" + ("\\njdk.compiler@{version}" if {has_compiler} else ""))
    sys.exit()
home = pathlib.Path(words[words.index("serve") + 1])
def say(line):
    part = home / "state.part"
    part.write_text(line + "\\n")
    part.replace(home / "state")
def end(*_):
    with (home / "ends").open("a") as file:
        file.write("asked\\n")
    if "{behaviour}" != "deaf":
        sys.exit()
signal.signal(signal.SIGTERM, end)
if "{behaviour}" == "die":
    sys.exit("error: something fell over")
say(f"starting {{os.getpid()}}")
with (home / "starts").open("a") as file:
    file.write(f"{{os.getpid()}}\\n")
if "{behaviour}" == "fail":
    say(f"failed {{os.getpid()}} {why}")
    sys.exit(1)
time.sleep({delay})
if "{behaviour}" != "silent":
    conf = (home / "conf" / "neo4j.conf").read_text()
    wanted = int(conf.split("server.bolt.listen_address=127.0.0.1:")[1].split()[0])
    listening = socket.create_server(("127.0.0.1", wanted))
    say(f"ready {{os.getpid()}} {{listening.getsockname()[1]}} 0")
while True:
    time.sleep(60)
"""


def write_java(
    folder, *, version="17.0.1", has_compiler=True, behaviour="serve", why="", delay=0.0
):
    folder.mkdir(exist_ok=True)
    java = folder / "java"
    java.write_text(
        _TEXT.format(
            python=sys.executable,
            version=version,
            has_compiler=has_compiler,
            behaviour=behaviour,
            why=why,
            delay=delay,
        )
    )
    java.chmod(0o755)
    return java
