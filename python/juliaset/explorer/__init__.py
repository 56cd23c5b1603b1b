"""The explorer: a page on which one drags the set, switches the kernel, and sees what it is worth.

`session.Session` computes what a page asks for; a host carries the messages between the two.
"""
