"""What would be reached if something were open: a listener that counts, a plugin that answers."""

import socket
import subprocess
import threading
import zipfile
from contextlib import contextmanager, suppress
from pathlib import Path

LOOPBACK = {"0100007F", "0000000000000000FFFF00000100007F"}
"""127.0.0.1 as the kernel's tables write it, alone and inside IPv6."""

_PLUGIN = """
package canary;
public class Canary {
    @org.neo4j.procedure.UserFunction("canary.answer")
    public String answer() { return "loaded"; }
}
"""


class Listener:
    """Counts connections to a port of the loopback interface."""

    def __init__(self):
        self.connections = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]

    def serve(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()

    def close(self):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@contextmanager
def listener():
    made = Listener()
    thread = threading.Thread(target=made.serve, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.close()
        thread.join(timeout=5)


def listening(pid):
    """Where a process listens: pairs of the kernel's hexadecimal address and the port."""
    own = set()
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            own.add(str(entry.readlink()))
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            cells = line.split()
            if cells[3] == "0A" and f"socket:[{cells[9]}]" in own:
                address, _, port = cells[1].rpartition(":")
                found.add((address, int(port, 16)))
    return found


def write_plugin(folder, jars, scratch):
    """Compile a function of a plugin into a folder."""
    scratch.mkdir()
    (scratch / "Canary.java").write_text(_PLUGIN)
    words = ["javac", "-proc:none", "-cp", f"{jars}/*", "-d", str(scratch)]
    subprocess.run([*words, str(scratch / "Canary.java")], check=True)
    with zipfile.ZipFile(folder / "canary.jar", "w") as jar:
        jar.write(scratch / "canary" / "Canary.class", "canary/Canary.class")
