"""The city of the address printed on an ID card: for "is it the old address?", never for the hukou (pure).

Codes of GB/T 2260. Guangdong by city; elsewhere the province with four zeros is enough to say "not here".
"""
from __future__ import annotations

GUANGDONG = {
    "广州": "440100", "韶关": "440200", "深圳": "440300", "珠海": "440400", "汕头": "440500", "佛山": "440600",
    "江门": "440700", "湛江": "440800", "茂名": "440900", "肇庆": "441200", "惠州": "441300", "梅州": "441400",
    "汕尾": "441500", "河源": "441600", "阳江": "441700", "清远": "441800", "东莞": "441900", "中山": "442000",
    "潮州": "445100", "揭阳": "445200", "云浮": "445300",
}
PROVINCES = {
    "北京": "11", "天津": "12", "河北": "13", "山西": "14", "内蒙古": "15", "辽宁": "21", "吉林": "22", "黑龙江": "23",
    "上海": "31", "江苏": "32", "浙江": "33", "安徽": "34", "福建": "35", "江西": "36", "山东": "37", "河南": "41",
    "湖北": "42", "湖南": "43", "广西": "45", "海南": "46", "重庆": "50", "四川": "51", "贵州": "52", "云南": "53",
    "西藏": "54", "陕西": "61", "甘肃": "62", "青海": "63", "宁夏": "64", "新疆": "65",
}


def city_of(address: str) -> str | None:
    """广东省东莞市石碣镇… → "441900"; 湖南省… → "430000"; None when the address does not begin with a place we know."""
    local = address.removeprefix("广东省")
    for name, code in GUANGDONG.items():
        if local.startswith(name + "市"):
            return code
    return next((code + "0000" for name, code in PROVINCES.items() if address.startswith(name)), None)
