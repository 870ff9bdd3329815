"""Sets a checkout up and runs it: `python3 -m bodymap.bootstrap run`, `test`, `lint` ..., as in the Makefile.

Standard library only, for it runs before anything is installed. It makes `.venv` (what BodyMap needs) and
`.venv-tools` (what its tests need as well) from the hashed requirements files; a stamp in each says from
which, so that a second run does nothing and needs neither network nor root nor a writable checkout.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bodymap import system_libraries

CHECKOUT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = {  # folder -> the file it is made from
    ".venv": "requirements.txt",
    ".venv-tools": "requirements-test.txt",
    ".venv-release": "requirements-release.txt",
}
STAMP = "bodymap-stamp"
OLDEST, NEWEST = (3, 11), (3, 13)


class SetUpFailed(Exception):
    """Something of the machine stands in the way; its text is the sentence for the user."""


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    words = sys.argv[1:] if words is None else words
    commands = {
        "run": run,
        "test": test,
        "lint": lint,
        "bench": bench,
        "soak": soak,
        "plates": plates,
        "bundle": bundle,
        "fresh": fresh,
        "lock": lock,
    }
    if not words or words[0] not in commands:
        print(f"usage: python3 -m bodymap.bootstrap {'|'.join(commands)} [words for it]", file=sys.stderr)
        return 2
    try:
        _right_python(words)
        if not (CHECKOUT / "requirements.txt").is_file():
            raise SetUpFailed(
                "bodymap.bootstrap sets up a checkout, and this copy is installed already: run `bodymap`."
            )
        os.chdir(CHECKOUT)
        return commands[words[0]](list(words[1:]))
    except SetUpFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


# The commands -----------------------------------------------------------------------------------------------


def run(words: list[str]) -> int:
    """The window; with no display the invented patients, pictures of the window and a chart in a folder."""
    _system_libraries()
    python = environment(".venv")
    if system_libraries.has_display() or os.environ.get("QT_QPA_PLATFORM"):
        return subprocess.call([python, "main.py", *words])
    if not words:
        return _run_without_display(python)
    return subprocess.call([python, "main.py", *words])


def test(words: list[str]) -> int:
    """The suite, without soak and benchmarks; `words` go to pytest. All of it runs on all cores."""
    # Whoever names tests wants to see them one after the other.
    return _pytest(words or ["-n", "auto", "--dist", "worksteal", "-q"])


def bench(words: list[str]) -> int:
    """The benchmarks. They time the program in `.venv`: the tools' numpy would slow its start."""
    environment(".venv")
    return _pytest(["-m", "bench", "-s", *words])


def soak(words: list[str]) -> int:
    """The tests that take many minutes."""
    return _pytest(["-m", "soak", "--timeout", "3600", *words])


def lint(words: list[str]) -> int:
    """Style, the one-way imports, types; all of them, so that one run shows every finding."""
    python = environment(".venv-tools")
    checks = {
        "ruff check": ["-m", "ruff", "check", "."],
        "ruff format": ["-m", "ruff", "format", "--check", "."],
        "import-linter": ["-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        "mypy": ["-m", "mypy"],
    }
    red = []
    for name, arguments in checks.items():
        print(f"{name}:", flush=True)
        if subprocess.call([python, *arguments, *words], stdin=subprocess.DEVNULL):
            red.append(name)
    if red:
        print(f"Not clean: {', '.join(red)}.", file=sys.stderr)
    return 1 if red else 0


def plates(words: list[str]) -> int:
    """The plates' own checks (geometry, ids, file format)."""
    assets = CHECKOUT / "assets"
    check = assets / "plates" / "drawing" / "check.py"
    if not check.is_file():
        raise SetUpFailed(f"There is no {check.relative_to(CHECKOUT)} in this checkout.")
    _system_libraries()
    files = [assets / "muscles.tsv", *sorted((assets / "plates").glob("*.svg"))]
    return subprocess.call(
        [environment(".venv-tools"), str(check), *map(str, files), *words], env=_offscreen()
    )


def bundle(words: list[str]) -> int:
    """A folder with the program and its own Python, for Linux: dist/bodymap/bodymap."""
    _system_libraries()
    python = environment(".venv-release")
    _programs({"objdump": "binutils"}, needed_for="PyInstaller")
    code = subprocess.call(
        [python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "packaging/bodymap.spec", *words]
    )
    if code == 0:
        print(f"The bundle is {CHECKOUT / 'dist' / 'bodymap'}.")
    return code


def fresh(words: list[str]) -> int:
    """The proof on an empty Debian."""
    return subprocess.call([sys.executable, "packaging/fresh.py", *words])


def lock(words: list[str]) -> int:
    """Make the requirements files again from pyproject.toml; `--upgrade` takes the newest of everything."""
    python = environment(".venv-release")
    groups = {
        "requirements.txt": [],
        "requirements-test.txt": ["test"],
        "requirements-release.txt": ["release"],
    }
    for name, extra in groups.items():
        target = CHECKOUT / name
        header = (
            f"# Made by `make lock` from pyproject.toml{''.join(f', group {group}' for group in extra)}.\n"
            "# Hashed; for Python 3.11 to 3.13 on every system; names no package index.\n"
        )
        command = [python, "-m", "uv", "pip", "compile", "pyproject.toml", "--universal", "--generate-hashes"]
        command += ["--python-version", ".".join(map(str, OLDEST)), "--no-emit-index-url", "--no-annotate"]
        command += ["--no-emit-find-links", "--no-header", "--quiet", "--output-file", str(target), *words]
        for group in extra:
            command += ["--group", group]
        if subprocess.call(command, stdout=subprocess.DEVNULL):
            raise SetUpFailed(f"{name} could not be made; what stood there is unchanged.")
        target.write_text(header + target.read_text(encoding="utf-8"), encoding="utf-8")
        print(f"{name}: {sum(1 for line in target.read_text().splitlines() if '==' in line)} packages")
    return 0


# Running the program without a display ----------------------------------------------------------------------


def _run_without_display(python: str) -> int:
    folder = _demo_folder()
    records = folder / "records"
    print(f"There is no display: the demonstration goes to {folder}.", flush=True)
    if not records.exists():
        # Under another name until whole, so that a demonstration killed half-way is not taken for one.
        half = folder / "records.part"
        if half.exists():
            shutil.rmtree(half)
        # Its own words would name the folder that is about to be renamed.
        _program(python, "demo", str(half), said=subprocess.DEVNULL)
        half.rename(records)
    vault = ["--vault", str(records)]
    made = []
    for theme in ("light", "dark"):
        picture = folder / f"window-{theme}.png"
        window = ["--visit", "last", "--theme", theme, "--size", "1366x768", "--screenshot", str(picture)]
        _program(python, *vault, *window)
        made.append(picture)
    chart = folder / "chart.pdf"
    _program(python, "chart", *vault, "--visit", "last", "--pdf", str(chart))
    made.append(chart)
    for file in made:
        if not file.is_file():
            raise SetUpFailed(f"The program ended well but did not write {file}.")
    print(f"Invented patients' records, pictures of the window and a printed visit are in {folder}:")
    for file in made:
        print(f"  {file.name}")
    return 0


def _program(python: str, *words: str, said: int | None = None) -> None:
    command = [python, "main.py", *words]
    code = subprocess.call(command, env=_offscreen(), stdin=subprocess.DEVNULL, stdout=said)
    if code:
        raise SetUpFailed(
            f"`main.py {' '.join(words)}` ended with exit code {code}; its own message is above."
        )


def _demo_folder() -> Path:
    """`demo/` in the checkout, or a temporary folder where the checkout belongs to somebody else."""
    folder = CHECKOUT / "demo"
    try:
        folder.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="bodymap-demo-"))


def _offscreen() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def _pytest(words: list[str]) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _system_libraries()
    # The durability test reads from strace what came before an acknowledgement, those of paper read the PDF with
    # another program than ours; they are skipped without.
    if sys.platform.startswith("linux") and _may_install():
        _programs({"strace": "strace"}, needed_for="the durability test")
        _programs({"pdftotext": "poppler-utils", "pdfinfo": "poppler-utils"}, needed_for="the tests of paper")
    python = environment(".venv-tools")
    surroundings = {**os.environ}
    runtime = _python_in(CHECKOUT / ".venv")
    if runtime.exists():
        surroundings["BODYMAP_RUNTIME_PYTHON"] = str(runtime)
    if not os.access(CHECKOUT, os.W_OK):
        words = ["-p", "no:cacheprovider", *words]
    return subprocess.call([python, "-m", "pytest", *words], env=surroundings, stdin=subprocess.DEVNULL)


# Environments -----------------------------------------------------------------------------------------------


def environment(folder: str) -> str:
    """The Python of an environment, which is made first if it is missing, half-made or out of date."""
    place, requirements = CHECKOUT / folder, CHECKOUT / ENVIRONMENTS[folder]
    python, stamp = _python_in(place), _stamp(requirements)
    if _is_made(place, stamp):
        return str(python)
    if not os.access(CHECKOUT, os.W_OK):
        raise SetUpFailed(
            f"{CHECKOUT} has to be set up once by somebody who may write in it: "
            "`make run` and `make test`, run by its owner."
        )
    with _alone():
        if not _is_made(place, stamp):  # another process may have made it while this one waited
            _make(place, requirements, stamp)
    return str(python)


def _make(place: Path, requirements: Path, stamp: str) -> None:
    _venv_module()
    started = time.monotonic()
    print(
        f"Setting up {place.name} from {requirements.name} (once; it takes a minute or two) ...", flush=True
    )
    try:
        if place.exists():
            shutil.rmtree(place)
        _call([sys.executable, "-m", "venv", str(place)], f"{place.name} could not be made")
        # Only wheels: a source distribution may ask for a compiler, and fetches what builds it unhashed.
        pip = [str(_python_in(place)), "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:"]
        pip += ["--no-input", "--disable-pip-version-check", "--quiet", "-r", str(requirements)]
        _call(pip, f"pip could not install {requirements.name}: is the network there, and room on the disk?")
        (place / STAMP).write_text(stamp, encoding="utf-8")
    except OSError as error:
        raise SetUpFailed(f"{place} could not be made: {error.strerror or error}.") from error
    print(f"{place.name} is ready ({time.monotonic() - started:.0f} s).", flush=True)


def _call(command: list[str], otherwise: str) -> None:
    if subprocess.call(command, stdin=subprocess.DEVNULL):
        raise SetUpFailed(
            f"{otherwise} (Its own message is above.) Nothing half-made will be used: run it again."
        )


def _is_made(place: Path, stamp: str) -> bool:
    try:
        # The stamp is written last, so that an environment whose making was killed does not bear one.
        return (place / STAMP).read_text(encoding="utf-8") == stamp and _python_in(place).exists()
    except OSError:
        return False


def _stamp(requirements: Path) -> str:
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    return json.dumps({"requirements": digest, "python": "{}.{}".format(*sys.version_info[:2])})


def _python_in(place: Path) -> Path:
    return place / "Scripts" / "python.exe" if os.name == "nt" else place / "bin" / "python"


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One set-up at a time; the system frees the lock when its holder dies."""
    folder = CHECKOUT / "build"
    folder.mkdir(exist_ok=True)
    with (folder / "set-up.lock").open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                    break
                except OSError:  # LK_LOCK gives up after ten tries
                    continue
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


# What the system must bring ---------------------------------------------------------------------------------


def _right_python(words: Sequence[str]) -> None:
    """Go on under a Python that BodyMap's dependencies have wheels for."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        finder = [["py", f"-3.{minor}"]] if os.name == "nt" else [[f"python3.{minor}"]]
        for command in finder:
            try:
                works = subprocess.run(
                    [*command, "-c", "pass"], capture_output=True, stdin=subprocess.DEVNULL
                )
            except OSError:
                continue
            if works.returncode == 0:
                code = subprocess.call([*command, "-m", "bodymap.bootstrap", *words], cwd=CHECKOUT)
                raise SystemExit(code)
    raise SetUpFailed(
        f"BodyMap needs Python 3.11, 3.12 or 3.13; this is {sys.version_info[0]}.{sys.version_info[1]} "
        "and no other was found."
    )


def _venv_module() -> None:
    """Debian splits ensurepip, which venv needs, from Python."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        _install({"python3-venv"}, f"{sys.executable} cannot make virtual environments")
        # This process looked for the module already and would not look again.
        if subprocess.call([sys.executable, "-c", "import ensurepip, venv"], stderr=subprocess.DEVNULL):
            raise SetUpFailed(
                f"{sys.executable} still cannot make virtual environments: its venv module is missing."
            ) from None


def _system_libraries() -> None:
    gone = system_libraries.missing(_as_it_will_run())
    if not gone:
        return
    packages = set(gone.values())
    if system_libraries.has_display():
        packages |= set(system_libraries.PRINTING.values())
    _install(packages, f"this system lacks {', '.join(sorted(gone))}, which Qt needs")
    still = _missing_afresh()
    if still:
        raise SetUpFailed(system_libraries.sentence(still))


def _missing_afresh() -> dict[str, str]:
    """Ask a new process: this one's loader remembers where it looked."""
    code = "import json; from bodymap import system_libraries as s; print(json.dumps(s.missing()))"
    out = subprocess.run(
        [sys.executable, "-c", code],
        cwd=CHECKOUT,
        env=_as_it_will_run(),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, str] = json.loads(out.stdout)
    return found


def _as_it_will_run() -> dict[str, str]:
    return dict(os.environ) if system_libraries.has_display() else _offscreen()


def _programs(wanted: dict[str, str], needed_for: str) -> None:
    packages = {package for program, package in wanted.items() if shutil.which(program) is None}
    if packages:
        _install(packages, f"{needed_for} needs {' and '.join(sorted(packages))}")


def _may_install() -> bool:
    return os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install(packages: set[str], why: str) -> None:
    """Install Debian packages as root; otherwise end with the sentence that says how."""
    line = system_libraries.apt_line(packages)
    if not _may_install():
        if Path("/etc/debian_version").exists():
            raise SetUpFailed(f"{why[0].upper()}{why[1:]}. As root: {line}   then run it again.")
        raise SetUpFailed(
            f"{why[0].upper()}{why[1:]}. Install them with the system's package manager and run it again; "
            f"on Debian or Ubuntu, as root: {line}"
        )
    print(f"{why[0].upper()}{why[1:]}: {line}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *sorted(packages)]
    # The lists may be missing (a new system) or old (the packages moved on), so they are fetched; without a
    # network an install from apt's cache may still succeed.
    subprocess.call(
        ["apt-get", "update", "-qq"], env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    if subprocess.call(install, env=quiet, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL):
        raise SetUpFailed(
            f"apt-get could not install {' '.join(sorted(packages))}; its own message is above."
        )


if __name__ == "__main__":
    sys.exit(main())
