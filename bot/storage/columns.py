"""The four column types. None needs a processor: what the driver gives is what the code gets.

Instants are UTC milliseconds in `Int`, yes and no are 1 and 0 in `Int`, JSON is `Text`.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Double, Integer, LargeBinary
from sqlalchemy import Text as _Text
from sqlalchemy.dialects.sqlite import REAL
from sqlalchemy.types import TypeEngine

Int = BigInteger().with_variant(Integer(), "sqlite")
Id = Int
Text = _Text()
Bytes = LargeBinary()
Real: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")
