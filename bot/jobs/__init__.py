"""The shell: reads from ports, lets the stages think, writes to ports. Holds no rule of its own."""
