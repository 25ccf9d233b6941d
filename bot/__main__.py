"""`pregonero` and `python -m bot`."""

from bot.commands import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
