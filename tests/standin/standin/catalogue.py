# SPDX-License-Identifier: GPL-3.0-or-later
"""Accelerators, shapes, image versions, tiers and prices as the stand-in sells them. The prices are its own."""

import secrets
from dataclasses import dataclass

GIB = 1 << 30


@dataclass(frozen=True)
class Accelerator:
    name: str
    variant: str        # CPU, GPU, TPU
    device: str         # as the driver names it
    memory: int
    rate: float         # compute units an hour
    high_mem_only: bool = False


_ALL = [
    Accelerator("NONE", "CPU", "", 0, 0.08),
    Accelerator("T4", "GPU", "Tesla T4", 15 * GIB, 1.07),
    Accelerator("L4", "GPU", "NVIDIA L4", 24 * GIB, 2.4, True),
    Accelerator("G4", "GPU", "NVIDIA RTX PRO 6000 Blackwell Server Edition", 96 * GIB, 8.9),
    Accelerator("A100", "GPU", "NVIDIA A100-SXM4-40GB", 40 * GIB, 5.4),
    Accelerator("H100", "GPU", "NVIDIA H100 80GB HBM3", 80 * GIB, 11.6),
    Accelerator("V28", "TPU", "TPU v2", 8 * GIB, 1.8, True),
    Accelerator("V5E1", "TPU", "TPU v5 lite", 16 * GIB, 2.9, True),
    Accelerator("V6E1", "TPU", "TPU v6 lite", 32 * GIB, 4.0, True),
]
ACCELERATORS = {one.name: one for one in _ALL}
HIGH_MEM_FACTOR = 1.5
VERSIONS = ["2026.01", "2025.10", "2025.07"]
VARIANT_NUMBERS = {"CPU": 0, "GPU": 1, "TPU": 2}
TIERS = {"NONE": 0, "PRO": 1, "PRO_PLUS": 2}
ELIGIBLE = {
    "NONE": ["T4", "V5E1"],
    "PRO": ["T4", "L4", "G4", "A100", "V5E1", "V6E1"],
    "PRO_PLUS": ["T4", "L4", "G4", "A100", "H100", "V5E1", "V6E1"],
}


WORDS = ("quiet", "amber", "brisk", "calm", "deep", "early"), ("lake", "river", "field", "stone", "cloud", "harbor")


def new_runtime_id():
    """A name as the public API gives it: never a UUID."""
    return "%s-%s-%s" % (secrets.choice(WORDS[0]), secrets.choice(WORDS[1]), secrets.token_hex(3))


@dataclass(frozen=True)
class Spec:
    accelerator: str
    high_mem: bool

    @property
    def variant(self):
        return ACCELERATORS[self.accelerator].variant

    @property
    def rate(self):
        return ACCELERATORS[self.accelerator].rate * (HIGH_MEM_FACTOR if self.high_mem else 1.0)

    def state(self):
        return {"variant": self.variant, "accelerator": self.accelerator, "highMem": self.high_mem}


def spec_of(accelerator, high_mem):
    """A machine as it really comes: some accelerators have high memory only."""
    return Spec(accelerator, high_mem or ACCELERATORS[accelerator].high_mem_only)
