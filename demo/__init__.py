"""Whole stories, told as people would live them, and the player that plays them on a throw-away server.

stories/   what happens, act by act        answers/   what requesters fill in        papers/   what they attach
story      a story as a value              playing    acts, on any stage             house     the real stage
servers    two throw-away servers          telling    progress in plain words        player    the command
"""
