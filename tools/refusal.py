"""What a person reads when a setup step cannot be done: one sentence in Chinese, one in English."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

NETWORK = (
    "Temporary failure",
    "Could not resolve",
    "Failed to establish a new connection",
    "Max retries exceeded",
    "Read timed out",
    "Connection refused",
    "Network is unreachable",
    "No route to host",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
    "ProxyError",
    "Failed to fetch",
    "connection broken",
    "CERTIFICATE_VERIFY_FAILED",
)
NO_VERSION = ("Could not find a version", "No matching distribution")
NO_ROOM = ("No space left on device", "ENOSPC", "You don't have enough free space")
NO_RIGHTS = ("Permission denied", "EACCES", "Read-only file system", "EROFS")
WRONG_HASH = ("DO NOT MATCH THE HASHES", "EINTEGRITY")
NO_VENV = ("ensurepip is not available", "No module named ensurepip", "No module named venv")


class SetupRefused(Exception):
    """Setup cannot go on; the text says what to do, in Chinese and in English."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese}\n{english}")


def run(
    command: Sequence[str],
    chinese: str,
    english: str,
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run one step quietly. Raises SetupRefused: its last lines are shown with the sentence for what went wrong."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError as missing:
        raise SetupRefused(
            f"{chinese}没有做成：找不到 {missing.filename}，请先安装它。", f"{missing.filename} was not found."
        ) from None
    if done.returncode:
        print("\n".join(done.stdout.strip().splitlines()[-8:]), flush=True)
        raise explain(done.stdout, chinese, english)


def explain(output: str, chinese: str, english: str) -> SetupRefused:
    """The refusal that fits a failed command's output."""
    causes = (
        (NO_ROOM, "磁盘满了，请腾出约 2 GB 再运行一次。", "the disk is full: free about 2 GB and run it again."),
        (
            WRONG_HASH,
            "下载到的文件和版本锁对不上，请换个网络或软件源再运行一次。",
            "a download does not match the lock: try another network or registry.",
        ),
        (
            NO_VENV,
            "缺 Python 的 venv 模块，请先运行：sudo apt-get install -y python3-venv",
            "the venv module is missing: run  sudo apt-get install -y python3-venv",
        ),
        (
            NETWORK,
            "连不上软件源，请检查网络（或软件源的设置）后再运行一次。",
            "the package registry cannot be reached: check the network and run it again.",
        ),
        (
            NO_VERSION,
            "软件源里没有锁定的版本：换一个完整的软件源，或者用 Python 3.11 到 3.13，再运行一次。",
            "the registry lacks a locked version: use a complete registry, or Python 3.11 to 3.13.",
        ),
        (
            NO_RIGHTS,
            "不能写这个文件夹，请换成文件夹的主人来运行，或者改好权限。",
            "this folder may not be written: run it as its owner.",
        ),
    )
    for signs, sentence, reason in causes:
        if any(sign in output for sign in signs):
            return SetupRefused(f"{chinese}没有做成：{sentence}", f"Failed {english}: {reason}")
    return SetupRefused(f"{chinese}没有做成，原因见上面几行。", f"Failed {english}: see the lines above.")


def refused_by_system(error: OSError) -> str:
    """The sentences for an error of the operating system."""
    place = error.filename or "这个文件夹"
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"磁盘满了（{place}），请腾出约 2 GB 再运行一次。\nThe disk is full: free about 2 GB and run it again."
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"不能写 {place}，请换成文件夹的主人来运行。\nThis folder may not be written: run it as its owner."
    return f"没有准备好：{place}：{error.strerror}。改好后再运行一次。\nSetup stopped: {error.strerror} ({place})."
