"""Measuring: latency over one decode step, tokens evaluated, keystrokes saved."""
