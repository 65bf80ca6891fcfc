"""Whether a password is among those that are tried first: lists of leaked ones, the keyboard, dates, and words of ours.

NIST SP 800-63B 3.1.1.2 requires the comparison; ASVS 5.0 6.2.4 (the 3000 commonest), 6.2.11 (words of the place),
6.2.12 (leaked ones).  `zxcvbn` is slow to import and knows no Chinese: it is imported where it is used, and told the
words people here would take, in characters and in their letters.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from functools import cache

LOOKED_AT = 32
"""Characters that are looked at: what comes after cannot make a long password worse, and the time stays below 0.1 s."""
LEAST = 3
"""Score from which an offline guess takes more than 10^8 tries."""
LONGEST_NUMBER = 20
WORDS = """
我爱你 我爱我家 我爱中国 我爱祖国 爱你一万年 一生一世 我的密码 密码 你好 您好 谢谢 再见 老婆 老公 宝贝 宝宝
妈妈 爸爸 爷爷 奶奶 儿子 女儿 中国 中华 人民 祖国 共产党 党员 北京 上海 山东 济南 淄博 博山 白塔 白塔镇 解忧
调解 人民调解 调解员 调委会 信访 信访办 司法 司法所 政府 镇政府 村委会 居委会 村支书 书记 主任 所长 镇长
管理员 律师 法官 纪委 纪检 检举 案件 登录 系统 办公室 测试 新年快乐 恭喜发财 万事如意 平安 健康 快乐 吉祥 发财
幸福 春天 太阳 月亮 星星 天空 大海 他妈的 草泥马 一帆风顺 五福临门 好好学习 天天向上 为人民服务 不忘初心
一二三四五六七八九十 一二三四五 赵钱孙李 床前明月光 疑是地上霜 举头望明月 低头思故乡 张伟 王伟 王芳 李伟 李娜
王秀英 李秀英 张秀英 张敏 王静 李静 张静 李强 王强 张强 王磊 李军 王军 张军 刘伟 王勇 李勇 张勇 李杰 王杰 张杰
张磊 王涛 李涛 张涛 王超 李超 张超 刘洋 李明 王明 张明 王艳 李艳 张艳 李娟 王娟 刘芳 陈静 杨洋 孙丽 赵军
"""
LETTERS = """
woaini1314 woaini520 5201314 1314520 7758521 520520 1314 woaini aini admin root password qazwsx 1qaz2wsx qweasd
asdzxc a1b2c3 abc123 iloveyou qq wechat wx
"""
_one_at_a_time = threading.Lock()
REASONS = {
    "dictionary": "里面有别人常用的密码、名字或者本地的词",
    "spatial": "是键盘上挨着的几个键",
    "repeat": "是同样的几个字符翻来覆去",
    "sequence": "是连着的数字或者字母",
    "date": "里面有日期，生日和纪念日别人猜得到",
    "regex": "里面有年份，别人猜得到",
}
ADVICE = "请换一句好记的话，例如把四个不相干的词连起来，或者一句自己编的话。"


def known_fault(password: str, about: Iterable[str] = ()) -> str | None:
    """Why a password would be guessed soon, as a sentence with what to do; None when it would not.

    `about` are words and numbers of the person and the place: names in Chinese, the sign-in name, phone, ID number.
    The sentence never repeats a part of the password.
    """
    if re.fullmatch(rf"\s*\d{{1,{LONGEST_NUMBER}}}\s*", password):
        return f"这个密码太容易猜：全是数字，像电话、身份证号或者日子。{ADVICE}"
    from zxcvbn import zxcvbn

    own = [one for told in about for one in forms_of(told)]
    with _one_at_a_time:
        found = zxcvbn(password[:LOOKED_AT], user_inputs=[*own, *words_of_the_place()])
    if found["score"] >= LEAST:
        return None
    patterns = [one["pattern"] for one in found["sequence"] if one["pattern"] in REASONS]
    reason = REASONS[patterns[0]] if patterns else "太短了，试不了多少次就试出来"
    return f"这个密码太容易猜：{reason}。{ADVICE}"


@cache
def words_of_the_place() -> tuple[str, ...]:
    """The words everybody here thinks of, in characters and in letters."""
    return tuple(dict.fromkeys([*LETTERS.split(), *(form for word in WORDS.split() for form in forms_of(word))]))


def forms_of(word: str) -> list[str]:
    """What people make of a word for a password: itself, its letters in full, as initials; of a long number its pieces.

    ``吴桂兰`` → ``wuguilan``, ``guilanwu``, ``wgl``; an ID number → the birthday in it and its last digits.
    """
    word = word.strip()
    if word.isascii():
        digits = re.sub(r"\D", "", word)
        pieces = [digits[6:14], digits[8:14], digits[-8:], digits[-6:], digits[-4:]] if len(digits) >= 8 else []
        return [one for one in (word, digits, *pieces) if len(one) > 2]
    from pypinyin import lazy_pinyin

    letters = [one for one in lazy_pinyin(word, errors="ignore") if one]
    turned = [*letters[1:], *letters[:1]]
    made = ["".join(letters), "".join(turned), "".join(one[0] for one in letters)]
    return [one for one in (word, *made) if len(one) > 1]
