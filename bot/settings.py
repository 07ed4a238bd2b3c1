"""Settings by environment and `.env`: what differs between one deployment and another, and nothing else."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

HERE = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Every setting has a line in README.md (a test insists)."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", populate_by_name=True)

    telegram_bot_token: str = Field("", validation_alias=AliasChoices("TELEGRAM_BOT_TOKEN", "BOT_TOKEN"), repr=False)
    telegram_api_root: str = Field("https://api.telegram.org", validation_alias="TELEGRAM_API_ROOT")
    database_url: str = Field("sqlite:///evenhand.sqlite", validation_alias="DATABASE_URL", repr=False)
    webhook_url: str = Field("", validation_alias="WEBHOOK_URL")
    port: int = Field(0, validation_alias="PORT")
    evenhand_key: str = Field("", validation_alias="EVENHAND_KEY", repr=False)
    evenhand_keys_dir: str = Field("", validation_alias="EVENHAND_KEYS_DIR")
    evenhand_content: Path = Field(HERE / "content", validation_alias="EVENHAND_CONTENT")
    evenhand_pace: float = Field(1.0, validation_alias="EVENHAND_PACE", gt=0)
    evenhand_log: str = Field("info", validation_alias="EVENHAND_LOG")

    @property
    def root(self) -> str:
        """The Bot API's root without a trailing slash and without /bot."""
        return self.telegram_api_root.rstrip("/")

    @property
    def serve_on(self) -> int:
        """The port to serve on: PORT, else the one WEBHOOK_URL names, else 8080."""
        return self.port or urlsplit(self.webhook_url).port or 8080

    @property
    def host(self) -> str:
        """Everywhere when the host names a port (it stands in front), otherwise this machine only."""
        return "0.0.0.0" if self.port else "127.0.0.1"  # noqa: S104  asked for by naming PORT
