"""config.toml and the environment to a frozen `Config`, with everything that is wrong told together.

`sections` are the tables and their keys, `reader` checks them, `values` single values, `settings` is what comes out.
May import the settings of channels and fetch, the rules' compiler, domain and errors. Reads files and the environment;
decides nothing.
"""

from bot.config.reader import decoded, judging_of, load, parse, version_of
from bot.config.settings import Config, Judging, WebSettings

__all__ = ["Config", "Judging", "WebSettings", "decoded", "judging_of", "load", "parse", "version_of"]
