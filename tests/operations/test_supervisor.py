"""Children are kept alive, and a child that cannot live ends everything with its last words."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from operations import broker
from operations.supervisor import Child, KeepsDying, Supervisor

ROOT = Path(__file__).resolve().parents[2]
SLEEPS = [sys.executable, "-c", "import time; time.sleep(600)"]


@pytest.fixture
def supervisor(tmp_path):
    said = []
    made = Supervisor(home=tmp_path, folder=tmp_path, say=said.append)
    made.said = said
    yield made
    made.stop()


def until(supervisor, happened, seconds=30):
    end = time.monotonic() + seconds
    supervisor.watch(until=lambda: happened() or time.monotonic() > end)
    assert happened()


def test_a_killed_child_is_started_again(supervisor):
    mended = []
    child = Child("worker", SLEEPS, before_restart=lambda: mended.append(1))
    supervisor.start(child)
    first = child.process.pid

    os.kill(first, signal.SIGKILL)
    until(supervisor, lambda: child.process is not None and child.process.pid != first)

    assert child.process.poll() is None
    assert mended == [1]
    assert "worker ended (killed by SIGKILL); starting it again" in supervisor.said


def test_a_child_that_keeps_dying_ends_everything_with_its_last_words(supervisor, monkeypatch):
    monkeypatch.setattr("operations.supervisor.LONGEST_WAIT", 0.01)
    supervisor.start(Child("web", [sys.executable, "-c", "print('no such file'); raise SystemExit(3)"]))

    with pytest.raises(KeepsDying, match="no such file"):
        supervisor.watch()


def test_a_line_that_would_only_frighten_is_kept_and_not_said(supervisor):
    speaks = "import time; print('tune your kernel', flush=True); print('here', flush=True); time.sleep(600)"
    child = Child("broker", [sys.executable, "-c", speaks], unsaid=("tune your",))
    supervisor.start(child)

    until(supervisor, lambda: "broker | here" in supervisor.said)

    assert not any("kernel" in line for line in supervisor.said)
    assert list(child.last_words) == ["tune your kernel", "here"]


def test_stop_ends_all_and_kills_who_does_not_go(supervisor):
    stubborn = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('here', flush=True); time.sleep(600)"
    )
    polite, rude = Child("polite", SLEEPS), Child("rude", [sys.executable, "-c", stubborn], grace=0.2)
    supervisor.start(polite, rude)
    until(supervisor, lambda: "rude   | here" in supervisor.said)

    supervisor.stop()

    assert polite.process.returncode == -signal.SIGTERM
    assert rude.process.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel does this on Linux")
def test_children_die_with_a_killed_supervisor(tmp_path):
    program = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from operations.supervisor import Child, Supervisor
made = Supervisor(home=Path("."), folder=Path({str(tmp_path)!r}), say=lambda line: None)
child = Child("x", {SLEEPS!r})
made.start(child)
print(child.process.pid, flush=True)
made.watch()
"""
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()

    end = time.monotonic() + 10
    while is_alive(child) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_alive(child)


def is_alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_busy_port_is_a_sentence(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"Port {port} is taken by another program.*make run PORT={port + 1}"):
            call_command("up", port=port, host="127.0.0.1")


def test_a_second_portal_in_the_same_folder_is_refused(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    with (tmp_path / "up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(CommandError, match="already runs in this folder"):
            call_command("up", port=1, host="127.0.0.1")


def test_the_embedded_broker_is_private(tmp_path):
    import redis

    folder = tmp_path / "with a space"
    command, url = broker.prepare(folder)
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 20
        while True:
            try:
                with redis.Redis.from_url(url) as client:
                    client.ping()
                    said = client.config_get("appendonly", "maxmemory-policy", "bind")
                break
            except redis.ConnectionError:
                assert time.monotonic() < end
                time.sleep(0.05)
        stranger = redis.Redis.from_url(f"redis://{url.split('@')[1]}")
        with stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()
    finally:
        server.terminate()
        server.wait()

    assert said == {"appendonly": "yes", "maxmemory-policy": "noeviction", "bind": "127.0.0.1"}
    assert (folder / "broker.conf").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
