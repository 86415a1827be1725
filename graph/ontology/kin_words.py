"""The relation words of kin.csv in Chinese; an asserted Chinese term stands for itself."""

from types import MappingProxyType

KIN_WORDS = MappingProxyType(
    {
        "father": "父亲",
        "mother": "母亲",
        "parent": "父母",
        "son": "儿子",
        "daughter": "女儿",
        "child": "子女",
        "husband": "丈夫",
        "wife": "妻子",
        "spouse": "配偶",
        "brother": "兄弟",
        "sister": "姐妹",
        "sibling": "兄弟姐妹",
        "half_sibling": "半血缘兄弟姐妹",
    }
)
