# SPDX-License-Identifier: GPL-3.0-or-later
"""CRC-32C, reflected polynomial 0x82F63B78; large data in lanes with numpy, where that is installed."""

import functools

try:
    import numpy
except ImportError:
    numpy = None

POLYNOMIAL = 0x82F63B78
LANES = 4096
LANE = 64           # bytes, a multiple of 4
BLOCK = LANES * LANE


def _byte_table():
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (POLYNOMIAL if value & 1 else 0)
        table.append(value)
    return table


TABLE = _byte_table()


def _plain(register, data):
    for byte in data:
        register = TABLE[(register ^ byte) & 255] ^ (register >> 8)
    return register


def _apply(matrix, vector):
    total, place = 0, 0
    while vector:
        if vector & 1:
            total ^= matrix[place]
        vector >>= 1
        place += 1
    return total


def _zeros(length):
    """The matrix that feeds so many zero bytes to a register."""
    power = [_plain(1 << bit, b"\0") for bit in range(32)]
    result = [1 << bit for bit in range(32)]
    while length:
        if length & 1:
            result = [_apply(power, column) for column in result]
        power = [_apply(power, column) for column in power]
        length >>= 1
    return result


@functools.lru_cache(maxsize=64)
def _shift_tables(length):
    matrix = _zeros(length)
    return [numpy.array([_apply(matrix, byte << (8 * place)) for byte in range(256)], dtype=numpy.uint32)
            for place in range(4)]


@functools.lru_cache(maxsize=1)
def _word_tables():
    """What the two halves of a register become over four bytes."""
    low = _shift_tables(4)
    index = numpy.arange(65536)
    return low[0][index & 255] ^ low[1][index >> 8], low[2][index & 255] ^ low[3][index >> 8]


def _shifted(registers, length):
    a, b, c, d = _shift_tables(length)
    return a[registers & 255] ^ b[(registers >> 8) & 255] ^ c[(registers >> 16) & 255] ^ d[registers >> 24]


def _block(register, data):
    words = numpy.frombuffer(data, dtype="<u4").reshape(LANES, LANE // 4).T.copy()
    low, high = _word_tables()
    registers = numpy.zeros(LANES, dtype=numpy.uint32)
    for column in words:
        mixed = registers ^ column
        registers = low[mixed & 65535] ^ high[mixed >> 16]
    length = LANE
    while len(registers) > 1:
        registers = _shifted(registers[0::2], length) ^ registers[1::2]
        length *= 2
    start = _shifted(numpy.array([register], dtype=numpy.uint32), BLOCK)
    return int(start[0] ^ registers[0])


def update(crc, data):
    register = crc ^ 0xFFFFFFFF
    view, place = memoryview(data), 0
    while numpy is not None and len(view) - place >= BLOCK:
        register = _block(register, view[place:place + BLOCK])
        place += BLOCK
    return _plain(register, view[place:]) ^ 0xFFFFFFFF
