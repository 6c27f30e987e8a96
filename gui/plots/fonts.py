"""Fonts for figures: DejaVu Sans, which Matplotlib brings, and behind it a Chinese one if the system has any."""

from __future__ import annotations

from functools import lru_cache

from matplotlib import font_manager

CHINESE = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "WenQuanYi Micro Hei")


@lru_cache(maxsize=1)
def families() -> tuple[str, ...]:
    """Font families in the order to try; only ones that are installed, since Matplotlib warns of others."""
    installed = {font.name for font in font_manager.fontManager.ttflist}
    # The collection of all CJK fonts is listed under its first face, which draws Simplified Chinese as well.
    found = [name for name in (*CHINESE, "Noto Sans CJK JP") if name in installed]
    return ("DejaVu Sans", *found[:1])
