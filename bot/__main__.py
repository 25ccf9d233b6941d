"""`pregonero` and `python -m bot`."""

import signal

# Ctrl-C while all is loaded, which takes a second, ends it at once and without a trace of where
if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else somebody wants it ignored
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from bot import commands


def main() -> None:
    """Runs the command line; from here on Ctrl-C is told as an interruption, or stops the bot in order."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    commands.main()


__all__ = ["main"]

if __name__ == "__main__":
    main()
