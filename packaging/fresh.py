"""The proof of the two commands: `make run` and `make test` on a Debian 12 that has never seen BodyMap.

A debootstrap minimal system with python3, python3-venv and make only; a clone of HEAD; an empty environment.
Then `make run` again as an ordinary user without a network. The pictures and the PDF's text are checked.

Standard library only. Needs root and debootstrap. All mounts are made in a mount namespace of this run's own,
which the kernel takes down with its last process, however that ends: the host never sees one.

The system reaches the package registries the way this machine does: pip's network settings, the certificates
they name, the proxies and the resolver are read from the host and handed on, where there are any.
"""

from __future__ import annotations

import argparse
import ast
import os
import platform
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

CHECKOUT = Path(__file__).resolve().parent.parent
RELEASE = "bookworm"
PACKAGES = "python3,python3-venv,make,ca-certificates"
HOME_OF_CLONE = "/srv/bodymap"
USER = 1000
PICTURE_SIZE = (1366, 768)
CHART_SAYS = ("Page 1 of", "right", "needle")

PROXIES = ("http_proxy", "https_proxy", "no_proxy", "all_proxy")
# What pip may be told about the network; where to install, or what to prefer, stays the bootstrap's business.
PIP_NETWORK = {
    "index-url",
    "extra-index-url",
    "find-links",
    "no-index",
    "trusted-host",
    "proxy",
    "cert",
    "client-cert",
    "timeout",
    "default-timeout",
    "retries",
}


class NotProven(Exception):
    """A step failed, or this machine cannot run the proof; its text says which."""


def main() -> int:
    """Run the proof; 0 when everything held."""
    parser = argparse.ArgumentParser(prog="make fresh", description=__doc__.split("\n")[0])
    parser.add_argument("--source", type=Path, default=CHECKOUT, help="the repository whose HEAD is proven")
    parser.add_argument("--keep", type=Path, help="copy the pictures and the PDF into this folder")
    parser.add_argument("--no-test", action="store_true", help="leave out make test")
    parser.add_argument(
        "--only", default="", help="the tests that make test runs there (all of them unless said)"
    )
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    try:
        if options.inside is not None:
            _prove(options.inside, with_test=not options.no_test, only=options.only)
            return 0
        return _outside(options)
    except NotProven as failure:
        print(f"fresh: {failure}", file=sys.stderr)
        return 1


# On the host ----------------------------------------------------------------------------------------------


def _outside(options: argparse.Namespace) -> int:
    """Unpack the minimal system, put the clone in, and go on inside namespaces."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        raise NotProven("make fresh builds a Debian system of its own, which needs root on Linux.")
    _debootstrap_there()
    if subprocess.call(["unshare", "--mount", "--net", "true"], stderr=subprocess.DEVNULL):
        raise NotProven("this machine allows no namespaces (unshare --mount --net failed), not even to root.")
    base = _minimal_system()
    system = Path(tempfile.mkdtemp(prefix="bodymap-fresh-"))
    try:
        # mkdtemp's 0700 would be the mode of the system's "/", which its ordinary user could not enter.
        system.chmod(0o755)
        _step("unpack", ["tar", "-C", str(system), "-xf", str(base)])
        clone = system / HOME_OF_CLONE.lstrip("/")
        _step("clone", ["git", "clone", "--quiet", "--no-hardlinks", str(options.source), str(clone)])
        again = [sys.executable, str(Path(__file__).resolve()), "--inside", str(system)]
        if options.no_test:
            again.append("--no-test")
        if options.only:
            again += ["--only", options.only]
        # --kill-child: what a killed run has started dies with it, and the mounts with that.
        namespaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private"]
        code = subprocess.call([*namespaces, *again], stdin=subprocess.DEVNULL)
        if options.keep is not None and (clone / "demo").is_dir():
            options.keep.mkdir(parents=True, exist_ok=True)
            for file in (clone / "demo").glob("*.p*"):
                if file.is_file():
                    shutil.copy(file, options.keep)
        return code
    finally:
        shutil.rmtree(system, ignore_errors=True)


def _debootstrap_there() -> None:
    for program in ("debootstrap", "git", "unshare"):
        if shutil.which(program) is None:
            package = {"unshare": "util-linux"}.get(program, program)
            line = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
            if shutil.which("apt-get") is None:
                raise NotProven(f"{program} is missing; on Debian or Ubuntu: {' '.join(line)}")
            quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            subprocess.call(["apt-get", "update", "-qq"], env=quiet, stdout=subprocess.DEVNULL)
            if subprocess.call(line, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL):
                raise NotProven(f"{program} is missing and could not be installed: {' '.join(line)}")


def _minimal_system() -> Path:
    """The tarball of the minimal system, kept in the cache because it takes a minute to make."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "bodymap-fresh"
    cache.mkdir(parents=True, exist_ok=True)
    tarball = cache / f"{RELEASE}-{platform.machine()}.tar"
    if tarball.is_file():
        return tarball
    with tempfile.TemporaryDirectory(prefix="bodymap-debootstrap-") as folder:
        tree = Path(folder) / "system"
        command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", RELEASE, str(tree)]
        mirror = _mirror()
        if mirror:
            command.append(mirror)
        log = cache / "debootstrap.log"
        with log.open("wb") as out:
            _step("debootstrap", command, stdout=out, stderr=out, hint=f"see {log}")
        half = tarball.with_suffix(f".{os.getpid()}")
        _step("pack", ["tar", "-C", str(tree), "-cf", str(half), "."])
        half.rename(tarball)
    return tarball


def _mirror() -> str | None:
    """The mirror this machine takes the same release from; without one debootstrap knows Debian's."""
    try:
        out = subprocess.run(
            ["apt-get", "indextargets", "--format", "$(CODENAME) $(COMPONENT) $(REPO_URI)"],
            capture_output=True,
            text=True,
        ).stdout
    except OSError:
        return None
    for line in out.splitlines():
        codename, component, uri = [*line.split(maxsplit=2), "", "", ""][:3]
        if codename == RELEASE and component == "main" and uri.startswith("http"):
            return uri
    return None


# Inside the namespaces ------------------------------------------------------------------------------------


def _prove(system: Path, with_test: bool, only: str) -> None:
    _mount(system)
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", **_hand_on(system)}
    clone = system / HOME_OF_CLONE.lstrip("/")

    make = ["make", "--no-print-directory", "-C", HOME_OF_CLONE]
    _step("make run", _inside(system, environment, [*make, "run"]), limit=400)
    _look_at_pictures(clone / "demo")
    if with_test:
        # On all cores, as without a choice: the time of CI is short.
        words = [f"ARGS=-n auto --dist worksteal -q {only}"] if only else []
        _step("make test", _inside(system, environment, [*make, "test", *words]), limit=900)
    else:
        _step(
            "make test (collected)", _inside(system, environment, [*make, "test", "ARGS=--co -q"]), limit=400
        )
    _read_chart(clone / "demo" / "chart.pdf", system, environment)

    offline = {"PATH": environment["PATH"], "HOME": f"/home/{USER}"}
    (system / "home" / str(USER)).mkdir()
    os.chown(system / "home" / str(USER), USER, USER)

    def alone(*words: str) -> list[str]:
        return ["unshare", "--net", *_inside(system, offline, [*make, *words], user=USER)]

    _step("make run, unprivileged, no network", alone("run"), limit=120)
    folders = sorted((system / "tmp").glob("bodymap-demo-*"))
    if not folders:
        raise NotProven("the unprivileged `make run` said it was well but left no folder in /tmp")
    _look_at_pictures(folders[-1])
    _read_chart(folders[-1] / "chart.pdf", system, environment)
    collect = alone("test", "ARGS=--co -q")
    _step("make test, unprivileged, no network (collected)", collect, limit=120, quiet=True)
    print("fresh: all held.", flush=True)


def _mount(system: Path) -> None:
    """The system's own /proc and /dev; gone with this namespace."""
    _step("mount /proc", ["mount", "-t", "proc", "proc", str(system / "proc")])
    dev = system / "dev"
    _step("mount /dev", ["mount", "-t", "tmpfs", "-o", "mode=755", "dev", str(dev)])
    for name in ("null", "zero", "full", "random", "urandom", "tty"):
        (dev / name).touch()
        _step(f"mount /dev/{name}", ["mount", "--bind", f"/dev/{name}", str(dev / name)])
    for name in ("shm", "pts"):
        (dev / name).mkdir()
    _step("mount /dev/shm", ["mount", "-t", "tmpfs", "-o", "mode=1777", "shm", str(dev / "shm")])
    pts = ["mount", "-t", "devpts", "-o", "newinstance,ptmxmode=0666", "devpts", str(dev / "pts")]
    if subprocess.call(pts, stderr=subprocess.DEVNULL) == 0:
        (dev / "ptmx").symlink_to("pts/ptmx")
    for name, target in (("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")):
        (dev / name).symlink_to(target)


def _hand_on(system: Path) -> dict[str, str]:
    """Give the system this machine's way to the registries; the proxy variables for its environment."""
    for name in ("resolv.conf", "hosts"):
        source, target = Path("/etc") / name, system / "etc" / name
        target.unlink(missing_ok=True)
        if source.exists():
            shutil.copyfile(source, target)

    apt = subprocess.run(["apt-config", "dump"], capture_output=True, text=True).stdout
    wanted = (
        "Acquire::http::Proxy",
        "Acquire::https::Proxy",
        "Acquire::https::CAInfo",
        "Acquire::Check-Valid-Until",
    )
    lines = [line for line in apt.splitlines() if line.lower().startswith(tuple(w.lower() for w in wanted))]
    (system / "etc/apt/apt.conf.d/99host").write_text("".join(f"{line}\n" for line in lines))

    sections: dict[str, dict[str, str]] = {}
    for section, key, value in _pip_settings():
        sections.setdefault(section, {})[key] = value
        for word in value.split():
            _show(system, word)
    text = ""
    for section, pairs in sections.items():
        text += f"[{section}]\n"
        for key, value in pairs.items():
            text += f"{key} = " + "\n    ".join(value.split()) + "\n"
    if text:
        (system / "etc/pip.conf").write_text(text)

    handed = {}
    for name in PROXIES:
        for spelt in (name, name.upper()):
            if os.environ.get(spelt):
                handed[spelt] = os.environ[spelt]
    return handed


def _pip_settings() -> list[tuple[str, str, str]]:
    """(section, key, value) of the host pip's network settings; last its environment variables, which win."""
    out = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True
    ).stdout
    files, variables = [], []
    for line in out.splitlines():
        name, _, literal = line.partition("=")
        section, _, key = name.strip().rpartition(".")
        key = key.replace("_", "-")
        if key not in PIP_NETWORK:
            continue
        try:
            value = str(ast.literal_eval(literal))
        except (ValueError, SyntaxError):
            value = literal
        if section == ":env:":
            variables.append(("global", key, value))
        else:
            files.append((section, key, value))
    if not any(key == "cert" for _, key, _ in files + variables):
        for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
            if os.environ.get(name):
                variables.append(("global", "cert", os.environ[name]))
                break
    return files + variables


def _show(system: Path, word: str) -> None:
    """Make a file or folder that a pip setting names readable at the same place inside."""
    path = Path(unquote(urlsplit(word).path)) if word.startswith("file:") else Path(word)
    if not path.is_absolute() or not path.exists():
        return
    if path.is_dir() and path.name == "simple" and len(path.parents) > 2:
        path = path.parent  # the pages of a local index point at files beside it
    target = system / str(path).lstrip("/")
    if path.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    elif not os.path.ismount(target):
        target.mkdir(parents=True, exist_ok=True)
        _step(f"show {path}", ["mount", "--bind", "-o", "ro", str(path), str(target)], quiet=True)


def _inside(system: Path, environment: dict[str, str], command: list[str], user: int = 0) -> list[str]:
    variables = [f"{name}={value}" for name, value in environment.items()]
    return [
        "chroot",
        f"--userspec={user}:{user}",
        str(system),
        "env",
        "-i",
        *variables,
        *command,
    ]


# What came out --------------------------------------------------------------------------------------------


def _look_at_pictures(folder: Path) -> None:
    """The pictures of the window show something, one light and one dark."""
    pictures = sorted(folder.glob("*.png"))
    if len(pictures) < 2:
        raise NotProven(
            f"{folder} has {len(pictures)} pictures of the window instead of a light and a dark one"
        )
    means = []
    for picture in pictures:
        width, height, rows = read_png(picture)
        if (width, height) != PICTURE_SIZE:
            raise NotProven(
                f"{picture.name} is {width}x{height} instead of {PICTURE_SIZE[0]}x{PICTURE_SIZE[1]}"
            )
        shades = {row[i : i + 3] for row in rows[::4] for i in range(0, len(row) - 2, 12)}
        if len(shades) < 40:
            raise NotProven(f"{picture.name} is (nearly) blank: {len(shades)} colours")
        means.append(sum(map(sum, rows)) / sum(map(len, rows)))
    if max(means) - min(means) < 60:
        raise NotProven(f"the light and the dark picture are about equally bright ({means})")

    print(f"fresh: {len(pictures)} pictures of the window show something.", flush=True)


def _read_chart(chart: Path, system: Path, environment: dict[str, str]) -> None:
    """The printed visit can be read back as text, with the tools that `make test` has set up inside."""
    place = "/" + str(chart.relative_to(system))
    code = f"import pdfplumber; print(*(p.extract_text() for p in pdfplumber.open({place!r}).pages))"
    command = [f"{HOME_OF_CLONE}/.venv-tools/bin/python", "-c", code]
    inside = _inside(system, environment, command)
    text = subprocess.run(inside, capture_output=True, text=True, timeout=60).stdout
    for expected in CHART_SAYS:
        if expected.lower() not in text.lower():
            raise NotProven(f"the text of chart.pdf lacks {expected!r}; it begins {text[:200]!r}")
    print("fresh: the chart's text is as it should be.", flush=True)


def read_png(file: Path) -> tuple[int, int, list[bytes]]:
    """Width, height and rows of 8-bit RGB(A) samples, which is what Qt writes."""
    data = file.read_bytes()
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        raise NotProven(f"{file.name} is not a PNG")
    position, packed, header = 8, b"", b""
    while position < len(data):
        length, kind = struct.unpack(">I4s", data[position : position + 8])
        body = data[position + 8 : position + 8 + length]
        if kind == b"IHDR":
            header = body
        elif kind == b"IDAT":
            packed += body
        position += length + 12
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header)
    if depth != 8 or colour not in (2, 6) or interlaced:
        raise NotProven(
            f"{file.name} is a kind of PNG that this check does not read ({depth} bit, type {colour})"
        )
    size = 3 if colour == 2 else 4
    raw, stride = zlib.decompress(packed), width * size
    rows: list[bytes] = []
    above = bytearray(stride)
    for y in range(height):
        start = y * (stride + 1)
        above = _unfilter(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), above, size)
        row = bytes(above)
        rows.append(row if size == 3 else b"".join(row[i : i + 3] for i in range(0, stride, 4)))
    return width, height, rows


def _unfilter(kind: int, row: bytearray, above: bytearray, size: int) -> bytearray:
    """One scan line, its filter undone (PNG specification, section 9)."""
    if kind == 0:
        return row
    for i in range(len(row)):
        left = row[i - size] if i >= size else 0
        up = above[i]
        if kind == 1:
            guess = left
        elif kind == 2:
            guess = up
        elif kind == 3:
            guess = (left + up) // 2
        else:
            corner = above[i - size] if i >= size else 0
            p = left + up - corner
            a, b, c = abs(p - left), abs(p - up), abs(p - corner)
            guess = left if a <= b and a <= c else up if b <= c else corner
        row[i] = (row[i] + guess) & 255
    return row


def _step(
    name: str,
    command: list[str],
    limit: float | None = None,
    hint: str = "its own message is above",
    quiet: bool = False,
    **streams: object,
) -> None:
    started = time.monotonic()
    run: Callable[..., int] = subprocess.call
    if quiet:
        streams["stdout"] = subprocess.DEVNULL
    try:
        code = run(command, stdin=subprocess.DEVNULL, timeout=limit, **streams)
    except subprocess.TimeoutExpired:
        raise NotProven(f"{name} took more than {limit:.0f} s") from None
    except OSError as error:
        raise NotProven(f"{name}: {error}") from error
    if code:
        raise NotProven(f"{name} failed with exit code {code}; {hint}")
    if not name.startswith(("mount", "show")):
        print(f"fresh: {name}: {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
