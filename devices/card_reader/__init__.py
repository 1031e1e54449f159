"""Card readers: the 居民身份证 through a SAM-V module, the 社会保障卡 through PC/SC, each in a process of its own."""
