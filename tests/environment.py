"""The environment that tests and benchmarks run in: quiet, reproducible, and away from the user's own files.

Pure data: a mapping of environment variables. It imports nothing that it configures.
"""

from __future__ import annotations

from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent


def isolated(home: Path) -> dict[str, str]:
    """Environment variables for one process tree whose home is the existing, empty folder ``home``.

    It makes the folders that it names. The Qt platform is not in it: the caller chooses.
    """
    folders = {
        "HOME": home,
        "XDG_CONFIG_HOME": home / "config",
        "XDG_DATA_HOME": home / "data",
        "XDG_STATE_HOME": home / "state",
        "XDG_CACHE_HOME": home / "cache",
        "XDG_RUNTIME_DIR": home / "runtime",
        # Kept between sessions: building Matplotlib's font list takes seconds. No user's matplotlibrc is there.
        "MPLCONFIGDIR": REPOSITORY / "build" / "matplotlib",
    }
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    folders["XDG_RUNTIME_DIR"].chmod(0o700)  # Qt warns about any other mode
    return {
        **{name: str(folder) for name, folder in folders.items()},
        "NETWRIGHT_HOME": "",  # empty means unset: the folders above hold
        "LC_ALL": "C.UTF-8",  # Qt warns about a locale that is not UTF-8
        "LANGUAGE": "en",
        "TZ": "UTC",
        "KERAS_BACKEND": "tensorflow",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",  # the same sums in the same order on every processor
        "CUDA_VISIBLE_DEVICES": "-1",  # several test processes must not share one GPU
    }
