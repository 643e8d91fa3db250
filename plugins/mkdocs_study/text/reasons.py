"""Turns what an operating system says of a failure, in its own language, into Chinese."""

from __future__ import annotations

import errno
from collections.abc import Mapping

_REASONS: Mapping[int, str] = {
    errno.EACCES: "没有权限",
    errno.EBUSY: "正被别的程序占用",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EEXIST: "已经有同名的文件或文件夹",
    errno.EFBIG: "文件太大",
    errno.EINVAL: "这里不允许这样的文件名或操作",
    errno.EIO: "磁盘读写出错",
    errno.EISDIR: "它是文件夹，不是文件",
    errno.ELOOP: "符号链接绕成了圈",
    errno.EMFILE: "打开的文件太多",
    errno.ENAMETOOLONG: "名字太长",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOSPC: "磁盘满了",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.ENOTEMPTY: "文件夹里还有东西",
    errno.EPERM: "系统不允许",
    errno.EROFS: "磁盘是只读的",
    errno.ETXTBSY: "正被别的程序占用",
    errno.EXDEV: "不在同一个磁盘上",
}


def reason(error: OSError) -> str:
    """Say why the system refused; in its own words where we know no others."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
