"""The Method of Equal Shares (Peters, Pierczyński and Skowron 2021), exact and fast. README.md tells how."""

from bot.core.shares.add_one import raised
from bot.core.shares.matrix import Matrix
from bot.core.shares.run import Bought, Run, run

__all__ = ["Bought", "Matrix", "Run", "raised", "run"]
